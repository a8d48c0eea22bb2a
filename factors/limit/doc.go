// Package limit bounds how often the code of an account may be guessed.
//
// It owns the buckets: an account has one for browsers it knows and one for all
// others, so that a stranger's failures do not lock the owner out, and a
// network has one whatever the accounts.
//
// It asks counters that all replicas share.
//
// It promises:
//  1. A try is counted before it is looked at: of many at once, no more get an
//     answer than the limit allows.
//  2. Failures since the last success are bounded for good where Total says so
//     (NIST SP 800-63B-4 section 3.2.2).
//  3. The counters tell nobody who was tried.
package limit
