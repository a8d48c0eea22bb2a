// Package claims is the claims parameter (OpenID Connect Core section 5.5): which
// claims about the person an application asks for by name.
//
// It owns the form of the parameter, which of it we can answer, and the form in
// which it is kept with a grant. Pure.
//
// It promises:
//  1. What is kept names only claims that we have; the rest is ignored, as section
//     5.5 wants.
//  2. A parameter has one reading: no member twice.
package claims
