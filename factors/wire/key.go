package wire

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
)

// Key is a public key whose point has been checked: P-256 or Ed25519. There is
// no other way to have one than NewKey and ParseKey; the zero Key verifies
// nothing.
type Key struct {
	pub        crypto.PublicKey
	algorithm  Algorithm
	thumbprint string
}

// members are a public key as it travels (RFC 7517, RFC 8037 §2).
type members struct {
	KeyType   string    `json:"kty"`
	Curve     string    `json:"crv"`
	X         string    `json:"x"`
	Y         string    `json:"y,omitempty"`
	KeyID     string    `json:"kid,omitempty"`
	Use       string    `json:"use,omitempty"`
	Algorithm Algorithm `json:"alg,omitempty"`
	// Private is only looked for, to refuse a key whose owner gave it away.
	Private json.RawMessage `json:"d,omitempty"`
}

// NewKey checks a public key: a P-256 point on the curve and not at infinity, or
// an Ed25519 point on the curve and not of small order. Everything else is
// refused, RSA and the other curves included.
func NewKey(pub crypto.PublicKey) (Key, error) {
	var algorithm Algorithm
	switch pub := pub.(type) {
	case *ecdsa.PublicKey:
		if pub == nil || pub.Curve != elliptic.P256() {
			return Key{}, fmt.Errorf("%w: curve is not P-256", ErrKey)
		}
		if _, err := pub.Bytes(); err != nil {
			return Key{}, fmt.Errorf("%w: point is not on P-256", ErrKey)
		}
		algorithm = ES256
	case ed25519.PublicKey:
		if err := checkEdwardsPoint(pub); err != nil {
			return Key{}, err
		}
		algorithm = EdDSA
	default:
		return Key{}, fmt.Errorf("%w: %T", ErrKey, pub)
	}
	key := Key{pub: pub, algorithm: algorithm}
	m, err := key.members()
	if err != nil {
		return Key{}, err
	}
	key.thumbprint = m.thumbprint()
	return key, nil
}

// thumbprint is RFC 7638 §3: the members that make the key, in the order of
// their names, without a blank. None of them needs an escape.
func (m members) thumbprint() string {
	text := `{"crv":"` + m.Curve + `","kty":"` + m.KeyType + `","x":"` + m.X + `"`
	if m.Y != "" {
		text += `,"y":"` + m.Y + `"`
	}
	return digest(text + "}")
}

// verifies says whether a signature of 64 bytes over text is by k: of ES256 the
// two numbers (RFC 7518 §3.4), of EdDSA as it is (RFC 8032).
func (k Key) verifies(text string, signature []byte) bool {
	if len(signature) != 64 {
		return false
	}
	switch pub := k.pub.(type) {
	case *ecdsa.PublicKey:
		sum := sha256.Sum256([]byte(text))
		return ecdsa.Verify(pub, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
	case ed25519.PublicKey:
		return ed25519.Verify(pub, []byte(text), signature)
	default:
		return false
	}
}

// keys are those that were read before.
//
//nolint:gochecknoglobals // a memo of a pure function
var keys memo[Key]

// ParseKey reads a JSON Web Key and checks it as NewKey does. The coordinates
// have their full length (RFC 7518 §6.2.1.2), and a private member, another
// algorithm or another use is refused.
func ParseKey(jwk []byte) (Key, error) { return keys.of(jwk, parseKey) }

func parseKey(jwk []byte) (Key, error) {
	var m members
	if err := Decode(jwk, &m); err != nil {
		return Key{}, fmt.Errorf("parse key: %w: %w", ErrKey, err)
	}
	if m.Private != nil || (m.Use != "" && m.Use != "sig") {
		return Key{}, fmt.Errorf("parse key: %w: not a public signature key", ErrKey)
	}
	pub, err := m.point()
	if err != nil {
		return Key{}, fmt.Errorf("parse key: %w", err)
	}
	key, err := NewKey(pub)
	if err != nil {
		return Key{}, fmt.Errorf("parse key: %w", err)
	}
	if m.Algorithm != "" && m.Algorithm != key.algorithm {
		return Key{}, fmt.Errorf("parse key: %w: alg %.40q", ErrKey, m.Algorithm)
	}
	return key, nil
}

// point reads the coordinates.
func (m members) point() (crypto.PublicKey, error) {
	x, err := decodePart(m.X)
	if err != nil || len(x) != 32 {
		return nil, fmt.Errorf("%w: x", ErrKey)
	}
	switch {
	case m.KeyType == "OKP" && m.Curve == "Ed25519":
		return ed25519.PublicKey(x), nil
	case m.KeyType == "EC" && m.Curve == "P-256":
		y, err := decodePart(m.Y)
		if err != nil || len(y) != 32 {
			return nil, fmt.Errorf("%w: y", ErrKey)
		}
		uncompressed := append(append([]byte{4}, x...), y...) // SEC 1 §2.3.3
		pub, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), uncompressed)
		if err != nil {
			return nil, fmt.Errorf("%w: point is not on P-256", ErrKey)
		}
		return pub, nil
	default:
		return nil, fmt.Errorf("%w: kty %.40q with crv %.40q", ErrKey, m.KeyType, m.Curve)
	}
}

// IsZero says whether k is no key at all.
func (k Key) IsZero() bool { return k.pub == nil }

// Algorithm is the only algorithm that k verifies.
func (k Key) Algorithm() Algorithm { return k.algorithm }

// Thumbprint is the name of the key, jkt (RFC 7638).
func (k Key) Thumbprint() string { return k.thumbprint }

// Public is the key for the standard library: *ecdsa.PublicKey or
// ed25519.PublicKey.
func (k Key) Public() crypto.PublicKey { return k.pub }

// Equal says whether both are the same key.
func (k Key) Equal(other Key) bool { return k.thumbprint == other.thumbprint }

// MarshalJSON writes the key as a JSON Web Key with no member but its point.
func (k Key) MarshalJSON() ([]byte, error) {
	m, err := k.members()
	if err != nil {
		return nil, err
	}
	return json.Marshal(m)
}

// UnmarshalJSON reads and checks a key as ParseKey does.
func (k *Key) UnmarshalJSON(data []byte) error {
	key, err := ParseKey(data)
	if err != nil {
		return err
	}
	*k = key
	return nil
}

func (k Key) members() (members, error) {
	switch pub := k.pub.(type) {
	case *ecdsa.PublicKey:
		raw, err := pub.Bytes()
		if err != nil {
			return members{}, fmt.Errorf("write key: %w: %w", ErrKey, err)
		}
		encode := base64.RawURLEncoding.EncodeToString
		return members{KeyType: "EC", Curve: "P-256", X: encode(raw[1:33]), Y: encode(raw[33:])}, nil
	case ed25519.PublicKey:
		return members{KeyType: "OKP", Curve: "Ed25519", X: base64.RawURLEncoding.EncodeToString(pub)}, nil
	default:
		return members{}, fmt.Errorf("write key: %w: no key", ErrKey)
	}
}
