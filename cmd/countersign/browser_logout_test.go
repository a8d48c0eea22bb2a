package main

import (
	"net/http"
	"net/url"
	"sync"
	"testing"

	"countersign/idp/client"
)

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
