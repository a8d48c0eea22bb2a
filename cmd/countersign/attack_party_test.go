package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"countersign/cmd/relyingparty/app"
	"countersign/idp/client"
)

// party is an independent relying party, on coreos/go-oidc, that knows of
// Countersign only what discovery tells.
func (a attacker) party(change func(*client.Registration)) string {
	a.t.Helper()
	var handler http.Handler
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	a.t.Cleanup(s.Close)
	c, secret := a.client(func(r *client.Registration) {
		r.RedirectURIs, r.PostLogoutRedirectURIs = []string{s.URL + "/callback"}, []string{s.URL + "/signed-out"}
		change(r)
	})
	p, err := app.New(app.Config{
		BaseURL: s.URL, Issuer: a.issuer, ClientID: string(c.ID), ClientSecret: app.Secret(secret),
		Scopes: []string{"openid", "profile", "email", "offline_access"}, HTTP: a.http(0),
		Log: slog.New(slog.DiscardHandler), Now: a.clock.Now,
	})
	a.ok(err)
	handler = p
	return s.URL
}

func TestIndependentRelyingPartySignsInRefreshesAndSignsOut(t *testing.T) {
	for name, c := range map[string]struct {
		alg    string
		change func(*client.Registration)
	}{
		"confidential, ES256": {"ES256", func(*client.Registration) {}},
		"confidential, RS256": {"RS256", func(r *client.Registration) { r.IDTokenAlg = "RS256" }},
		"public, ES256":       {"ES256", func(r *client.Registration) { r.Public = true }},
	} {
		t.Run(name, func(t *testing.T) {
			attackBoth(t, func(t *testing.T, a attacker) {
				ctx := t.Context()
				ada := a.join("ada")
				at, b := a.party(c.change), a.browser(0)
				a.ok(b.Open(ctx, at+"/"), b.Click(ctx, "sign-in"), b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
				a.finish(b, ada.phone)
				a.shows(b, at, c.alg, string(ada.id))
				a.clock.Advance(attackPace)
				a.ok(b.Click(ctx, "refresh"))
				a.shows(b, at, c.alg, string(ada.id))
				if a.ok(b.Click(ctx, "sign-out")); !strings.HasPrefix(b.URL(), at+"/signed-out") {
					t.Errorf("after the sign-out: %s\n%s", b.URL(), b.PageText())
				}
				// The session is over here too.
				if a.ok(b.Click(ctx, "sign-in")); !b.Has("username") {
					t.Errorf("signed in again without a password: %s", b.URL())
				}
			})
		})
	}
}

// shows checks what the party verified, as it shows it.
func (a attacker) shows(b interface {
	URL() string
	Text(id string) (string, error)
	PageText() string
}, at, alg, subject string,
) {
	a.t.Helper()
	if !strings.HasPrefix(b.URL(), at) {
		a.t.Fatalf("the browser is at %s: %s\nlog:\n%s", b.URL(), b.PageText(), a.log)
	}
	var header, claims map[string]any
	for id, into := range map[string]*map[string]any{"header": &header, "claims": &claims} {
		text, err := b.Text(id)
		a.ok(err)
		a.ok(json.Unmarshal([]byte(text), into))
	}
	if header["alg"] != alg || claims["sub"] != subject || claims["acr"] != "urn:countersign:acr:2" {
		a.t.Errorf("header %v, claims %v", header, claims)
	}
}
