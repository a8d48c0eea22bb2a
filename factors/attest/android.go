package attest

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"countersign/factors/wire"
)

// AndroidApp is an authenticator app: its package and the SHA-256 of the
// certificate that it is signed with.
type AndroidApp struct {
	Package string
	Signer  [sha256.Size]byte
}

// ParseAndroidApp reads "com.example.app:" and 64 hexadecimal digits, with or
// without colons between them.
func ParseAndroidApp(text string) (AndroidApp, error) {
	name, digest, ok := strings.Cut(text, ":")
	raw, err := hex.DecodeString(strings.ReplaceAll(digest, ":", ""))
	if !ok || name == "" || err != nil || len(raw) != sha256.Size {
		return AndroidApp{}, fmt.Errorf("%q is no app: write its package, a colon, and the SHA-256 of its certificate", text)
	}
	return AndroidApp{Package: name, Signer: [sha256.Size]byte(raw)}, nil
}

// verify says whether att proves that key was made in this device's hardware for
// one of our apps, and with gesture, that it is used only after a biometric or a
// PIN, each time.
func (a Android) verify(att *wire.Attestation, key wire.Key, challenge []byte, gesture bool, now time.Time) error {
	if !a.trusts() {
		return errNobody
	}
	x5c := make([][]byte, len(att.X5C))
	for i, text := range att.X5C {
		var err error
		if x5c[i], err = base64.StdEncoding.DecodeString(text); err != nil {
			return errors.New("attestation chain is not base64")
		}
	}
	leaf, err := a.chain(x5c, keyDescriptionID, now)
	if err != nil {
		return err
	}
	if !isFor(leaf, key.Public()) {
		return errors.New("attestation is of another key")
	}
	d, err := readKeyDescription(leaf)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(d.challenge, challenge) != 1 {
		return errors.New("attestation was made for another enrolment")
	}
	if err := d.check(); err != nil {
		return err
	}
	if !d.forApp(a.Apps) {
		return errors.New("attestation: the key belongs to another app")
	}
	if gesture && !d.asksEachTime() {
		return errors.New("attestation: the key may be used without the person")
	}
	return nil
}

// keyDescriptionID is the extension in which Android describes a key (Android
// Open Source Project, "Key and ID attestation", the schema).
//
//nolint:gochecknoglobals // a constant, if Go had such
var keyDescriptionID = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 1, 17}

// The tags of an authorization list that are looked at, and values in it.
const (
	tagPurpose         = 1
	tagNoAuth          = 503
	tagAuthType        = 504
	tagAuthTimeout     = 505
	tagAllApplications = 600
	tagOrigin          = 702
	tagRootOfTrust     = 704
	tagApplication     = 709
	purposeSign        = 2
	originGenerated    = 0
	bootVerified       = 0
	softwareLevel      = 0
)

// keyDescription is what the extension says.
type keyDescription struct {
	attested, kept asn1.Enumerated // security levels: who says it, and where the key is
	challenge      []byte
	software       authorizations // what the system says
	hardware       authorizations // what the trusted environment says
}

// authorizations is an authorization list: content by tag.
type authorizations map[int][]byte

var errDescription = errors.New("attestation: the key description does not parse")

func readKeyDescription(leaf *x509.Certificate) (keyDescription, error) {
	value := extension(leaf, keyDescriptionID)
	if value == nil {
		return keyDescription{}, errors.New("attestation: the certificate describes no key")
	}
	return parseKeyDescription(value)
}

func parseKeyDescription(value []byte) (keyDescription, error) {
	var raw struct {
		Version    int
		Attested   asn1.Enumerated
		KeyVersion int
		Kept       asn1.Enumerated
		Challenge  []byte
		UniqueID   []byte
		Software   asn1.RawValue
		Hardware   asn1.RawValue
	}
	rest, err := asn1.Unmarshal(value, &raw)
	if err != nil || len(rest) > 0 {
		return keyDescription{}, errDescription
	}
	d := keyDescription{attested: raw.Attested, kept: raw.Kept, challenge: raw.Challenge}
	if d.software, err = readAuthorizations(raw.Software); err != nil {
		return keyDescription{}, err
	}
	if d.hardware, err = readAuthorizations(raw.Hardware); err != nil {
		return keyDescription{}, err
	}
	return d, nil
}

// readAuthorizations reads a SEQUENCE of explicitly tagged members, each once.
func readAuthorizations(list asn1.RawValue) (authorizations, error) {
	if list.Class != asn1.ClassUniversal || list.Tag != asn1.TagSequence {
		return nil, errDescription
	}
	out := authorizations{}
	for rest := list.Bytes; len(rest) > 0; {
		var member asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &member); err != nil || member.Class != asn1.ClassContextSpecific {
			return nil, errDescription
		}
		if _, twice := out[member.Tag]; twice {
			return nil, errDescription
		}
		out[member.Tag] = member.Bytes
	}
	return out, nil
}

// check says whether the description is of a key as we want it: generated in and
// kept by a trusted environment, to sign, on a phone that started verified and
// locked. Only the hardware is believed; of such a phone, the system is believed
// to name the app.
func (d keyDescription) check() error {
	if d.attested <= softwareLevel || d.kept <= softwareLevel {
		return errors.New("attestation: the key is kept in software")
	}
	var origin int
	if !d.hardware.read(tagOrigin, &origin) || origin != originGenerated {
		return errors.New("attestation: the key was not made in the hardware")
	}
	var purposes []int
	if raw, ok := d.hardware[tagPurpose]; ok {
		if rest, err := asn1.UnmarshalWithParams(raw, &purposes, "set"); err != nil || len(rest) > 0 {
			return errDescription
		}
	}
	if !slices.Contains(purposes, purposeSign) {
		return errors.New("attestation: the key does not sign")
	}
	var boot struct {
		Key    []byte
		Locked bool
		State  asn1.Enumerated
		Hash   []byte `asn1:"optional"`
	}
	if !d.hardware.read(tagRootOfTrust, &boot) || !boot.Locked || boot.State != bootVerified {
		return errors.New("attestation: the phone did not start verified and locked")
	}
	return nil
}

// asksEachTime is true of a key that needs an unlock for every use.
func (d keyDescription) asksEachTime() bool {
	return d.hardware.has(tagAuthType) && !d.hardware.has(tagNoAuth) && !d.hardware.has(tagAuthTimeout)
}

// forApp looks for one of the apps in the attestation's application id, which is
// DER within an OCTET STRING.
func (d keyDescription) forApp(apps []AndroidApp) bool {
	var inner []byte
	var id struct {
		Packages []struct {
			Name    []byte
			Version int64
		} `asn1:"set"`
		Signers [][]byte `asn1:"set"`
	}
	if !d.software.read(tagApplication, &inner) {
		return false
	}
	if rest, err := asn1.Unmarshal(inner, &id); err != nil || len(rest) > 0 {
		return false
	}
	// Apps that share an identity share keys: all of them have to be ours.
	for _, p := range id.Packages {
		if !trusts(apps, string(p.Name), id.Signers) {
			return false
		}
	}
	return len(id.Packages) > 0
}

func (a authorizations) has(tag int) bool {
	_, ok := a[tag]
	return ok
}

// read reads the member with the tag into v, if it is there and well formed.
func (a authorizations) read(tag int, v any) bool {
	raw, ok := a[tag]
	if !ok {
		return false
	}
	rest, err := asn1.Unmarshal(raw, v)
	return err == nil && len(rest) == 0
}

// trusts says whether one of the apps has this name and signer.
func trusts(apps []AndroidApp, name string, signers [][]byte) bool {
	for _, app := range apps {
		for _, s := range signers {
			if app.Package == name && bytes.Equal(s, app.Signer[:]) {
				return true
			}
		}
	}
	return false
}
