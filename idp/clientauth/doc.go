// Package clientauth says which client sent a request, once a request.
//
// It owns the ways in which a client authenticates (RFC 6749 section 2.3), the
// form in which it sends its parameters, and Endpoint, the manners of every
// endpoint that clients call.
//
// It asks for clients, their keys, and a place where what is used once is kept.
//
// It promises:
//  1. Secrets travel in the Authorization header or the body, never in a URL.
//  2. A client authenticates in exactly one way, and in none but its own; who
//     may send its secret in the header may send it in the body.
//  3. Who authenticated stands in the context: nobody behind looks again.
//  4. An assertion is taken once, by whatever replica.
//  5. A refusal says invalid_client, whatever was wrong; the log knows.
package clientauth
