package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/device"
)

// account is the member as the factors know them.
func (m member) account() factors.Account { return factors.Account(m.id) }

// A step-up that began with a browser session must end with it: whoever sits
// down at the browser afterwards has proved nothing.
func TestFlawSignOutEndsTheStepUpOfTheSession(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		c, secret := r.client()
		b := r.browser(0)
		r.toPush(b, r.request(c, secret), "ada")
		r.finish(b, ada.phone)
		r.landed(b)

		r.clock.Advance(time.Minute)
		stepUp := r.request(c, secret, func(v url.Values) { v.Set("acr_values", "urn:countersign:acr:2n") })
		r.ok(b.Open(ctx, stepUp.url))
		if n := phoneHas(r, ada.phone); n != 0 {
			t.Fatalf("the phone is asked %d times before the person pressed", n)
		}
		r.ok(b.Click(ctx, "step-up-submit"))
		if !b.Has("push-number") {
			t.Fatalf("no step-up: %s", b.PageText())
		}
		page := b.URL()
		r.ok(b.Open(ctx, r.issuer+"/logout"), b.Click(ctx, "sign-out"), b.Open(ctx, page))
		if b.Has("push-number") {
			t.Error("after signing out the step-up goes on, without a password")
		}
		if n := phoneHas(r, ada.phone); n != 0 {
			t.Errorf("the phone is still asked: %d requests", n)
		}
	})
}

// The same when another person signs in at the browser instead.
func TestFlawStepUpEndsWhenAnotherPersonTakesTheBrowser(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada, bob := r.join("ada"), r.join("bob")
		c, secret := r.client()
		b := r.browser(0)
		r.toPush(b, r.request(c, secret), "ada")
		r.finish(b, ada.phone)
		r.clock.Advance(time.Minute)
		r.ok(b.Open(ctx, r.request(c, secret, func(v url.Values) { v.Set("acr_values", "urn:countersign:acr:2n") }).url), b.Click(ctx, "step-up-submit"))
		page := b.URL()
		r.toPush(b, r.request(c, secret, func(v url.Values) { v.Set("prompt", "login") }), "bob")
		r.finish(b, bob.phone)
		r.ok(b.Open(ctx, page))
		if b.Has("push-number") {
			t.Error("bob goes on with ada's step-up, without her password")
		}
		if n := phoneHas(r, ada.phone); n != 0 {
			t.Errorf("ada's phone is still asked: %d requests", n)
		}
	})
}

// The page that ends an invitation names the account and its phone: not to
// whoever uses the browser after signing out.
func TestFlawSignedInPageIsGoneAfterSignOut(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		_, link := r.invite("ada")
		b := r.browser(0)
		r.ok(b.Open(ctx, link), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
		r.finish(b, r.enrol(b))
		page := b.URL()
		r.ok(b.Open(ctx, r.issuer+"/logout"), b.Click(ctx, "sign-out"), b.Open(ctx, page))
		if b.Status() != http.StatusGone || strings.Contains(b.PageText(), "ada") {
			t.Errorf("%d %s", b.Status(), b.PageText())
		}
	})
}

// The sign-in of an invitation has no application to go back to.
func TestFlawResumeOfAnInvitationIsNoFaultOfOurs(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		_, link := r.invite("ada")
		b := r.browser(0)
		r.ok(b.Open(ctx, link), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
		r.finish(b, r.enrol(b))
		_, rest, _ := strings.Cut(b.URL(), "/login/")
		id, _, _ := strings.Cut(rest, "/")
		r.ok(b.Open(ctx, r.issuer+"/authorize/resume?flow="+id))
		if b.Status() >= 500 {
			t.Errorf("%d %s", b.Status(), b.PageText())
		}
	})
}

// A phone that is revoked between its approval and the end of the sign-in: the
// approval counts no longer.
func TestFlawApprovalOfARevokedPhoneDoesNotFinishASignIn(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		c, secret := r.client()
		b := r.browser(0)
		r.toPush(b, r.request(c, secret), "ada")
		number, err := b.Text("push-number")
		r.ok(err, r.approve(ada.phone, number))
		// The browser takes the approval, and stops before the hub.
		hub, _, _ := strings.Cut(b.URL(), "/push")
		token, err := b.Attr("push-continue-token", "value")
		if err != nil {
			_, rest, _ := strings.Cut(b.Body(), `name="_token" value="`)
			token, _, _ = strings.Cut(rest, `"`)
		}
		q, err := http.NewRequestWithContext(ctx, http.MethodPost, hub+"/push/continue", strings.NewReader("_token="+token))
		r.ok(err)
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for _, k := range b.Cookies() {
			q.AddCookie(&http.Cookie{Name: k.Name, Value: k.Value})
		}
		res, err := r.http(0).Do(q)
		r.ok(err, res.Body.Close())
		if res.StatusCode != http.StatusSeeOther {
			t.Fatal(res.Status)
		}

		r.ok(r.replicas[0].phones.Revoke(ctx, device.ID(ada.phone.State().DeviceID), "lost"))
		r.clock.Advance(5 * time.Minute)
		r.ok(b.Open(ctx, hub))
		if strings.HasPrefix(b.URL(), r.callback) && strings.Contains(b.URL(), "code=") {
			t.Error("five minutes after the phone was revoked its approval finished a sign-in")
		}
	})
}

// A report ends every session born of the challenge, also one that a later
// approval renewed.
func TestFlawReportEndsASessionThatWasRenewedSince(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		c, secret := r.client()
		b := r.browser(0)
		first := r.request(c, secret)
		r.toPush(b, first, "ada")
		open, err := ada.phone.Challenges(ctx, false)
		r.ok(err)
		r.finish(b, ada.phone)
		_, got := r.redeem(0, first, r.landed(b).Get("code"))

		r.clock.Advance(2 * time.Hour)
		r.toPush(b, r.request(c, secret, func(v url.Values) { v.Set("prompt", "login") }), "ada")
		r.finish(b, ada.phone)
		r.landed(b)

		_, err = ada.phone.Report(ctx, open[0])
		r.ok(err)
		r.ok(b.Open(ctx, r.request(c, secret, func(v url.Values) { v.Set("prompt", "none") }).url))
		if e := r.landed(b).Get("error"); e != "login_required" {
			t.Errorf("the session lives after the report: %q", e)
		}
		status, _ := r.token(0, first, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}})
		if status == http.StatusOK {
			t.Error("the refresh token of the reported sign-in still works")
		}
	})
}
