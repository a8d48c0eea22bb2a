// Package mail is what mails look like: one layout, drawn as HTML and as plain
// text from one view model.
//
// It owns the layout of both parts.
//
// It asks for everything in the view model.
//
// It promises:
//  1. Both parts say the same.
//  2. Nothing is fetched when a mail is read: no picture, no style sheet, no
//     script, and no link that tells who followed it.
package mail
