// Package app is a small application whose people sign in through an OpenID
// provider. It shows what the provider said of them.
//
// It owns its sign-ins under way, its sessions (both in memory) and its pages.
//
// It asks for an issuer and for what that issuer knows it by: a client ID, a
// secret if it has one, and a redirect URI, RedirectURI. Discovery waits for
// the first sign-in.
//
// It promises:
//  1. Code, PKCE S256, state and nonce: an answer counts once, in the browser
//     that asked, and from the issuer that was asked (RFC 9207).
//  2. Nothing of an ID token is believed before its signature, issuer,
//     audience, expiry, nonce and at_hash have held.
//  3. No token reaches a page, a log or an error.
package app
