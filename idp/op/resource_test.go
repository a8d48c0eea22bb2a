package op_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/keys"
	"countersign/storage/storagetest"
)

const (
	api = "https://api.example" // of which tokens are read
	old = "https://old.example" // of which tokens are opaque
)

// codeFor is a code for resources.
func (p *provider) codeFor(resource ...string) string {
	p.t.Helper()
	code, err := p.grants.Issue(p.t.Context(), grant.Order{
		Grant: grant.Grant{
			Person: string(p.person.ID), Client: p.app.ID, Session: string(p.session), Scope: []string{"openid", "profile", "offline_access"}, Offline: true,
			AuthTime: p.clock.Now().Add(-time.Minute), ACR: "urn:countersign:acr:2", AMR: []string{"pwd", "mfa"},
			Resource: resource, Details: json.RawMessage(`[{"type":"payment"}]`),
		},
		RedirectURI: redirect, Challenge: challenge,
	})
	p.must(err)
	return code
}

// readToken verifies an access token as a resource server does (RFC 9068 section 4).
func (p *provider) readToken(text string) map[string]any {
	p.t.Helper()
	var set jose.JSONWebKeySet
	p.must(json.Unmarshal(p.ring.Public(p.t.Context(), keys.Token).Body, &set))
	jws, err := jose.ParseSigned(text, []jose.SignatureAlgorithm{jose.ES256})
	p.must(err)
	if typ := jws.Signatures[0].Protected.ExtraHeaders["typ"]; typ != "at+jwt" {
		p.t.Errorf("typ is %v", typ)
	}
	payload, err := jws.Verify(set.Key(jws.Signatures[0].Protected.KeyID)[0])
	p.must(err)
	var claims map[string]any
	p.must(json.Unmarshal(payload, &claims))
	return claims
}

func TestTokenForAResourceCanBeReadThere(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	k := p.newKey()
	a := p.post("/token", exchange(p.codeFor(api)), p.basic, p.proved(k, ""))
	c := p.readToken(a.text("access_token"))
	for name, want := range map[string]any{
		"iss": issuer, "aud": api, "sub": string(p.person.ID), "client_id": string(p.app.ID), "scope": "openid profile offline_access",
		"acr": "urn:countersign:acr:2", "exp": float64(clock.Now().Add(5 * time.Minute).Unix()), "iat": float64(clock.Now().Unix()),
		"auth_time": float64(clock.Now().Add(-time.Minute).Unix()),
	} {
		if c[name] != want {
			t.Errorf("%s is %v, want %v", name, c[name], want)
		}
	}
	if cnf, _ := c["cnf"].(map[string]any); cnf["jkt"] != k.JKT() || c["authorization_details"] == nil || c["jti"] == nil || c["amr"] == nil {
		t.Errorf("%v", c)
	}
	if a.json["expires_in"] != 300.0 || a.json["authorization_details"] == nil {
		t.Errorf("%s", a.body)
	}
	token := a.text("access_token")
	i := p.post("/introspect", url.Values{"token": {token}}, p.basic)
	if i.json["active"] != true || i.json["aud"] != api || i.json["exp"] != c["exp"] || i.json["cnf"] == nil || i.json["authorization_details"] == nil {
		t.Errorf("introspection: %s", i.body)
	}
	p.use("DPoP", token, p.proved(k, token)).challenged(t, "a token for another resource at userinfo", "invalid_token")
	p.post("/revoke", url.Values{"token": {token}}, p.basic)
	if i := p.post("/introspect", url.Values{"token": {token}}, p.basic); i.json["active"] != false {
		t.Errorf("after revocation: %s", i.body)
	}
}

func TestReadableTokenIsGoodHereOnlyAsItIs(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	a := p.post("/token", exchange(p.codeFor(issuer, api)), p.basic)
	token := a.text("access_token")
	if u := p.userinfo(token); u.status != http.StatusOK {
		t.Errorf("for us, too: %s", u.body)
	}
	parts := strings.Split(token, ".")
	id, _ := p.readToken(token)["jti"].(string)
	unsigned := b64([]byte(`{"alg":"none","typ":"at+jwt"}`)) + "." + parts[1] + "."
	for name, text := range map[string]string{
		"its name as a token": "cs_at_" + id, "unsigned": unsigned, "with another's signature": parts[0] + "." + parts[1] + "." + strings.Split(a.text("id_token"), ".")[2],
		"the ID token": a.text("id_token"), "cut": token[:len(token)-2],
	} {
		if u := p.userinfo(text); u.status != http.StatusUnauthorized {
			t.Errorf("%s: %d %s", name, u.status, u.body)
		}
	}
	clock.Advance(5 * time.Minute)
	p.userinfo(token).refused(t, http.StatusUnauthorized, "invalid_token")
}

func TestResourceOnlyEverNarrows(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	with := func(v url.Values, resource ...string) url.Values { v["resource"] = resource; return v }
	code := p.codeFor(api, old)
	p.post("/token", with(exchange(code), "https://evil.example"), p.basic).refused(t, http.StatusBadRequest, "invalid_target")
	p.post("/token", with(exchange(code), old, issuer), p.basic).refused(t, http.StatusBadRequest, "invalid_target")
	a := p.post("/token", with(exchange(code), old), p.basic)
	if !strings.HasPrefix(a.text("access_token"), "cs_at_") {
		t.Fatalf("a token for a resource that reads none: %s", a.body)
	}
	p.userinfo(a.text("access_token")).refused(t, http.StatusUnauthorized, "invalid_token")
	p.post("/token", with(refresh(a.text("refresh_token")), "https://evil.example"), p.basic).refused(t, http.StatusBadRequest, "invalid_target")
	both := p.post("/token", refresh(a.text("refresh_token")), p.basic)
	if aud, _ := p.readToken(both.text("access_token"))["aud"].([]any); len(aud) != 2 {
		t.Errorf("a refresh without resource is for all: %v", aud)
	}
	one := p.post("/token", with(refresh(both.text("refresh_token")), api), p.basic)
	if aud := p.readToken(one.text("access_token"))["aud"]; aud != api {
		t.Errorf("%v", aud)
	}
	p.post("/token", with(exchange(p.code(p.app.ID, "openid")), api), p.basic).refused(t, http.StatusBadRequest, "invalid_target")
}

func TestClientOfReadableTokensGetsThemInItsOwnName(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	c, secret, err := p.clients.Create(t.Context(), client.Registration{
		Name: "Batch", Grants: []string{client.GrantClient}, Scopes: []string{client.ScopePush}, Metadata: client.Metadata{AccessTokenFormat: "jwt"},
	})
	p.must(err)
	basic := func(r *http.Request) { r.SetBasicAuth(string(c.ID), secret) }
	a := p.post("/token", url.Values{"grant_type": {"client_credentials"}}, basic)
	if got := p.readToken(a.text("access_token")); got["sub"] != string(c.ID) || got["aud"] != issuer || got["auth_time"] != nil || got["scope"] != "push" {
		t.Errorf("%v", got)
	}
	a = p.post("/token", url.Values{"grant_type": {"client_credentials"}, "resource": {api}}, basic)
	if got := p.readToken(a.text("access_token")); got["aud"] != api {
		t.Errorf("%v", got)
	}
	p.post("/token", url.Values{"grant_type": {"client_credentials"}, "resource": {"https://evil.example"}}, basic).refused(t, http.StatusBadRequest, "invalid_target")
}

func TestReuseOfACodeEndsTokensThatCanBeRead(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	code := p.codeFor(issuer, api)
	token := p.post("/token", exchange(code), p.basic).text("access_token")
	p.post("/token", exchange(code), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	p.userinfo(token).refused(t, http.StatusUnauthorized, "invalid_token")
}
