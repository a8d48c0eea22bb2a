package main

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
)

// passkey gives a member one, kept by the browser of the tab, from the account's
// pages.
func (r *rig) passkey(b *tab, who member) webauthn.AuthenticatorID {
	r.t.Helper()
	lock := b.platformLock()
	b.open(r.issuer + "/me/methods/new-passkey")
	if eval[bool](b, `document.getElementById("account-sign-in") !== null`) {
		b.click("account-sign-in")
	}
	b.fill("username", who.name)
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.see("push-number")
	r.ok(r.approve(who.phone, b.text("push-number")))
	b.see("passkey-new")
	b.leave("add a passkey", func() { b.press("passkey-new", 1) })
	b.see("passkey-name")
	made := command(b, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: lock}).Credentials
	if len(made) != 1 || !made[0].IsResidentCredential || made[0].RpID != "localhost" {
		r.t.Fatalf("the browser keeps %d passkeys", len(made))
	}
	b.open(r.issuer + "/logout")
	b.click("sign-out")
	return lock
}

func earned(t *testing.T, r *rig, b *tab, q request, acr string, amr ...string) {
	t.Helper()
	_, got := r.redeem(0, q, r.landedIn(b).Get("code"))
	if have := amrOf(t, got.ID); claims(t, got.ID)["acr"] != acr || !slices.Equal(have, amr) {
		t.Errorf("acr %v, amr %v; want %s, %v", claims(t, got.ID)["acr"], have, acr, amr)
	}
}

func wantsPhishingResistant(v url.Values) { v.Set("acr_values", "phr") }

func TestBrowserConfirmsAPasswordWithAPasskey(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	lock := r.passkey(b, ada)
	q := r.request(c, secret, wantsPhishingResistant)
	command(b, webauthn.SetAutomaticPresenceSimulation, webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: lock, Enabled: false})
	b.open(q.url)
	b.fill("username", ada.name)
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.see("passkey")
	// The person looks away first: nobody was verified.
	command(b, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: lock, IsUserVerified: false})
	command(b, webauthn.SetAutomaticPresenceSimulation, webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: lock, Enabled: true})
	b.press("passkey", 1)
	b.until("the page says that nothing was confirmed", `!document.getElementById("passkey-cancelled").hidden`)
	command(b, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: lock, IsUserVerified: true})
	b.press("passkey", 1)
	earned(t, r, b, q, "phr", "pwd", "pop", "user", "mfa")
}

func TestBrowserSignsInWithAPasskeyAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	lock := r.passkey(b, ada)
	q := r.request(c, secret)
	// Nobody touches the key before the button is pressed.
	command(b, webauthn.SetAutomaticPresenceSimulation, webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: lock, Enabled: false})
	b.open(q.url)
	b.see("passkey")
	command(b, webauthn.SetAutomaticPresenceSimulation, webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: lock, Enabled: true})
	// The username's field waits for a passkey as well, and may be faster than the
	// button: then the page is already another.
	eval[bool](b, `(document.getElementById("passkey")?.click(), true)`)
	earned(t, r, b, q, "phr", "pop", "user", "mfa")
}

// A phone's approval is relayed by whoever relays the page: an application that
// asks for more than that gets none of it (cases 62 and 64).
func TestApplicationThatWantsPhishingResistanceIsToldThatAPhoneIsNot(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		c, secret := r.client()
		b := r.browser(0)
		r.ok(b.Open(ctx, r.request(c, secret, wantsPhishingResistant).url), b.Fill("username", ada.name), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
		if got := r.landed(b); got.Get("error") != "unmet_authentication_requirements" || got.Get("code") != "" {
			t.Errorf("told %v", got)
		}
	})
}

func TestBrowserWithoutScriptIsToldWhatAPasskeyNeeds(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	r.passkey(r.chromium(true), ada)
	r.clock.Advance(time.Second)
	b := r.browser(0)
	ctx := t.Context()
	r.ok(b.Open(ctx, r.request(c, secret).url), b.Fill("username", ada.name), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
	shows(t, b, "A passkey needs JavaScript", "Confirm in another way")
}
