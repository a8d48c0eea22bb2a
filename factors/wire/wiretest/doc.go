// Package wiretest is the test kit of the device protocol.
//
// It owns Forge, which makes signed objects that wire would never make, and the
// reader of docs/device-protocol-vectors.json, the file that server and
// authenticator tests both run.
//
// It asks the standard library's signatures only, so that a fault in wire or its
// library cannot hide itself.
//
// It promises the same bytes for the same input: Ed25519 is deterministic, and
// ES256 signs as RFC 6979 says.
package wiretest
