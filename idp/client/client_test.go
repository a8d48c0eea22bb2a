package client_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/idp/client"
)

// shelf is a store in memory that counts how often it is asked.
type shelf struct {
	clients map[client.ID]client.Client
	asked   int
}

func (s *shelf) Find(_ context.Context, id client.ID) (client.Client, error) {
	s.asked++
	c, ok := s.clients[id]
	if !ok {
		return c, client.ErrNotFound
	}
	return c, nil
}

func (s *shelf) List(context.Context) ([]client.Client, error) {
	s.asked++
	return slices.Collect(maps.Values(s.clients)), nil
}

func (s *shelf) SetOrigins(_ context.Context, id client.ID, o client.Origins, _ time.Time, _ ...audit.Event) error {
	c := s.clients[id]
	c.Origins = o
	s.clients[id] = c
	return nil
}

func (s *shelf) Create(_ context.Context, c client.Client, _ ...audit.Event) error {
	s.clients[c.ID] = c
	return nil
}

func (s *shelf) SetSecret(_ context.Context, id client.ID, hash []byte, kept string, _ time.Time, _ ...audit.Event) error {
	c := s.clients[id]
	c.SecretHash, c.HMACSecret = hash, kept
	s.clients[id] = c
	return nil
}

func (s *shelf) Update(_ context.Context, c client.Client, _ ...audit.Event) error {
	s.clients[c.ID] = c
	return nil
}

func (s *shelf) Delete(_ context.Context, id client.ID, _ ...audit.Event) error {
	delete(s.clients, id)
	return nil
}

func newRegistry(t *testing.T, rings <-chan struct{}) (*client.Registry, *shelf) {
	t.Helper()
	s := &shelf{clients: map[client.ID]client.Client{}}
	r, err := client.NewRegistry(s, rings, func() time.Time { return time.Unix(1, 0) })
	if err != nil {
		t.Fatal(err)
	}
	return r, s
}

func wish() client.Registration {
	return client.Registration{Name: "App", RedirectURIs: []string{"https://app.example/cb"}}
}

func TestRedirectURIIsAcceptedOnlyIfItCanBeTrusted(t *testing.T) {
	r, _ := newRegistry(t, nil)
	for uri, ok := range map[string]bool{
		"https://app.example/cb":                         true,
		"https://app.example":                            true,
		"https://app.example/cb?tenant=1":                true,
		"http://localhost:9090/callback":                 true,
		"http://127.0.0.1/cb":                            true,
		"http://[::1]:8080/cb":                           true,
		"com.example.app:/cb":                            true,
		"com.example.app://cb":                           true,
		"":                                               false,
		"/cb":                                            false,
		"app.example/cb":                                 false,
		"//app.example/cb":                               false,
		"http://app.example/cb":                          false,
		"http://localhost.evil.example/cb":               false,
		"http://127.0.0.1.evil.example/cb":               false,
		"http://0.0.0.0/cb":                              false,
		"https://":                                       false,
		"https:app.example":                              false,
		"https://user@app.example/cb":                    false,
		"https://user:password@app.example/":             false,
		"https://app.example/cb#fragment":                false,
		"https://app.example/cb#":                        false,
		"https://*.app.example/cb":                       false,
		"https://app.example/*":                          false,
		"https://app.example\\@evil.example":             false,
		"https://app.example/\\evil.example":             false,
		"https://app.example\\.evil.example/cb":          false,
		"https://app.example;sandbox/cb":                 false,
		"https://app.example,evil.example/cb":            false,
		"https://app.example/a b":                        false,
		"https://app.example/\r\nSet-Cookie:x":           false,
		"https://äpp.example/cb":                         false,
		"javascript:alert(1)":                            false,
		"data:text/html,x":                               false,
		"file:///etc/passwd":                             false,
		"myapp:/cb":                                      false,
		"COM.EXAMPLE:/cb":                                false,
		"https://app.example/%zz":                        false,
		"https://a.example/" + strings.Repeat("x", 2000): false,
	} {
		w := wish()
		w.RedirectURIs = []string{uri}
		if _, _, err := r.Create(t.Context(), w); (err == nil) != ok || (err != nil && !errors.Is(err, client.ErrRedirectURI)) {
			t.Errorf("redirect URI %q: %v", uri, err)
		}
		w = wish()
		w.PostLogoutRedirectURIs = []string{uri}
		if _, _, err := r.Create(t.Context(), w); (err == nil) != ok {
			t.Errorf("post-logout redirect URI %q: %v", uri, err)
		}
	}
}

func TestRegistrationIsRefused(t *testing.T) {
	r, s := newRegistry(t, nil)
	for name, c := range map[string]struct {
		change func(*client.Registration)
		want   error
	}{
		"no name":            {func(w *client.Registration) { w.Name = " " }, client.ErrName},
		"line break in name": {func(w *client.Registration) { w.Name = "a\nb" }, client.ErrName},
		"long name":          {func(w *client.Registration) { w.Name = strings.Repeat("x", 101) }, client.ErrName},
		"no redirect URI":    {func(w *client.Registration) { w.RedirectURIs = nil }, client.ErrNoRedirect},
		"refresh alone":      {func(w *client.Registration) { w.Grants = []string{client.GrantRefresh} }, client.ErrGrant},
		"implicit grant":     {func(w *client.Registration) { w.Grants = []string{"implicit"} }, client.ErrGrant},
		"unknown scope":      {func(w *client.Registration) { w.Scopes = []string{"admin"} }, client.ErrScope},
		"public, in its own name": {func(w *client.Registration) {
			w.Public, w.Grants, w.Scopes = true, []string{client.GrantCode, client.GrantClient}, []string{client.ScopePush}
		}, client.ErrOwnName},
		"in its own name, for nothing": {func(w *client.Registration) { w.Grants = []string{client.GrantClient} }, client.ErrOwnName},
		"HS256":                        {func(w *client.Registration) { w.IDTokenAlg = "HS256" }, client.ErrAlg},
		"public without PKCE":          {func(w *client.Registration) { w.Public, w.PKCEOptional = true, true }, client.ErrPKCE},
	} {
		w := wish()
		c.change(&w)
		if _, _, err := r.Create(t.Context(), w); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(s.clients) != 0 {
		t.Errorf("stored %v", s.clients)
	}
}

// Of a hash there is no HMAC.
func TestSecretIsKeptItselfOnlyForWhoSignsWithIt(t *testing.T) {
	r, s := newRegistry(t, nil)
	w := wish()
	w.Method = client.SecretJWT
	c, secret, err := r.Create(t.Context(), w)
	if err != nil || secret == "" || s.clients[c.ID].HMACSecret != secret {
		t.Fatalf("%q is kept, %q was told, %v", s.clients[c.ID].HMACSecret, secret, err)
	}
	if secret, err = r.RotateSecret(t.Context(), c.ID); err != nil || s.clients[c.ID].HMACSecret != secret {
		t.Errorf("after a rotation %q is kept, %q was told, %v", s.clients[c.ID].HMACSecret, secret, err)
	}
	w.Name = "Other"
	if _, told, err := r.Update(t.Context(), c.ID, w); err != nil || told != "" || s.clients[c.ID].HMACSecret != secret {
		t.Errorf("after an update %q is kept, %q was told, %v", s.clients[c.ID].HMACSecret, told, err)
	}
	for _, m := range []client.AuthMethod{client.Basic, client.Post, client.None} {
		w.Method = m
		if _, _, err := r.Update(t.Context(), c.ID, w); err != nil || s.clients[c.ID].HMACSecret != "" {
			t.Errorf("%s: %q is kept, %v", m, s.clients[c.ID].HMACSecret, err)
		}
	}
	c, _, err = r.Create(t.Context(), wish())
	if err != nil || s.clients[c.ID].HMACSecret != "" {
		t.Errorf("%q is kept, %v", s.clients[c.ID].HMACSecret, err)
	}
}

func TestSecretIsToldOnceAndOnlyItsHashIsKept(t *testing.T) {
	r, s := newRegistry(t, nil)
	c, secret, err := r.Create(t.Context(), wish())
	if err != nil {
		t.Fatal(err)
	}
	kept := s.clients[c.ID]
	if len(secret) != len("cs_cs_")+64 || strings.Contains(string(kept.SecretHash), secret) || !kept.HasSecret(secret) || kept.HasSecret("") {
		t.Errorf("secret %d characters, hash %x", len(secret), kept.SecretHash)
	}
	if kept.Method != client.Basic || !kept.Allows(client.GrantCode) || kept.Allows(client.GrantRefresh) || kept.IDTokenAlg != "ES256" {
		t.Errorf("defaults: %+v", kept)
	}
	next, err := r.RotateSecret(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if kept, _ := r.Find(t.Context(), c.ID); kept.HasSecret(secret) || !kept.HasSecret(next) {
		t.Error("the old secret lives on")
	}
}

func TestPublicClientHasNoSecret(t *testing.T) {
	r, _ := newRegistry(t, nil)
	w := wish()
	w.Public = true
	c, secret, err := r.Create(t.Context(), w)
	if err != nil || secret != "" || c.SecretHash != nil || !c.Public() || c.HasSecret("") {
		t.Errorf("%+v %q %v", c, secret, err)
	}
	if _, err := r.RotateSecret(t.Context(), c.ID); !errors.Is(err, client.ErrPublic) {
		t.Errorf("rotate: %v", err)
	}
}

func TestOfflineAccessBringsTheRefreshGrant(t *testing.T) {
	r, _ := newRegistry(t, nil)
	w := wish()
	w.Scopes = []string{"offline_access"}
	c, _, err := r.Create(t.Context(), w)
	if err != nil || !c.Allows(client.GrantRefresh) || c.Scopes[0] != "openid" {
		t.Errorf("%+v %v", c, err)
	}
}

func TestRegistryForgetsWhenTheBellRings(t *testing.T) {
	rings := make(chan struct{}, 1)
	r, s := newRegistry(t, rings)
	c, _, err := r.Create(t.Context(), wish())
	if err != nil {
		t.Fatal(err)
	}
	find := func() string {
		t.Helper()
		found, err := r.Find(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		return found.Name
	}
	find()
	c.Name = "Changed"
	s.clients[c.ID] = c
	if find() != "App" || s.asked != 1 {
		t.Errorf("asked the store %d times", s.asked)
	}
	rings <- struct{}{}
	if find() != "Changed" {
		t.Error("the old client is still in memory")
	}
}

// Many clients take turns: those that were asked for last are in memory, and
// those before them are not kept for ever.
func TestRegistryKeepsABoundedNumberOfClients(t *testing.T) {
	r, s := newRegistry(t, nil)
	find := func(i int) {
		t.Helper()
		id := client.ID(fmt.Sprintf("client_%d", i))
		s.clients[id] = client.Client{ID: id}
		if _, err := r.Find(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 5001 {
		find(i)
	}
	asked := s.asked
	find(5000)
	if s.asked != asked {
		t.Error("the last one is not in memory")
	}
	find(0)
	if s.asked != asked+1 {
		t.Error("the first one is still in memory")
	}
}

func TestMissAlwaysAsksTheStore(t *testing.T) {
	r, s := newRegistry(t, nil)
	for range 2 {
		if _, err := r.Find(t.Context(), "client_x"); !errors.Is(err, client.ErrNotFound) {
			t.Error(err)
		}
	}
	s.clients["client_x"] = client.Client{ID: "client_x"}
	if _, err := r.Find(t.Context(), "client_x"); err != nil {
		t.Error(err)
	}
	before := s.asked
	for _, id := range []client.ID{"", "a\x00b", "a b", "ä", client.ID(strings.Repeat("x", 101))} {
		if _, err := r.Find(t.Context(), id); !errors.Is(err, client.ErrNotFound) || s.asked != before {
			t.Errorf("%q reached the store: %v", id, err)
		}
	}
}
