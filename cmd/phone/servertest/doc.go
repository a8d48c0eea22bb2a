// Package servertest is a small server of the device protocol for tests of
// authenticators: it is real in all that travels, and keeps everything in memory.
//
// It owns the Server: an issuer with a challenge key, an enrolment link, devices
// and challenges. It asks a test to end with.
//
// It promises to refuse what a real server refuses on the way of one device:
// proofs, nonces, registrations and decisions are checked, each by wire. Limits,
// accounts and browsers it has none. Where a test says so it lies, as a thief on
// the connection would.
package servertest
