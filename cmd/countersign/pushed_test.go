package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"countersign/idp/client"
)

// Mirrors fapi2-security-profile-final-happy-flow as far as the request goes, and
// the modules that idp/authorize/pushed_test.go names, through the whole house.
func TestPushedRequestLeadsToTokensOnce(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		c, secret := a.client(func(w *client.Registration) { w.Metadata.RequirePAR = true })
		q := a.request(c, secret, func(v url.Values) {
			v.Set("scope", "openid")
			v.Set("claims", `{"userinfo":{"email":null},"id_token":{"name":null}}`)
		})
		at, err := url.Parse(q.url)
		a.ok(err)
		push := func(secret string) (int, string) {
			basic := base64.StdEncoding.EncodeToString([]byte(string(c.ID) + ":" + secret))
			got := a.do(attackRequest{
				method: http.MethodPost, path: "/par", kind: "application/x-www-form-urlencoded", body: at.RawQuery,
				header: http.Header{"Authorization": {"Basic " + basic}},
			})
			var out struct {
				URI   string `json:"request_uri"`
				Error string `json:"error"`
			}
			a.ok(json.Unmarshal([]byte(got.body), &out))
			return got.status, out.URI + out.Error
		}
		if status, text := push("wrong"); status != http.StatusUnauthorized || text != "invalid_client" {
			t.Errorf("with another secret: %d %s", status, text)
		}
		status, uri := push(secret)
		if status != http.StatusCreated {
			t.Fatalf("%d %s", status, uri)
		}
		direct := a.browser(0)
		a.ok(direct.Open(t.Context(), q.url))
		if got := a.landed(direct); got.Get("error") != "invalid_request" {
			t.Errorf("what was not pushed: %v", got)
		}

		q.url = a.issuer + "/authorize?" + url.Values{"client_id": {string(c.ID)}, "request_uri": {uri}}.Encode()
		first, second := a.browser(0), a.browser(0)
		a.ok(first.Open(t.Context(), q.url)) // looking does not use it up
		a.toPush(second, q, ada.name)
		a.finish(second, ada.phone)
		landed := a.landed(second)
		status, got := a.redeem(0, q, landed.Get("code"))
		if status != http.StatusOK || landed.Get("state") != q.state || claims(t, got.ID)["name"] != "Ada Okafor" {
			t.Errorf("%d %+v, landed with %v", status, got, landed)
		}
		a.ok(first.Open(t.Context(), q.url+"&"+url.Values{"redirect_uri": {a.callback}}.Encode()))
		if got := a.landed(first); got.Get("error") != "invalid_request_uri" {
			t.Errorf("used again: %v", got)
		}
	})
}
