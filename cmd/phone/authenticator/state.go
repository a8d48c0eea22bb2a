package authenticator

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"fmt"

	"countersign/factors/wire"
)

// State is all that an authenticator keeps of one account. Written as JSON it
// holds the private key: keep it where nobody else can read.
type State struct {
	Issuer       string     `json:"issuer"`
	IssuerName   string     `json:"issuer_name"`
	DeviceID     string     `json:"device_id"`
	Account      string     `json:"acc"`
	Name         string     `json:"name"`
	PushJWKSURI  string     `json:"push_jwks_uri"`
	PollInterval int        `json:"poll_interval"`
	Keys         []wire.Key `json:"challenge_keys"`
	Private      PrivateKey `json:"private_key"`
}

// PrivateKey is the possession key, K_pos. It hides itself from logs; as JSON it
// is the base64 of its PKCS #8 form.
type PrivateKey struct {
	signer crypto.Signer
}

// NewPrivateKey makes a key for an algorithm, ES256 where none is named.
func NewPrivateKey(algorithm wire.Algorithm) (PrivateKey, error) {
	switch algorithm {
	case wire.ES256, "":
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return PrivateKey{}, fmt.Errorf("make key: %w", err)
		}
		return PrivateKey{key}, nil
	case wire.EdDSA:
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return PrivateKey{}, fmt.Errorf("make key: %w", err)
		}
		return PrivateKey{key}, nil
	default:
		return PrivateKey{}, fmt.Errorf("make key: %w: %q", wire.ErrAlgorithm, algorithm)
	}
}

// Signer is the key itself.
func (k PrivateKey) Signer() crypto.Signer { return k.signer }

// Public is the public half, checked.
func (k PrivateKey) Public() (wire.Key, error) {
	if k.signer == nil {
		return wire.Key{}, fmt.Errorf("public half of no key: %w", wire.ErrKey)
	}
	return wire.NewKey(k.signer.Public())
}

// String hides the key.
func (PrivateKey) String() string { return "[private key]" }

// GoString hides the key from %#v.
func (PrivateKey) GoString() string { return "[private key]" }

// MarshalJSON writes the key in its PKCS #8 form.
func (k PrivateKey) MarshalJSON() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.signer)
	if err != nil {
		return nil, fmt.Errorf("write private key: %w", err)
	}
	return json.Marshal(der)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (k *PrivateKey) UnmarshalJSON(data []byte) error {
	var der []byte
	if err := json.Unmarshal(data, &der); err != nil {
		return fmt.Errorf("read private key: %w", err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return fmt.Errorf("read private key: %w", err)
	}
	signer, ok := parsed.(crypto.Signer)
	if !ok {
		return fmt.Errorf("read private key: %w: cannot sign", wire.ErrKey)
	}
	k.signer = signer
	return nil
}
