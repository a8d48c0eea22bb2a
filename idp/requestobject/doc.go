// Package requestobject reads requests that a client has signed: request objects
// (RFC 9101, OpenID Connect Core section 6).
//
// It owns the object: what is a parameter in it, and the claims that say for whom
// and until when it is good.
//
// It asks for somebody who verifies what clients signed.
//
// It promises:
//  1. No parameter is read before a key of that client has verified the whole.
//  2. An object has one reading: no member twice, at any depth.
//  3. One that was signed for another server, as something else than a request, or
//     for another time is not used.
package requestobject
