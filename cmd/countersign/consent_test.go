package main

import (
	"net/url"
	"strings"
	"testing"

	"countersign/idp/client"
)

func thirdParty(w *client.Registration) {
	w.Name, w.Metadata.ThirdParty = "Budgeteer", true
	w.Metadata.PolicyURI = "https://budgeteer.example/privacy"
}

// Core sections 3.1.2.4 and 11, through the front door.
func TestThirdPartyIsAllowedOnceAndForgottenOnceTakenBack(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		c, secret := r.client(thirdParty)
		b := r.browser(0)
		q := r.request(c, secret)
		r.toPush(b, q, "ada")
		r.finish(b, ada.phone)
		shows(t, b, "Allow Budgeteer?", "see your name", "see your email address", "while you are away", strings.TrimPrefix(r.app.URL, "http://"), "Privacy policy")
		r.ok(b.Click(ctx, "consent-allow"))
		if code, got := r.redeem(0, q, r.landed(b).Get("code")); code != 200 || got.Refresh == "" {
			t.Fatalf("%d %+v", code, got)
		}
		none := r.request(c, secret, func(v url.Values) { v.Set("prompt", "none") })
		again := r.request(c, secret, func(v url.Values) { v.Set("prompt", "consent") })
		r.ok(b.Open(ctx, none.url))
		if r.landed(b).Get("code") == "" {
			t.Error("asked although it was allowed")
		}
		r.ok(b.Open(ctx, again.url))
		if !b.Has("consent-allow") {
			t.Error("prompt=consent does not ask")
		}
		me := r.atAccount(ada)
		r.ok(me.Open(ctx, r.issuer+"/me/apps"))
		shows(t, me, "Budgeteer", "You allowed: who you are, your name, your email address, access while you are away")
		r.ok(me.Open(ctx, r.issuer+"/me/data"), me.Click(ctx, "download"))
		if !strings.Contains(me.Body(), `"consents": [`) || !strings.Contains(me.Body(), "Budgeteer") {
			t.Error("it is not in the download")
		}
		r.ok(me.Open(ctx, r.issuer+"/me/apps"))
		r.ok(me.Click(ctx, "revoke-"+string(c.ID)), b.Open(ctx, none.url))
		if got := r.landed(b); got.Get("error") != "consent_required" || got.Get("code") != "" {
			t.Errorf("told %v", got)
		}
		r.ok(b.Open(ctx, q.url), b.Click(ctx, "consent-deny"))
		if got := r.landed(b); got.Get("error") != "access_denied" || got.Get("state") != q.state {
			t.Errorf("told %v", got)
		}
	})
}
