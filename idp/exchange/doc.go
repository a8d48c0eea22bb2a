// Package exchange gives a service that was called with a person's access token
// one of its own for the next service (OAuth 2.0 Token Exchange, RFC 8693).
//
// It owns the row of the token endpoint, and the operator's policy of who may
// exchange whose tokens for what.
//
// It asks for the live access token behind a text, for clients, and for the
// issuing of tokens.
//
// It promises:
//  1. Nothing is exchanged without a line of the policy, and nothing by public
//     or third parties' clients.
//  2. What comes out covers no more than what went in, lives no longer, names
//     who acts, and cannot be exchanged again.
//  3. A token that is bound to a key is exchanged by who proves that key alone.
package exchange
