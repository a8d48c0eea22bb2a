package op_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// machine is an application that nobody signs in to.
func (p *provider) machine(scopes ...string) (client.Client, func(*http.Request)) {
	p.t.Helper()
	c, secret, err := p.clients.Create(p.t.Context(), client.Registration{
		Name: "Back end", Grants: []string{client.GrantClient}, Scopes: scopes,
	})
	p.must(err)
	return c, func(r *http.Request) { r.SetBasicAuth(string(c.ID), secret) }
}

func inOwnName(scope string) url.Values {
	v := url.Values{"grant_type": {client.GrantClient}}
	if scope != "" {
		v.Set("scope", scope)
	}
	return v
}

func TestClientGetsATokenInItsOwnName(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newProvider(t, db, clock)
		c, basic := p.machine(client.ScopePush, client.ScopePushReset)
		for asked, want := range map[string]string{"": "push push:reset", "push": "push"} {
			a := p.post("/token", inOwnName(asked), basic)
			if a.status != http.StatusOK || a.text("scope") != want || a.text("refresh_token") != "" || a.text("id_token") != "" {
				t.Fatalf("scope %q: %d %s", asked, a.status, a.body)
			}
			told := p.post("/introspect", url.Values{"token": {a.text("access_token")}}, basic)
			if told.text("client_id") != string(c.ID) || told.text("sub") != "" || told.text("scope") != want {
				t.Errorf("introspection: %s", told.body)
			}
			// It is nobody's token: there is nobody to tell of.
			p.userinfo(a.text("access_token")).refused(t, http.StatusForbidden, "insufficient_scope")
			clock.Advance(time.Minute)
		}
		a := p.post("/token", inOwnName("push"), basic)
		if other := p.post("/introspect", url.Values{"token": {a.text("access_token")}}, p.basic); other.text("client_id") != "" {
			t.Errorf("another client was told %s", other.body)
		}
		clock.Advance(16 * time.Minute)
		if old := p.post("/introspect", url.Values{"token": {a.text("access_token")}}, basic); old.text("client_id") != "" {
			t.Errorf("an expired token is still %s", old.body)
		}
	})
}

func TestTokenInOwnNameIsRefused(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	_, basic := p.machine(client.ScopePush)
	p.post("/token", inOwnName("push:reset"), basic).refused(t, http.StatusBadRequest, "invalid_scope")
	p.post("/token", inOwnName("openid"), basic).refused(t, http.StatusBadRequest, "invalid_scope")
	p.post("/token", inOwnName("push"), p.basic).refused(t, http.StatusBadRequest, "unauthorized_client")
	asPublic := inOwnName("push")
	asPublic.Set("client_id", string(p.public.ID))
	p.post("/token", asPublic, func(*http.Request) {}).refused(t, http.StatusBadRequest, "unauthorized_client")
}
