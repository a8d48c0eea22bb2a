package op_test

import (
	"net/http"
	"net/url"
	"testing"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/storage/storagetest"
)

// named registers a client that may do nothing but ask, and gives its credentials.
func (p *provider) named(name string) (client.ID, func(*http.Request)) {
	p.t.Helper()
	c, secret, err := p.clients.Create(p.t.Context(), client.Registration{Name: name, RedirectURIs: []string{redirect}})
	p.must(err)
	return c.ID, func(r *http.Request) { r.SetBasicAuth(string(c.ID), secret) }
}

func TestResourceAsksAboutTokensForItAndNoOthers(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	service, asService := p.named("Service")
	another, asAnother := p.named("Another")
	_, asNobody := p.named("Nobody")
	p.grants.APIs = grant.APIs{{Identifier: api, JWT: true, Client: service}, {Identifier: old, Client: another}}
	k := p.newKey()
	asks := func(token string, by func(*http.Request)) answer {
		return p.post("/introspect", url.Values{"token": {token}}, by)
	}

	got := p.post("/token", exchange(p.codeFor(api)), p.basic, p.proved(k, ""))
	a := asks(got.text("access_token"), asService)
	cnf, _ := a.json["cnf"].(map[string]any)
	if a.json["active"] != true || a.text("client_id") != string(p.app.ID) || a.text("sub") != string(p.person.ID) || a.text("aud") != api ||
		a.text("scope") == "" || a.text("acr") == "" || cnf["jkt"] != k.JKT() || a.json["authorization_details"] == nil || a.text("username") != "Ada" {
		t.Errorf("its resource: %s", a.body)
	}
	if a.json["sid"] != nil {
		t.Errorf("it learns of the browser's session: %s", a.body)
	}
	both := p.post("/token", exchange(p.codeFor(api, old, issuer)), p.basic)
	if a := asks(both.text("access_token"), asAnother); a.text("aud") != old {
		t.Errorf("one of several: %s", a.body)
	}
	ours := p.post("/token", exchange(p.code(p.app.ID, "openid email offline_access")), p.basic)
	unnamed := asks(p.post("/token", exchange(p.codeFor(old)), p.basic).text("access_token"), asAnother)
	if unnamed.json["active"] != true {
		t.Errorf("an opaque one: %s", unnamed.body)
	}
	for name, c := range map[string]struct {
		token string
		by    func(*http.Request)
	}{
		"for another resource":             {got.text("access_token"), asAnother},
		"of a client that stands for none": {got.text("access_token"), asNobody},
		"a refresh token":                  {got.text("refresh_token"), asService},
		"for us alone":                     {ours.text("access_token"), asService},
		"an ID token":                      {ours.text("id_token"), asService},
	} {
		if a := asks(c.token, c.by); a.body != `{"active":false}`+"\n" && a.body != `{"active":false}` {
			t.Errorf("%s: %s", name, a.body)
		}
	}
	signed := p.read(p.post("/introspect", url.Values{"token": {got.text("access_token")}}, asService, func(r *http.Request) {
		r.Header.Set("Accept", "application/token-introspection+jwt")
	}), "application/token-introspection+jwt", "token-introspection+jwt", "RS256")
	if signed["aud"] != string(service) {
		t.Errorf("the answer is for %v", signed["aud"])
	}
	p.post("/revoke", url.Values{"token": {got.text("access_token")}}, asService)
	if a := asks(got.text("access_token"), asService); a.json["active"] != true {
		t.Errorf("who asks can also revoke: %s", a.body)
	}
	p.grants.APIs[0].Client = ""
	if a := asks(got.text("access_token"), asService); a.json["active"] != false {
		t.Errorf("after the setting is gone: %s", a.body)
	}
}

func TestServiceKnowsAPersonByTheApplicationsPairwiseSubjectAlone(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	service, asService := p.named("Service")
	p.grants.APIs = grant.APIs{{Identifier: old, Client: service}}
	_, _, err := p.clients.Update(t.Context(), p.app.ID, client.Registration{
		Name: "App", RedirectURIs: []string{redirect}, Scopes: []string{"openid", "offline_access"}, Metadata: client.Metadata{SubjectType: client.SubjectPairwise},
	})
	p.must(err)
	got := p.post("/token", exchange(p.codeFor(old)), p.basic)
	told, _ := p.claims(got.text("id_token"))
	a := p.post("/introspect", url.Values{"token": {got.text("access_token")}}, asService)
	if a.text("sub") != told["sub"] || a.text("sub") == string(p.person.ID) || a.json["username"] != nil {
		t.Errorf("%s; the application has %v", a.body, told["sub"])
	}
}

// Somebody else's client has to be given the name, as by userinfo; the one that
// they signed in to has it already.
func TestServiceIsToldANameByTheScopeForItAlone(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	service, asService := p.named("Service")
	p.grants.APIs = grant.APIs{{Identifier: old, Client: service}}
	p.onlyHas("openid", "offline_access")
	token := p.post("/token", exchange(p.codeFor(old)), p.basic).text("access_token")
	if a := p.post("/introspect", url.Values{"token": {token}}, asService); a.text("sub") != string(p.person.ID) || a.json["username"] != nil {
		t.Errorf("the service: %s", a.body)
	}
	if a := p.introspected(token); a.text("username") != "Ada" {
		t.Errorf("the application: %s", a.body)
	}
}

// Anybody can say that it is a public client, so its proofs, which are written
// down, are bounded by where they come from.
func TestStrangersWriteDownOnlySoManyProofs(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	k := p.newKey()
	k.Hear(p.post("/token", refresh("x", "client_id", string(p.public.ID)), p.proved(k, "")).header)
	for range 999 {
		p.must(p.flood.Pass(t.Context(), "proof of a public client"))
	}
	from := func(r *http.Request) { r.RemoteAddr = "" }
	p.post("/token", refresh("x", "client_id", string(p.public.ID)), p.proved(k, ""), from).refused(t, http.StatusBadRequest, "invalid_grant")
	if a := p.post("/token", refresh("x", "client_id", string(p.public.ID)), p.proved(k, ""), from); a.status != http.StatusTooManyRequests {
		t.Errorf("%d %s", a.status, a.body)
	}
	p.post("/token", refresh("x"), p.basic, p.proved(k, ""), from).refused(t, http.StatusBadRequest, "invalid_grant")
}
