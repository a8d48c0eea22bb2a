package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"countersign/cmd/demo/browser"
	"countersign/idp/client"
)

// grafana is what Grafana's generic OAuth reads of its settings. It is not
// Grafana: the test makes its requests, by the library that Grafana makes them
// with.
type grafana struct {
	settings map[string]string
	oauth    oauth2.Config
}

// newGrafana reads the recipe of docs/integrating.md; Grafana would answer at
// the rig's application.
func newGrafana(t *testing.T, r *rig) grafana {
	t.Helper()
	c, secret := r.client(func(w *client.Registration) {
		w.Grants, w.Scopes = []string{client.GrantCode}, []string{"openid", "profile", "email"}
		w.RedirectURIs, w.PostLogoutRedirectURIs = []string{r.app.URL + "/login/generic_oauth"}, []string{r.app.URL + "/login"}
	})
	g := grafana{settings: map[string]string{}}
	for line := range strings.Lines(recipe(t, "Grafana", "https://id.example.com", r.issuer, "https%3A%2F%2Fgrafana.example.com", url.QueryEscape(r.app.URL),
		"client_...", string(c.ID), "cs_...", secret)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " = ")
		g.settings[name] = value
	}
	g.oauth = oauth2.Config{
		ClientID: g.settings["client_id"], ClientSecret: g.settings["client_secret"], Scopes: strings.Fields(g.settings["scopes"]),
		Endpoint: oauth2.Endpoint{AuthURL: g.settings["auth_url"], TokenURL: g.settings["token_url"]}, RedirectURL: r.app.URL + "/login/generic_oauth",
	}
	return g
}

// attribute is what a path of one name finds first in the ID token and then at
// api_url, as Grafana looks for it.
func (g grafana) attribute(setting string, places ...map[string]any) string {
	for _, place := range places {
		if value, ok := place[strings.Trim(g.settings[setting], "[]")].(string); ok {
			return value
		}
	}
	return ""
}

func TestWhatGrafanaAsksIsAnsweredByItsRecipe(t *testing.T) {
	r := newRig(t, "sqlite", 1, passwordAlone)
	r.today()
	ada := r.join("ada")
	g := newGrafana(t, r)
	ctx := t.Context()
	random := make([]byte, 96)
	_, _ = rand.Read(random)
	verifier := base64.RawURLEncoding.EncodeToString(random) // as long as RFC 7636 lets it be
	b := browser.New(browser.Options{})
	r.visits(b, g.oauth.AuthCodeURL("state-of-grafana=", oauth2.S256ChallengeOption(verifier)), "ada")
	r.finish(b, ada.phone)
	at, err := url.Parse(b.URL())
	r.ok(err)
	if got := at.Query(); at.Path != "/login/generic_oauth" || got.Get("state") != "state-of-grafana=" {
		t.Fatalf("the browser is at %s:\n%s", at, b.PageText())
	}
	token, err := g.oauth.Exchange(ctx, at.Query().Get("code"), oauth2.VerifierOption(verifier))
	r.ok(err)
	id, _ := token.Extra("id_token").(string)
	res, err := g.oauth.Client(ctx, token).Get(g.settings["api_url"])
	r.ok(err)
	defer res.Body.Close()
	var info map[string]any
	r.ok(json.NewDecoder(res.Body).Decode(&info))
	said := claims(t, id)
	if login := g.attribute("login_attribute_path", said, info); login != "ada" {
		t.Errorf("the login is %q of %v and %v", login, said, info)
	}
	if info["sub"] != string(ada.id) || info["email"] != "ada@northwind.example" || info["name"] != "Ada Okafor" {
		t.Errorf("it is told %v", info)
	}
	if group := g.attribute("groups_attribute_path", said, info); group == "" || !strings.Contains(" "+g.settings["allowed_groups"]+" ", " "+group+" ") {
		t.Errorf("the group %q is not allowed", group)
	}
	r.ok(b.Open(ctx, g.settings["signout_redirect_url"]+"&id_token_hint="+id))
	if b.URL() != r.app.URL+"/login" {
		t.Errorf("after sign-out the browser is at %s:\n%s", b.URL(), b.PageText())
	}

	// One who takes out what it asks for has no group that it allows.
	tampered := r.tampering(t, g.oauth.AuthCodeURL("s", oauth2.S256ChallengeOption(verifier)), ada)
	at, err = url.Parse(tampered.URL())
	r.ok(err)
	token, err = g.oauth.Exchange(ctx, at.Query().Get("code"), oauth2.VerifierOption(verifier))
	r.ok(err)
	id, _ = token.Extra("id_token").(string)
	if group := g.attribute("groups_attribute_path", claims(t, id)); strings.Contains(g.settings["allowed_groups"], group) {
		t.Errorf("a password alone has the group %q", group)
	}
}
