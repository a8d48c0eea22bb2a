package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"countersign/config"
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

// What was asked for in detail, and for whom, is shown, granted and in the tokens
// (RFC 9396 section 7, RFC 8707 section 2.2).
func TestDetailsAndResourcesAreGrantedAsAsked(t *testing.T) {
	r := newRig(t, "sqlite", 1, func(c *config.Config) {
		c.OAuth.Resources = config.Resources{{Identifier: "https://pay.example", Format: config.JWT, Alg: "ES256"}}
		c.OAuth.AuthorizationDetails = config.DetailTypes{{
			Type: "payment", Label: "Payment", Fields: []config.DetailField{{Name: "to", Label: "Payee", Kind: "text", Required: true}},
		}}
	})
	ada := r.join("ada")
	c, secret := r.client(func(w *client.Registration) { w.Metadata.DetailTypes = []string{"payment"} })
	refused := r.browser(0)
	r.ok(refused.Open(t.Context(), r.request(c, secret, func(v url.Values) { v.Set("resource", "https://other.example") }).url))
	if got := r.landed(refused); got.Get("error") != "invalid_target" {
		t.Errorf("another resource: %v", got)
	}
	q := r.request(c, secret, func(v url.Values) {
		v.Set("resource", "https://pay.example")
		v.Set("authorization_details", `[{"type":"payment","to":"Grace Hopper"}]`)
	})
	b := r.browser(0)
	r.toPush(b, q, ada.name)
	r.finish(b, ada.phone)
	if !b.Has("consent-allow") {
		t.Fatalf("nobody is asked: %s", b.URL())
	}
	r.ok(b.Click(t.Context(), "consent-allow"))
	status, got := r.redeem(0, q, r.landed(b).Get("code"))
	if status != http.StatusOK {
		t.Fatalf("%d %+v", status, got)
	}
	access := claims(t, got.Access)
	details, err := json.Marshal(access["authorization_details"])
	if err != nil || access["aud"] != "https://pay.example" || string(details) != `[{"to":"Grace Hopper","type":"payment"}]` {
		t.Errorf("the access token is for %v, to %s, %v", access["aud"], details, err)
	}
}
