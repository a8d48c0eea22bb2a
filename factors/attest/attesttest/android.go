package attesttest

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"

	"countersign/factors/attest"
	"countersign/factors/wire"
)

// App is the Android app of the tests.
func App() attest.AndroidApp {
	return attest.AndroidApp{Package: "com.example.authenticator", Signer: sha256.Sum256([]byte("signer"))}
}

// Description is what an Android certificate says of a key; tests make it wrong.
type Description struct {
	Level, Kept       int
	Challenge         []byte
	Origin            int
	Purposes          []int
	Locked            bool
	Boot              int
	App               attest.AndroidApp
	Auth              bool // asks for the person each time
	NoAuth            bool // never asks
	Timeout           bool // lets go on for a while
	AllApplications   bool
	AllBySoftware     bool // the same, said by the system
	SoftwareHoldsAll  bool // the trusted environment says nothing
	WithoutExtension  bool
	ExtensionTrailing bool
}

// Describe describes a key as it should be, for the enrolment whose secret has
// the hash.
func Describe(codeHash string) Description {
	return Description{Level: 1, Kept: 1, Challenge: enrolment(codeHash), Purposes: []int{2}, Locked: true, App: App(), Auth: true}
}

// Extension is the description as it stands in a certificate.
func (d Description) Extension() pkix.Extension {
	type packageInfo struct {
		Name    []byte
		Version int64
	}
	application := der(struct {
		Packages []packageInfo `asn1:"set"`
		Signers  [][]byte      `asn1:"set"`
	}{[]packageInfo{{[]byte(d.App.Package), 7}}, [][]byte{d.App.Signer[:]}}, "")
	hardware := []asn1.RawValue{tagged(1, der(d.Purposes, "set"))}
	if d.Auth {
		hardware = append(hardware, tagged(504, der(2, "")))
	}
	if d.NoAuth {
		hardware = append(hardware, tagged(503, asn1.NullBytes))
	}
	if d.Timeout {
		hardware = append(hardware, tagged(505, der(30, "")))
	}
	if d.AllApplications {
		hardware = append(hardware, tagged(600, asn1.NullBytes))
	}
	hardware = append(hardware, tagged(702, der(d.Origin, "")), tagged(704, der(struct {
		Key    []byte
		Locked bool
		State  asn1.Enumerated
		Hash   []byte
	}{make([]byte, 32), d.Locked, asn1.Enumerated(d.Boot), make([]byte, 32)}, "")))
	software := []asn1.RawValue{tagged(709, der(application, ""))}
	if d.AllBySoftware {
		software = append(software, tagged(600, asn1.NullBytes))
	}
	if d.SoftwareHoldsAll {
		software, hardware = append(software, hardware...), nil
	}
	value := der(struct {
		Version            int
		Attested           asn1.Enumerated
		KeyVersion         int
		Kept               asn1.Enumerated
		Challenge, Unique  []byte
		Software, Hardware []asn1.RawValue
	}{200, asn1.Enumerated(d.Level), 200, asn1.Enumerated(d.Kept), d.Challenge, nil, software, hardware}, "")
	if d.ExtensionTrailing {
		value = append(value, 0)
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 1, 17}, Value: value}
}

// Android is the chain for a key.
func (m *Maker) Android(public crypto.PublicKey, d Description) *wire.Attestation {
	if d.WithoutExtension {
		return Chain(m.Leaf(public, nil), m.Middle, m.Root)
	}
	return Chain(m.Leaf(public, nil, d.Extension()), m.Middle, m.Root)
}
