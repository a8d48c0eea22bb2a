// Package templates is the HTML that people see: one page a file, each drawn
// from one view model of strings, texts, numbers and bools.
//
// It owns the hosted pages and the ids that tools rely on; package words has
// what they say.
//
// It asks for everything in the view model, and for the language and the theme in
// the context: a page looks nothing up.
//
// It promises:
//  1. Every page works without script, and none has inline script or style, so
//     that the policy needs no exception.
//  2. A form is a real form, posts to the path in its view model, and carries
//     the anti-forgery value in the field "_token".
//  3. What the view model leaves empty is not offered: no path, no button.
//  4. The page of a refused request tells nothing of the phone: whoever reads
//     it may be the attacker.
package templates
