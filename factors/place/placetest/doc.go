// Package placetest is the test kit of places: it writes the databases that an
// operator would get from their makers.
//
// It owns the form of those files.
//
// It asks MaxMind's own writer, so that a fault of the reader cannot hide.
//
// It promises that reserved networks, which tests use, are kept.
package placetest
