package main

import (
	"net/url"
	"slices"
	"testing"

	"countersign/cmd/phone/authenticator"
	"countersign/factors"
	"countersign/factors/webauthn"
	"countersign/factors/webauthn/webauthntest"
	"countersign/factors/wire"
)

// platformKey is a phone whose browser has a platform authenticator.
type platformKey struct{ *webauthntest.Authenticator }

func (k platformKey) Register(digest []byte) (wire.RegisterUV, error) {
	return wire.RegisterUV{WebAuthn: k.Authenticator.Register(digest)}, nil
}

func (k platformKey) Verify(digest []byte) (wire.DecisionUV, error) {
	return wire.DecisionUV{WebAuthn: k.Assert(digest)}, nil
}

// A person whose phone verifies who holds it reaches the class that asks for
// that, through the front door, and the ID token says by what.
func TestPhoneThatVerifiesItsUserReachesOutOfBand(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		rp, err := webauthn.NewRP(r.issuer)
		r.ok(err)
		_, invitation := r.invite("ada")
		b := r.browser(0)
		r.ok(b.Open(ctx, invitation), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
		link, err := b.Text("enroll-link")
		r.ok(err)
		phone, digits, err := authenticator.Enroll(ctx, link, authenticator.Options{
			HTTP: r.http(0), Verifier: platformKey{webauthntest.New(rp.ID, rp.Origin)},
		})
		r.ok(err)
		r.ok(await(ctx, b, "enroll-confirm"), b.Fill("enroll-confirm", digits.Reveal()), b.Click(ctx, "enroll-confirm-submit"))
		r.finish(b, phone)

		c, secret := r.client()
		q := r.request(c, secret, func(v url.Values) { v.Set("acr_values", string(factors.OutOfBand)) })
		tab := r.browser(0)
		r.toPush(tab, q, "ada")
		r.finish(tab, phone)
		_, got := r.redeem(0, q, r.landed(tab).Get("code"))
		if id := claims(t, got.ID); id["acr"] != string(factors.OutOfBand) {
			t.Errorf("acr %v", id["acr"])
		}
		if have := amrOf(t, got.ID); !slices.Equal(have, []string{"pwd", "pop", "mca", "mfa"}) {
			t.Errorf("amr %v", have)
		}
	})
}
