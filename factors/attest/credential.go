package attest

import (
	"crypto"
	"crypto/subtle"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"slices"
	"time"
)

// Credential is the attestation statement of a WebAuthn credential, and what it
// is about (Web Authentication section 6.5).
type Credential struct {
	// X5C is the chain, as DER, the first of whom signed.
	X5C [][]byte
	// Key is the credential's, for the formats that certify it.
	Key crypto.PublicKey
	// Data is the authenticator data, and ClientHash that of the client data.
	Data, ClientHash []byte
	// Signature is over both, by the first certificate's key.
	Signature []byte
}

var errPolicy = errors.New("attestation is not looked at")

// Chain verifies that the statement was signed by a trusted maker's key. What it
// says, and the signature, are for whoever calls to verify. A key that Android or
// Apple certified for an app is the app's, which signs with it what it likes, and
// chooses the name in the certificate: it speaks for no other.
func (r Rules) Chain(c Credential, now time.Time) error {
	if !r.Credentials() {
		return errPolicy
	}
	leaf, err := r.WebAuthn.chain(c.X5C, keyDescriptionID, now)
	if err == nil && (extension(leaf, keyDescriptionID) != nil || extension(leaf, appleNonceID) != nil) {
		err = errors.New("attestation by a key that is an app's own")
	}
	return err
}

// AndroidCredential verifies a statement of the format "android-key" (section
// 8.4): the chain describes the credential's key, made for these client data,
// kept in hardware, for one relying party. Whose app asked for it does not
// matter: Android's own service makes such keys.
func (r Rules) AndroidCredential(c Credential, now time.Time) error {
	if !r.Credentials() {
		return errPolicy
	}
	makers := Makers{Roots: r.WebAuthn.Roots, Revoked: r.Android.Revoked}
	leaf, err := makers.chain(c.X5C, keyDescriptionID, now)
	if err != nil {
		return err
	}
	if !isFor(leaf, c.Key) {
		return errors.New("attestation is of another key")
	}
	if err := leaf.CheckSignature(x509.ECDSAWithSHA256, slices.Concat(c.Data, c.ClientHash), c.Signature); err != nil {
		return errors.New("attestation: the key did not sign its registration")
	}
	d, err := readKeyDescription(leaf)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(d.challenge, c.ClientHash) != 1 {
		return errors.New("attestation was made for another registration")
	}
	if d.hardware.has(tagAllApplications) || d.software.has(tagAllApplications) {
		return errors.New("attestation: every app may use the key")
	}
	return d.check()
}

// AppleCredential verifies a statement of the format "apple" (section 8.8).
func (r Rules) AppleCredential(c Credential, now time.Time) error {
	if !r.Credentials() {
		return errPolicy
	}
	leaf, err := r.WebAuthn.chain(c.X5C, appleNonceID, now)
	if err != nil {
		return err
	}
	if !isFor(leaf, c.Key) {
		return errors.New("attestation is of another key")
	}
	return repeatsNonce(leaf, c.Data, c.ClientHash)
}

// The attributes of a TPM's object that keep a key in one TPM, where it was made
// (TPM 2.0 Library, Part 2, section 8.3).
const (
	tpmFixed       = 1 << 1
	tpmFixedParent = 1 << 4
	tpmMade        = 1 << 5
	tpmStays       = tpmFixed | tpmFixedParent | tpmMade
)

// StaysInTPM says whether a public area (TPMT_PUBLIC) is of a key that was made
// in its TPM and can leave it in no way. A TPM certifies others, too.
func StaysInTPM(publicArea []byte) bool {
	const head = 8 // type, name algorithm, attributes
	return len(publicArea) >= head && binary.BigEndian.Uint32(publicArea[4:head])&tpmStays == tpmStays
}
