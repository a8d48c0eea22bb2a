// Package rar is rich authorization requests (RFC 9396): what a client asks for
// in detail, of types that the operator defined. Pure.
//
// It owns the check of authorization_details, and the lines by which people are
// shown them, on the consent page and on their phones.
//
// It asks for the types, as the settings have them.
//
// It promises:
//  1. Only members that the type has pass, each in its own form; so every member
//     that passes has a line, and nothing is granted that nobody was shown.
//  2. A line holds printable characters of one direction of our choosing, and
//     its length is bounded.
package rar
