// Package passkey proves that somebody has a passkey, by a WebAuthn assertion in
// the browser that signs in: what a page of another origin cannot relay.
//
// It owns the two ceremonies from options to outcome, the names and the number
// of an account's passkeys, and what a passkey says of its protection.
//
// It asks a store, counters that all replicas share, a record of events, and
// who calls for challenges that are worth one answer.
//
// It promises:
//  1. An assertion counts for the challenge, the account and the origin that it
//     was made for, with its user verified, and a counting key only forwards.
//  2. An unknown passkey, another account's and a bad signature look alike.
//  3. A registration counts once; no device in probation adds or removes one.
//  4. A user handle names the account to nobody but us.
package passkey
