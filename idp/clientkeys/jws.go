package clientkeys

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"countersign/factors/wire"
	"countersign/idp/client"
)

// MaxJWS bounds the text of what a client signed.
const MaxJWS = 32 << 10

// Errors of what a client signed.
var (
	ErrForm      = errors.New("it is not a JWS of the form that we take")
	ErrAlg       = errors.New("its alg is not one that this client may use here")
	ErrNoKey     = errors.New("the client has no key for it")
	ErrSignature = errors.New("its signature is wrong")
)

// Algs are the algorithms by which clients may sign with keys of their own; fapi
// leaves out what FAPI 2.0 Security Profile section 5.4.1 forbids.
func Algs(fapi bool) []string {
	return slices.DeleteFunc(client.ClientAlgs(), func(alg string) bool { return fapi && alg == string(jose.RS256) })
}

// JWS is what a client signed, before it is verified: nothing in it is known to
// be true.
type JWS struct {
	Alg  string
	Kid  string
	Type string // typ without "application/", in lower case

	text    string
	payload []byte
}

// ParseJWS reads the compact form (RFC 7515 section 7.1) in its one encoding.
// What it says of keys beside kid is not read.
func ParseJWS(text string) (JWS, error) {
	parts := strings.Split(text, ".")
	if len(text) > MaxJWS || len(parts) != 3 {
		return JWS{}, fmt.Errorf("%w: three parts, and at most %d bytes", ErrForm, MaxJWS)
	}
	raw := make([][]byte, len(parts))
	for i, p := range parts {
		var err error
		raw[i], err = base64.RawURLEncoding.DecodeString(p)
		if err != nil || base64.RawURLEncoding.EncodeToString(raw[i]) != p {
			return JWS{}, fmt.Errorf("%w: not base64url", ErrForm)
		}
	}
	var head struct {
		Alg  string   `json:"alg"`
		Kid  string   `json:"kid"`
		Type string   `json:"typ"`
		Crit []string `json:"crit"`
		B64  *bool    `json:"b64"`
	}
	if err := wire.Decode(raw[0], &head); err != nil {
		return JWS{}, fmt.Errorf("%w: its header is not one JSON object", ErrForm)
	}
	if head.Crit != nil || head.B64 != nil { // RFC 7515 section 4.1.11: what is not understood is refused
		return JWS{}, fmt.Errorf("%w: crit is not understood", ErrForm)
	}
	return JWS{
		Alg: head.Alg, Kid: head.Kid, Type: strings.TrimPrefix(strings.ToLower(head.Type), "application/"),
		text: text, payload: raw[1],
	}, nil
}

// Unverified reads what it claims, strictly, for finding out whose key must
// verify it.
func (j JWS) Unverified(claims any) error {
	if err := wire.Decode(j.payload, claims); err != nil {
		return fmt.Errorf("%w: its claims are not one JSON object of the right types", ErrForm)
	}
	return nil
}

// Verify is the payload, if a key of the client signed it by one of algs.
func (b *Book) Verify(ctx context.Context, c client.Client, j JWS, algs []string) ([]byte, error) {
	if !slices.Contains(algs, j.Alg) || slices.Contains(client.SecretAlgs(), j.Alg) {
		return nil, ErrAlg
	}
	keys, err := b.Keys(ctx, c, j.Kid)
	if err != nil {
		return nil, err
	}
	payload, err := j.by(keys)
	// Its keys may have changed without having names.
	if err == nil || j.Kid != "" || c.Metadata.JWKSURI == "" {
		return payload, err
	}
	if keys, err = b.all(ctx, c, b.documents.Anew); err != nil {
		return nil, err
	}
	return j.by(keys)
}

// VerifyBy is the payload, if one of these keys signed it by one of algs: for who
// is no client, and whose keys the operator gave.
func (j JWS) VerifyBy(keys []jose.JSONWebKey, algs []string) ([]byte, error) {
	if !slices.Contains(algs, j.Alg) || slices.Contains(client.SecretAlgs(), j.Alg) {
		return nil, ErrAlg
	}
	return j.by(ofName(keys, j.Kid))
}

// VerifySecret is the payload, if it was signed with the secret by one of algs.
func (j JWS) VerifySecret(secret string, algs []string) ([]byte, error) {
	if !slices.Contains(algs, j.Alg) || !slices.Contains(client.SecretAlgs(), j.Alg) {
		return nil, ErrAlg
	}
	if secret == "" {
		return nil, ErrNoKey
	}
	return j.verify([]byte(secret))
}

// by tries the keys that may verify it.
func (j JWS) by(keys []jose.JSONWebKey) ([]byte, error) {
	tried := 0
	for _, k := range keys {
		if !fits(k, j.Alg) || tried == maxTried {
			continue
		}
		tried++
		if payload, err := j.verify(k.Key); err == nil {
			return payload, nil
		}
	}
	if tried == 0 {
		return nil, ErrNoKey
	}
	return nil, ErrSignature
}

func (j JWS) verify(key any) ([]byte, error) {
	object, err := jose.ParseSignedCompact(j.text, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(j.Alg)})
	if err != nil {
		return nil, ErrForm
	}
	payload, err := object.Verify(key)
	if err != nil {
		return nil, ErrSignature
	}
	return payload, nil
}

// fits says whether a key may verify by alg: another algorithm than the key is
// for would be a confusion of the two (RFC 8725 section 3.1).
func fits(k jose.JSONWebKey, alg string) bool {
	if k.Use != "" && k.Use != "sig" || k.Algorithm != "" && k.Algorithm != alg {
		return false
	}
	switch key := k.Key.(type) {
	case *ecdsa.PublicKey:
		return alg == string(jose.ES256) && key.Curve == elliptic.P256()
	case *rsa.PublicKey:
		return (alg == string(jose.PS256) || alg == string(jose.RS256)) && client.GoodRSA(key)
	case ed25519.PublicKey:
		return alg == string(jose.EdDSA)
	}
	return false
}
