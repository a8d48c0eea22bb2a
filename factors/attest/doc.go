// Package attest judges what makers of phones and authenticators say of a key:
// that it is kept in hardware, or that a genuine app vouches for it
// (docs/device-protocol.md, section 10).
//
// It owns Rules, what such words are measured by, and the formats: Android's key
// attestation, Apple's App Attest, and what makers say of WebAuthn credentials.
//
// It asks nothing: roots, apps and the time are given to it.
//
// It promises:
//  1. Nothing is proved without a chain to a root of the operator's file, in its
//     time and not revoked, for this enrolment and this key.
//  2. Hardware is said only of a key that the hardware's maker describes. What
//     an app says of a key, however genuine, is never that.
package attest
