package attesttest

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
	"encoding/pem"
	"fmt"
	"math/big"
	"time"

	"countersign/factors/wire"
)

// MiddleSerial is the serial number of every maker's intermediate certificate.
const MiddleSerial = 0xABC

// Maker is a maker: a root, and an intermediate that attests keys.
type Maker struct {
	Root, Middle       *x509.Certificate
	rootKey, middleKey *ecdsa.PrivateKey
}

// Long ago and far ahead, for makers whose time is of no interest.
var (
	LongAgo  = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	FarAhead = time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
)

// New is a maker whose certificates hold until a time.
func New(until time.Time) *Maker {
	m := &Maker{rootKey: NewKey(), middleKey: NewKey()}
	ca := func(serial int64, name string) *x509.Certificate {
		return &x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: LongAgo, NotAfter: until,
			IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
		}
	}
	m.Root = Certify(ca(1, "root"), ca(1, "root"), m.rootKey.Public(), m.rootKey)
	m.Middle = Certify(ca(MiddleSerial, "middle"), m.Root, m.middleKey.Public(), m.rootKey)
	return m
}

// NewKey is a new P-256 key.
func NewKey() *ecdsa.PrivateKey {
	return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
}

// Certify signs a certificate by the key of its parent.
func Certify(template, parent *x509.Certificate, public crypto.PublicKey, by crypto.Signer) *x509.Certificate {
	return must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, template, parent, public, by))))
}

// Leaf is the intermediate's certificate for a key, with extensions; change
// makes it wrong.
func (m *Maker) Leaf(public crypto.PublicKey, change func(*x509.Certificate), extensions ...pkix.Extension) *x509.Certificate {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "a key"}, NotBefore: m.Middle.NotBefore, NotAfter: m.Middle.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: extensions,
	}
	if change != nil {
		change(template)
	}
	return Certify(template, m.Middle, public, m.middleKey)
}

// Forged is a chain in which a key that the maker attested, as if it were a
// maker's, signs a certificate for another key. Both say the same.
func (m *Maker) Forged(public crypto.PublicKey, says pkix.Extension) []*x509.Certificate {
	attested := NewKey()
	by := m.Leaf(attested.Public(), func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	}, says)
	leaf := Certify(&x509.Certificate{
		SerialNumber: big.NewInt(4), Subject: pkix.Name{CommonName: "another key"}, NotBefore: by.NotBefore, NotAfter: by.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: []pkix.Extension{says},
	}, by, public, attested)
	return []*x509.Certificate{leaf, by, m.Middle}
}

// Pool is the maker's root.
func (m *Maker) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(m.Root)
	return pool
}

// PEM is the maker's root as a file.
func (m *Maker) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: m.Root.Raw})
}

// Chain is an Android attestation of these certificates.
func Chain(certificates ...*x509.Certificate) *wire.Attestation {
	att := &wire.Attestation{Format: wire.AttestAndroidKey}
	for _, c := range certificates {
		att.X5C = append(att.X5C, base64.StdEncoding.EncodeToString(c.Raw))
	}
	return att
}

// enrolment is what is attested: see docs/device-protocol.md, section 10.
func enrolment(named string) []byte {
	sum := sha256.Sum256([]byte("cs-att-1." + named))
	return sum[:]
}

func der(v any, params string) []byte { return must(asn1.MarshalWithParams(v, params)) }

func tagged(tag int, inner []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: true, Bytes: inner}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("attesttest: internal error: %v", err))
	}
	return v
}
