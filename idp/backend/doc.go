// Package backend is the JSON interface for back ends and single-page
// applications that check a password themselves and leave the second factor to
// us: ask a person's phones, follow what becomes of it, take the result once.
//
// It owns the HTTP of /api/..., its OpenAPI description, and poll tokens.
//
// It asks for access tokens (package op issues them), people, the engine of
// package push and the registry of package device.
//
// It promises:
//  1. A client's own token acts for anybody; a person's token, whoever holds
//     it, for that person and for what its own grant has asked alone.
//  2. A result is taken once, by who asked. Status informs; it is no authority.
//  3. No cookie is looked at, so other sites' pages gain nothing here.
//  4. A person takes phones away only by a session that proved two factors
//     lately, none of them by a device in probation.
package backend
