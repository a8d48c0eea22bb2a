// Package clientkeys is the public keys of clients, and what clients sign with
// them: assertions, request objects.
//
// It owns Book, which finds a client's keys where it registered them, JWS, the
// one form in which we take what a client signed, and Times, when that is good.
//
// It asks for documents from addresses that clients chose.
//
// It promises:
//  1. A key comes from what the client registered, never from the object that
//     it shall verify: jwk, jku, x5c and x5u there are not looked at.
//  2. "none" is never an algorithm, and a key verifies by those of its own kind
//     alone: no public key is ever a secret of HMAC.
//  3. A key that is not known makes us look again, but not often.
package clientkeys
