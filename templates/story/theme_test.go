package story_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"countersign/static"
)

// The colours of a page are those that its reader chose, whatever the system
// has; without a choice they are those of the system.
func TestChosenColoursWinOverTheSystems(t *testing.T) {
	byTheme := map[string]page{}
	for _, p := range named(t, "account-display") {
		byTheme[attr(p.tags("html")[0], "data-theme")] = p
	}
	ctx, server := browse(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p, ok := byTheme[r.URL.Query().Get("theme")]; ok && r.URL.Path == "/" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", policy)
			_, _ = w.Write(p.raw)
			return
		}
		static.Handler().ServeHTTP(w, r)
	}))
	const (
		light = "rgb(245, 244, 240) rgb(21, 23, 28)"
		dark  = "rgb(13, 15, 19) rgb(236, 238, 243)"
	)
	for _, c := range []struct{ theme, system, colours, scheme string }{
		{"", "light", light, "light dark"}, {"", "dark", dark, "light dark"},
		{"light", "light", light, "light"}, {"light", "dark", light, "light"},
		{"dark", "light", dark, "dark"}, {"dark", "dark", dark, "dark"},
	} {
		if err := chromedp.Do(ctx, chromedp.Navigate(server+"/?theme="+c.theme)); err != nil {
			t.Fatal(err)
		}
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: c.system}},
		})
		if err != nil {
			t.Fatal(err)
		}
		got := ask[[]string](t, ctx, `[getComputedStyle(document.body).backgroundColor + " " + getComputedStyle(document.body).color,
			getComputedStyle(document.documentElement).colorScheme]`)
		if got[0] != c.colours || got[1] != c.scheme {
			t.Errorf("chosen %q, system %q: %q, want %q and %q", c.theme, c.system, got, c.colours, c.scheme)
		}
	}
}
