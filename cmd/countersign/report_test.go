package main

import (
	"net/url"
	"testing"
	"time"

	codes "github.com/pquerna/otp/totp"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/factors/limit"
	"countersign/factors/totp"
	"countersign/idp/person"
	"countersign/storage"
)

// Section 9 of the device protocol, on reports, one sentence after the other.
func TestReportEndsTheThiefsSignInsAndNothingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada, h := r.join("ada"), r.replicas[0]
		begun, err := h.apps.Begin(ctx, ada.account(), "ada")
		r.ok(err)
		show := func() string {
			r.clock.Advance(30 * time.Second)
			code, err := codes.GenerateCode(begun.Text, r.clock.Now())
			r.ok(err)
			return code
		}
		_, err = h.apps.Confirm(ctx, totp.Attempt{Try: limit.Try{Account: ada.account()}, Code: show()})
		r.ok(err)
		c, secret := r.client()
		signIn := func(b *browser.Tab, password string) {
			r.ok(b.Open(ctx, r.request(c, secret, func(v url.Values) { v.Set("prompt", "login") }).url),
				b.Fill("username", "ada"), b.Fill("password", password), b.Click(ctx, "sign-in"))
		}
		silent := func(b *browser.Tab) string {
			r.ok(b.Open(ctx, r.request(c, secret, func(v url.Values) { v.Set("prompt", "none") }).url))
			return r.landed(b).Get("error")
		}
		byPush := func(b *browser.Tab) {
			signIn(b, storyPassword)
			r.choose(b, "push")
			r.finish(b, ada.phone)
			r.landed(b)
		}
		home, thief := r.browser(0), r.browser(0)
		byPush(home)
		r.clock.Advance(2 * time.Hour)
		byPush(thief)
		r.clock.Advance(time.Minute)
		signIn(thief, storyPassword)
		r.choose(thief, "push")
		r.report(ada.phone)

		r.ok(thief.Reload(ctx))
		if thief.Has("push-number") || phoneHas(r, ada.phone) != 0 {
			t.Errorf("the reported sign-in goes on: %s", thief.PageText())
		}
		if e := silent(thief); e != "login_required" {
			t.Errorf("the thief's session of the last hour: %q", e)
		}
		// It stands, and its password proves nothing any more.
		if e := silent(home); e != "interaction_required" {
			t.Errorf("the session of another browser: %q", e)
		}
		signIn(thief, storyPassword)
		for _, id := range []string{"push-number", "code", "choose-push", "choose-totp"} {
			if thief.Has(id) {
				t.Errorf("the old password leads on to %s", id)
			}
		}
		who, err := h.db.People().Find(ctx, ada.id)
		r.ok(err)
		if who.Status != person.Active || !who.PasswordReset || who.Reported.IsZero() {
			t.Errorf("the account is %+v, want it active, without push, and in need of a password", who)
		}
		if got := r.events(storage.Query{Kind: audit.ChallengeReported, Limit: 9}); len(got) != 1 {
			t.Errorf("recorded %q", got)
		}

		r.setPassword(ada)
		b := r.browser(0)
		signIn(b, "another password of ada")
		if b.Has("push-number") || b.Has("choose-push") || !b.Has("code") {
			t.Fatalf("with a new password, want a code of the app alone: %s", b.PageText())
		}
		r.ok(b.Fill("code", show()), b.Click(ctx, "code-submit"))
		r.landed(b)

		r.ok(h.db.People().ClearReport(ctx, ada.id, r.clock.Now()))
		b = r.browser(0)
		signIn(b, "another password of ada")
		r.choose(b, "push")
		if !b.Has("push-number") {
			t.Errorf("the report is cleared, and the phone is not asked: %s", b.PageText())
		}
	})
}

// choose takes a way to confirm, where the page asks which.
func (r *rig) choose(b *browser.Tab, way string) {
	r.t.Helper()
	if b.Has("choose-" + way) {
		r.ok(b.Fill("choose-"+way, "on"), b.Click(r.t.Context(), "choose-submit"))
	}
}
