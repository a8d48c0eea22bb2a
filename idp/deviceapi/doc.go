// Package deviceapi is the phone's door: register, fetch challenges, answer,
// change the channel (docs/device-protocol.md, sections 4 and 7).
//
// It owns the HTTP of /push/... and the DPoP proofs of devices (RFC 9449).
//
// It asks the rooms device and push, a signer for the word that a device was
// revoked, and a bell that rings when something waits for a device.
//
// It promises:
//  1. No call but registration is served without a proof by a device's key,
//     made for this method, this URL and a nonce of ours.
//  2. URLs are compared with the issuer, never with Host or forwarded headers.
//  3. All refusals look alike; the log and the audit record tell them apart.
package deviceapi
