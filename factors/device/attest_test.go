package device_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"math/big"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/wire"
)

// maker is a maker of phones: a root and an intermediate that attest keys.
type maker struct {
	t                  *testing.T
	rootKey, middleKey *ecdsa.PrivateKey
	root, middle       *x509.Certificate
	middleSerial       int64
}

func newMaker(t *testing.T, now time.Time) *maker {
	t.Helper()
	m := &maker{t: t, rootKey: newKey(t), middleKey: newKey(t), middleSerial: 0xABC}
	ca := func(serial int64, name string) *x509.Certificate {
		return &x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(100 * 24 * time.Hour),
			IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
		}
	}
	m.root = m.certify(ca(1, "root"), nil, m.rootKey.Public(), m.rootKey)
	m.middle = m.certify(ca(m.middleSerial, "middle"), m.root, m.middleKey.Public(), m.rootKey)
	return m
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (m *maker) certify(template, parent *x509.Certificate, public crypto.PublicKey, by *ecdsa.PrivateKey) *x509.Certificate {
	m.t.Helper()
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, by)
	if err != nil {
		m.t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		m.t.Fatal(err)
	}
	return c
}

func (m *maker) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(m.root)
	return pool
}

// described is what a certificate says of a key; tests make it wrong.
type described struct {
	level, kept       int
	challenge         []byte
	origin            int
	purposes          []int
	locked            bool
	boot              int
	app               string
	signer            [32]byte
	auth              bool // asks for the person each time
	timeout           bool // and then lets go on for a while
	softwareHoldsAll  bool // the trusted environment says nothing
	withoutExtension  bool
	extensionTrailing bool
}

var ourApp = device.AndroidApp{Package: "com.example.authenticator", Signer: sha256.Sum256([]byte("signer"))}

// right describes a key as we want it, for the enrolment with code.
func right(code wire.Secret) described {
	challenge := sha256.Sum256([]byte("cs-att-1." + wire.SecretHash(code)))
	return described{
		level: 1, kept: 1, challenge: challenge[:], purposes: []int{2}, locked: true, app: ourApp.Package, signer: ourApp.Signer, auth: true,
	}
}

func der(t *testing.T, v any, params string) []byte {
	t.Helper()
	out, err := asn1.MarshalWithParams(v, params)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func tagged(tag int, inner []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: true, Bytes: inner}
}

func (d described) extension(t *testing.T) pkix.Extension {
	t.Helper()
	type packageInfo struct {
		Name    []byte
		Version int64
	}
	application := der(t, struct {
		Packages []packageInfo `asn1:"set"`
		Signers  [][]byte      `asn1:"set"`
	}{[]packageInfo{{[]byte(d.app), 7}}, [][]byte{d.signer[:]}}, "")
	hardware := []asn1.RawValue{
		tagged(1, der(t, d.purposes, "set")), tagged(702, der(t, d.origin, "")),
		tagged(704, der(t, struct {
			Key    []byte
			Locked bool
			State  asn1.Enumerated
			Hash   []byte
		}{make([]byte, 32), d.locked, asn1.Enumerated(d.boot), make([]byte, 32)}, "")),
	}
	if d.auth {
		hardware = append(hardware, tagged(504, der(t, 2, "")))
	} else {
		hardware = append(hardware, tagged(503, asn1.NullBytes))
	}
	if d.timeout {
		hardware = append(hardware, tagged(505, der(t, 30, "")))
	}
	software := []asn1.RawValue{tagged(709, der(t, application, ""))}
	if d.softwareHoldsAll {
		software, hardware = append(software, hardware...), nil
	}
	value := der(t, struct {
		Version            int
		Attested           asn1.Enumerated
		KeyVersion         int
		Kept               asn1.Enumerated
		Challenge, Unique  []byte
		Software, Hardware []asn1.RawValue
	}{200, asn1.Enumerated(d.level), 200, asn1.Enumerated(d.kept), d.challenge, nil, software, hardware}, "")
	if d.extensionTrailing {
		value = append(value, 0)
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 1, 17}, Value: value}
}

// attest is the chain for a key.
func (m *maker) attest(public crypto.PublicKey, d described) *wire.Attestation {
	m.t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "Android Keystore Key"}, NotBefore: m.middle.NotBefore, NotAfter: m.middle.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if !d.withoutExtension {
		template.ExtraExtensions = []pkix.Extension{d.extension(m.t)}
	}
	return chainOf(m.certify(template, m.middle, public, m.middleKey), m.middle, m.root)
}

func chainOf(certificates ...*x509.Certificate) *wire.Attestation {
	att := &wire.Attestation{Format: wire.AttestAndroidKey}
	for _, c := range certificates {
		att.X5C = append(att.X5C, base64.StdEncoding.EncodeToString(c.Raw))
	}
	return att
}

// registerAttested registers key name with an attestation.
func (h *house) registerAttested(t *testing.T, code wire.Secret, name string, att *wire.Attestation, uv *wire.RegisterUV) error {
	t.Helper()
	r := claims(code)
	r.Att, r.UV = att, uv
	reg, err := wire.Sign(key(t, name), wire.TypeRegister, r)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Register(from("192.0.2.1"), wire.RegisterRequest{Code: code, Reg: reg})
	return err
}

// trusting makes the registry trust a maker.
func (h *house) trusting(t *testing.T, p device.AttestPolicy) *maker {
	t.Helper()
	m := newMaker(t, h.clock.Now())
	h.Attestation = device.Attestation{Policy: p, Roots: m.roots(), Apps: []device.AndroidApp{ourApp}}
	return m
}

func TestAttestedKeyIsAHardwareKey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(t, device.AttestRequire)
		_, code := h.start(t, "flw_a")
		if err := h.registerAttested(t, code, "one", m.attest(key(t, "one").Public(), right(code)), nil); err != nil {
			t.Fatal(err)
		}
		if got := h.device(t, key(t, "one")).Protection; got != factors.HardwareKey {
			t.Errorf("it is taken for %s", got)
		}
	})
}

// Case 44: the level drops, or the registration is refused where proof is
// required.
func TestAttestationThatProvesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(t, device.AttestRequire)
		h.Limits.BadCodes = 100
		_, code := h.start(t, "flw_a")
		public := key(t, "one").Public()
		but := func(change func(*described)) *wire.Attestation {
			d := right(code)
			change(&d)
			return m.attest(public, d)
		}
		elsewhere := newMaker(t, h.clock.Now())
		attested := newKey(t) // by the maker, and used as if it were one
		describing := m.certify(&x509.Certificate{
			SerialNumber: big.NewInt(9), Subject: pkix.Name{CommonName: "a phone"}, NotBefore: m.middle.NotBefore, NotAfter: m.middle.NotAfter,
			IsCA: true, BasicConstraintsValid: true, ExtraExtensions: []pkix.Extension{right(code).extension(t)},
		}, m.middle, attested.Public(), m.middleKey)
		forged := m.certify(&x509.Certificate{
			SerialNumber: big.NewInt(10), NotBefore: m.middle.NotBefore, NotAfter: m.middle.NotAfter, ExtraExtensions: []pkix.Extension{right(code).extension(t)},
		}, describing, public, attested)
		short := m.attest(public, right(code))
		short.X5C = short.X5C[:1]
		other := m.attest(public, right(code))
		other.Format = "apple-appattest"
		for name, att := range map[string]*wire.Attestation{
			"nothing":                        nil,
			"another key's":                  m.attest(key(t, "two").Public(), right(code)),
			"another enrolment's":            but(func(d *described) { d.challenge = make([]byte, 32) }),
			"said by software":               but(func(d *described) { d.level = 0 }),
			"kept in software":               but(func(d *described) { d.kept = 0 }),
			"imported":                       but(func(d *described) { d.origin = 2 }),
			"that does not sign":             but(func(d *described) { d.purposes = []int{0, 1} }),
			"of an unlocked phone":           but(func(d *described) { d.locked = false }),
			"of a phone with another system": but(func(d *described) { d.boot = 1 }),
			"of another app":                 but(func(d *described) { d.app = "com.evil" }),
			"of an app signed by another":    but(func(d *described) { d.signer = [32]byte{1} }),
			"the system's word alone":        but(func(d *described) { d.softwareHoldsAll = true }),
			"without a description":          but(func(d *described) { d.withoutExtension = true }),
			"with something after it":        but(func(d *described) { d.extensionTrailing = true }),
			"by another maker":               elsewhere.attest(public, right(code)),
			"without its intermediate":       short,
			"signed by an attested key":      chainOf(forged, describing, m.middle, m.root),
			"of an unknown form":             other,
			"of no certificates":             chainOf(),
			"of too many":                    chainOf(m.root, m.root, m.root, m.root, m.root, m.root, m.root),
		} {
			h.Attestation.Policy = device.AttestRequire
			if err := h.registerAttested(t, code, "one", att, nil); !errors.Is(err, device.ErrRefused) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.Attestation.Policy = device.AttestPrefer
		if err := h.registerAttested(t, code, "one", but(func(d *described) { d.kept = 0 }), nil); err != nil {
			t.Fatal(err)
		}
		if got := h.device(t, key(t, "one")).Protection; got != factors.SoftwareKey {
			t.Errorf("a software key is taken for %s", got)
		}
	})
}

func TestRevokedOrExpiredChainProvesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(t, device.AttestRequire)
		_, code := h.start(t, "flw_a")
		att := m.attest(key(t, "one").Public(), right(code))
		revoked, err := device.ParseRevoked([]byte(`{"entries": {"0ABC": {"status": "REVOKED", "reason": "KEY_COMPROMISE"}}}`))
		if err != nil {
			t.Fatal(err)
		}
		h.Attestation.Revoked = revoked
		if err := h.registerAttested(t, code, "one", att, nil); !errors.Is(err, device.ErrRefused) {
			t.Errorf("by a revoked intermediate: %v", err)
		}
		h.Attestation.Revoked = nil
		if err := h.registerAttested(t, code, "one", att, nil); err != nil {
			t.Errorf("by a good one: %v", err)
		}
		h.clock.Advance(101 * 24 * time.Hour)
		_, code = h.start(t, "flw_b")
		if err := h.registerAttested(t, code, "two", m.attest(key(t, "two").Public(), right(code)), nil); !errors.Is(err, device.ErrRefused) {
			t.Errorf("after its time: %v", err)
		}
	})
}

// Case 65: a second key counts only if it is attested to ask for the person.
func TestSecondKeyCountsOnlyIfItAsksEachTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(t, device.AttestPrefer)
		for name, c := range map[string]struct {
			change func(*described)
			counts bool
		}{
			"asks each time":      {func(*described) {}, true},
			"asks never":          {func(d *described) { d.auth = false }, false},
			"asks once in a time": {func(d *described) { d.timeout = true }, false},
			"in software":         {func(d *described) { d.kept = 0 }, false},
		} {
			_, code := h.start(t, "flw_a")
			uv := second(t, name+" uv", digest(t, code, name))
			d := right(code)
			c.change(&d)
			uv.Att = m.attest(key(t, name+" uv").Public(), d)
			if err := h.registerAttested(t, code, name, nil, uv); err != nil {
				t.Fatal(err)
			}
			if got := h.device(t, key(t, name)); got.UV.Counts() != c.counts || got.Protection != factors.SoftwareKey {
				t.Errorf("%s: counts %v, %s", name, got.UV.Counts(), got.Protection)
			}
			h.clock.Advance(time.Hour)
		}
	})
}

func TestAttestationOffBelievesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.trusting(t, device.AttestOff)
		_, code := h.start(t, "flw_a")
		if err := h.registerAttested(t, code, "one", m.attest(key(t, "one").Public(), right(code)), nil); err != nil {
			t.Fatal(err)
		}
		if got := h.device(t, key(t, "one")).Protection; got != factors.SoftwareKey {
			t.Errorf("it is taken for %s", got)
		}
	})
}

func TestAndroidAppIsAPackageAndADigest(t *testing.T) {
	text := "com.example.authenticator:" + hex.EncodeToString(ourApp.Signer[:])
	if got, err := device.ParseAndroidApp(text); err != nil || got != ourApp {
		t.Errorf("%+v, %v", got, err)
	}
	for _, wrong := range []string{"", "com.example", ":" + hex.EncodeToString(ourApp.Signer[:]), "com.example:00", text + "00"} {
		if _, err := device.ParseAndroidApp(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
	if _, err := device.ParseRevoked([]byte(`{}`)); err == nil {
		t.Error("a list without entries was taken")
	}
}
