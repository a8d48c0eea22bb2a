// Package device is the phones that may answer for an account: how one is
// enrolled, who may answer with it, and how it is taken away
// (docs/device-protocol.md, sections 3, 4 and 9).
//
// It owns Device and Enrolment, and Registry, the acts on both.
//
// It asks a store, shared counters, and the name of the newest challenge key.
//
// It promises:
//  1. A code enrols one key, once, while it lives; it is stored as a hash.
//  2. A device becomes active only by the digits that it shows, typed in the
//     sign-in that showed the code; a second key on the code ends both.
//  3. Neither a password nor a session alone ever adds a second device.
package device
