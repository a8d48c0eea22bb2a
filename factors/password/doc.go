// Package password proves that somebody knows their password.
//
// It owns the hash (argon2id, RFC 9106), what a new password must be, the bounded queue
// in front of the hashing, and the limit on wrong tries.
//
// It asks a store of credentials, counters that all replicas share, a record
// of events, and the function that makes one key of every typed username.
//
// It promises:
//  1. Unknown, disabled, reset and wrong give one answer, after one hash.
//  2. No typed variant of a name, and no number of tries at once, gets more
//     answers than the limit.
//  3. Hashing never takes more than a bounded number of cores and of memory.
//  4. No password, and nothing made of one but its hash, leaves this package.
package password
