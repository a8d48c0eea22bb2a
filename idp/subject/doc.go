// Package subject says by what name an application knows a person: the "sub"
// of tokens (OpenID Connect Core section 8).
//
// It owns the way between people and subjects: the person's id where the
// subject type is public, a name of its own for each sector where it is
// pairwise.
//
// It asks the registered clients, and a store that keeps pairwise names.
//
// It promises:
//  1. A pairwise subject tells nothing of the person, and never changes; all
//     applications of a sector are given the same one, those of others never.
//  2. The subject of one sector leads nowhere in another.
package subject
