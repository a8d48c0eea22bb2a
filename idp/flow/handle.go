package flow

import "strings"

// handlePrefix starts a handle, so that it can stand for no other secret and a
// leaked one is found by scanners.
const handlePrefix = "cs_si_"

// Handle is what a page of an application holds of a sign-in that it drives by
// itself. It stands in the place of the cookie of a browser: Session.Browser is
// the hash of the whole text, which is no value that a cookie of ours can have.
func Handle(id ID, secret string) string { return handlePrefix + string(id) + "." + secret }

// HandleOf is the sign-in that a handle names; ok is false if it is none.
func HandleOf(handle string) (id ID, ok bool) {
	rest, ok := strings.CutPrefix(handle, handlePrefix)
	name, secret, _ := strings.Cut(rest, ".")
	id = ID(name)
	return id, ok && secret != "" && id.WellFormed()
}
