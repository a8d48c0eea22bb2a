package device

import (
	"errors"
	"fmt"

	"countersign/factors"
	"countersign/factors/webauthn"
	"countersign/factors/wire"
)

// Verification is what a user-verification key showed with one approval.
type Verification struct {
	// Counts is true if the person was verified: see Verifier.Counts.
	Counts bool
	// Attested and Gesture are as in factors.Outcome.
	Attested bool
	Gesture  factors.Gesture
	// SignCount is the authenticator's count, and CountFell is true if it did
	// not grow: a sign that the key was copied, no proof of it.
	SignCount uint32
	CountFell bool
}

// Verify verifies what the key signed of a decision, which digest names. issuer
// is the server's URL, whose origin a WebAuthn credential is bound to.
func (v Verifier) Verify(uv *wire.DecisionUV, digest []byte, issuer string) (Verification, error) {
	if uv == nil {
		return Verification{}, errors.New("uv is missing")
	}
	out := Verification{Counts: v.Counts(), Attested: v.Attested}
	switch {
	case v.Kind == VerifierWebAuthn && uv.JWS == "":
		rp, err := webauthn.NewRP(issuer)
		if err != nil {
			return Verification{}, err
		}
		a, err := webauthn.VerifyAssertion(uv.WebAuthn, digest, rp, v.Credential)
		if err != nil {
			return Verification{}, fmt.Errorf("uv: %w", err)
		}
		out.SignCount, out.CountFell = a.SignCount, a.CountFell
	case v.Kind == VerifierJWK && uv.JWS != "":
		how, err := wire.VerifyUV(uv.JWS, v.Key, digest)
		if err != nil {
			return Verification{}, fmt.Errorf("uv: %w", err)
		}
		if v.Attested && how != wire.GestureOther {
			out.Gesture = factors.Gesture(how)
		}
	default:
		return Verification{}, errors.New("uv is of a kind that the device did not register")
	}
	return out, nil
}

// Protection is what the keys that approved are worth together: the possession
// key by itself, or more if a user-verification key that counts signed too.
func (d Device) ProtectionWith(v Verification) factors.Protection {
	switch {
	case d.Protection == factors.HardwareKey || v.Counts && v.Attested:
		return factors.HardwareKey
	case v.Counts:
		return factors.PossessedKey
	default:
		return d.Protection
	}
}
