package client

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"

	"github.com/go-jose/go-jose/v4"
	strict "github.com/go-jose/go-jose/v4/json" // case counts, and no member comes twice
)

// The bounds of a client's key set. Longer RSA keys would make us work for
// whoever registers one, and go-jose reads none.
const (
	maxJWKS    = 64 << 10
	maxKeys    = 20
	leastRSA   = 2048
	longestRSA = 4096
)

// GoodRSA says whether an RSA key is long enough to be trusted, and short enough
// to be worked with.
func GoodRSA(k *rsa.PublicKey) bool {
	bits := k.N.BitLen()
	return bits >= leastRSA && bits <= longestRSA
}

// HasKeys says whether the client has keys of its own, here or at an address.
func (c Client) HasKeys() bool { return len(c.Metadata.JWKS) > 0 || c.Metadata.JWKSURI != "" }

// checkKeys wants public keys alone (RFC 7591 section 2): a private one that
// somebody sent by mistake is refused instead of kept.
func (c *Client) checkKeys() error {
	if uri := c.Metadata.JWKSURI; uri != "" && !secure(uri) {
		return fault("jwks_uri", "must be an https URL without fragment")
	}
	if len(c.Metadata.JWKS) == 0 {
		return nil
	}
	return CheckJWKS(c.Metadata.JWKS)
}

// CheckJWKS is a Fault if text is no set of public keys that we verify with.
func CheckJWKS(text []byte) error {
	if len(text) > maxJWKS {
		return fault("jwks", "is too large")
	}
	var set struct {
		Keys []strict.RawMessage `json:"keys"`
	}
	if err := strict.Unmarshal(text, &set); err != nil || len(set.Keys) == 0 || len(set.Keys) > maxKeys {
		return fault("jwks", "must be a JWK set of 1 to 20 keys")
	}
	seen := map[string]bool{}
	for _, raw := range set.Keys {
		kid, err := checkKey(raw)
		if err != nil {
			return err
		}
		if kid != "" && seen[kid] {
			return fault("jwks", "has two keys with one kid")
		}
		seen[kid] = true
	}
	return nil
}

func checkKey(raw []byte) (kid string, err error) {
	var members map[string]strict.RawMessage
	if err := strict.Unmarshal(raw, &members); err != nil {
		return "", fault("jwks", "holds something that is no JWK")
	}
	for _, secret := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} {
		if _, ok := members[secret]; ok {
			return "", fault("jwks", "holds a private or a symmetric key: send the public ones, and make new ones")
		}
	}
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON(raw); err != nil || !key.Valid() || !key.IsPublic() {
		return "", fault("jwks", "holds a key that is not RSA, EC or Ed25519, or is broken")
	}
	switch k := key.Key.(type) {
	case *rsa.PublicKey:
		if !GoodRSA(k) {
			return "", fault("jwks", "holds an RSA key that is not of 2048 to 4096 bits")
		}
	case *ecdsa.PublicKey, ed25519.PublicKey:
	default:
		return "", fault("jwks", "holds a key that is not RSA, EC or Ed25519, or is broken")
	}
	return key.KeyID, nil
}
