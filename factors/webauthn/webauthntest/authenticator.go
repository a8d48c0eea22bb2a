package webauthntest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// Authenticator is one credential and the browser around it. Its fields are what
// it will say next; a test changes them to lie.
type Authenticator struct {
	RPID, Origin string
	// Key is P-256, Ed25519 or RSA.
	Key crypto.Signer
	ID  []byte
	// UserHandle goes out with assertions, where it is set.
	UserHandle []byte
	Transports []string
	// SignCount is that of the last response. Counting is on if Counts is.
	SignCount uint32
	Counts    bool

	UserPresent, UserVerified, BackupEligible, BackedUp bool

	CrossOrigin bool
	TopOrigin   string
	// Format and Statement are the attestation; "none" and nothing unless set.
	Format    string
	Statement map[string]any
	// Attest, where it is set, makes both of the authenticator data and the hash
	// of the client data.
	Attest func(data, clientHash []byte) (format string, statement map[string]any)
}

// New is an authenticator with a new P-256 credential that does everything
// right: its user is present and verified, its key is on this machine only.
func New(rpID, origin string) *Authenticator {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(fmt.Sprintf("webauthntest: internal error: make key: %v", err))
	}
	id := make([]byte, 32)
	_, _ = rand.Read(id) // crypto/rand.Read never fails
	return &Authenticator{
		RPID: rpID, Origin: origin, Key: key, ID: id, Transports: []string{"internal"},
		UserPresent: true, UserVerified: true, Format: "none",
	}
}

// Register is the JSON of a new credential for challenge.
func (a *Authenticator) Register(challenge []byte) []byte {
	client := a.client("webauthn.create", challenge)
	data, format, statement := a.data(true), a.Format, a.Statement
	if statement == nil {
		statement = map[string]any{}
	}
	if a.Attest != nil {
		sum := sha256.Sum256(client)
		format, statement = a.Attest(data, sum[:])
	}
	object := marshal(map[string]any{"fmt": format, "attStmt": statement, "authData": data})
	return a.credential(map[string]any{
		"clientDataJSON": b64u(client), "attestationObject": b64u(object), "transports": a.Transports,
	})
}

// Assert is the JSON of an assertion over challenge.
func (a *Authenticator) Assert(challenge []byte) []byte {
	if a.Counts {
		a.SignCount++
	}
	client, data := a.client("webauthn.get", challenge), a.data(false)
	sum := sha256.Sum256(client)
	response := map[string]any{
		"clientDataJSON": b64u(client), "authenticatorData": b64u(data),
		"signature": b64u(a.sign(slices.Concat(data, sum[:]))),
	}
	if len(a.UserHandle) > 0 {
		response["userHandle"] = b64u(a.UserHandle)
	}
	return a.credential(response)
}

func (a *Authenticator) credential(response map[string]any) []byte {
	return toJSON(map[string]any{
		"id": b64u(a.ID), "rawId": b64u(a.ID), "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{}, "response": response,
	})
}

// client is the client data (section 5.8.1).
func (a *Authenticator) client(kind string, challenge []byte) []byte {
	members := map[string]any{"type": kind, "challenge": b64u(challenge), "origin": a.Origin, "crossOrigin": a.CrossOrigin}
	if a.TopOrigin != "" {
		members["topOrigin"] = a.TopOrigin
	}
	return toJSON(members)
}

// data is the authenticator data (section 6.1).
func (a *Authenticator) data(attested bool) []byte {
	var flags byte
	for bit, set := range map[byte]bool{
		0x01: a.UserPresent, 0x04: a.UserVerified, 0x08: a.BackupEligible, 0x10: a.BackedUp, 0x40: attested,
	} {
		if set {
			flags |= bit
		}
	}
	rp := sha256.Sum256([]byte(a.RPID))
	out := append(rp[:], flags)
	out = binary.BigEndian.AppendUint32(out, a.SignCount)
	if !attested {
		return out
	}
	out = append(out, make([]byte, 16)...) // the AAGUID of nobody
	out = binary.BigEndian.AppendUint16(out, uint16(len(a.ID)))
	return slices.Concat(out, a.ID, a.cose())
}

// cose is the public key (RFC 9052 section 7).
func (a *Authenticator) cose() []byte {
	switch pub := a.Key.Public().(type) {
	case *ecdsa.PublicKey:
		raw, err := pub.Bytes()
		if err != nil {
			panic(fmt.Sprintf("webauthntest: internal error: write key: %v", err))
		}
		half := len(raw) / 2
		kind := webauthncose.PublicKeyData{KeyType: int64(webauthncose.EllipticKey), Algorithm: int64(webauthncose.AlgES256)}
		curve := webauthncose.P256
		if pub.Curve == elliptic.P384() {
			kind.Algorithm, curve = int64(webauthncose.AlgES384), webauthncose.P384
		}
		return marshal(webauthncose.EC2PublicKeyData{PublicKeyData: kind, Curve: int64(curve), XCoord: raw[1 : 1+half], YCoord: raw[1+half:]})
	case ed25519.PublicKey:
		kind := webauthncose.PublicKeyData{KeyType: int64(webauthncose.OctetKey), Algorithm: int64(webauthncose.AlgEdDSA)}
		return marshal(webauthncose.OKPPublicKeyData{PublicKeyData: kind, Curve: int64(webauthncose.Ed25519), XCoord: pub})
	case *rsa.PublicKey:
		kind := webauthncose.PublicKeyData{KeyType: int64(webauthncose.RSAKey), Algorithm: int64(webauthncose.AlgRS256)}
		return marshal(webauthncose.RSAPublicKeyData{
			PublicKeyData: kind, Modulus: pub.N.Bytes(), Exponent: big.NewInt(int64(pub.E)).Bytes(),
		})
	default:
		panic(fmt.Sprintf("webauthntest: internal error: cannot use %T", pub))
	}
}

func (a *Authenticator) sign(message []byte) []byte {
	var options crypto.SignerOpts = crypto.SHA256
	input := message
	if _, ok := a.Key.(ed25519.PrivateKey); ok {
		options = crypto.Hash(0) // Ed25519 hashes by itself
	} else {
		sum := sha256.Sum256(message)
		input = sum[:]
	}
	signature, err := a.Key.Sign(rand.Reader, input, options)
	if err != nil {
		panic(fmt.Sprintf("webauthntest: internal error: sign: %v", err))
	}
	return signature
}

func b64u(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func marshal(v any) []byte {
	out, err := webauthncbor.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("webauthntest: internal error: write CBOR: %v", err))
	}
	return out
}

func toJSON(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("webauthntest: internal error: write JSON: %v", err))
	}
	return out
}
