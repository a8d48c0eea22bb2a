package device

import (
	"errors"
	"fmt"

	"countersign/factors/webauthn"
	"countersign/factors/wire"
)

// VerifierKind is a kind of user-verification key.
type VerifierKind string

// The kinds of user-verification key (section 3).
const (
	NoVerifier       VerifierKind = ""
	VerifierWebAuthn VerifierKind = "webauthn" // a platform credential of the issuer's origin
	VerifierJWK      VerifierKind = "jwk"      // a second JWS key of a native app
)

// Verifier is a device's user-verification key, K_uv, which is used only after a
// biometric or a PIN. The zero Verifier is none.
type Verifier struct {
	Kind VerifierKind
	// Credential is that of a VerifierWebAuthn.
	Credential webauthn.Credential
	// Key is that of a VerifierJWK.
	Key wire.Key
	// Attested says that it was proved where the key is kept, and so that the
	// device asks before it uses it (section 10).
	Attested bool
}

// Counts says whether the key's signature proves that the person was verified.
// Of a second key without attestation only the app says so: it is worth no more
// than the possession key.
func (v Verifier) Counts() bool {
	return v.Kind == VerifierWebAuthn || v.Kind == VerifierJWK && v.Attested
}

// readVerifier verifies the user-verification key of a registration by key.
func (r *Registry) readVerifier(claims wire.Register, key wire.Key) (Verifier, error) {
	if claims.UV == nil {
		return Verifier{}, nil
	}
	digest := wire.RegistrationDigest(claims.CodeHash, key.Thumbprint())
	if claims.UV.JWK == nil {
		credential, err := webauthn.VerifyRegistration(claims.UV.WebAuthn, digest, r.rp, webauthn.Trust{Rules: r.Attestation, Now: r.Now()})
		if err != nil {
			return Verifier{}, fmt.Errorf("uv: %w", err)
		}
		return Verifier{Kind: VerifierWebAuthn, Credential: credential, Attested: credential.Attested}, nil
	}
	if claims.UV.JWK.Equal(key) {
		return Verifier{}, errors.New("uv: the same key as the possession key")
	}
	if err := claims.UV.VerifyProof(digest); err != nil {
		return Verifier{}, fmt.Errorf("uv: %w", err)
	}
	v := Verifier{Kind: VerifierJWK, Key: *claims.UV.JWK}
	err := r.Attestation.Verification(claims.UV.Att, v.Key, claims.CodeHash, r.Now())
	v.Attested = err == nil // what does not prove itself counts as possession
	return v, nil
}

// detail is what the record says of the key.
func (v Verifier) detail() map[string]string {
	switch v.Kind {
	case VerifierWebAuthn:
		synced := "no"
		if v.Credential.BackupEligible {
			synced = "yes"
		}
		return map[string]string{"uv": string(v.Kind), "uv_key": v.Credential.Name(), "uv_synced": synced, "uv_attestation": v.Credential.Told}
	case VerifierJWK:
		return map[string]string{"uv": string(v.Kind), "uv_key": v.Key.Thumbprint()}
	case NoVerifier:
	}
	return map[string]string{"uv": "none"}
}
