package main

import (
	"net/url"
	"testing"
)

func TestNewPasswordEndsSessionsAndWhatTheyGave(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.join("ada")
		c, secret := r.client()
		q, b := r.request(c, secret), r.browser(0)
		r.toPush(b, q, "ada")
		r.finish(b, ada.phone)
		status, got := r.redeem(0, q, r.landed(b).Get("code"))
		if status != 200 || got.Refresh == "" {
			t.Fatalf("token endpoint: %d %s", status, got.Error)
		}
		_, err := r.replicas[0].secrets.Set(t.Context(), string(ada.id), "another long password", false)
		r.ok(err)
		status, _ = r.token(0, q, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}})
		if status != 400 {
			t.Errorf("the refresh token of before still answers %d", status)
		}
		r.ok(b.Open(t.Context(), r.request(c, secret).url))
		if !b.Has("password") {
			t.Errorf("the browser session of before still signs in: %s", b.URL())
		}
	})
}
