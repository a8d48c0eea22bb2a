package main

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"countersign/idp/client"
)

// The modules oidcc-rp-initiated-logout-* of the conformance suite: what the
// application asks, whether the browser may come back to it, and whether the
// session is over in the end. Where a person is asked, they say yes.
func TestSignOutDoesWhatTheModulesOfTheSuiteAsk(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	who := r.join("ada")
	c, secret := r.client()
	out := r.app.URL + "/out"
	state := strings.Repeat("aZ09-._~", 16) // 128 characters that must come back as they were
	for module, m := range map[string]struct {
		change func(q url.Values, id string)
		at     string // where the browser ends; "" for our error page
	}{
		"oidcc-rp-initiated-logout":          {func(url.Values, string) {}, out + "?state=" + state},
		"oidcc-rp-initiated-logout-no-state": {func(q url.Values, _ string) { q.Del("state") }, out},
		"oidcc-rp-initiated-logout-no-params": {func(q url.Values, _ string) {
			q.Del("state")
			q.Del("id_token_hint")
			q.Del("post_logout_redirect_uri")
		}, r.issuer + "/signed-out"},
		"oidcc-rp-initiated-logout-only-state": {func(q url.Values, _ string) {
			q.Del("id_token_hint")
			q.Del("post_logout_redirect_uri")
		}, r.issuer + "/signed-out"},
		"oidcc-rp-initiated-logout-no-post-logout-redirect-uri":             {func(q url.Values, _ string) { q.Del("post_logout_redirect_uri") }, r.issuer + "/signed-out"},
		"oidcc-rp-initiated-logout-no-id-token-hint":                        {func(q url.Values, _ string) { q.Del("id_token_hint") }, ""},
		"oidcc-rp-initiated-logout-bad-post-logout-redirect-uri":            {func(q url.Values, _ string) { q.Set("post_logout_redirect_uri", out+"/x") }, ""},
		"oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri": {func(q url.Values, _ string) { q.Set("post_logout_redirect_uri", out+"?foo=bar") }, ""},
		"oidcc-rp-initiated-logout-bad-id-token-hint": {func(q url.Values, id string) {
			parts := strings.Split(id, ".")
			q.Set("id_token_hint", parts[0]+"."+parts[1]+"."+strings.Repeat("A", len(parts[2])))
		}, ""},
		"oidcc-rp-initiated-logout-modified-id-token-hint": {func(q url.Values, id string) {
			none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`))
			q.Set("id_token_hint", none+"."+strings.Split(id, ".")[1]+".")
		}, ""},
	} {
		t.Run(module, func(t *testing.T) {
			b := r.browser(0)
			got := r.signsIn(b, r.request(c, secret), who)
			q := url.Values{"id_token_hint": {got.ID}, "post_logout_redirect_uri": {out}, "state": {state}}
			m.change(q, got.ID)
			r.ok(b.Open(t.Context(), r.issuer+"/logout?"+q.Encode()))
			if b.Has("sign-out") {
				r.ok(b.Click(t.Context(), "sign-out"))
			}
			want := m.at
			if want == "" {
				want = r.issuer + "/logout?" + q.Encode() // stayed with us
			}
			if b.URL() != want {
				t.Fatalf("the browser is at %s, want %s:\n%s", b.URL(), want, b.PageText())
			}
			r.ok(b.Open(t.Context(), r.request(c, secret, func(v url.Values) { v.Set("prompt", "none") }).url))
			if over := r.landed(b).Get("error") == "login_required"; over != (m.at != "") {
				t.Errorf("the session is over: %v", over)
			}
		})
	}
}

// oidcc-frontchannel-rp-initiated-logout, in a real browser with and without
// script: the application's page is loaded once with iss and sid, then the
// browser comes back.
func TestBrowserTellsApplicationsOnItsWayOut(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	var mu sync.Mutex
	var loaded []url.Values
	pages := r.app.Config.Handler
	r.app.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/front" {
			mu.Lock()
			defer mu.Unlock()
			loaded = append(loaded, q.URL.Query())
		}
		pages.ServeHTTP(w, q)
	})
	who := r.join("ada")
	c, secret := r.client(func(w *client.Registration) {
		w.Metadata.FrontchannelLogoutURI, w.Metadata.FrontchannelLogoutSession = r.app.URL+"/front", true
	})
	for name, scripts := range map[string]bool{"with script": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			r := r.as(t)
			loaded = nil
			b, q := r.chromium(scripts), r.request(c, secret)
			r.toWaiting(b, q, who.name)
			r.ok(r.approve(who.phone, b.text("push-number")))
			if !scripts {
				b.see("push-continue")
				b.click("push-continue")
			}
			_, got := r.redeem(0, q, r.landedIn(b).Get("code"))
			b.open(r.issuer + "/logout?" + url.Values{"id_token_hint": {got.ID}, "post_logout_redirect_uri": {r.app.URL + "/out"}, "state": {"s1"}}.Encode())
			r.until("the browser is back at the application", func() bool { return b.address() == r.app.URL+"/out?state=s1" })
			mu.Lock()
			defer mu.Unlock()
			if len(loaded) != 1 || len(loaded[0]) != 2 || loaded[0].Get("iss") != r.issuer || loaded[0].Get("sid") != claims(t, got.ID)["sid"] {
				t.Errorf("loaded %v", loaded)
			}
		})
	}
}
