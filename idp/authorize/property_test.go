package authorize_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/factors"
	"countersign/idp/claims"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/protocol"
)

// How many requests a property is tried with; fewer where each comes in many
// ways. They are the same in every run.
const (
	rounds = 400
	fewer  = 120
)

// any requests: values of each parameter, of which most are good.
var parts = map[string][]string{
	"scope":                 {"openid", "openid email", "email", "openid profile email offline_access", "", "openid\nemail"},
	"state":                 {"s", "a=b&c d/é", "", strings.Repeat("s", 2100)},
	"nonce":                 {"n", "", "\x00"},
	"redirect_uri":          {redirect, redirect, redirect, "https://app.example/cb2", "https://evil.example/cb", ""},
	"prompt":                {"", "", "none", "login", "consent", "none login", "odd"},
	"max_age":               {"", "", "0", "60", "86400", "-1", "1.5", "x"},
	"acr_values":            {"", "", "urn:countersign:acr:1", "urn:countersign:acr:2 phr", "phr", "odd", "phrh odd"},
	"response_mode":         {"", "", "query", "form_post", "jwt", "query.jwt", "fragment", "odd"},
	"response_type":         {"code", "code", "code", "code", "token", ""},
	"code_challenge":        {challenge, challenge, challenge, "short", ""},
	"code_challenge_method": {"S256", "S256", "S256", "plain", ""},
	"id_token_hint":         {"", "", "", "ada", "bob", "odd"},
	"login_hint":            {"", "ada", "a\x00b"},
	"ui_locales":            {"", "de en", "odd odd"},
	"dpop_jkt":              {"", "", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", "odd"},
	"resource":              {"", "", "https://a.example", "https://b.example/x?y", "https://c.example"},
	"authorization_details": {"", "", `[{"type":"payment","to":"Bob"}]`, `[{"type":"odd"}]`, "odd"},
	"registration":          {"", "", "", "", "", "", "{}"},
	"unknown":               {"", "x"},
	"claims": {
		"", "", `{"id_token":{"acr":{"essential":true,"values":["phr"]}}}`, `{"id_token":{"acr":{"essential":true,"value":"urn:countersign:acr:2"},"email":null}}`,
		`{"id_token":{"acr":{"essential":true}}}`, `{"userinfo":{"email":{"essential":true},"name":null,"phone_number":null}}`, `{"id_token":{"sub":{"value":"per_bob"}}}`, `{"userinfo":[]}`,
		`{"id_token":{"acr":{"essential":true,"values":["odd","urn:countersign:acr:1"]}}}`, `{"id_token":{"acr":{"essential":true,"values":["odd"]}}}`,
	},
}

// anyRequest is one of app's, made of parts; about one parameter in eight is
// any, the rest is good.
func anyRequest(r *rand.Rand, app string) url.Values {
	v := url.Values{"client_id": {app}}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		values := parts[name]
		text := values[0]
		if r.IntN(8) == 0 {
			text = values[r.IntN(len(values))]
		}
		if text != "" || r.IntN(20) == 0 {
			v.Set(name, text)
		}
	}
	return v
}

// members are the parameters as a client may write them into an object: numbers
// and JSON as such, or as texts.
func members(r *rand.Rand, v url.Values) []any {
	var out []any
	for _, name := range slices.Sorted(maps.Keys(v)) {
		text := v.Get(name)
		structured := slices.Contains([]string{"max_age", "claims", "authorization_details", "registration"}, name) && json.Valid([]byte(text))
		if structured && r.IntN(2) == 0 {
			out = append(out, name, json.RawMessage(text))
		}
	}
	return out
}

// fate is what became of a request: an error, or what a code stands for, or what
// a sign-in waits for.
type fate struct {
	Refused    string
	Code, Flow string // as JSON
}

var errorIn = regexp.MustCompile(`error(?:=|":"|" value=")([a-z_]+)`)

// fateOf reads it from where the browser was sent, and from what was kept.
func (h *house) fateOf(got result) fate {
	h.t.Helper()
	switch {
	case got.failure != nil:
		return fate{Refused: got.failure.Code}
	case len(h.orders) == 1:
		o := h.orders[0]
		o.Flow = ""
		return fate{Code: h.written(o)}
	case len(h.flows) == 1:
		for _, s := range h.flows {
			var asked map[string]any
			if err := json.Unmarshal(s.Request, &asked); err != nil {
				h.t.Fatal(err)
			}
			delete(asked, "request_uri") // so that it is taken once
			s.ID, s.Browser, s.Request = "", nil, nil
			return fate{Flow: h.written(map[string]any{"flow": s, "asked": asked})}
		}
	}
	text := got.to + got.body
	if plain, err := url.QueryUnescape(text); err == nil {
		text += plain
	}
	if m := errorIn.FindStringSubmatch(text); m != nil {
		return fate{Refused: m[1]}
	}
	h.t.Fatalf("nothing became of it: %+v", got)
	return fate{}
}

func (h *house) written(v any) string {
	h.t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(text)
}

// both is a client that may ask in every way.
func both(h *house, d *documents) {
	h.documents = d
	c := h.clients["signs"]
	c.ID, c.Metadata.RequireSignedRequest, c.Metadata.RequestURIs = "both", false, []string{reference}
	c.Metadata.DetailTypes, c.RedirectURIs = []string{"payment"}, append(c.RedirectURIs, "https://app.example/cb2")
	h.clients["both"] = c
}

// ways are those in which a request may come. beside is what a stranger adds in
// the browser, where something else counts than what the browser brings.
func ways(d *documents, seed uint64) map[string]func(h *house, v, beside url.Values) fate {
	object := func(h *house, v url.Values) string {
		return h.object(v, members(rand.New(rand.NewPCG(seed, 2)), v)...) //nolint:gosec // the same each time
	}
	with := func(beside url.Values, pairs ...string) url.Values {
		out := maps.Clone(beside)
		for i := 0; i < len(pairs); i += 2 {
			out.Set(pairs[i], pairs[i+1])
		}
		return out
	}
	byPush := func(h *house, v, beside url.Values) fate {
		uri, err := h.push(v)
		if refused, ok := err.(*protocol.Error); ok { //nolint:errorlint // as it came
			return fate{Refused: refused.Code}
		}
		return h.fateOf(h.begin(with(beside, "client_id", "both", "request_uri", uri)))
	}
	return map[string]func(h *house, v, beside url.Values) fate{
		"plain": func(h *house, v, _ url.Values) fate { return h.fateOf(h.begin(v)) },
		"posted": func(h *house, v, _ url.Values) fate {
			r := httptest.NewRequest(http.MethodPost, "/authorize", strings.NewReader(v.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			got := h.serve(h.room.Begin, r)
			if strings.HasPrefix(got.to, "/authorize?") {
				got = h.serve(h.room.Begin, httptest.NewRequest(http.MethodGet, got.to, nil))
			}
			return h.fateOf(got)
		},
		"signed": func(h *house, v, beside url.Values) fate {
			return h.fateOf(h.begin(with(beside, "client_id", "both", "request", object(h, v))))
		},
		"by reference": func(h *house, v, beside url.Values) fate {
			d.now[reference], d.kept = object(h, v), map[string]string{}
			return h.fateOf(h.begin(with(beside, "client_id", "both", "request_uri", reference)))
		},
		"pushed": byPush,
		"pushed, signed": func(h *house, v, beside url.Values) fate {
			return byPush(h, url.Values{"client_id": {"both"}, "request": {object(h, v)}}, beside)
		},
	}
}

// A request is the same request in whatever way it comes: plain, posted, signed
// by value or by reference, pushed, or both. What somebody adds in the browser
// where it was signed or pushed changes nothing.
func TestRequestIsTheSameInWhateverWayItComes(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(fewer) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same each time
		v, signedIn := anyRequest(r, "both"), r.IntN(3) > 0
		beside := anyRequest(r, "both")
		fates := map[string]fate{}
		d := &documents{now: map[string]string{}, kept: map[string]string{}}
		for name, way := range ways(d, seed) {
			h := newHouse(t, func(h *house) { both(h, d) })
			if signedIn {
				h.signedIn(time.Hour)
			}
			fates[name] = way(h, v, url.Values{})
			if name == "plain" || name == "posted" {
				continue
			}
			h = newHouse(t, func(h *house) { both(h, d) })
			if signedIn {
				h.signedIn(time.Hour)
			}
			fates[name+", with more beside it"] = way(h, v, beside)
		}
		want := fates["plain"]
		seen[want.Refused]++
		for name, got := range fates {
			if got != want {
				t.Errorf("%d: %v\n%s: %+v\nplain: %+v", seed, v, name, got, want)
			}
		}
	}
	t.Logf("what became of them: %v", seen)
	if seen[""] < fewer/10 || len(seen) < 6 {
		t.Errorf("the requests are too much alike: %v", seen)
	}
}

// Whatever a third party's application asks for by name, it gets a code without
// a page only for what it may have and what the person allowed.
func TestClaimsGiveNoMoreThanWasAllowed(t *testing.T) {
	given := 0
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 3)) //nolint:gosec // the same each time
		some := func(of ...string) []string {
			return slices.DeleteFunc(of, func(string) bool { return r.IntN(2) == 0 })
		}
		h := newHouse(t).signedIn(time.Hour)
		c := h.clients["third"]
		c.Scopes = append([]string{"openid"}, some("email", "profile")...)
		h.clients["third"] = c
		allowed := append([]string{"openid"}, some("email", "profile")...)
		h.allowed = map[client.ID]flow.Allowed{"third": {Known: r.IntN(4) > 0, Scope: allowed}}
		names := func() map[string]any {
			out := map[string]any{}
			for _, n := range some("name", "email", "email_verified", "locale", "phone_number", "sub", "Email", "updated_at") {
				out[n] = map[string]any{"essential": r.IntN(2) == 0}
			}
			return out
		}
		asked, err := json.Marshal(map[string]any{"userinfo": names(), "id_token": names()})
		if err != nil {
			t.Fatal(err)
		}
		h.begin(request("client_id", "third", "scope", strings.Join(append([]string{"openid"}, some("email", "profile", "offline_access")...), " "), "claims", string(asked)))
		for _, o := range h.orders {
			given++
			userInfo, idToken, err := claims.Kept(o.Grant.Claims)
			if err != nil {
				t.Fatal(err)
			}
			scopes := o.Grant.Scope
			for _, name := range slices.Concat(userInfo, idToken) {
				scopes = append(scopes, claims.Scopes()[name])
			}
			for _, s := range scopes {
				if !slices.Contains(allowed, s) || !slices.Contains(c.Scopes, s) || !h.allowed["third"].Known {
					t.Errorf("%d: asked %s, allowed %v of %v, given %v", seed, asked, allowed, c.Scopes, scopes)
				}
			}
		}
	}
	if given < rounds/10 {
		t.Errorf("only %d codes were given", given)
	}
}

// A class that must hold holds where a code is given, is waited for where a
// sign-in begins, and else the application is told.
func TestClassThatMustHoldIsNeverMissed(t *testing.T) {
	known := factors.Known(true)
	classes := []string{"odd", "urn:example:gold"}
	for _, k := range known {
		classes = append(classes, string(k))
	}
	told := map[string]int{}
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 4)) //nolint:gosec // the same each time
		some := func() []string {
			return slices.DeleteFunc(slices.Clone(classes), func(string) bool { return r.IntN(4) > 0 })
		}
		values, voluntary := some(), some()
		wish := map[string]any{"essential": true}
		must := values
		if len(values) > 0 {
			wish["values"] = values
		} else {
			must = slices.DeleteFunc(slices.Clone(voluntary), func(s string) bool { return !slices.Contains(known, factors.ACR(s)) })
		}
		asked, err := json.Marshal(map[string]any{"id_token": map[string]any{"acr": wish}})
		if err != nil {
			t.Fatal(err)
		}
		h := newHouse(t).signedIn(time.Duration(r.IntN(3)) * time.Hour)
		got := h.begin(request("claims", string(asked), "acr_values", strings.Join(voluntary, " ")))
		if len(must) == 0 {
			continue
		}
		switch fate := h.fateOf(got); {
		case fate.Code != "":
			told["code"]++
			if acr := h.orders[0].Grant.ACR; !slices.Contains(must, acr) {
				t.Errorf("%d: %q was given for %s with %v", seed, acr, asked, voluntary)
			}
		case fate.Flow != "":
			told["flow"]++
			for _, s := range h.flows {
				if len(s.Need.ACR) == 0 || slices.ContainsFunc(s.Need.ACR, func(a factors.ACR) bool { return !slices.Contains(must, string(a)) }) {
					t.Errorf("%d: a sign-in waits for %v, for %s with %v", seed, s.Need.ACR, asked, voluntary)
				}
			}
		default:
			told[fate.Refused]++
			if fate.Refused != "unmet_authentication_requirements" {
				t.Errorf("%d: told %q of %s with %v", seed, fate.Refused, asked, voluntary)
			}
		}
	}
	if told["code"] == 0 || told["flow"] == 0 || told["unmet_authentication_requirements"] == 0 {
		t.Errorf("the requests are too much alike: %v", told)
	}
}
