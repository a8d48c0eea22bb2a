package device

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
)

// keyDescriptionID is the extension in which Android describes a key (Android
// Open Source Project, "Key and ID attestation", the schema).
//
//nolint:gochecknoglobals // a constant, if Go had such
var keyDescriptionID = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 1, 17}

// The tags of an authorization list that are looked at, and values in it.
const (
	tagPurpose      = 1
	tagNoAuth       = 503
	tagAuthType     = 504
	tagAuthTimeout  = 505
	tagOrigin       = 702
	tagRootOfTrust  = 704
	tagApplication  = 709
	purposeSign     = 2
	originGenerated = 0
	bootVerified    = 0
	softwareLevel   = 0
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
	value := extension(leaf, keyDescriptionID)
	if value == nil {
		return keyDescription{}, errors.New("attestation: the certificate describes no key")
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
// locked, for one of our apps. Only the hardware is believed, but for the app's
// name, which the system of such a phone tells.
func (d keyDescription) check(apps []AndroidApp, gesture bool) error {
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
	if !d.forApp(apps) {
		return errors.New("attestation: the key belongs to another app")
	}
	if gesture && !d.asksEachTime() {
		return errors.New("attestation: the key may be used without the person")
	}
	return nil
}

// asksEachTime is true of a key that needs an unlock for every use.
func (d keyDescription) asksEachTime() bool {
	_, never := d.hardware[tagNoAuth]
	_, asks := d.hardware[tagAuthType]
	_, lasts := d.hardware[tagAuthTimeout]
	return asks && !never && !lasts
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

// read reads the member with the tag into v, if it is there and well formed.
func (a authorizations) read(tag int, v any) bool {
	raw, ok := a[tag]
	if !ok {
		return false
	}
	rest, err := asn1.Unmarshal(raw, v)
	return err == nil && len(rest) == 0
}
