// Package attesttest is makers of phones and authenticators, for tests: roots of
// their own that attest keys in every format that is known.
//
// It owns Maker, and what makers say: Description, AppAttest.
//
// It asks nothing.
//
// It promises: what it makes is right unless the test changed a field, so that a
// refusal is for the reason that the test means.
package attesttest
