// Package registration lets clients register themselves, and look after that
// (RFC 7591, RFC 7592, OpenID Connect Dynamic Client Registration 1.0).
//
// It owns /register and /register/{id}, the tokens that open them, and software
// statements.
//
// It asks a store that keeps clients and invitations, documents of clients, and
// the rules of idp/client, which every change goes through whole.
//
// It promises:
//  1. Off means off: nobody registers until the operator says who may.
//  2. Tokens and secrets have 256 random bits and are stored as SHA-256.
//  3. A client that registered itself is a third party for ever.
//  4. Of two changes that know the same token, one counts.
package registration
