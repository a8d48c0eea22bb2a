package keys

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/go-jose/go-jose/v4"
)

// maxToken bounds what Verify reads.
const maxToken = 16 << 10

// Sign makes a compact JWS of claims by the token key of alg, without typ if
// that is empty.
func (r *Ring) Sign(ctx context.Context, alg, typ string, claims any) (string, error) {
	k, err := r.signer(ctx, series{Token, alg})
	if err != nil {
		return "", err
	}
	return sign(k, typ, claims)
}

// SignChallenge makes a compact JWS of claims by the challenge key (device
// protocol section 3).
func (r *Ring) SignChallenge(ctx context.Context, typ string, claims any) (string, error) {
	k, err := r.signer(ctx, series{Challenge, ES256})
	if err != nil {
		return "", err
	}
	return sign(k, typ, claims)
}

// ChallengeKey is the thumbprint of the key that SignChallenge uses now: what
// an enrolment link pins.
func (r *Ring) ChallengeKey(ctx context.Context) (string, error) {
	k, err := r.signer(ctx, series{Challenge, ES256})
	return k.ID, err
}

func sign(k Key, typ string, claims any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("encode claims: %w", err)
	}
	key := jose.JSONWebKey{Key: k.Private, KeyID: k.ID}
	if k.Purpose == VAPID {
		key.KeyID = "" // push services are given the key itself
	}
	options := &jose.SignerOptions{}
	if typ != "" {
		options = options.WithType(jose.ContentType(typ))
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(k.Alg), Key: key}, options)
	if err != nil {
		return "", fmt.Errorf("make a signer: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign with key %s: %w", k.ID, err)
	}
	return signed.CompactSerialize()
}

// Verify gives the payload of a JWS that one of our token keys signed with
// the given typ. Keys that left the public set still count: an ID token that
// is shown to us as a hint may be long expired. Challenge keys never count.
func (r *Ring) Verify(ctx context.Context, typ, token string) ([]byte, error) {
	if len(token) > maxToken {
		return nil, ErrSignature
	}
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256, jose.RS256, jose.PS256, jose.EdDSA})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	header := jws.Signatures[0].Protected
	if got, _ := header.ExtraHeaders[jose.HeaderType].(string); got != typ || typ == "" {
		return nil, fmt.Errorf("%w: typ is not %s", ErrSignature, typ)
	}
	for _, k := range r.current(ctx).keys {
		if k.Purpose != Token || k.ID != header.KeyID {
			continue
		}
		if k.Alg != header.Algorithm { // RFC 8725 section 3.1
			return nil, fmt.Errorf("%w: alg is not the key's", ErrSignature)
		}
		payload, err := jws.Verify(k.Private.Public())
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrSignature, err)
		}
		return payload, nil
	}
	return nil, fmt.Errorf("%w: unknown kid", ErrSignature)
}
