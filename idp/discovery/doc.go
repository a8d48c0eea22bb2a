// Package discovery publishes what others need to know of us: the provider's
// metadata (OpenID Connect Discovery 1.0, RFC 8414), the two key sets, and the
// key that browsers subscribe to pushes with.
//
// It owns the metadata document and how public documents are cached.
//
// It asks for the issuer and the public keys.
//
// It promises that the metadata names exactly what is served, and that what
// it sends is ready bytes that anybody may read and no secret stands in.
package discovery
