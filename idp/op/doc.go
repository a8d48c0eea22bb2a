// Package op is the endpoints that applications call: token, userinfo,
// introspection, revocation. It is the only room that speaks zitadel/oidc.
//
// It owns the table of grant types, the server that the library calls, the guard
// in front, which refuses what that would let pass, and what the answers say.
//
// It asks who the client is, for grants, bearer tokens and a minter of ID tokens.
//
// It promises:
//  1. A client authenticates before its grant is looked at.
//  2. Every answer is no-store, and no error holds a text of ours or of Go's.
//  3. Only an access token of ours opens userinfo: no ID token, no refresh token.
//  4. A client learns of its own tokens alone, and of those for a resource that the
//     operator says it stands for.
//  5. A script of another origin reads an answer only if the client registered
//     that origin, and never with cookies.
package op
