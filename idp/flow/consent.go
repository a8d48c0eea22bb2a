package flow

import (
	"encoding/json"
	"slices"
)

// Consent is what an application asks a person to allow (OpenID Connect Core
// section 3.1.2.4).
type Consent struct {
	// Always is true where the person is asked although all of it was allowed
	// before (prompt=consent).
	Always bool     `json:"always,omitempty"`
	Scope  []string `json:"scope,omitempty"`
	// Resource are the servers that the application wants to use for the person
	// (RFC 8707).
	Resource []string `json:"resource,omitempty"`
	// Details are authorization_details (RFC 9396). What was allowed in detail
	// was allowed once: whoever asks in detail again is shown again.
	Details json.RawMessage `json:"details,omitempty"`
}

// Allowed is what a person allowed an application for good.
type Allowed struct {
	Known    bool // there is something
	Scope    []string
	Resource []string
}

// covers says whether a person who allowed a need not be asked for c.
func (a Allowed) covers(c Consent) bool {
	lacks := func(of []string) func(string) bool {
		return func(s string) bool { return !slices.Contains(of, s) }
	}
	return a.Known && !c.Always && len(c.Details) == 0 &&
		!slices.ContainsFunc(c.Scope, lacks(a.Scope)) && !slices.ContainsFunc(c.Resource, lacks(a.Resource))
}

// mustConsent is true until the person has allowed what the application asks, in
// this sign-in or before.
func (s situation) mustConsent() bool {
	c := s.Need.Consent
	return c != nil && !s.Consented && !s.Account.Allowed.covers(*c)
}

// enough is true once nothing but the person's consent may be missing: the
// conditions of the lines that finish.
func (s situation) enough() bool {
	return s.met && (s.second || !s.mustEnrol() && (!s.two || s.excused))
}
