package wire

import (
	"crypto"
	"encoding/json"
	"fmt"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/cryptosigner"
)

// Sign makes the compact JWS of claims. The header follows from the type: a
// registration and a DPoP proof embed the public key, every other object names
// it by its thumbprint. The key is a P-256 or Ed25519 key, in memory or behind
// a crypto.Signer.
func Sign(private crypto.Signer, typ Type, claims any) (string, error) {
	key, err := NewKey(private.Public())
	if err != nil {
		return "", fmt.Errorf("sign %s: %w", typ, err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("sign %s: write claims: %w", typ, err)
	}
	options := &jose.SignerOptions{EmbedJWK: typ.embedsKey()}
	options.WithType(jose.ContentType(typ))
	if !typ.embedsKey() {
		options.WithHeader("kid", key.Thumbprint())
	}
	signer, err := jose.NewSigner(jose.SigningKey{
		Algorithm: jose.SignatureAlgorithm(key.Algorithm()),
		Key:       cryptosigner.Opaque(private),
	}, options)
	if err != nil {
		return "", fmt.Errorf("sign %s: make signer: %w", typ, err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign %s: %w", typ, err)
	}
	compact, err := signed.CompactSerialize()
	if err != nil {
		return "", fmt.Errorf("sign %s: serialise: %w", typ, err)
	}
	return compact, nil
}
