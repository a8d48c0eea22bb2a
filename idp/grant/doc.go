// Package grant is what a finished sign-in gives an application: a code, and
// for it access and refresh tokens.
//
// It owns Grant, the code and tokens that hang on it, how they look, which keys
// they ask for and how long they live. It asks a store that keeps their SHA-256.
//
// It promises:
//  1. A code is redeemed once, by its own client, with its own redirect URI
//     and PKCE verifier; its reuse revokes all that it gave.
//  2. A refresh token has one successor, and its reuse revokes the family:
//     in the same moment it gives the same one again. A client that
//     authenticates and proves a key keeps its token.
//  3. Nothing counts whose grant is revoked or whose person is disabled.
//  4. Scopes only ever narrow; nothing counts that the client may not have, or
//     that is not served, any more.
package grant
