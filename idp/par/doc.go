// Package par is pushed authorization requests (RFC 9126): a client sends its
// request by itself, and the browser carries a handle of it alone.
//
// It owns the endpoint, the handle (request_uri) and how long it is good.
//
// It asks for clients that authenticated, for the checks that /authorize makes,
// and for a store.
//
// It promises:
//  1. A handle has 256 random bits, and is stored as SHA-256.
//  2. It is good for the client that pushed it alone, and to begin with for its
//     lifetime alone; one authorization comes of it.
//  3. What would be refused at /authorize is refused here.
package par
