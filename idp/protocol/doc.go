// Package protocol is the words of OAuth and OpenID Connect that several rooms
// speak: error values and parameters with fixed meanings.
//
// It owns Error and the registered error codes.
//
// It asks nothing and imports nothing of ours.
//
// It promises that an Error's texts may be shown to anybody: they hold no
// input, no secret and no detail of ours.
package protocol
