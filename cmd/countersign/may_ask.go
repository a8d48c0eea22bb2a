package main

import "countersign/idp/authorize"

// mayAsk judges what requests ask for beside scopes: by the settings, and by what
// applications call people.
func (h *house) mayAsk() authorize.Asked {
	return authorize.Asked{Person: h.subjects.Person, Details: detailTypes(h.conf).Validate, Resource: func(string) bool { return false }}
}
