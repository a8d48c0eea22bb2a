// Package mail is what people, and those who look after the server, are told by
// mail: which act is worth one, to whom it goes, and what it says.
//
// It owns the table from events to mails, which words each has, and the Postman,
// who sends what waits in the outbox.
//
// It asks a queue that keeps mails (written in the transaction of the act), a
// sender, and the house for names and fresh links.
//
// It promises:
//  1. No mail signs anybody in, and no subject and no row of the queue holds a
//     secret: a link is made when its mail is sent.
//  2. Links begin with the issuer, whatever a request said.
//  3. A mail is tried until it is taken, for a day at most; that it failed is
//     recorded. Several replicas do not send one mail twice, but for a crash
//     between the sending and the note of it.
package mail
