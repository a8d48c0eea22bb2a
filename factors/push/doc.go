// Package push asks an account's phones and judges what they answer
// (docs/device-protocol.md, sections 5, 7 and 8).
//
// It owns the challenge, the table of its states (state.go), the numbered
// checks of a decision (checks.go), and Engine, the acts of browser and device.
//
// It asks a store, a signer of challenges, and something that wakes phones.
//
// It promises:
//  1. The first verdict that commits wins, on every replica; an approval is
//     good once, for its holder, for a minute; in mode return with its code only.
//  2. The number is in nothing that a device or another browser can read.
//  3. Whatever fails looks the same outside; the record has the true reason.
//  4. No phone rings that the browser did not ask for, or that itself did, to
//     test how pushes come.
package push
