package dpop

import (
	"crypto"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"countersign/factors/wire"
)

// Header is the request header of a proof, and NonceHeader the answer's.
const (
	Header      = "DPoP"
	NonceHeader = "DPoP-Nonce"
)

// typ is the header type of proofs (RFC 9449 section 4.2).
const typ = "dpop+jwt"

// The bounds of a proof: an RSA key of 4096 bits and its signature fit.
const (
	maxProof = 4 << 10
	maxID    = 256
	leastRSA = 2048
	mostRSA  = 4096
)

// ErrProof means that a proof is missing or not acceptable.
var ErrProof = errors.New("DPoP proof is missing or not acceptable")

// ErrNonce means that a proof is good but for its nonce (RFC 9449 section 8).
var ErrNonce = errors.New("DPoP proof needs a nonce of ours")

// Algorithms are those of proofs. RS256 is left out: FAPI 2.0 forbids it, and
// a key for it can sign with PS256.
func Algorithms() []string {
	return []string{string(jose.ES256), string(jose.PS256), string(jose.EdDSA)}
}

// claims are those of a proof (RFC 9449 section 4.2). Others are ignored.
type claims struct {
	ID       string   `json:"jti"`
	Method   string   `json:"htm"`
	URL      string   `json:"htu"`
	IssuedAt *float64 `json:"iat"`
	Expires  *float64 `json:"exp"`
	NotYet   *float64 `json:"nbf"`
	Nonce    string   `json:"nonce"`
	ATH      string   `json:"ath"`
}

// proof is one whose signature was verified.
type proof struct {
	claims
	jkt string
}

// read verifies the signature of a proof by the key that it carries, and gives
// its claims (RFC 9449 section 4.3, numbers 2 to 7).
func read(compact string) (proof, error) {
	if len(compact) > maxProof || strings.Count(compact, ".") != 2 {
		return proof{}, errors.New("not a compact JWS, or too long")
	}
	signed, err := jose.ParseSignedCompact(compact, []jose.SignatureAlgorithm{jose.ES256, jose.PS256, jose.EdDSA})
	if err != nil {
		return proof{}, fmt.Errorf("parse: %.100s", err.Error()) // it may repeat what was sent
	}
	head := signed.Signatures[0].Protected
	if head.ExtraHeaders[jose.HeaderType] != typ {
		return proof{}, errors.New("typ is not dpop+jwt")
	}
	key := head.JSONWebKey
	if key == nil || !key.IsPublic() {
		return proof{}, errors.New("no public key in the header")
	}
	if err := acceptable(key.Key); err != nil {
		return proof{}, err
	}
	payload, err := signed.Verify(key)
	if err != nil {
		return proof{}, errors.New("the signature is not by the key in the header")
	}
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return proof{}, fmt.Errorf("thumbprint: %w", err)
	}
	p := proof{jkt: base64.RawURLEncoding.EncodeToString(sum)}
	if err := wire.Decode(payload, &p.claims); err != nil {
		return proof{}, fmt.Errorf("claims: %w", err)
	}
	if p.ID == "" || len(p.ID) > maxID || p.Method == "" || p.URL == "" || p.IssuedAt == nil {
		return proof{}, errors.New("jti, htm, htu or iat is missing, or too long")
	}
	return p, nil
}

// acceptable refuses keys that prove nothing, or cost too much: points that
// are not on P-256 or of small order, and RSA of unusual sizes.
func acceptable(key any) error {
	if k, ok := key.(*rsa.PublicKey); ok {
		if bits := k.N.BitLen(); bits < leastRSA || bits > mostRSA || k.E < 3 || k.E&1 == 0 {
			return fmt.Errorf("an RSA key of %d bits", bits)
		}
		return nil
	}
	if _, err := wire.NewKey(key); err != nil {
		return fmt.Errorf("key: %w", err)
	}
	return nil
}

// IsThumbprint says whether a text has the form of a thumbprint, as dpop_jkt
// must (RFC 9449 section 10).
func IsThumbprint(text string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(raw) == crypto.SHA256.Size() && len(text) == base64.RawURLEncoding.EncodedLen(len(raw)) // no line breaks
}
