package main

import (
	"net/url"
	"slices"
	"testing"

	"countersign/factors"
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
		phone := r.joinVerified("ada").phone
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
