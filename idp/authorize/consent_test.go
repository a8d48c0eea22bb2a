package authorize_test

import (
	"slices"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/idp/flow"
)

// Whoever is signed in is still asked before a third party learns of them
// (OpenID Connect Core sections 3.1.2.4 and 11).
func TestThirdPartyNeedsConsent(t *testing.T) {
	known := func(scope ...string) flow.Allowed { return flow.Allowed{Known: true, Scope: scope} }
	for name, c := range map[string]struct {
		allowed flow.Allowed
		pairs   []string
		asked   bool
	}{
		"never asked":                    {flow.Allowed{}, nil, true},
		"allowed before":                 {known("openid", "email"), nil, false},
		"allowed less before":            {known("openid"), nil, true},
		"allowed before, offline is not": {known("openid", "email"), []string{"scope", "openid offline_access"}, true},
		"allowed before, offline too":    {known("openid", "offline_access"), []string{"scope", "openid offline_access"}, false},
		"allowed before, asks again":     {known("openid", "email"), []string{"prompt", "consent"}, true},
		"first party":                    {flow.Allowed{}, []string{"client_id", "app"}, false},
		"first party, offline":           {flow.Allowed{}, []string{"client_id", "app", "scope", "openid offline_access"}, false},
		"first party, asks":              {flow.Allowed{}, []string{"client_id", "app", "prompt", "consent"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t).signedIn(time.Hour)
			h.allowed = map[client.ID]flow.Allowed{"third": c.allowed}
			v := request(append([]string{"client_id", "third"}, c.pairs...)...)
			r := h.begin(v)
			if !c.asked {
				if q := r.sentBack(t); q.Get("code") == "" || len(h.flows) != 0 {
					t.Errorf("told %v", q)
				}
				return
			}
			s := h.started(r)
			if s.Person != ada || s.Need.Consent == nil || !slices.Contains(s.Need.Consent.Scope, "openid") || len(h.orders) != 0 {
				t.Errorf("asks %+v of %q", s.Need.Consent, s.Person)
			}
			if v.Get("prompt") != "" {
				return
			}
			v.Set("prompt", "none")
			if q := h.begin(v).sentBack(t); q.Get("error") != "consent_required" {
				t.Errorf("prompt=none is told %v", q)
			}
		})
	}
}

func TestNobodyIsAskedForAConsentBeforeTheySignedIn(t *testing.T) {
	h := newHouse(t)
	if q := h.begin(request("client_id", "third", "prompt", "none")).sentBack(t); q.Get("error") != "login_required" {
		t.Errorf("told %v", q)
	}
	if s := h.started(h.begin(request("client_id", "third"))); s.Need.Consent == nil || s.Need.Consent.Always {
		t.Errorf("will ask %+v", s.Need.Consent)
	}
	if s := h.started(h.begin(request("client_id", "app"))); s.Need.Consent != nil {
		t.Errorf("will ask %+v", s.Need.Consent)
	}
}

func TestDenialIsToldToTheApplication(t *testing.T) {
	h := newHouse(t)
	s := h.started(h.begin(request("client_id", "third")))
	s.State, s.EndedBy = flow.Ended, flow.EndedByDenial
	h.flows[s.ID] = s
	if q := h.resume(string(s.ID)).sentBack(t); q.Get("error") != "access_denied" || q.Get("error_description") != "the person did not allow it" {
		t.Errorf("told %v", q)
	}
}

func TestPagesOfTheApplicationComeWithTheSignIn(t *testing.T) {
	h := newHouse(t)
	c := h.clients["app"]
	c.Metadata = client.Metadata{ClientURI: "https://app.example/about", PolicyURI: "https://app.example/p", TOSURI: "https://app.example/t"}
	h.clients["app"] = c
	if a := h.started(h.begin(request())).App; a.About != "https://app.example/about" || a.Policy != "https://app.example/p" || a.Terms != "https://app.example/t" {
		t.Errorf("app %+v", a)
	}
}
