// Package token mints and reads ID tokens, and says which claims a scope gives.
//
// It owns the claims of an ID token (OpenID Connect Core section 2), those of
// userinfo (section 5.4), and Hint, what we believe of an ID token that comes
// back to us.
//
// It asks for a signer and a verifier of our token keys.
//
// It promises:
//  1. An ID token always has a sub, and says of amr, acr and auth_time only
//     what it was given.
//  2. A hint was signed by a token key with typ JWT for our issuer: no
//     challenge, no proof of a device and no access token can stand for it.
package token
