// Package part is the pieces that pages share: the frame around a page, the
// seal that carries a sign-in's state, fields, notes, and who signs in where.
//
// It owns the frame (Page), Seal, Field, Account and the small marks.
//
// It asks for plain values; it knows no page.
//
// It promises that an error is always tied to its field, and that each piece
// is drawn by the one stylesheet, without a style of its own.
package part
