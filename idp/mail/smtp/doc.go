// Package smtp hands letters to a mail server (RFC 5321).
//
// It owns the connection, its encryption, and what stands in the headers.
//
// It asks nothing of ours but the letter.
//
// It promises:
//  1. No letter and no password goes over a network unencrypted: TLS from the
//     first byte, or STARTTLS or nothing. Plain is for loopback alone.
//  2. A server that refuses a letter for good is told apart from one that may
//     take it later.
package smtp
