// Package logo is the pictures of applications (logo_uri, OpenID Connect Dynamic
// Client Registration section 2), as pages of a sign-in show them.
//
// It owns Gallery: it fetches what clients registered, makes a small PNG of it,
// and serves that from our own address.
//
// It asks for the clients, a fetcher of documents, and a store.
//
// It promises:
//  1. No page loads anything from an application's server, and no visit of
//     anybody makes us ask one.
//  2. What is served was drawn by us: only PNG, JPEG and WebP are read, of
//     bounded size, and of their bytes nothing is passed on.
//  3. A picture is shown only for the address that the client has now.
package logo
