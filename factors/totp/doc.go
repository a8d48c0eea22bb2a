// Package totp proves that somebody has the app that they gave a secret to, by
// the six digits that it shows (RFC 6238).
//
// It owns the secret's making and confirmation, the window of steps that are
// looked at, and the rule that a step is good once.
//
// It asks a store, which seals the secret, counters that all replicas share,
// and a record of events.
//
// It promises:
//  1. A code counts once, also on two replicas at the same moment, and none
//     older than one that counted does.
//  2. No number of tries gets more answers than the limit.
//  3. A secret counts only after a code of it was typed back.
//  4. No secret and no code stands in an error, an event or a log.
package totp
