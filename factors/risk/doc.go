// Package risk says how unusual a sign-in is, and what to ask for because of
// it, from what the server itself has seen: no Internet, no other service.
//
// It owns the signals, their points, and the bounds between the answers.
//
// It asks for the account's past sign-ins and changes, at how many accounts the
// caller's network failed, and where addresses are, if anybody knows.
//
// It promises:
//  1. Assess is a pure table: the same signals give the same points.
//  2. What it cannot know scores nothing.
//  3. No place alone refuses anybody, but a network that the operator lists:
//     networks change honestly.
package risk
