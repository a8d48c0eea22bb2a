// Package person is who can sign in.
//
// It owns people and their invitations: names, status, the hash of the
// password, what they may be told about in claims.
//
// It asks a store that keeps them.
//
// It promises:
//  1. Every typed variant of a username has one Key, so that no variant
//     escapes a limit or makes a second account.
//  2. An invitation is good for one account, until a phone is enrolled by it
//     or it expires; its token is stored as a hash.
package person
