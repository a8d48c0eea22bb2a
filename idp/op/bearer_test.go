package op_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/op"
	"countersign/idp/person"
	"countersign/idp/web"
	"countersign/storage/storagetest"
)

func TestUserInfoOpensToALiveAccessTokenOnly(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	a := p.post("/token", exchange(p.code(p.app.ID, "openid profile offline_access")), p.basic)
	for name, bearer := range map[string]string{
		"ID token": a.text("id_token"), "refresh token": a.text("refresh_token"), "client secret": p.secret,
		"unknown": "cs_at_" + strings.Repeat("A", 43), "nonsense": "x", "cut": a.text("access_token")[:40],
	} {
		t.Run(name, func(t *testing.T) {
			got := p.userinfo(bearer)
			got.refused(t, http.StatusUnauthorized, "invalid_token")
			if !strings.Contains(got.header.Get("WWW-Authenticate"), `error="invalid_token"`) {
				t.Errorf("WWW-Authenticate is %q", got.header.Get("WWW-Authenticate"))
			}
		})
	}
	if u := p.userinfo(a.text("access_token")); u.text("preferred_username") != "Ada" || u.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %s %v", u.status, u.body, u.header)
	}
	if u := p.post("/userinfo", url.Values{"access_token": {a.text("access_token")}}); u.status != http.StatusOK {
		t.Errorf("in the body: %d %s", u.status, u.body)
	}
	if u := p.do(withBearer(httptest.NewRequest(http.MethodPost, "/userinfo", nil), a.text("access_token"))); u.status != http.StatusOK {
		t.Errorf("by POST: %d %s", u.status, u.body)
	}
	clock.Advance(15 * time.Minute)
	p.userinfo(a.text("access_token")).refused(t, http.StatusUnauthorized, "invalid_token")
}

func withBearer(r *http.Request, token string) *http.Request {
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

func TestUserInfoRefusesTheShape(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	access := p.post("/token", exchange(p.code(p.app.ID, "openid")), p.basic).text("access_token")

	none := p.do(httptest.NewRequest(http.MethodGet, "/userinfo", nil))
	none.refused(t, http.StatusUnauthorized, "invalid_token")
	if got := none.header.Get("WWW-Authenticate"); got != `Bearer realm="countersign"` {
		t.Errorf("without a token WWW-Authenticate is %q (RFC 6750 section 3.1)", got)
	}
	p.do(httptest.NewRequest(http.MethodGet, "/userinfo?access_token="+access, nil)).refused(t, http.StatusBadRequest, "invalid_request")
	p.do(withBearer(httptest.NewRequest(http.MethodDelete, "/userinfo", nil), access)).refused(t, http.StatusMethodNotAllowed, "invalid_request")
	p.post("/userinfo", url.Values{"access_token": {access}}, func(r *http.Request) { withBearer(r, access) }).
		refused(t, http.StatusBadRequest, "invalid_request")
	p.post("/userinfo", url.Values{}, p.basic).refused(t, http.StatusUnauthorized, "invalid_token")
	two := withBearer(httptest.NewRequest(http.MethodGet, "/userinfo", nil), access)
	two.Header.Add("Authorization", "Bearer "+access)
	p.do(two).refused(t, http.StatusBadRequest, "invalid_request")
}

func TestNarrowedTokenWithoutOpenIDOpensNoUserInfo(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	first := p.post("/token", exchange(p.code(p.app.ID, "openid email offline_access")), p.basic)
	a := p.post("/token", refresh(first.text("refresh_token"), "scope", "email"), p.basic)
	if a.json["id_token"] != nil {
		t.Error("an ID token without openid")
	}
	p.userinfo(a.text("access_token")).refused(t, http.StatusForbidden, "insufficient_scope")
}

func TestTokensOfADisabledPersonAndADeletedClientAreDead(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	form := exchange(p.code(p.public.ID, "openid"))
	form.Set("client_id", string(p.public.ID))
	a := p.post("/token", form)
	p.must(p.clients.Delete(t.Context(), p.public.ID))
	p.userinfo(a.text("access_token")).refused(t, http.StatusUnauthorized, "invalid_token")

	b := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic)
	p.must(p.db.People().Disable(t.Context(), p.person.ID, clock.Now()))
	p.userinfo(b.text("access_token")).refused(t, http.StatusUnauthorized, "invalid_token")
	p.post("/token", refresh(b.text("refresh_token")), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
}

func TestIntrospectionTellsAClientOfItsOwnTokensAlone(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	a := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic)
	ask := func(token string, change ...func(*http.Request)) answer {
		return p.post("/introspect", url.Values{"token": {token}}, change...)
	}
	if i := ask(a.text("access_token"), p.basic); i.json["active"] != true || i.text("sub") != string(p.person.ID) ||
		i.text("token_type") != "Bearer" || i.text("client_id") != string(p.app.ID) || i.text("acr") != "urn:countersign:acr:2" {
		t.Errorf("access token: %s", i.body)
	}
	if i := ask(a.text("refresh_token"), p.basic); i.json["active"] != true || i.json["token_type"] != nil {
		t.Errorf("refresh token: %s", i.body)
	}
	c, secret, err := p.clients.Create(t.Context(), client.Registration{Name: "Other", RedirectURIs: []string{redirect}})
	p.must(err)
	other := func(r *http.Request) { r.SetBasicAuth(string(c.ID), secret) }
	for name, i := range map[string]answer{
		"another's access token": ask(a.text("access_token"), other), "another's refresh token": ask(a.text("refresh_token"), other),
		"ID token": ask(a.text("id_token"), p.basic), "unknown": ask("x", p.basic),
	} {
		if strings.TrimSpace(i.body) != `{"active":false}` || i.status != http.StatusOK {
			t.Errorf("%s: %d %s", name, i.status, i.body)
		}
	}
	ask("x").refused(t, http.StatusUnauthorized, "invalid_client")
	p.post("/introspect", url.Values{"token": {"x"}, "client_id": {string(p.public.ID)}}).refused(t, http.StatusUnauthorized, "invalid_client")
	p.post("/introspect", url.Values{}, p.basic).refused(t, http.StatusBadRequest, "invalid_request")
	p.post("/introspect", url.Values{"token": {"x"}}, func(r *http.Request) { r.SetBasicAuth(string(p.app.ID), "x") }).
		refused(t, http.StatusUnauthorized, "invalid_client")
}

// The username is the same in every sector: a client that knows people by names
// of its own is told it where the profile was granted alone.
func TestIntrospectionTellsNoUsernameInPlaceOfAPairwiseName(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	_, _, err := p.clients.Update(t.Context(), p.app.ID, client.Registration{
		Name: p.app.Name, RedirectURIs: p.app.RedirectURIs, Grants: p.app.Grants, Scopes: p.app.Scopes,
		Metadata: client.Metadata{SubjectType: client.SubjectPairwise},
	})
	p.must(err)
	for scope, want := range map[string]string{"openid": "", "openid profile": p.person.Username} {
		a := p.post("/token", exchange(p.code(p.app.ID, scope)), p.basic)
		i := p.post("/introspect", url.Values{"token": {a.text("access_token")}}, p.basic)
		told, _ := i.json["username"].(string)
		if i.json["active"] != true || told != want || i.text("sub") == string(p.person.ID) {
			t.Errorf("%s: %s", scope, i.body)
		}
	}
}

func TestRevocationEndsTheClientsTokenAndTellsNothing(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	a := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic)
	revoke := func(token string, change func(*http.Request)) {
		t.Helper()
		if r := p.post("/revoke", url.Values{"token": {token}, "token_type_hint": {"nonsense"}}, change); r.status != http.StatusOK || r.body != "" {
			t.Errorf("%d %s", r.status, r.body)
		}
	}
	c, secret, err := p.clients.Create(t.Context(), client.Registration{Name: "Other", RedirectURIs: []string{redirect}})
	p.must(err)
	revoke(a.text("refresh_token"), func(r *http.Request) { r.SetBasicAuth(string(c.ID), secret) })
	revoke("unknown", p.basic)
	if u := p.userinfo(a.text("access_token")); u.status != http.StatusOK {
		t.Fatalf("another client revoked: %s", u.body)
	}
	revoke(a.text("refresh_token"), p.basic)
	p.userinfo(a.text("access_token")).refused(t, http.StatusUnauthorized, "invalid_token")
	p.post("/revoke", url.Values{"token": {"x"}}).refused(t, http.StatusUnauthorized, "invalid_client")
}

func TestNoErrorTextOfOursReachesAClient(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	w, err := web.New(web.Deps{Issuer: mustURL(t), ErrorPage: nopPage, Log: quiet(t), Now: clock.Now})
	p.must(err)
	broken, err := op.New(op.Deps{
		Web: w, Auth: p.auth, Clients: p.clients, Grants: failing{}, Proofs: p.proofs, Minter: failing{}, Log: p.db.Events(), Flood: p.flood, Now: clock.Now,
		Bearer: func(context.Context, string) (grant.Access, person.Person, error) {
			return grant.Access{}, person.Person{}, errSQL
		},
	})
	p.must(err)
	p.handler = w.Wrap(broken.Handler(), "/token", "/introspect", "/revoke", "/userinfo")
	live := "cs_at_" + strings.Repeat("A", 43)
	for name, a := range map[string]answer{
		"token":      p.post("/token", exchange("x"), p.basic),
		"refresh":    p.post("/token", refresh("x"), p.basic),
		"userinfo":   p.userinfo(live),
		"introspect": p.post("/introspect", url.Values{"token": {live}}, p.basic),
		"revoke":     p.post("/revoke", url.Values{"token": {live}}, p.basic),
	} {
		a.refused(t, http.StatusInternalServerError, "server_error")
		if strings.Contains(a.body, "SELECT") {
			t.Errorf("%s tells %s", name, a.body)
		}
	}
}

var errSQL = errors.New("SELECT secret FROM t: broken")

type failing struct{ op.Grants }

func (failing) Redeem(context.Context, client.Client, string, string, string, grant.Wish) (grant.Tokens, error) {
	return grant.Tokens{}, errSQL
}

func (failing) Rotate(context.Context, client.Client, string, grant.Wish) (grant.Tokens, error) {
	return grant.Tokens{}, errSQL
}

func (failing) Revoke(context.Context, client.ID, string) error { return errSQL }
