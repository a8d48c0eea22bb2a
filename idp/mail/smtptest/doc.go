// Package smtptest is a mail server for tests: it takes mails on loopback and
// keeps them.
//
// It owns the server's half of SMTP (RFC 5321), STARTTLS (RFC 3207) and AUTH
// PLAIN (RFC 4954), as far as a sender can tell.
//
// It asks a test for nothing.
//
// It promises to refuse what the test said it should, and to keep what it took
// byte for byte.
package smtptest
