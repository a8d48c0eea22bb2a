package main

import (
	"net/http"
	"net/url"
	"testing"

	"countersign/config"
)

func TestTokenIsForTheResourceThatTheRequestNamed(t *testing.T) {
	const api = "https://api.example/v1"
	r := newRig(t, "sqlite", 1, func(c *config.Config) {
		c.OAuth.Resources = config.Resources{{Identifier: api, Format: config.JWT}}
	})
	ada := r.join("ada")
	c, secret := r.client()
	b := r.browser(0)
	q := r.request(c, secret, func(v url.Values) { v["resource"] = []string{api, r.issuer} })
	r.toPush(b, q, ada.name)
	r.finish(b, ada.phone)
	_, got := r.redeem(0, q, r.landed(b).Get("code"))
	told := claims(t, got.Access)
	if aud, _ := told["aud"].([]any); len(aud) != 2 || told["sub"] != string(ada.id) || told["client_id"] != string(c.ID) {
		t.Errorf("%v", told)
	}
	_, one := r.token(0, q, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}, "resource": {api}})
	if told := claims(t, one.Access); told["aud"] != api {
		t.Errorf("narrowed: %v", told)
	}
	for token, want := range map[string]int{got.Access: http.StatusOK, one.Access: http.StatusUnauthorized} {
		if a := r.carried(0, "GET", "/userinfo", "Bearer", token, "", nil); a.status != want {
			t.Errorf("userinfo: %d %v, want %d", a.status, a.body, want)
		}
	}
	fresh := r.browser(0)
	r.ok(fresh.Open(t.Context(), r.request(c, secret, func(v url.Values) { v.Set("resource", "https://evil.example") }).url))
	if code := r.landed(fresh).Get("error"); code != "invalid_target" {
		t.Errorf("a resource that nobody knows: %q", code)
	}
}
