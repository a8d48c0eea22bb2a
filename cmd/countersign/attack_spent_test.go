package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"countersign/idp/client"
	"countersign/idp/dpop/dpoptest"
)

// A good proof of possession is written down so that it cannot come back. Who has
// no token writes none, whatever key proves it.
func TestAttackProofsWithoutATokenAreNotWrittenDown(t *testing.T) {
	a := attacker{newRig(t, "sqlite", 1)}
	db := a.database()
	app, _ := a.client(func(w *client.Registration) { w.Public = true })
	k := dpoptest.New(t)
	dead := "cs_at_" + strings.Repeat("A", 43)
	proof := func(method, path, token string) string {
		return k.Proof(method, a.issuer+path, token, a.clock.Now())
	}
	refreshes := func() {
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}, "client_id": {string(app.ID)}}
		post, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.issuer+"/token", strings.NewReader(form.Encode()))
		a.ok(err)
		post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		post.Header.Set("DPoP", proof("POST", "/token", ""))
		res, err := a.http(0).Do(post)
		a.ok(err, res.Body.Close())
		k.Hear(res.Header) // the nonce, which is no secret
	}
	written := func(want int) {
		var n int
		a.ok(db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM spent").Scan(&n))
		if n != want {
			t.Errorf("%d rows were written, want %d", n, want)
		}
	}
	refreshes()
	for _, path := range []string{"/userinfo", "/api/people/ada/authenticators", "/api/challenges/chl_AAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		got := a.carried(0, http.MethodGet, path, "DPoP", dead, proof("GET", path, dead), nil)
		if got.status != http.StatusUnauthorized {
			t.Errorf("%s: %d %v", path, got.status, got.body)
		}
	}
	written(0)
	refreshes() // such a proof is good
	written(1)
}
