// Package agent names browsers, for people.
//
// It owns what is believed of a User-Agent header: names from lists, never the
// caller's own words.
//
// It asks nothing.
//
// It promises that nothing a caller wrote into the header comes out as text:
// what it says is shown to somebody who may be attacked.
package agent
