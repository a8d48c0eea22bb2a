// Package dpoptest makes DPoP proofs for tests.
//
// It owns Key: one of a client, and what it signs.
//
// It asks for nothing.
//
// It promises proofs as RFC 9449 section 4.2 writes them.
package dpoptest
