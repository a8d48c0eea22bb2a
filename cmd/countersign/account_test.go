package main

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/config"
)

// atAccount signs a member in to /me.
func (r *rig) atAccount(m member) *browser.Tab {
	r.t.Helper()
	ctx := r.t.Context()
	b := r.browser(0)
	r.ok(b.Open(ctx, r.issuer+"/me"), b.Click(ctx, "account-sign-in"), b.Fill("username", m.name), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
	r.finish(b, m.phone)
	if !strings.HasSuffix(b.URL(), "/me") {
		r.t.Fatalf("after the sign-in the browser is at %s\n%s", b.URL(), b.PageText())
	}
	return b
}

func shows(t *testing.T, b *browser.Tab, texts ...string) {
	t.Helper()
	page := strings.Join(strings.Fields(b.PageText()), " ")
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not say %q:\n%s", text, page)
		}
	}
}

func TestPersonSeesTheOwnAccount(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		shows(t, b, "Your account", "ada", "You signed in")
		c, secret := r.client()
		other := r.browser(0)
		q := r.request(c, secret)
		r.toPush(other, q, "ada")
		r.finish(other, ada.phone)
		_, got := r.redeem(0, q, r.landed(other).Get("code"))
		r.ok(b.Open(ctx, r.issuer+"/me/sessions"))
		shows(t, b, "This browser", "127.0.0.1")
		r.ok(b.Open(ctx, r.issuer+"/me/apps"))
		shows(t, b, "Payroll", "Also while you are away", "your email address")
		r.ok(b.Open(ctx, r.issuer+"/me/activity"))
		shows(t, b, "A phone was added", "A request was approved on your phone", "Payroll")
		if strings.Contains(b.PageText(), got.Access) {
			t.Error("a token stands on the page")
		}
	})
}

func TestPersonSignsOutEverywhereElse(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		elsewhere, b := r.atAccount(ada), r.atAccount(ada)
		r.ok(b.Open(ctx, r.issuer+"/me/sessions"), b.Click(ctx, "end-others"))
		shows(t, b, "You are signed out everywhere else.")
		r.ok(elsewhere.Open(ctx, r.issuer+"/me"))
		if !elsewhere.Has("account-sign-in") {
			t.Errorf("the other browser is still in, at %s", elsewhere.URL())
		}
		r.ok(b.Open(ctx, r.issuer+"/me"))
		shows(t, b, "Your account")
	})
}

func TestChangesWantTwoFactorsOfLately(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		r.clock.Advance(freshFactors + time.Second)
		// To look costs nothing.
		r.ok(b.Open(ctx, r.issuer+"/me/sessions"))
		shows(t, b, "This browser")
		r.ok(b.Open(ctx, r.issuer+"/me/password"))
		if !strings.Contains(b.URL(), "/login/") {
			t.Fatalf("a stale session sees the form, at %s", b.URL())
		}
		r.ok(b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
		r.finish(b, ada.phone)
		if !strings.HasSuffix(b.URL(), "/me/password") {
			t.Errorf("back at %s, not at the form", b.URL())
		}
		// A form that was fetched in time and posted late is not taken.
		r.ok(b.Open(ctx, r.issuer+"/me/password"), b.Fill("new-password", "another password of mine"))
		r.clock.Advance(freshFactors + time.Second)
		r.ok(b.Click(ctx, "new-password-submit"))
		if !strings.Contains(b.URL(), "/login/") {
			t.Errorf("a late form was taken: %s\n%s", b.URL(), b.PageText())
		}
	})
}

func TestChangedPasswordIsTheOneThatCounts(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		r.ok(b.Open(ctx, r.issuer+"/me/password"), b.Fill("new-password", "short"), b.Click(ctx, "new-password-submit"))
		shows(t, b, "That is too short.")
		r.ok(b.Fill("new-password", "a quite different horse"), b.Click(ctx, "new-password-submit"))
		if !b.Has("account-sign-in") {
			t.Fatalf("the session outlived its password: %s\n%s", b.URL(), b.PageText())
		}
		r.ok(b.Click(ctx, "account-sign-in"), b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
		shows(t, b, "don’t match")
		r.ok(b.Fill("username", "ada"), b.Fill("password", "a quite different horse"), b.Click(ctx, "sign-in"))
		r.finish(b, ada.phone)
		shows(t, b, "Your account")
	})
}

func TestPersonTakesBackWhatAnApplicationHas(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		c, secret := r.client()
		b := r.browser(0)
		q := r.request(c, secret)
		r.toPush(b, q, "ada")
		r.finish(b, ada.phone)
		_, got := r.redeem(0, q, r.landed(b).Get("code"))
		me := r.atAccount(ada)
		r.ok(me.Open(ctx, r.issuer+"/me/apps"), me.Click(ctx, "revoke-"+string(c.ID)))
		shows(t, me, "The application has nothing of yours any more.", "No application holds anything")
		if status, _ := r.token(0, q, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}}); status == 200 {
			t.Error("the refresh token still works")
		}
	})
}

func TestSignedOutBrowserIsAskedForBothFactorsAgain(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			ctx := t.Context()
			r := newRig(t, database, 1, func(c *config.Config) { c.Policy.RememberBrowser = 24 * time.Hour })
			ada := r.join("ada")
			c, secret := r.client()
			b := r.browser(0)
			r.toPush(b, r.request(c, secret), "ada")
			r.finish(b, ada.phone)
			r.ok(b.Fill("remember", "on"), b.Click(ctx, "remember-submit"))
			r.landed(b)
			again := func() {
				r.ok(b.Open(ctx, r.request(c, secret, askAgain).url), b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
			}
			if again(); !strings.HasPrefix(b.URL(), r.callback) {
				t.Fatalf("a remembered browser is asked: %s", b.PageText())
			}
			r.clock.Advance(time.Minute)
			me := r.browser(0)
			r.ok(me.Open(ctx, r.issuer+"/me"), me.Click(ctx, "account-sign-in"), me.Fill("username", "ada"), me.Fill("password", storyPassword), me.Click(ctx, "sign-in"))
			r.finish(me, ada.phone)
			if me.Has("remember-submit") {
				r.ok(me.Click(ctx, "remember-submit"))
			}
			r.ok(me.Open(ctx, r.issuer+"/me/sessions"), me.Click(ctx, "end-others"))
			r.clock.Advance(time.Minute)
			if again(); !b.Has("push-number") {
				t.Errorf("a browser that was signed out from afar needs the password alone: %s", b.PageText())
			}
		})
	}
}
