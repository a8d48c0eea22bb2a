package op_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"countersign/idp/client"
	"countersign/storage/storagetest"
)

const spaOrigin = "https://spa.example"

// script is a provider with a single-page application of spaOrigin, and what
// makes a request one of a script there.
func script(t *testing.T) (*provider, func(*http.Request)) {
	t.Helper()
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	var err error
	p.public, err = p.clients.SetOrigins(t.Context(), p.public.ID, client.Origins{Web: []string{spaOrigin}})
	p.must(err)
	return p, from(spaOrigin)
}

func from(origin string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Origin", origin) }
}

// readable fails the test unless scripts of origin may read a, or nobody's may
// where origin is "". Cookies are never part of it.
func (a answer) readable(t *testing.T, what, origin string) {
	t.Helper()
	if got := a.header.Get("Access-Control-Allow-Origin"); got != origin {
		t.Errorf("%s: readable for %q, want %q", what, got, origin)
	}
	if a.header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%s: with cookies", what)
	}
	if origin != "" && a.header.Get("Vary") != "Origin" {
		t.Errorf("%s: Vary is %q", what, a.header.Get("Vary"))
	}
}

func public(p *provider, form url.Values) url.Values {
	form.Set("client_id", string(p.public.ID))
	return form
}

func preflight(path string, change ...func(*http.Request)) *http.Request {
	r := httptest.NewRequest(http.MethodOptions, path, nil)
	r.Header.Set("Access-Control-Request-Method", "POST")
	for _, f := range change {
		f(r)
	}
	return r
}

func TestScriptOfARegisteredOriginTakesItsTokens(t *testing.T) {
	p, spa := script(t)
	for path := range map[string]bool{"/token": true, "/userinfo": true, "/revoke": true} {
		a := p.do(preflight(path, spa))
		a.readable(t, "preflight of "+path, spaOrigin)
		if a.status != http.StatusNoContent || !strings.Contains(a.header.Get("Access-Control-Allow-Headers"), "Authorization") {
			t.Errorf("preflight of %s: %d %v", path, a.status, a.header)
		}
	}
	got := p.post("/token", public(p, exchange(p.code(p.public.ID, "openid"))), spa)
	got.readable(t, "tokens", spaOrigin)
	token := got.text("access_token")
	if got.status != http.StatusOK || token == "" {
		t.Fatalf("tokens: %d %s", got.status, got.body)
	}
	bearer := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
	ask := httptest.NewRequest(http.MethodGet, "/userinfo", nil)
	spa(ask)
	bearer(ask)
	p.do(ask).readable(t, "userinfo", spaOrigin)
	p.post("/token", public(p, exchange("wrong")), spa).readable(t, "a refusal", spaOrigin)
	p.post("/revoke", public(p, url.Values{"token": {token}}), spa).readable(t, "revocation", spaOrigin)
	gone := p.do(ask)
	gone.readable(t, "a dead token", spaOrigin)
	if gone.status != http.StatusUnauthorized {
		t.Errorf("a dead token: %d", gone.status)
	}
}

// What one application registered opens nothing of another.
func TestScriptReadsItsOwnClientsAnswersAlone(t *testing.T) {
	p, spa := script(t)
	other, _, err := p.clients.Create(t.Context(), client.Registration{
		Name: "Other", Public: true, RedirectURIs: []string{redirect}, Origins: client.Origins{Web: []string{"https://other.example"}},
	})
	p.must(err)
	form := exchange(p.code(other.ID, "openid"))
	form.Set("client_id", string(other.ID))
	got := p.post("/token", form, spa)
	got.readable(t, "another client's tokens", "")
	bearer := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+got.text("access_token")) }
	ask := httptest.NewRequest(http.MethodGet, "/userinfo", nil)
	spa(ask)
	bearer(ask)
	p.do(ask).readable(t, "userinfo by another client's token", "")
	p.post("/token", exchange("x"), p.basic, spa).readable(t, "a confidential client", "")
	p.do(preflight("/introspect", spa)).readable(t, "introspection", "")
	p.post("/introspect", url.Values{"token": {"x"}}, p.basic, spa).readable(t, "introspection", "")
	for _, origin := range []string{"https://evil.example", "null", spaOrigin + ".evil.example", spaOrigin + ":443", "http://spa.example", "https://SPA.example", spaOrigin + "/"} {
		for _, path := range []string{"/token", "/userinfo", "/revoke"} {
			p.do(preflight(path, from(origin))).readable(t, path+" from "+origin, "")
			p.post(path, public(p, exchange("x")), from(origin)).readable(t, path+" from "+origin, "")
		}
	}
	twice := httptest.NewRequest(http.MethodPost, "/token", strings.NewReader(public(p, exchange("x")).Encode()))
	twice.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	twice.Header["Origin"] = []string{spaOrigin, "https://evil.example"}
	p.do(twice).readable(t, "two origins", "")
	// An origin that is taken away is so at once.
	_, err = p.clients.SetOrigins(t.Context(), p.public.ID, client.Origins{})
	p.must(err)
	p.do(preflight("/token", spa)).readable(t, "an origin taken away", "")
}
