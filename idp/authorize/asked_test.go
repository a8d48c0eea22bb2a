package authorize_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"countersign/factors"
	"countersign/idp/authorize"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/rar"
	"countersign/idp/subject"
)

// asked knows people, one type of details, two resources, and many more.
func (h *house) asked() authorize.Asked {
	types := rar.Types{{Name: "payment", Label: rar.Label{Default: "Payment"}, Fields: []rar.Field{{Name: "to", Label: rar.Label{Default: "To"}, Kind: "text", Required: true}}}}
	return authorize.Asked{
		Person: func(_ context.Context, of client.ID, sub string) (string, error) {
			switch sub {
			case "broken":
				return "", errors.New("SELECT")
			case "nobody":
				return "", subject.ErrUnknown
			}
			return sub, nil
		},
		Details: types.Validate,
		Resource: func(r string) bool {
			return slices.Contains([]string{"https://a.example", "https://b.example/x?y"}, r) || strings.HasPrefix(r, "https://many.example/")
		},
	}
}

func TestWhatCannotBeAskedForIsRefused(t *testing.T) {
	two := request("resource", "https://a.example")
	two.Add("resource", "https://c.example")
	eleven := request()
	for i := range 11 {
		eleven.Add("resource", "https://many.example/"+strconv.Itoa(i))
	}
	details := `[{"type":"payment","to":"Bob"}]`
	for name, c := range map[string]struct {
		v    map[string][]string
		code string
	}{
		"claims in words":                {request("claims", "name"), "invalid_request"},
		"essential acr unknown":          {request("claims", `{"id_token":{"acr":{"essential":true,"value":"urn:x"}}}`), "unmet_authentication_requirements"},
		"essential acr, acr_values ours": {request("claims", `{"id_token":{"acr":{"essential":true,"values":["urn:x","y"]}}}`, "acr_values", "phr"), "unmet_authentication_requirements"},
		"a class that is never reached":  {request("acr_values", "phrh"), "unmet_authentication_requirements"},
		"two subs":                       {request("claims", `{"id_token":{"sub":{"values":["a","b"]}}}`), "invalid_request"},
		"a sub of nobody":                {request("claims", `{"userinfo":{"sub":{"value":"nobody"}}}`), "login_required"},
		"a sub, and a fault":             {request("claims", `{"id_token":{"sub":{"value":"broken"}}}`), "server_error"},
		"a hint of somebody else":        {request("claims", `{"id_token":{"sub":{"value":"per_ada"}}}`, "id_token_hint", "bob"), "login_required"},
		"two people":                     {request("claims", `{"id_token":{"sub":{"value":"per_ada"}},"userinfo":{"sub":{"value":"per_bob"}}}`), "login_required"},
		"details in words":               {request("client_id", "detailed", "authorization_details", "pay"), "invalid_authorization_details"},
		"details of no type":             {request("client_id", "detailed", "authorization_details", `[{"type":"x"}]`), "invalid_authorization_details"},
		"details with more":              {request("client_id", "detailed", "authorization_details", `[{"type":"payment","to":"Bob","x":1}]`), "invalid_authorization_details"},
		"details of another's":           {request("authorization_details", details), "invalid_authorization_details"},
		"details twice": {map[string][]string(func() map[string][]string {
			v := request("client_id", "detailed")
			v["authorization_details"] = []string{details, details}
			return v
		}()), "invalid_request"},
		"a resource of nobody":     {request("resource", "https://c.example"), "invalid_target"},
		"one of two":               {two, "invalid_target"},
		"a resource with fragment": {request("resource", "https://a.example#x"), "invalid_target"},
		"a resource below":         {request("resource", "https://a.example/"), "invalid_target"},
		"no absolute URI":          {request("resource", "a.example"), "invalid_target"},
		"eleven resources":         {eleven, "invalid_target"},
		"a very long resource":     {request("resource", "https://many.example/"+strings.Repeat("x", 500)), "invalid_target"},
	} {
		h := newHouse(t).signedIn(time.Hour)
		if q := h.begin(c.v).sentBack(t); q.Get("error") != c.code || len(h.orders) > 0 || strings.Contains(q.Get("error_description"), "SELECT") {
			t.Errorf("%s: told %v, want %s", name, q, c.code)
		}
	}
}

// Mirrors oidcc-claims-essential, as far as the request goes.
func TestWhatIsAskedForByNameIsGranted(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	v := request("scope", "openid", "claims", `{"userinfo":{"email":{"essential":true},"name":null,"phone_number":null},"id_token":{"email_verified":null,"auth_time":{"essential":true}}}`)
	v["resource"] = []string{"https://b.example/x?y", "https://a.example", "https://a.example", ""}
	h.begin(v)
	if len(h.orders) != 1 {
		t.Fatal("no code")
	}
	g := h.orders[0].Grant
	// The client may have email, but no profile.
	if string(g.Claims) != `{"id_token":{"email_verified":null},"userinfo":{"email":null}}` || !slices.Equal(g.Resource, []string{"https://b.example/x?y", "https://a.example"}) {
		t.Errorf("granted %s, %v", g.Claims, g.Resource)
	}
	if !slices.Equal(g.Scope, []string{"openid"}) || g.Details != nil {
		t.Errorf("granted %+v", g)
	}
}

// Whoever asks by name is let in by the person as who asks by scope.
func TestThirdPartyIsAllowedWhatItAsksForByName(t *testing.T) {
	h := newHouse(t).signedIn(time.Minute)
	s := h.started(h.begin(request("client_id", "third", "scope", "openid", "claims", `{"userinfo":{"email":null}}`, "resource", "https://a.example")))
	want := flow.Consent{Scope: []string{"openid", "email"}, Resource: []string{"https://a.example"}}
	if s.Need.Consent == nil || !slices.Equal(s.Need.Consent.Scope, want.Scope) || !slices.Equal(s.Need.Consent.Resource, want.Resource) {
		t.Errorf("asked for %+v", s.Need.Consent)
	}
}

func TestDetailsAreAlwaysAllowedByThePerson(t *testing.T) {
	h := newHouse(t).signedIn(10 * time.Second)
	details := `[ {"type":"payment", "to":"Bob"} ]`
	s := h.started(h.begin(request("client_id", "detailed", "authorization_details", details)))
	if s.Need.Consent == nil || string(s.Need.Consent.Details) != `[{"type":"payment","to":"Bob"}]` {
		t.Errorf("asked for %+v", s.Need.Consent)
	}
	h.finishes(s)
	if len(h.orders) != 1 || string(h.orders[0].Grant.Details) != `[{"type":"payment","to":"Bob"}]` {
		t.Errorf("ordered %+v", h.orders)
	}
}

// Mirrors oidcc-ensure-request-with-acr-values-succeeds: what is not ours is
// voluntary, and what is ours is not.
func TestClassesAreAskedForAsTheStandardsSay(t *testing.T) {
	essential := func(acr string) string { return `{"id_token":{"acr":{"essential":true,"values":["` + acr + `"]}}}` }
	for name, c := range map[string]struct {
		pairs []string
		want  []factors.ACR
	}{
		"none":                    {nil, nil},
		"nothing of ours":         {[]string{"acr_values", "urn:mace:incommon:iap:silver 1 2"}, nil},
		"one of ours":             {[]string{"acr_values", "1 phr"}, []factors.ACR{factors.PhishingResistant}},
		"essential":               {[]string{"claims", essential("phr")}, []factors.ACR{factors.PhishingResistant}},
		"essential before values": {[]string{"claims", essential("phr"), "acr_values", "urn:countersign:acr:1"}, []factors.ACR{factors.PhishingResistant}},
		"voluntary by claims":     {[]string{"claims", `{"id_token":{"acr":{"value":"phr"}}}`}, []factors.ACR{factors.PhishingResistant}},
		"voluntary, not ours":     {[]string{"claims", `{"id_token":{"acr":{"values":["silver"]}}}`}, nil},
		"essential, any":          {[]string{"claims", `{"id_token":{"acr":{"essential":true}}}`}, nil},
		"registered":              {[]string{"client_id", "detailed"}, []factors.ACR{factors.TwoFactors}},
		"registered, and asked":   {[]string{"client_id", "detailed", "acr_values", "phr"}, []factors.ACR{factors.PhishingResistant}},
	} {
		h := newHouse(t)
		if s := h.started(h.begin(request(c.pairs...))); !slices.Equal(s.Need.ACR, c.want) {
			t.Errorf("%s: need %v, want %v", name, s.Need.ACR, c.want)
		}
	}
}

func TestRegisteredMaxAgeCountsWhereNoneIsAsked(t *testing.T) {
	for text, want := range map[string]time.Time{"": noon.Add(-time.Minute), "300": noon.Add(-5 * time.Minute)} {
		h := newHouse(t)
		if s := h.started(h.begin(request("client_id", "detailed", "max_age", text))); !s.Need.Since.Equal(want) {
			t.Errorf("max_age %q: since %v", text, s.Need.Since)
		}
	}
}

func TestOnlyThePersonOfTheSubIsSignedIn(t *testing.T) {
	asks := func(sub string) string { return `{"id_token":{"sub":{"value":"` + sub + `"}}}` }
	h := newHouse(t).signedIn(time.Minute)
	if q := h.begin(request("claims", asks(ada), "prompt", "none")).sentBack(t); q.Get("code") == "" {
		t.Errorf("told %v", q)
	}
	if q := h.begin(request("claims", asks("per_bob"), "prompt", "none")).sentBack(t); q.Get("error") != "login_required" {
		t.Errorf("told %v", q)
	}
	s := h.started(h.begin(request("claims", asks("per_bob"))))
	if q := h.finishes(s).sentBack(t); q.Get("error") != "login_required" {
		t.Errorf("another person signed in: %v", q)
	}
}

// What a page of an application could not do, our own pages are asked for whole.
func TestHostedPagesAreAskedForTheSame(t *testing.T) {
	h := newHouse(t)
	v := request("client_id", "detailed", "authorization_details", `[{"type":"payment","to":"Bob"}]`, "resource", "https://a.example",
		"dpop_jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
	s := h.started(h.begin(v))
	at, err := h.room.Hosted(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"authorization_details", "resource", "dpop_jkt"} {
		if !strings.Contains(at, name+"=") {
			t.Errorf("%s is not in %s", name, at)
		}
	}
	var asked map[string]json.RawMessage
	if err := json.Unmarshal(s.Request, &asked); err != nil || asked["authorization_details"] == nil {
		t.Errorf("stored %s, %v", s.Request, err)
	}
}
