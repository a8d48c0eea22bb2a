// Package dpop verifies that whoever sends a request holds a key (RFC 9449):
// at the token endpoint, where tokens are bound to it, and where tokens are
// used.
//
// It owns proofs, their nonces, and what counts as the same URL.
//
// It asks for a key behind the nonces, and for what keeps a proof from being
// good twice.
//
// It promises:
//  1. No claim of a proof counts before its signature by the key in its header
//     has been verified: ES256, PS256 with 2048 bits or more, or Ed25519.
//  2. A proof is good once, for its method and URL, and for as long as its
//     nonce is, or its iat where nonces are not asked for.
//  3. With an access token it is good for that token alone.
package dpop
