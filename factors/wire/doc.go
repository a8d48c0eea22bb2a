// Package wire is the words of the device protocol, cs-push 1, as they travel
// between Countersign and an authenticator (docs/device-protocol.md).
//
// It owns the signed objects (challenge, register, decision, device act, DPoP
// proof, revocation), the JSON bodies of the device API, the enrolment link,
// the random names, nonces and numbers of the protocol, and the one strict
// reader of compact JWS.
//
// It asks nothing but randomness: it imports no package of ours.
//
// It promises:
//  1. No claim can be read before the signature over it has been verified.
//  2. Only ES256 and EdDSA are accepted, with a key whose point was checked.
//  3. An object has one reading: no duplicate or re-cased member, no second
//     encoding of the same bytes, no header member that names another key.
package wire
