// Package authenticator is the protocol half of an authenticator: it enrols a
// device at an issuer, fetches and verifies challenges, and signs the answers
// (docs/device-protocol.md). The terminal phone, the demo, tests and load
// generators are built on it.
//
// It owns the Phone, its State and its errors. It asks an HTTP client.
//
// It promises:
//  1. No challenge is handed on before its signature by a known challenge key,
//     its issuer, device and account, and its purpose and mode have been checked.
//  2. An answer is signed over the very bytes that were handed on.
//  3. An account is given up only for a revocation signed by a challenge key,
//     whatever else a server or a proxy says.
//  4. A Phone may be used from many goroutines at once.
package authenticator
