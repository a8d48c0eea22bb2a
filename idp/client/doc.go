// Package client is the applications that sign people in through us.
//
// It owns a registered application: its redirect URIs and web origins, how it
// authenticates, which grants and scopes it may use; the rules of registration;
// and Registry, which keeps clients in memory and forgets them when a bell says
// that one changed.
//
// It asks a store that keeps them, and the bell.
//
// It promises:
//  1. Redirect URIs and origins are compared as strings, byte for byte (RFC 9700
//     section 2.1).
//  2. Secrets are made by us from 256 random bits and stored as SHA-256.
//  3. A client that is not in memory is always asked of the store.
package client
