package authorize_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// FuzzAuthorize sends any query: it never panics, and whatever the browser is
// sent to is ours or stands in the client's registration.
func FuzzAuthorize(f *testing.F) {
	for _, v := range []url.Values{
		request(), request("prompt", "none"), request("redirect_uri", "https://evil.example"), request("max_age", "0"),
		request("state", "%0d%0aSet-Cookie: x"), request("id_token_hint", "bob"), request("acr_values", "phr"),
		request("redirect_uri", "com.example.app:/cb"), request("response_mode", "form_post", "state", `"><script>`),
		request("response_mode", "form_post", "redirect_uri", "com.example.app:/cb"), request("response_mode", "fragment.jwt"),
	} {
		f.Add(v.Encode())
	}
	f.Add(wrapped("signs", "a.b.c", "redirect_uri", redirect).Encode())
	f.Add("client_id=app&client_id=old&redirect_uri=https://app.example/cb2;x=%zz")
	f.Fuzz(func(t *testing.T, query string) {
		h := newHouse(t).signedIn(time.Hour)
		r := httptest.NewRequest(http.MethodGet, "/authorize", nil)
		r.URL.RawQuery = query
		got := h.serve(h.room.Begin, r)
		if got.failure != nil {
			return
		}
		if strings.HasPrefix(got.to, "/login/flow_") {
			return
		}
		if got.to == "" { // a form
			if form := formOf(t, got); !slices.Contains(h.clients["app"].RedirectURIs, form.action) && !slices.Contains(h.clients["old"].RedirectURIs, form.action) {
				t.Errorf("posts to %q", form.action)
			}
			return
		}
		registered := slices.Concat(h.clients["app"].RedirectURIs, h.clients["old"].RedirectURIs)
		if !slices.ContainsFunc(registered, func(uri string) bool {
			rest, ok := strings.CutPrefix(got.to, uri)
			return ok && (strings.HasPrefix(rest, "?") || strings.HasPrefix(rest, "&") || strings.HasPrefix(rest, "#"))
		}) {
			t.Errorf("sent to %q", got.to)
		}
		if strings.ContainsAny(got.to, "\r\n\x00 ") {
			t.Errorf("the address %q could break a header", got.to)
		}
	})
}
