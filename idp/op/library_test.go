package op_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"countersign/idp/client"
	"countersign/idp/op"
	"countersign/storage/storagetest"
)

// These are the traps of zitadel/oidc, which stands behind guard.

// The library decodes CODE as code, and which of the two is chance.
func TestParametersHaveCase(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	for _, name := range []string{"CODE", "Redirect_URI", "code_Verifier"} {
		form := exchange(p.code(p.app.ID, "openid"))
		form.Set(name, form.Get(strings.ToLower(name)))
		form.Del(strings.ToLower(name))
		if a := p.post("/token", form, p.basic); a.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	form := exchange(p.code(p.app.ID, "openid profile offline_access"))
	form.Set("\u017fcope", "openid") // folds to scope
	form.Set("Code", "other")
	a := p.post("/token", form, p.basic)
	if a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	b := p.post("/token", refresh(a.text("refresh_token"), "Scope", "openid", "\u017fcope", "openid"), p.basic)
	if b.text("scope") != "openid profile offline_access" {
		t.Errorf("%d %s", b.status, b.body)
	}
	i := p.post("/introspect", url.Values{"token": {a.text("access_token")}, "TOKEN": {"x"}, "to\u212aen": {"x"}}, p.basic)
	if i.json["active"] != true {
		t.Errorf("introspection: %s", i.body)
	}
}

// The library refuses a client that has not this grant type, at revocation too.
func TestGrantTypeMeansSomethingAtTheTokenEndpointAlone(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	access := p.post("/token", exchange(p.code(p.app.ID, "openid")), p.basic).text("access_token")
	form := url.Values{"token": {access}, "grant_type": {"password"}}
	if a := p.post("/introspect", form, p.basic); a.json["active"] != true {
		t.Errorf("introspection: %d %s", a.status, a.body)
	}
	if a := p.post("/revoke", form, p.basic); a.status != http.StatusOK || a.body != "" || a.header.Get("Content-Type") != "" {
		t.Errorf("revocation: %d %q %s", a.status, a.body, a.header)
	}
	p.userinfo(access).refused(t, http.StatusUnauthorized, "invalid_token")
}

// anyway authenticates every request as a client.
type anyway struct{ client.Client }

func (a anyway) Authenticate(*http.Request) (client.Client, error) { return a.Client, nil }

// as is p with every request by c, and the rows given.
func (p *provider) as(c client.Client, more map[string]op.GrantType) {
	p.t.Helper()
	s, err := op.New(op.Deps{
		Web: p.web, Auth: anyway{c}, Clients: p.clients, Grants: p.grants, Proofs: p.proofs, Bearer: p.grants.Bearer, Minter: p.minter,
		Log: p.db.Events(), Flood: p.flood, Now: p.clock.Now, More: more,
	})
	p.must(err)
	p.handler = p.web.Wrap(s.Handler(), "/token", "/userinfo", "/introspect", "/revoke")
}

// The library knows secrets and assertions, and one way in a request.
func TestEveryWayToAuthenticateIsGoodAtEveryEndpoint(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	c := p.app
	c.Method = client.TLS
	p.as(c, nil)
	for name, shown := range map[string]url.Values{
		"certificate": {"client_id": {string(c.ID)}},
		"assertion":   {"client_assertion": {"x"}, "client_assertion_type": {"y"}},
	} {
		with := func(form url.Values) url.Values {
			for k, v := range shown {
				form[k] = v
			}
			return form
		}
		a := p.post("/token", with(exchange(p.code(c.ID, "openid"))))
		token := url.Values{"token": {a.text("access_token")}}
		if a.status != http.StatusOK {
			t.Errorf("%s: token: %d %s", name, a.status, a.body)
		}
		if a := p.post("/introspect", with(token)); a.json["active"] != true {
			t.Errorf("%s: introspection: %d %s", name, a.status, a.body)
		}
		if a := p.post("/revoke", with(token)); a.status != http.StatusOK {
			t.Errorf("%s: revocation: %d %s", name, a.status, a.body)
		}
	}
}

// The library routes by the path as it was written.
func TestEscapedPathIsTheSameEndpoint(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	if a := p.post("/%74oken", exchange(p.code(p.app.ID, "openid")), p.basic); a.status != http.StatusOK {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// What the library says by itself are its texts, and its statuses.
func TestNothingThatTheLibrarySaysReachesAClient(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	machine := p.public
	machine.Grants = []string{client.GrantClient, client.GrantDevice}
	p.as(machine, map[string]op.GrantType{client.GrantDevice: {Answer: func(context.Context, op.TokenRequest) (op.Issued, error) {
		var i op.Issued
		i.Grant.Details = json.RawMessage("{") // an error of encoding
		return i, nil
	}}})
	for _, grant := range machine.Grants {
		a := p.post("/token", url.Values{"grant_type": {grant}, "device_code": {"x"}})
		a.refused(t, http.StatusInternalServerError, "server_error")
		if len(a.json) > 2 || strings.Contains(a.body, "authenticated") || strings.Contains(a.body, "JSON") {
			t.Errorf("%s: %s", grant, a.body)
		}
	}
}

// The library logs every error that it is given through the logger of all.
func TestLibraryLogsNoRefusals(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	var logged bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	t.Cleanup(func() { slog.SetDefault(old) })
	p.post("/token", exchange("x"), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	p.userinfo("x").refused(t, http.StatusUnauthorized, "invalid_token")
	if logged.Len() != 0 {
		t.Errorf("logged %s", &logged)
	}
}

// The library knows these grant types, which nobody here answers.
func TestGrantTypesOfTheLibraryAreNotServed(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	for _, grant := range []string{
		"urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:token-exchange", client.GrantDevice, "implicit",
	} {
		form := url.Values{"grant_type": {grant}, "assertion": {"x"}, "device_code": {"x"}, "subject_token": {"x"}, "subject_token_type": {"x"}}
		p.post("/token", form, p.basic).refused(t, http.StatusBadRequest, "unsupported_grant_type")
	}
}

func TestGrantTypeThatNobodyAnswersIsRefused(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	if _, err := op.New(op.Deps{
		Web: p.web, Auth: p.auth, Clients: p.clients, Grants: p.grants, Proofs: p.proofs, Bearer: p.grants.Bearer, Minter: p.minter,
		Log: p.db.Events(), Flood: p.flood, Now: clock.Now, More: map[string]op.GrantType{client.GrantDevice: {}},
	}); err == nil {
		t.Error("a row without Answer is taken")
	}
}

// HEAD is answered as GET is, without the body.
func TestUserInfoTakesHEAD(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	access := p.post("/token", exchange(p.code(p.app.ID, "openid")), p.basic).text("access_token")
	r := httptest.NewRequest(http.MethodHead, "/userinfo", nil)
	r.Header.Set("Authorization", "bearer "+access)
	if a := p.do(r); a.status != http.StatusOK || a.header.Get("Content-Type") != "application/json" {
		t.Errorf("%d %s", a.status, a.header)
	}
}
