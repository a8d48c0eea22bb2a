// Package backend is the JSON interface: for back ends that check a password
// themselves and leave the second factor to us, and for pages of applications
// that drive a whole sign-in by themselves.
//
// It owns the HTTP of /api/..., its OpenAPI description, and poll tokens.
//
// It asks for access tokens, people, packages push and device; and for the
// steps of a sign-in, which are those of the hosted pages (login, authorize).
//
// It promises:
//  1. A client's own token acts for anybody; a person's token, whoever holds
//     it, for that person and for what its own grant has asked alone.
//  2. A result is taken once, by who asked. Status informs; it is no authority.
//  3. No cookie is looked at, so other sites' pages gain nothing here.
//  4. A person takes phones away only by a session that proved two factors
//     lately, none of them by a device in probation.
//  5. A whole sign-in is driven from web origins alone that an administrator
//     allowed, and its handle counts for its own origin.
package backend
