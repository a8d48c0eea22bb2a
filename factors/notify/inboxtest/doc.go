// Package inboxtest is what the servers of other test kits have in common: what
// they took, in its order, and what they refused although nobody asked for it.
//
// It owns the wait for the n-th message.
//
// It asks a test.
//
// It promises that a fault which no test looked at fails the test.
package inboxtest
