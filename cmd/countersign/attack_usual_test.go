package main

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/config"
)

// Whose password alone is enough, because all is as always, changes nothing of
// the account with it, and no application that asks for two factors gets less.
func TestAttackPasswordAloneOpensNoMoreThanItSays(t *testing.T) {
	ctx := t.Context()
	r := newRig(t, "sqlite", 1, func(c *config.Config) { c.Policy.Risk, c.Policy.UsualPasswordAlone = true, true })
	ada := r.join("ada")
	b := r.atAccount(ada)
	r.ok(b.Open(ctx, r.issuer+"/me/password"))
	if !b.Has("new-password") {
		t.Fatalf("two fresh factors do not change the password: %s", b.PageText())
	}
	c, secret := r.client()
	sign := func(change ...func(url.Values)) request {
		t.Helper()
		r.clock.Advance(time.Hour)
		q := r.request(c, secret, append(change, askAgain)...)
		r.ok(b.Open(ctx, q.url), b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
		return q
	}
	q := sign()
	_, got := r.redeem(0, q, r.landed(b).Get("code"))
	if amr := amrOf(t, got.ID); !slices.Equal(amr, []string{"pwd", "rba"}) {
		t.Errorf("amr %v", amr)
	}
	r.ok(b.Open(ctx, r.issuer+"/me/password"))
	if b.Has("new-password") {
		t.Errorf("the password can be changed by itself: %s", b.PageText())
	}
	if sign(func(v url.Values) { v.Set("acr_values", "urn:countersign:acr:2") }); !b.Has("push-number") {
		t.Errorf("an application that wants two factors got %s", b.URL())
	}
}

// Whom the person signs out from another browser, who may be a thief with the
// password and the cookies, is not let in again by the password alone.
func TestAttackWhoIsSignedOutProvesBothFactorsAnew(t *testing.T) {
	ctx := t.Context()
	r := newRig(t, "sqlite", 1, func(c *config.Config) { c.Policy.Risk, c.Policy.UsualPasswordAlone = true, true })
	ada := r.join("ada")
	c, secret := r.client()
	again := func(b *browser.Tab) {
		t.Helper()
		r.clock.Advance(time.Hour)
		r.ok(b.Open(ctx, r.request(c, secret, askAgain).url), b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
	}
	thief := r.atAccount(ada)
	again(thief)
	if r.landed(thief).Get("code") == "" {
		t.Fatalf("nothing is usual: %s", thief.PageText())
	}
	owner := r.atAccount(ada)
	r.ok(owner.Open(ctx, r.issuer+"/me/sessions"), owner.Click(ctx, "end-others"))
	if again(thief); !thief.Has("push-number") {
		t.Errorf("who was signed out is at %s", thief.URL())
	}
}
