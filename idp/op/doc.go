// Package op is the endpoints that applications call: token, userinfo,
// introspection, revocation. It is the only room that speaks zitadel/oidc.
//
// It owns the server that the library calls, and the guard in front of it,
// which refuses what the library would let pass.
//
// It asks for clients, grants, bearer tokens and a minter of ID tokens.
//
// It promises:
//  1. Secrets travel in the Authorization header or the body, never in a URL.
//  2. A client authenticates in exactly one way, before its grant is looked at.
//  3. Every answer is no-store, and no error holds a text of ours or of Go's.
//  4. Only an access token of ours opens userinfo: no ID token, no refresh token.
//  5. A client learns of its own tokens alone.
//  6. A script of another origin reads an answer only if the client registered
//     that origin, and never with cookies.
package op
