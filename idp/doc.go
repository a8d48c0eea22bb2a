// Package idp is the front hall: every route of the server, in the order of
// the story they tell.
//
// It owns the list of routes and which of them other sites may post to.
//
// It asks for the rooms, built by whoever wires the house.
//
// It promises that a path which is not in the list is answered "not found" and
// a method which is not in it "not allowed", as a page.
package idp
