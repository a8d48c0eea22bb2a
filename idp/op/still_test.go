package op_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// onlyHas makes the scopes of the application others.
func (p *provider) onlyHas(scopes ...string) {
	p.t.Helper()
	_, _, err := p.clients.Update(p.t.Context(), p.app.ID, client.Registration{Name: "App", RedirectURIs: []string{redirect}, Scopes: scopes, Grants: p.app.Grants})
	p.must(err)
}

func (p *provider) introspected(token string) answer {
	p.t.Helper()
	return p.post("/introspect", url.Values{"token": {token}}, p.basic)
}

func TestScopeThatAClientLostIsInNothingThatItHolds(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newProvider(t, db, clock)
		had := p.post("/token", exchange(p.code(p.app.ID, "openid profile email offline_access")), p.basic)
		early := p.code(p.app.ID, "openid email offline_access")
		p.onlyHas("openid", "profile", "offline_access")

		if u := p.userinfo(had.text("access_token")); u.status != http.StatusOK || u.json["email"] != nil || u.json["name"] == nil {
			t.Errorf("userinfo: %s", u.body)
		}
		for _, token := range []string{had.text("access_token"), had.text("refresh_token")} {
			if i := p.introspected(token); i.text("scope") != "openid profile offline_access" {
				t.Errorf("introspection: %s", i.body)
			}
		}
		if a := p.post("/token", exchange(early), p.basic); a.text("scope") != "openid offline_access" {
			t.Errorf("a code of before: %s", a.body)
		}
		p.post("/token", refresh(had.text("refresh_token"), "scope", "openid email"), p.basic).refused(t, http.StatusBadRequest, "invalid_scope")
		next := p.post("/token", refresh(had.text("refresh_token")), p.basic)
		if next.text("scope") != "openid profile offline_access" {
			t.Errorf("refreshed: %s", next.body)
		}
		if u := p.userinfo(next.text("access_token")); u.json["email"] != nil {
			t.Errorf("userinfo, refreshed: %s", u.body)
		}
		p.onlyHas("openid", "email", "profile", "offline_access")
		if i := p.introspected(had.text("access_token")); i.text("scope") != "openid profile email offline_access" {
			t.Errorf("given back, its own counts again: %s", i.body)
		}
	})
}

// A list of scopes that became empty means none, and not all of them.
func TestTokenOfWhoseScopesTheClientLostAllIsWorthNothing(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	had := p.post("/token", exchange(p.code(p.app.ID, "openid email offline_access")), p.basic)
	narrow := p.post("/token", refresh(had.text("refresh_token"), "scope", "email"), p.basic).text("access_token")
	if i := p.introspected(narrow); i.json["active"] != true || i.text("scope") != "email" {
		t.Fatalf("%s", i.body)
	}
	p.onlyHas("openid", "offline_access")
	if i := p.introspected(narrow); i.status != http.StatusOK || i.json["active"] != false {
		t.Errorf("%d %s", i.status, i.body)
	}
	p.userinfo(narrow).refused(t, http.StatusUnauthorized, "invalid_token")
}

func TestClientThatMayNotStayLongerRefreshesNothing(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	had := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic).text("refresh_token")
	code := p.code(p.app.ID, "openid offline_access")
	p.onlyHas("openid")
	p.post("/token", refresh(had), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	if i := p.introspected(had); i.json["active"] != false {
		t.Errorf("%s", i.body)
	}
	if a := p.post("/token", exchange(code), p.basic); a.status != http.StatusOK || a.json["refresh_token"] != nil {
		t.Errorf("a code of before: %s", a.body)
	}
	p.onlyHas("openid", "offline_access")
	if a := p.post("/token", refresh(had), p.basic); a.status != http.StatusOK {
		t.Errorf("its token was used up by the refusal: %s", a.body)
	}
}

func TestClaimByNameIsToldOnlyToWhoMayHaveItsScopeStill(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	code, err := p.grants.Issue(t.Context(), grant.Order{
		Grant: grant.Grant{
			Person: string(p.person.ID), Client: p.app.ID, Session: string(p.session), Scope: []string{"openid", "offline_access"}, Offline: true,
			AuthTime: clock.Now(), Claims: json.RawMessage(`{"userinfo":{"email":null},"id_token":{"email":null}}`),
		},
		RedirectURI: redirect, Challenge: challenge,
	})
	p.must(err)
	had := p.post("/token", exchange(code), p.basic)
	if told, _ := p.claims(had.text("id_token")); told["email"] != "ada@example.com" || p.userinfo(had.text("access_token")).json["email"] == nil {
		t.Errorf("asked by name: %v", told)
	}
	p.onlyHas("openid", "offline_access")
	next := p.post("/token", refresh(had.text("refresh_token")), p.basic)
	if told, _ := p.claims(next.text("id_token")); told["email"] != nil {
		t.Errorf("ID token: %v", told)
	}
	if u := p.userinfo(next.text("access_token")); u.status != http.StatusOK || u.json["email"] != nil {
		t.Errorf("userinfo: %s", u.body)
	}
}

func TestResourceThatIsServedNoMoreIsInNoToken(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newProvider(t, db, clock)
		served := p.grants.APIs
		two := p.post("/token", exchange(p.codeFor(api, old)), p.basic)
		one := p.post("/token", exchange(p.codeFor(api)), p.basic)
		p.grants.APIs = grant.APIs{{Identifier: old}}

		if i := p.introspected(two.text("access_token")); i.json["active"] != true || i.json["aud"] != old {
			t.Errorf("one is left: %s", i.body)
		}
		if i := p.introspected(one.text("access_token")); i.json["active"] != false {
			t.Errorf("none is left: %s", i.body)
		}
		if i := p.introspected(one.text("refresh_token")); i.json["active"] != false {
			t.Errorf("none is left: %s", i.body)
		}
		for range 2 { // it is not used up
			p.post("/token", refresh(one.text("refresh_token")), p.basic).refused(t, http.StatusBadRequest, "invalid_target")
		}
		p.post("/token", refresh(two.text("refresh_token"), "resource", api), p.basic).refused(t, http.StatusBadRequest, "invalid_target")
		next := p.post("/token", refresh(two.text("refresh_token")), p.basic)
		if i := p.introspected(next.text("access_token")); i.json["aud"] != old {
			t.Errorf("refreshed: %s %s", next.body, i.body)
		}
		// Nor does a code give it, which is not used up by that either.
		p.grants.APIs = served
		early := p.codeFor(api, old)
		p.grants.APIs = grant.APIs{{Identifier: old}}
		named := exchange(early)
		named.Set("resource", api)
		p.post("/token", named, p.basic).refused(t, http.StatusBadRequest, "invalid_target")
		if a := p.post("/token", exchange(early), p.basic); a.status != http.StatusOK || p.introspected(a.text("access_token")).json["aud"] != old {
			t.Errorf("a code of before: %s", a.body)
		}
		p.grants.APIs = served
		if a := p.post("/token", refresh(one.text("refresh_token")), p.basic); a.status != http.StatusOK || p.readToken(a.text("access_token"))["aud"] != api {
			t.Errorf("it is back: %s", a.body)
		}
	})
}

func TestDetailsOfATypeThatWasTakenAwayAreInNothing(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	had := p.post("/token", exchange(p.codeFor(api)), p.basic)
	p.grants.Details = func(json.RawMessage, []string) json.RawMessage { return nil }
	if i := p.introspected(had.text("access_token")); i.json["active"] != true || i.json["authorization_details"] != nil {
		t.Errorf("introspection: %s", i.body)
	}
	next := p.post("/token", refresh(had.text("refresh_token")), p.basic)
	if next.status != http.StatusOK || next.json["authorization_details"] != nil || p.readToken(next.text("access_token"))["authorization_details"] != nil {
		t.Errorf("refreshed: %s", next.body)
	}
}
