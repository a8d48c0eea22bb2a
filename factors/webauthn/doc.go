// Package webauthn verifies what an authenticator of the browser made:
// registrations and assertions (W3C Web Authentication, Level 3, sections 7.1
// and 7.2). It is the one door to go-webauthn.
//
// It owns Credential, what is kept of a registration, and the two ceremonies.
//
// It asks package attest what a maker's word is worth, and no store and no clock.
// Whoever calls keeps credentials, makes challenges and sees that each is used
// once.
//
// It promises:
//  1. Nothing verifies without the exact challenge, the exact origin, the RP's
//     own id, a user who was present and a user who was verified.
//  2. Nothing made in a frame of another origin verifies.
//  3. A credential's backup eligibility never changes.
package webauthn
