package main

import (
	"net/url"
	"strings"
	"testing"
)

func TestApplicationNamesTheLanguageOfASignIn(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	c, secret := r.client()
	ctx, b := t.Context(), r.browser(0)
	asking := func(name, locales string) string {
		return r.request(c, secret, func(v url.Values) { v.Set(name, locales) }).url
	}
	speaks := func(when, title string) {
		t.Helper()
		if got := b.Title(); !strings.HasPrefix(got, title+" – ") {
			t.Errorf("%s: the title is %q, want %q", when, got, title)
		}
	}
	r.ok(b.Open(ctx, asking("ui_locales", "pt de-AT fr")))
	speaks("German is the first that there is", "Anmelden")
	r.ok(b.Fill("username", "nobody"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
	speaks("every page of the sign-in", "Fehler: noch einmal anmelden")
	r.ok(b.Click(ctx, "language-es"))
	speaks("the person's own choice wins for the rest", "Iniciar sesión")
	r.ok(b.Open(ctx, r.request(c, secret).url))
	speaks("the choice is kept", "Iniciar sesión")
	r.ok(b.Open(ctx, asking("ui_locales", "fr")))
	speaks("another sign-in", "Se connecter")
	r.ok(b.Open(ctx, r.issuer+"/signed-out"))
	speaks("no other page", "Ha cerrado la sesión")

	b = r.browser(0)
	r.ok(b.Open(ctx, asking("ui_locales", "pt ja")))
	speaks("no language that there is", "Sign in")
	r.ok(b.Open(ctx, asking("claims_locales", "de")))
	speaks("claims have no languages", "Sign in")
}
