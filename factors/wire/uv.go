package wire

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// RegisterUV is the user-verification key of a registration (section 4): a
// platform credential of the browser, or a second key with its proof.
type RegisterUV struct {
	// WebAuthn is the JSON of a PublicKeyCredential whose challenge is the
	// RegistrationDigest.
	WebAuthn json.RawMessage `json:"webauthn,omitempty"`
	// JWK is the second key, and Proof a RegisterProof by it.
	JWK   *Key   `json:"jwk,omitempty"`
	Proof string `json:"proof,omitempty"`
	// Att is the attestation of JWK.
	Att *Attestation `json:"att,omitempty"`
}

// The formats of attestations: Android's key attestation, and Apple's App Attest.
const (
	AttestAndroidKey = "android-key"
	AttestApple      = "apple-appattest"
)

// Attestation is a maker's word about a key, or about the app that made it
// (section 10).
type Attestation struct {
	Format string `json:"fmt"`
	// X5C is the chain of android-key, the key's own certificate first: base64
	// of DER.
	X5C []string `json:"x5c,omitempty"`
	// Object is the attestation object of apple-appattest, and KeyID the name of
	// the key that it is of, both base64 as Apple's DCAppAttestService gives them.
	Object string `json:"object,omitempty"`
	KeyID  string `json:"key_id,omitempty"`
}

// RegisterProof is the payload of a cs-register-uv+jwt: b64u of the
// RegistrationDigest.
type RegisterProof struct {
	Hash string `json:"h"`
}

// RegistrationDigest is what a user-verification key signs to belong to this
// registration: the secret that was used and the possession key.
func RegistrationDigest(codeHash, thumbprint string) []byte {
	sum := sha256.Sum256([]byte("cs-reg-1." + codeHash + "." + thumbprint))
	return sum[:]
}

// check says whether there is one key, with its proof.
func (u *RegisterUV) check() error {
	if u == nil {
		return nil
	}
	webauthn, jwk := len(u.WebAuthn) > 0, u.JWK != nil
	if webauthn == jwk || jwk != (u.Proof != "") {
		return fmt.Errorf("%w: uv", ErrClaims)
	}
	return nil
}

// VerifyProof says whether the second key made Proof for the digest.
func (u RegisterUV) VerifyProof(digest []byte) error {
	if u.JWK == nil {
		return fmt.Errorf("verify %s: %w: no key", TypeRegisterUV, ErrKey)
	}
	object, err := Parse(u.Proof, MaxProof)
	if err != nil {
		return err
	}
	if err := object.Verify(TypeRegisterUV, *u.JWK); err != nil {
		return err
	}
	var p RegisterProof
	if err := object.Claims(&p); err != nil {
		return err
	}
	if p.Hash != base64.RawURLEncoding.EncodeToString(digest) {
		return fmt.Errorf("verify %s: %w: h is of another registration", TypeRegisterUV, ErrClaims)
	}
	return nil
}

// DecisionUV is what a user-verification key signed of a decision (section 7):
// a WebAuthn assertion whose challenge is the DecisionDigest, or a UVProof.
type DecisionUV struct {
	WebAuthn json.RawMessage `json:"webauthn,omitempty"`
	JWS      string          `json:"jws,omitempty"`
}

// UVProof is the payload of a cs-uv+jwt: b64u of the DecisionDigest, and the
// gesture that unlocked the key.
type UVProof struct {
	Hash string  `json:"h"`
	How  Gesture `json:"how"`
}

// Gesture is what the person did to unlock a user-verification key.
type Gesture string

// The gestures.
const (
	GesturePIN         Gesture = "pin"
	GestureFingerprint Gesture = "fpt"
	GestureFace        Gesture = "face"
	GestureOther       Gesture = "other"
)

// DecisionDigest is what a user-verification key signs of a decision: the whole
// challenge as it travelled, the verdict and the match, empty if there is none.
func DecisionDigest(chash string, v Verdict, match string) []byte {
	sum := sha256.Sum256([]byte("cs-dec-1." + chash + "." + string(v) + "." + match))
	return sum[:]
}

// VerifyUV says how the person unlocked key to make proof for the digest.
func VerifyUV(proof string, key Key, digest []byte) (Gesture, error) {
	object, err := Parse(proof, MaxProof)
	if err != nil {
		return "", err
	}
	if err := object.Verify(TypeUV, key); err != nil {
		return "", err
	}
	var p UVProof
	if err := object.Claims(&p); err != nil {
		return "", err
	}
	if p.Hash != base64.RawURLEncoding.EncodeToString(digest) {
		return "", fmt.Errorf("verify %s: %w: h is of another decision", TypeUV, ErrClaims)
	}
	switch p.How {
	case GesturePIN, GestureFingerprint, GestureFace, GestureOther:
		return p.How, nil
	default:
		return "", fmt.Errorf("verify %s: %w: how", TypeUV, ErrClaims)
	}
}
