package attesttest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
)

// Statement makes the attestation statement of a WebAuthn credential, of its
// authenticator data and the hash of its client data.
type Statement func(data, clientHash []byte) (format string, statement map[string]any)

// es256 is the COSE name of ECDSA with P-256 and SHA-256.
const es256 = int64(-7)

// Packed is the statement of a security key; change makes its certificate wrong.
func (m *Maker) Packed(change func(*x509.Certificate)) Statement {
	batch := NewKey()
	leaf := m.Leaf(batch.Public(), func(c *x509.Certificate) {
		c.BasicConstraintsValid = true
		c.Subject = pkix.Name{
			Country: []string{"SE"}, Organization: []string{"Keys"}, OrganizationalUnit: []string{"Authenticator Attestation"}, CommonName: "Batch",
		}
		if change != nil {
			change(c)
		}
	})
	return func(data, clientHash []byte) (string, map[string]any) {
		return "packed", map[string]any{"alg": es256, "sig": sign(batch, data, clientHash), "x5c": m.x5c(leaf)}
	}
}

// AndroidCredential is the statement of an Android phone about a credential's
// key; change makes its description wrong.
func (m *Maker) AndroidCredential(key crypto.Signer, change func(*Description)) Statement {
	return func(data, clientHash []byte) (string, map[string]any) {
		d := Describe("")
		d.Challenge, d.App.Package, d.Auth, d.NoAuth = clientHash, "com.google.android.gms", false, true
		if change != nil {
			change(&d)
		}
		leaf := m.Leaf(key.Public(), nil, d.Extension())
		return "android-key", map[string]any{"alg": es256, "sig": sign(key, data, clientHash), "x5c": m.x5c(leaf)}
	}
}

// AppleCredential is the statement of Apple about a credential's key.
func (m *Maker) AppleCredential(key crypto.Signer) Statement {
	return func(data, clientHash []byte) (string, map[string]any) {
		return "apple", map[string]any{"x5c": m.x5c(m.Leaf(key.Public(), nil, appleNonce(data, clientHash)))}
	}
}

func (m *Maker) x5c(leaf *x509.Certificate) []any { return []any{leaf.Raw, m.Middle.Raw} }

func sign(key crypto.Signer, parts ...[]byte) []byte {
	sum := sha256.Sum256(slices.Concat(parts...))
	return must(key.Sign(rand.Reader, sum[:], crypto.SHA256))
}

// TPMKey is the attributes of a key that was made in its TPM and stays there.
const TPMKey = 0x00060472

// TPM is the statement of a TPM about a credential's key, with the attributes
// that it says the key has.
func (m *Maker) TPM(key crypto.Signer, attributes uint32) Statement {
	identity := NewKey()
	name := pkix.RDNSequence{{
		{Type: asn1.ObjectIdentifier{2, 23, 133, 2, 1}, Value: "id:49465800"},
		{Type: asn1.ObjectIdentifier{2, 23, 133, 2, 2}, Value: "SLB 9670"},
		{Type: asn1.ObjectIdentifier{2, 23, 133, 2, 3}, Value: "id:0001"},
	}}
	leaf := m.Leaf(identity.Public(), func(c *x509.Certificate) {
		c.Subject, c.BasicConstraintsValid = pkix.Name{}, true
		c.UnknownExtKeyUsage = []asn1.ObjectIdentifier{{2, 23, 133, 8, 3}}
	}, pkix.Extension{
		Id: asn1.ObjectIdentifier{2, 5, 29, 17}, Critical: true, Value: der([]asn1.RawValue{tagged(4, der(name, ""))}, ""),
	})
	area := publicArea(key, attributes)
	return func(data, clientHash []byte) (string, map[string]any) {
		info := certified(area, slices.Concat(data, clientHash))
		return "tpm", map[string]any{
			"ver": "2.0", "alg": es256, "sig": sign(identity, info), "certInfo": info, "pubArea": area, "x5c": m.x5c(leaf),
		}
	}
}

// publicArea is a TPMT_PUBLIC of a P-256 key (TPM 2.0 Library, Part 2, section
// 12.2.4).
func publicArea(key crypto.Signer, attributes uint32) []byte {
	public, _ := key.Public().(*ecdsa.PublicKey)
	point := must(public.Bytes())
	var w tpm
	w.put(2, 0x0023).put(2, 0x000b).put(4, uint64(attributes)).sized(nil) // ECC, SHA-256
	w.put(2, 0x0010).put(2, 0x0010).put(2, 0x0003).put(2, 0x0010)         // no ciphers, no scheme, P-256, no KDF
	w.sized(point[1:33]).sized(point[33:])
	return w
}

// certified is a TPMS_ATTEST of the area (section 10.12.12), with the hash of
// what was asked for.
func certified(area, asked []byte) []byte {
	sum, name := sha256.Sum256(asked), sha256.Sum256(area)
	var w tpm
	w.put(4, 0xff544347).put(2, 0x8017).sized(nil).sized(sum[:])
	w.put(8, 1).put(4, 1).put(4, 1).put(1, 1).put(8, 1) // clock, resets, restarts, safe, firmware
	w.sized(append([]byte{0, 0x0b}, name[:]...)).sized(nil)
	return w
}

// tpm writes as TPMs do.
type tpm []byte

func (w *tpm) put(size int, v uint64) *tpm {
	for i := size - 1; i >= 0; i-- {
		*w = append(*w, byte(v>>(8*i)))
	}
	return w
}

func (w *tpm) sized(b []byte) *tpm {
	w.put(2, uint64(len(b)))
	*w = append(*w, b...)
	return w
}
