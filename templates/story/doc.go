// Package story is every page in every state, with sample data: for looking at
// them, and for tests that hold for all of them.
//
// It owns Stories.
//
// It asks nothing.
//
// It promises that each page and each state that a page can have is in the
// list, under a name that says what it shows.
package story
