package logout_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Whatever asks to sign out, the browser is sent to an address that the
// application registered, and a session ends by its own token alone.
func FuzzSignOut(f *testing.F) {
	for _, v := range []url.Values{
		ask(), ask("client_id", "app", "post_logout_redirect_uri", back), ask("id_token_hint", "hint-ses_1", "post_logout_redirect_uri", back, "state", "a b&c\r\n"),
		ask("id_token_hint", "hint-ses_2", "post_logout_redirect_uri", back), ask("id_token_hint", "native", "post_logout_redirect_uri", "com.example.app:/out"),
		ask("id_token_hint", "hint-ses_1", "post_logout_redirect_uri", "https://evil.example/"), ask("client_id", "other", "id_token_hint", "hint-ses_1"),
	} {
		f.Add(v.Encode())
	}
	f.Fuzz(func(t *testing.T, query string) {
		v, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		h := newHouse(t)
		got := h.get(v)
		if len(h.ended) > 0 && v.Get("id_token_hint") != "hint-ses_1" && v.Get("id_token_hint") != "native" {
			t.Errorf("%q ended %v", query, h.ended)
		}
		to := got.to()
		if got.failure != nil || got.Code != http.StatusSeeOther || strings.HasPrefix(to, "/") {
			return
		}
		c, err := (clients{}).Find(t.Context(), "app")
		if native, bad := (clients{}).Find(t.Context(), "native"); v.Get("id_token_hint") == "native" {
			c, err = native, bad
		}
		rest, ok := strings.CutPrefix(to, v.Get("post_logout_redirect_uri"))
		if err != nil || !c.AllowsPostLogout(v.Get("post_logout_redirect_uri")) || !ok || rest != "" && rest[0] != '?' && rest[0] != '&' || strings.ContainsAny(to, "\r\n\x00 ") {
			t.Errorf("%q leads to %q", query, to)
		}
	})
}
