// Package keys is the signing keys of the house: token keys, which sign ID
// tokens, challenge keys, which sign what authenticators are shown, and VAPID
// keys, which name the house to push services.
//
// It owns Key, the Ring that keeps all keys in memory, rotation, and the two
// public key sets as ready bytes.
//
// It asks a store that seals private keys at rest, and a bell that rings when
// a key was added.
//
// It promises:
//  1. No two purposes share a key, and a public set shows one purpose.
//  2. A key is published at once and signs only after the overlap, so that no
//     verifier meets a signature by a key it could not have seen.
//  3. A superseded key stays published until all that it signed has expired.
package keys
