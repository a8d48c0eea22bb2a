// Package requestobject reads requests that a client has signed: request objects
// (RFC 9101, OpenID Connect Core section 6).
//
// It owns the object: its form, which algorithms and keys may sign it, and the
// claims that say for whom and until when it is good.
//
// It asks for the keys of a client, and the time.
//
// It promises:
//  1. No parameter is read before a key of that client has verified the whole.
//  2. An object has one reading: no member twice, no second encoding, and no key
//     that it names by itself (jwk, jku, x5c, x5u).
//  3. "none" and HMAC are never an algorithm.
package requestobject
