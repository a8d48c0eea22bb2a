// Package webauthntest is an authenticator in memory, for tests and for clients
// without a browser.
//
// It owns Authenticator, one credential that makes registrations and assertions
// as a browser's JSON.
//
// It asks nothing.
//
// It promises: what it makes is right unless the test changed a field, so that a
// refusal is for the reason that the test means.
package webauthntest
