// Package fetch gets documents from addresses that clients chose: key sets,
// request objects, sector identifiers.
//
// It owns Fetcher: what it got it keeps for a while, and of many who want one
// document at once, one asks.
//
// It asks for an HTTP client that judges addresses when it dials and follows no
// redirect (notify.NewOutbound).
//
// It promises:
//  1. Only https is spoken, and nothing is sent but the request itself.
//  2. A document has an upper size and a deadline, whoever waits for it.
//  3. One address is asked at most once in Pause, whatever becomes of it, but for
//     Eager looks in a minute for what was missed.
package fetch
