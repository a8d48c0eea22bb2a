package main

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"countersign/cmd/demo/browser"
	"countersign/factors"
)

// atPhone opens the page of the member's phone.
func (r *rig) atPhone(b *browser.Tab, m member) string {
	r.t.Helper()
	path := r.issuer + "/me/methods/phone/" + m.phone.DeviceID()
	r.ok(b.Open(r.t.Context(), path))
	return path
}

// addsApp sets up a code app in b, which is signed in, and gives its secret.
func (r *rig) addsApp(b *browser.Tab) (secret string) {
	r.t.Helper()
	ctx := r.t.Context()
	r.ok(b.Open(ctx, r.issuer+"/me/methods/app"), b.Click(ctx, "app-new"))
	text, err := b.Text("app-secret")
	r.ok(err)
	secret = strings.ReplaceAll(text, " ", "")
	code, err := totp.GenerateCode(secret, r.clock.Now())
	r.ok(err, b.Fill("code", code), b.Click(ctx, "code-submit"))
	shows(r.t.(*testing.T), b, "Codes of your app count from now on.")
	return secret
}

func TestPersonRenamesAPhone(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		r.atPhone(b, ada)
		r.ok(b.Fill("phone-name", " "), b.Click(ctx, "phone-rename"))
		shows(t, b, "Use 1 to 64 characters that can be seen.")
		r.ok(b.Fill("phone-name", "The blue one"), b.Click(ctx, "phone-rename"))
		shows(t, b, "The phone has its new name.", "The blue one", "Software key")
	})
}

func TestPhoneOfSomebodyElseIsNotThere(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada, eve := r.join("ada"), r.join("eve")
		b := r.atAccount(eve)
		r.atPhone(b, ada)
		if b.Status() != 404 {
			t.Errorf("eve sees the page of ada's phone: %d", b.Status())
		}
	})
}

func TestPersonTestsAPhone(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		elsewhere, b := r.atAccount(ada), r.atAccount(ada)
		r.atPhone(b, ada)
		r.ok(b.Click(ctx, "phone-test"))
		number, err := b.Text("test-number")
		r.ok(err)
		page := b.URL()
		r.ok(elsewhere.Open(ctx, page))
		if elsewhere.Status() != 404 {
			t.Errorf("another browser sees the test: %d", elsewhere.Status())
		}
		r.ok(r.approve(ada.phone, number), b.Reload(ctx))
		shows(t, b, "The phone answered")
	})
}

func TestLastPhoneCannotBeRemoved(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		at := r.atPhone(b, ada)
		shows(t, b, "This is your last way to confirm it’s you")
		if b.Has("phone-remove") {
			t.Error("the button is there")
		}
		late := r.atAccount(ada)
		r.addsApp(b)
		r.ok(late.Open(ctx, at))
		r.ok(b.Open(ctx, r.issuer+"/me/methods/app"), b.Click(ctx, "app-remove"))
		shows(t, b, "The code app is removed.")
		r.ok(late.Click(ctx, "phone-remove")) // its page is old
		shows(t, late, "This is your last way to confirm it’s you")
	})
}

func TestPersonRemovesAPhoneAndSignsInByCode(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		secret := r.addsApp(b)
		r.atPhone(b, ada)
		r.ok(b.Click(ctx, "phone-remove"))
		shows(t, b, "The phone is removed.")
		if _, err := ada.phone.Challenges(ctx, false); err == nil {
			t.Error("the removed phone is still served")
		}
		r.clock.Advance(time.Minute)
		again := r.browser(0)
		code, err := totp.GenerateCode(secret, r.clock.Now())
		r.ok(err, again.Open(ctx, r.issuer+"/me"), again.Click(ctx, "account-sign-in"), again.Fill("username", "ada"), again.Fill("password", storyPassword), again.Click(ctx, "sign-in"))
		r.ok(again.Fill("code", code), again.Click(ctx, "code-submit"))
		r.ok(again.Open(ctx, r.issuer+"/me/methods/app"))
		shows(t, again, "This is your last way to confirm it’s you")
	})
}

func TestPersonMakesNewRecoveryCodes(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		r.ok(b.Open(ctx, r.issuer+"/me/methods/codes"), b.Click(ctx, "codes-new"))
		text, err := b.Text("recovery-codes")
		codes := strings.Fields(text)
		r.ok(err)
		if len(codes) != 10 || b.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%d codes, %s", len(codes), b.Header().Get("Cache-Control"))
		}
		r.ok(b.Fill("codes-kept", "on"), b.Click(ctx, "codes-continue"))
		shows(t, b, "Your new recovery codes count from now on.", "10 codes left")
		if strings.Contains(b.PageText()+r.log.String(), codes[0]) {
			t.Error("a code is shown again, or logged")
		}
		left, err := r.replicas[0].recovery.Left(ctx, factors.Account(ada.id))
		if err != nil || left != 10 {
			t.Errorf("%d left, %v", left, err)
		}
	})
}

func TestMethodsAreNotChangedOnAStaleSession(t *testing.T) {
	ctx := t.Context()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	b := r.atAccount(ada)
	r.ok(b.Open(ctx, r.issuer+"/me/methods/codes"))
	r.clock.Advance(freshFactors + time.Second)
	r.ok(b.Click(ctx, "codes-new"))
	if !strings.Contains(b.URL(), "/login/") {
		t.Errorf("a stale session makes codes, at %s", b.URL())
	}
	for _, path := range []string{"/me/methods/app", "/me/methods/phone/" + ada.phone.DeviceID()} {
		r.ok(b.Open(ctx, r.issuer+path))
		if !strings.Contains(b.URL(), "/login/") {
			t.Errorf("a stale session sees %s", path)
		}
	}
}
