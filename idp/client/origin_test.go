package client_test

import (
	"errors"
	"testing"

	"countersign/idp/client"
)

func TestWebOriginIsWhatABrowserSends(t *testing.T) {
	r, _ := newRegistry(t, nil)
	for origin, ok := range map[string]bool{
		"https://app.example":          true,
		"https://app.example:8443":     true,
		"http://localhost:9090":        true,
		"http://127.0.0.1:9090":        true,
		"http://[::1]:9090":            true,
		"https://xn--pp-wia.example":   true,
		"":                             false,
		"null":                         false,
		"*":                            false,
		"https://*.app.example":        false,
		"https://app.example/":         false,
		"https://app.example/page":     false,
		"https://app.example?x":        false,
		"https://app.example#x":        false,
		"https://app.example:443":      false,
		"http://localhost:80":          false,
		"https://app.example:":         false,
		"https://App.example":          false,
		"HTTPS://app.example":          false,
		"http://app.example":           false,
		"https://user@app.example":     false,
		"com.example.app:":             false,
		"com.example.app://cb":         false,
		"com.example.app://cb:1":       false,
		"https://:8443":                false,
		"http://:8080":                 false,
		"https://app.example evil":     false,
		"https://app.example\\":        false,
		"https://":                     false,
		"file://":                      false,
		"https://app.example,x":        false,
		"https://app.example\u200b.eu": false,
	} {
		w := wish()
		w.Public, w.Origins = true, client.Origins{Web: []string{origin}}
		if _, _, err := r.Create(t.Context(), w); (err == nil) != ok || (err != nil && !errors.Is(err, client.ErrOrigin)) {
			t.Errorf("web origin %q: %v", origin, err)
		}
	}
}

func TestWebOriginsAreForClientsWithoutASecret(t *testing.T) {
	r, _ := newRegistry(t, nil)
	at := client.Origins{Web: []string{"https://app.example"}}
	w := wish()
	w.Origins = at
	if _, _, err := r.Create(t.Context(), w); !errors.Is(err, client.ErrOriginKind) {
		t.Errorf("of a confidential client: %v", err)
	}
	w.Origins = client.Origins{JSONSignIn: true}
	w.Public = true
	if _, _, err := r.Create(t.Context(), w); !errors.Is(err, client.ErrJSONSignIn) {
		t.Errorf("sign-in by JSON from nowhere: %v", err)
	}
	c, _, err := r.Create(t.Context(), wish())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.SetOrigins(t.Context(), c.ID, at); !errors.Is(err, client.ErrOriginKind) {
		t.Errorf("set for a confidential client: %v", err)
	}
}

func TestPageSignsInOnlyWhereThatIsAllowed(t *testing.T) {
	at := client.Origins{Web: []string{"https://app.example"}, JSONSignIn: true}
	c := client.Client{Origins: at}
	if !c.MaySignIn("https://app.example") || c.MaySignIn("https://evil.example") || c.MaySignIn("") {
		t.Error("the wrong origins sign in")
	}
	c.Origins.JSONSignIn = false
	if c.MaySignIn("https://app.example") {
		t.Error("an origin that may only read signs in")
	}
}

// Preflights come from anybody: they must not ask the database each time.
func TestOriginsAreReadOnceUntilAClientChanges(t *testing.T) {
	rings := make(chan struct{}, 1)
	r, s := newRegistry(t, rings)
	allowed := func(origin string) bool {
		t.Helper()
		ok, err := r.AllowsOrigin(t.Context(), origin)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	w := wish()
	w.Public, w.Origins = true, client.Origins{Web: []string{"https://app.example"}}
	if allowed("https://app.example") {
		t.Error("allowed before anybody registered it")
	}
	if _, _, err := r.Create(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	rings <- struct{}{}
	asked := s.asked
	for range 5 {
		if !allowed("https://app.example") || allowed("https://evil.example") || allowed("") || allowed("null") {
			t.Error("the wrong origins are allowed")
		}
	}
	if s.asked != asked+1 {
		t.Errorf("the store was asked %d times", s.asked-asked)
	}
}
