package main

import (
	"testing"

	"countersign/factors"
	"countersign/factors/passkey"
	"countersign/factors/webauthn"
	"countersign/factors/webauthn/webauthntest"
)

// keyOf gives a member a passkey without a browser, and its path at /me.
func (r *rig) keyOf(who member) string {
	r.t.Helper()
	rp, err := webauthn.NewRP(r.issuer)
	r.ok(err)
	key := webauthntest.New(rp.ID, rp.Origin)
	p := passkey.Passkey{ID: "pky_" + who.name, Account: factors.Account(who.id), Name: "Old name", Handle: []byte(who.name), Created: r.clock.Now()}
	p.Credential.ID, p.Credential.PublicKey = key.ID, []byte("cose")
	r.ok(r.replicas[0].db.Passkeys().Add(r.t.Context(), p, passkey.Most))
	return r.issuer + "/me/methods/passkey/" + p.ID
}

func TestPersonRenamesAndRemovesAPasskey(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada, eve := r.join("ada"), r.join("eve")
		b := r.atAccount(ada) // before there is a passkey: it would be asked first
		path, other := r.keyOf(ada), r.keyOf(eve)
		r.ok(b.Open(ctx, r.issuer+"/me/methods"))
		shows(t, b, "Passkeys", "Old name", "On one device. Not used yet")
		if r.ok(b.Open(ctx, other)); b.Status() != 404 {
			t.Errorf("ada sees eve's passkey: %d", b.Status())
		}
		r.ok(b.Open(ctx, path), b.Fill("passkey-name", " "), b.Click(ctx, "passkey-rename"))
		shows(t, b, "Use 1 to 60 characters that can be seen.")
		r.ok(b.Fill("passkey-name", "The laptop"), b.Click(ctx, "passkey-rename"))
		shows(t, b, "The passkey has its new name.", "The laptop")
		// With the phone gone it is the last way that is left.
		r.ok(b.Open(ctx, r.issuer+"/me/methods/phone/"+ada.phone.DeviceID()), b.Click(ctx, "phone-remove"))
		if r.ok(b.Open(ctx, path)); b.Has("passkey-remove") || !b.Has("passkey-last") {
			t.Error("the last way to confirm can be removed")
		}
		r.addsApp(b)
		r.ok(b.Open(ctx, path), b.Click(ctx, "passkey-remove"))
		shows(t, b, "The passkey is removed.")
		if r.ok(b.Open(ctx, path)); b.Status() != 404 {
			t.Errorf("its page is still there: %d", b.Status())
		}
	})
}

// Case 45: a session that proved too little for long, or that is of another
// browser, adds nothing.
func TestPasskeyIsAddedOnlyWithTwoFactorsOfLately(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		r.ok(b.Open(ctx, r.issuer+"/me/methods/new-passkey"))
		shows(t, b, "A passkey needs JavaScript")
		r.ok(b.Click(ctx, "passkey-new")) // without script nothing was made
		shows(t, b, "The passkey couldn’t be added.")
		r.clock.Advance(freshFactors + 1)
		if r.ok(b.Click(ctx, "passkey-new")); !b.Has("password") {
			t.Errorf("a session of long ago goes on at %s", b.URL())
		}
	})
}

func TestNewPasskeyIsNamedInThePersonsLanguage(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ctx := t.Context()
	rp, err := webauthn.NewRP(r.issuer)
	r.ok(err)
	for _, c := range []struct {
		name, want string
		make       func(*webauthntest.Authenticator)
	}{
		{"ada", "Passkey dieses Geräts", func(*webauthntest.Authenticator) {}},
		{"ben", "Synchronisierter Passkey", func(a *webauthntest.Authenticator) { a.BackupEligible, a.BackedUp = true, true }},
		{"eve", "Sicherheitsschlüssel", func(a *webauthntest.Authenticator) { a.Transports = []string{"usb"} }},
	} {
		b := r.atAccount(r.join(c.name))
		r.ok(b.Click(ctx, "language-de"), b.Open(ctx, r.issuer+"/me/methods/new-passkey"))
		key := webauthntest.New(rp.ID, rp.Origin)
		c.make(key)
		challenge, _ := r.options(b)
		r.ok(b.Put("credential", string(key.Register(challenge))), b.Click(ctx, "passkey-new"), b.Open(ctx, r.issuer+"/me/methods"))
		shows(t, b, c.want)
	}
}
