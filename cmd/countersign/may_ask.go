package main

import "countersign/idp/authorize"

// references fetches request objects, where the operator lets applications refer
// to them.
func (h *house) references() authorize.Documents {
	if !h.conf.OAuth.RequestURI {
		return nil
	}
	return h.fetcher
}

// mayAsk judges what requests ask for beside scopes: by the settings, and by what
// applications call people.
func (h *house) mayAsk() authorize.Asked {
	return authorize.Asked{Person: h.subjects.Person, Details: detailTypes(h.conf).Validate, Resource: h.grants.Serves}
}
