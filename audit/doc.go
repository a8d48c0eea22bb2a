// Package audit is the record of what happened: who signed in with what, who
// answered a challenge how, who administered what.
//
// It owns the Event, its kinds, the hash chain over events, and the check of
// that chain.
//
// It asks a store that keeps events: events are written in the same
// transaction as the act they record, unsealed; one replica at a time seals
// them, in order, within about a second.
//
// It promises:
//  1. No event holds a password, token, code, number, key or cookie.
//  2. An event that was sealed cannot be changed, moved or dropped without
//     Verify saying so.
package audit
