package attesttest

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/binary"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"countersign/factors/wire"
)

// AppID is the App ID of the tests.
const AppID = "ABCDE12345.com.example.authenticator"

// The environments of App Attest.
const (
	Production  = "appattest\x00\x00\x00\x00\x00\x00\x00"
	Development = "appattestdevelop"
)

// AppAttest is what Apple says of an app and its key; tests make it wrong.
type AppAttest struct {
	Key         *ecdsa.PrivateKey
	App         string
	Hash        []byte // clientDataHash
	Flags       byte
	Counter     uint32
	Environment string
	// KeyID goes beside the object; Credential is within it. Both are the
	// key's name.
	KeyID, Credential []byte
	Format            string
	// Receipt is what Apple adds for itself.
	Receipt []byte
	// WithoutNonce leaves the extension out, NonceTrailing puts a byte after it.
	WithoutNonce, NonceTrailing bool
}

// Vouch says what it should: for the enrolment whose secret has the hash, and the
// possession key with the thumbprint.
func Vouch(codeHash, jkt string) AppAttest {
	k := NewKey()
	id := sha256.Sum256(must(k.PublicKey.Bytes()))
	return AppAttest{
		Key: k, App: AppID, Hash: enrolment(codeHash + "." + jkt), Flags: 0x40, Environment: Production, KeyID: id[:], Credential: id[:],
		Format: wire.AttestApple, Receipt: make([]byte, 3500),
	}
}

// AppAttest is Apple's attestation.
func (m *Maker) AppAttest(a AppAttest) *wire.Attestation {
	var extensions []pkix.Extension
	if !a.WithoutNonce {
		extensions = append(extensions, a.Nonce())
	}
	if a.NonceTrailing {
		extensions[0].Value = append(extensions[0].Value, 0)
	}
	return a.By(m.Leaf(a.Key.Public(), nil, extensions...), m.Middle)
}

// Nonce is the extension as it stands in a certificate.
func (a AppAttest) Nonce() pkix.Extension { return appleNonce(a.data(), a.Hash) }

// By is the attestation by other certificates.
func (a AppAttest) By(certificates ...*x509.Certificate) *wire.Attestation {
	return a.Around(a.data(), certificates...)
}

// Around is the attestation of other data by other certificates.
func (a AppAttest) Around(data []byte, certificates ...*x509.Certificate) *wire.Attestation {
	x5c := make([][]byte, len(certificates))
	for i, c := range certificates {
		x5c[i] = c.Raw
	}
	object := must(cbor.Marshal(map[string]any{
		"fmt": a.Format, "attStmt": map[string]any{"x5c": x5c, "receipt": a.Receipt}, "authData": data,
	}))
	return &wire.Attestation{
		Format: wire.AttestApple, Object: base64.StdEncoding.EncodeToString(object), KeyID: base64.StdEncoding.EncodeToString(a.KeyID),
	}
}

// data is the authenticator data (WebAuthn section 6.1).
func (a AppAttest) data() []byte {
	app := sha256.Sum256([]byte(a.App))
	out := binary.BigEndian.AppendUint32(append(app[:], a.Flags), a.Counter)
	out = append(out, a.Environment...)
	out = binary.BigEndian.AppendUint16(out, uint16(len(a.Credential)))
	return slices.Concat(out, a.Credential, []byte{0xa2, 1, 2, 3, 0x26}) // CBOR of {1: 2, 3: -7}
}

// appleNonce is the extension in which Apple repeats what it certified.
func appleNonce(data, hash []byte) pkix.Extension {
	nonce := sha256.Sum256(slices.Concat(data, hash))
	return pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 8, 2}, Value: der(struct {
		Nonce []byte `asn1:"tag:1,explicit"`
	}{nonce[:]}, "")}
}
