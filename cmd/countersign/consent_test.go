package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"countersign/idp/client"
	"countersign/idp/logo"
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

// The page of a sign-in shows whose it is, by a picture and pages that the client
// registered (Dynamic Client Registration section 2), and loads nothing of theirs.
func TestSignInShowsWhoseItIs(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ctx, name := t.Context(), strings.Repeat("ab", 32)
	c, secret := r.client(thirdParty, func(w *client.Registration) {
		w.Metadata.LogoURI, w.Metadata.TOSURI = "https://budgeteer.example/logo.svg", "https://budgeteer.example/terms"
	})
	b := r.browser(0)
	q := r.request(c, secret)
	r.ok(b.Open(ctx, q.url))
	if strings.Contains(b.Body(), "logo.svg") || strings.Contains(b.Body(), "<img") {
		t.Error("a picture is shown that we have not got")
	}
	for id, to := range map[string]string{"app-policy": "https://budgeteer.example/privacy", "app-terms": "https://budgeteer.example/terms"} {
		if !strings.Contains(b.Body(), `id="`+id+`" href="`+to+`" target="_blank" rel="noopener noreferrer"`) {
			t.Errorf("no %s", id)
		}
	}
	r.ok(r.replicas[0].db.Logos().Keep(ctx, logo.Picture{Client: c.ID, URI: c.Metadata.LogoURI, Name: name, PNG: []byte("a picture"), Looked: r.clock.Now()}))
	r.ok(b.Open(ctx, q.url))
	if !strings.Contains(b.Body(), `src="/logo/`+name+`.png"`) {
		t.Error("no picture")
	}
	got, err := r.http(0).Get(r.issuer + "/logo/" + name + ".png")
	r.ok(err)
	defer got.Body.Close()
	picture, err := io.ReadAll(got.Body)
	r.ok(err)
	if string(picture) != "a picture" || got.Header.Get("Content-Type") != "image/png" || got.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s %v", picture, got.Header)
	}
}

// A page of an application takes passwords, but no consent: it could say yes for
// anybody.
func TestNoPageOfAnApplicationConsents(t *testing.T) {
	r := newRig(t, "sqlite", 1, passwordAlone)
	r.withPassword("ada")
	p := r.spa(func(w *client.Registration) { w.Metadata.ThirdParty = true })
	if a := p.begin(); a.status != http.StatusOK && a.status != http.StatusCreated {
		t.Fatalf("begin: %+v", a)
	}
	a := p.call(http.MethodPost, "/password", map[string]any{"username": "ada", "password": storyPassword})
	to, _ := a.body["redirect_to"].(string)
	if a.body["status"] != "redirect_required" || a.body["code"] != nil || !strings.HasPrefix(to, r.issuer+"/authorize?") {
		t.Fatalf("told %+v", a.body)
	}
	ctx, b := t.Context(), r.browser(0)
	r.ok(b.Open(ctx, to), b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
	if !b.Has("consent-allow") {
		t.Errorf("our own page does not ask:\n%s", b.PageText())
	}
}
