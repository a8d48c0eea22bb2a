package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
)

// opening is the tag that a page begins with.
func opening(b *browser.Tab) string {
	_, after, _ := strings.Cut(b.Body(), "<html")
	tag, _, _ := strings.Cut(after, ">")
	return "<html" + tag + ">"
}

func TestPersonChoosesLanguageAndColours(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		kept := func() string {
			p, err := r.replicas[0].db.People().FindByKey(ctx, "ada")
			r.ok(err)
			return p.Language
		}
		// No factor of lately is needed: nothing is opened by it.
		r.clock.Advance(freshFactors + time.Second)
		r.ok(b.Open(ctx, r.issuer+"/me/display"), b.Fill("language", "de"), b.Fill("theme", "dark"), b.Click(ctx, "display-submit"))
		shows(t, b, "Ihre Wahl ist gespeichert.", "Sprache und Darstellung")
		if got, want := opening(b), `<html lang="de" dir="ltr" data-theme="dark">`; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if kept() != "de" {
			t.Errorf("the account reads %q", kept())
		}
		// Every page follows, also one that knows nobody, and a failure.
		for _, path := range []string{"/me/activity", "/forgot", "/nowhere", "/a/"} {
			r.ok(b.Open(ctx, r.issuer+path))
			if got, want := opening(b), `<html lang="de" dir="ltr" data-theme="dark">`; got != want {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
		}
		r.ok(b.Open(ctx, r.issuer+"/me/display"), b.Fill("language", "ar"), b.Fill("theme", "light"), b.Click(ctx, "display-submit"))
		if got, want := opening(b), `<html lang="ar" dir="rtl" data-theme="light">`; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		r.ok(b.Fill("language", ""), b.Fill("theme", ""), b.Click(ctx, "display-submit"))
		shows(t, b, "Your choice is saved.")
		if got, want := opening(b), `<html lang="en" dir="ltr">`; got != want || kept() != "" {
			t.Errorf("%s and %q, want %s and none", got, kept(), want)
		}
	})
}

func TestDisplayTakesItsOwnFormAndNothingElse(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		b := a.atAccount(a.join("ada"))
		a.ok(b.Open(t.Context(), a.issuer+"/me/display"))
		_, after, _ := strings.Cut(b.Body(), `name="_token" value="`)
		token, _, _ := strings.Cut(after, `"`)
		for _, c := range []struct {
			token, language, theme string
			want                   int
		}{
			{token + "x", "de", "dark", http.StatusForbidden}, {token, "tlh", "dark", http.StatusBadRequest},
			{token, "en-XA", "dark", http.StatusBadRequest}, {token, "de", "sepia", http.StatusBadRequest},
			{token, "de", "dark", http.StatusSeeOther},
		} {
			got := a.do(attackRequest{
				method: http.MethodPost, path: "/me/display", cookies: b.Cookies(), kind: "application/x-www-form-urlencoded",
				header: http.Header{"Origin": {a.issuer}},
				body:   url.Values{"_token": {c.token}, "language": {c.language}, "theme": {c.theme}}.Encode(),
			})
			taken := c.want == http.StatusSeeOther
			set := strings.Join(got.header.Values("Set-Cookie"), "; ")
			if got.status != c.want || taken != strings.Contains(set, "=de;") || taken != strings.Contains(set, "=dark;") {
				t.Errorf("%+v: %d, cookies %q", c, got.status, set)
			}
			ada, err := a.replicas[0].db.People().FindByKey(t.Context(), "ada")
			a.ok(err)
			if taken != (ada.Language == "de") {
				t.Errorf("%+v: the account reads %q", c, ada.Language)
			}
		}
	})
}
