package op_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/idp/dpop/dpoptest"
	"countersign/idp/grant"
	"countersign/storage/storagetest"
)

// proved adds a proof of the key for the request.
func (p *provider) proved(k *dpoptest.Key, token string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("DPoP", k.Proof(r.Method, issuer+r.URL.Path, token, p.clock.Now()))
	}
}

// newKey is a key that has heard the nonce.
func (p *provider) newKey() *dpoptest.Key {
	p.t.Helper()
	k := dpoptest.New(p.t)
	a := p.post("/token", refresh("none"), p.basic, p.proved(k, ""))
	if a.status != http.StatusBadRequest || a.text("error") != "use_dpop_nonce" {
		p.t.Fatalf("without a nonce: %d %s", a.status, a.body)
	}
	k.Hear(a.header)
	return k
}

// use is userinfo with a token in a scheme.
func (p *provider) use(scheme, token string, change ...func(*http.Request)) answer {
	p.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/userinfo", nil)
	r.Header.Set("Authorization", scheme+" "+token)
	for _, c := range change {
		c(r)
	}
	return p.do(r)
}

func (a answer) challenged(t *testing.T, name, code string) {
	t.Helper()
	want := `DPoP algs="ES256 PS256 EdDSA", error="` + code + `"`
	if got := a.header.Get("WWW-Authenticate"); a.status != http.StatusUnauthorized || got != want || a.text("error") != code {
		t.Errorf("%s: %d %q %s, want %s", name, a.status, got, a.body, want)
	}
}

func TestTokenIsGoodWithItsOwnKeyAlone(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	k, thief := p.newKey(), p.newKey()
	a := p.post("/token", exchange(p.code(p.app.ID, "openid profile offline_access")), p.basic, p.proved(k, ""))
	token := a.text("access_token")
	if a.status != http.StatusOK || a.text("token_type") != "DPoP" || a.header.Get("DPoP-Nonce") == "" {
		t.Fatalf("%d %s %v", a.status, a.body, a.header)
	}
	for _, scheme := range []string{"DPoP", "dpop", "DPOP"} {
		if u := p.use(scheme, token, p.proved(k, token)); u.text("preferred_username") != "Ada" || u.header.Get("DPoP-Nonce") == "" {
			t.Errorf("%s: %d %s", scheme, u.status, u.body)
		}
	}
	p.use("Bearer", token).challenged(t, "a stolen token as Bearer", "invalid_token")
	p.use("Bearer", token, p.proved(k, token)).challenged(t, "as Bearer with a proof", "invalid_token")
	p.post("/userinfo", url.Values{"access_token": {token}}, p.proved(k, token)).challenged(t, "in a form", "invalid_token")
	p.use("DPoP", token).challenged(t, "without a proof", "invalid_dpop_proof")
	p.use("DPoP", token, p.proved(thief, token)).challenged(t, "another key", "invalid_token")
	p.use("DPoP", token, p.proved(k, "other")).challenged(t, "a proof for another token", "invalid_dpop_proof")
	p.use("DPoP", token, p.proved(k, "")).challenged(t, "a proof for no token", "invalid_dpop_proof")
	p.use("DPoP", token, func(r *http.Request) {
		r.Header.Set("DPoP", k.Proof("GET", issuer+"/token", token, clock.Now()))
	}).challenged(t, "a proof for another URL", "invalid_dpop_proof")
	proof := k.Proof("GET", issuer+"/userinfo", token, clock.Now())
	same := func(r *http.Request) { r.Header.Set("DPoP", proof) }
	if u := p.use("DPoP", token, same); u.status != http.StatusOK {
		t.Errorf("%s", u.body)
	}
	p.use("DPoP", token, same).challenged(t, "a replayed proof", "invalid_dpop_proof")

	clock.Advance(3 * time.Minute)
	old := p.use("DPoP", token, p.proved(k, token))
	old.challenged(t, "an old nonce", "use_dpop_nonce")
	k.Hear(old.header)
	if u := p.use("DPoP", token, p.proved(k, token)); u.status != http.StatusOK {
		t.Errorf("with the nonce of the refusal: %s", u.body)
	}

	i := p.post("/introspect", url.Values{"token": {token}}, p.basic)
	cnf, _ := i.json["cnf"].(map[string]any)
	if i.text("token_type") != "DPoP" || cnf["jkt"] != k.JKT() {
		t.Errorf("introspection: %s", i.body)
	}
}

func TestBearerTokenIsNotGoodWithAProof(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	k := p.newKey()
	token := p.post("/token", exchange(p.code(p.app.ID, "openid")), p.basic).text("access_token")
	p.use("DPoP", token, p.proved(k, token)).challenged(t, "a bearer token as DPoP", "invalid_token")
	if u := p.use("Bearer", token); u.status != http.StatusOK {
		t.Errorf("%s", u.body)
	}
	none := p.do(httptest.NewRequest(http.MethodGet, "/userinfo", nil))
	if got := strings.Join(none.header.Values("WWW-Authenticate"), " | "); got != `Bearer realm="countersign" | DPoP algs="ES256 PS256 EdDSA"` {
		t.Errorf("without a token: %q", got)
	}
}

func TestTokenRequestWithABadProofGivesNothing(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	k := p.newKey()
	code := p.code(p.app.ID, "openid")
	for name, header := range map[string][]string{
		"nonsense":    {"x"},
		"another URL": {k.Proof("POST", issuer+"/par", "", clock.Now())},
		"two":         {k.Proof("POST", issuer+"/token", "", clock.Now()), k.Proof("POST", issuer+"/token", "", clock.Now())},
	} {
		a := p.post("/token", exchange(code), p.basic, func(r *http.Request) { r.Header["Dpop"] = header })
		if a.status != http.StatusBadRequest || a.text("error") != "invalid_dpop_proof" || a.header.Get("WWW-Authenticate") != "" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := p.post("/token", exchange(code), p.basic, p.proved(k, "")); a.status != http.StatusOK {
		t.Errorf("the refusals cost the code: %s", a.body)
	}
}

func TestClientRegisteredForDPoPGetsNoBearerToken(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	c := p.app
	c.ID, c.Metadata.DPoPBound = "client_bound", true
	p.must(p.db.Clients().Create(t.Context(), c))
	basic := func(r *http.Request) { r.SetBasicAuth(string(c.ID), p.secret) }
	k := p.newKey()
	code := p.code(c.ID, "openid")
	p.post("/token", exchange(code), basic).refused(t, http.StatusBadRequest, "invalid_dpop_proof")
	if a := p.post("/token", exchange(code), basic, p.proved(k, "")); a.text("token_type") != "DPoP" {
		t.Errorf("%s", a.body)
	}
}

// The names are those of the conformance suite's fapi2-security-profile-final-
// ensure-dpop-auth-code-binding-success and -ensure-token-endpoint-fails-with-
// mismatched-dpop-jkt.
func TestCodeOfAKeyIsRedeemedWithItAlone(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	k, thief := p.newKey(), p.newKey()
	code, err := p.grants.Issue(t.Context(), grant.Order{
		Grant:       grant.Grant{Person: string(p.person.ID), Client: p.app.ID, Session: string(p.session), Scope: []string{"openid"}, AuthTime: clock.Now()},
		RedirectURI: redirect, Challenge: challenge, DPoPKey: k.JKT(),
	})
	p.must(err)
	p.post("/token", exchange(code), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	p.post("/token", exchange(code), p.basic, p.proved(thief, "")).refused(t, http.StatusBadRequest, "invalid_grant")
	if a := p.post("/token", exchange(code), p.basic, p.proved(k, "")); a.status != http.StatusOK {
		t.Errorf("with its key: %s", a.body)
	}
}

func TestRefreshTokenKeepsToItsKey(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	k, other := p.newKey(), p.newKey()
	app := func(v url.Values) (url.Values, func(*http.Request)) { return v, p.basic }
	public := func(v url.Values) (url.Values, func(*http.Request)) {
		v.Set("client_id", string(p.public.ID))
		return v, func(*http.Request) {}
	}
	for name, as := range map[string]struct {
		id   client.ID
		form func(url.Values) (url.Values, func(*http.Request))
		swap bool
	}{"confidential": {p.app.ID, app, true}, "public": {p.public.ID, public, false}} {
		form, auth := as.form(exchange(p.code(as.id, "openid offline_access")))
		first := p.post("/token", form, auth, p.proved(k, ""))
		form, auth = as.form(refresh(first.text("refresh_token")))
		p.post("/token", form, auth).refused(t, http.StatusBadRequest, "invalid_grant")
		swapped := p.post("/token", form, auth, p.proved(other, ""))
		if !as.swap {
			swapped.refused(t, http.StatusBadRequest, "invalid_grant")
			swapped = p.post("/token", form, auth, p.proved(k, ""))
		}
		if swapped.text("token_type") != "DPoP" {
			t.Errorf("%s: %s", name, swapped.body)
		}
		holder := map[bool]*dpoptest.Key{true: other, false: k}[as.swap]
		token := swapped.text("access_token")
		if u := p.use("DPoP", token, p.proved(holder, token)); u.status != http.StatusOK {
			t.Errorf("%s: the new token with the key of its request: %s", name, u.body)
		}
	}
}
