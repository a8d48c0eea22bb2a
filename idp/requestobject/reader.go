package requestobject

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/protocol"
)

const (
	// Type is the typ of a request object (RFC 9101 section 10.8). Older ones
	// have none, or JWT.
	Type = "oauth-authz-req+jwt"
	// Max bounds an object's text.
	Max = 32 << 10
	// maxID bounds a jti, which is kept.
	maxID = 256
	// maxKeys bounds how many keys are tried for an object that names none.
	maxKeys = 8
	// leastRSA is the least size of an RSA key in bits (RFC 7518 section 3.3).
	leastRSA = 2048
	// skew is how far a client's clock may be ahead of ours, or behind. FAPI 2.0
	// Security Profile section 5.3.2.1 wants at least 10 seconds and less than 60.
	skew = 30 * time.Second
	// longest is how long an object is good under the FAPI profile, and how old
	// it may be (FAPI 2.0 Message Signing section 5.3.1).
	longest = time.Hour
	// forever is how long the jti of an object is kept that never ends.
	forever = 24 * time.Hour
)

// Algs are the algorithms that may sign an object; fapi leaves out what FAPI
// 2.0 Security Profile section 5.4.1 forbids.
func Algs(fapi bool) []string {
	algs := []string{string(jose.ES256), string(jose.PS256), string(jose.EdDSA)}
	if !fapi {
		algs = append(algs, string(jose.RS256))
	}
	return algs
}

// Deps are what a Reader needs.
type Deps struct {
	// Issuer is ours: an object must be meant for it.
	Issuer string
	// Keys are the public keys of a client that may have this kid; all of them
	// if it is empty.
	Keys func(ctx context.Context, c client.Client, kid string) ([]jose.JSONWebKey, error)
	// FAPI asks for what FAPI 2.0 Message Signing section 5.3.1 does.
	FAPI bool
	Now  func() time.Time
}

// Reader reads request objects.
type Reader struct{ Deps }

// New checks deps.
func New(d Deps) (*Reader, error) {
	if d.Issuer == "" || d.Keys == nil || d.Now == nil {
		return nil, errors.New("requestobject: Issuer, Keys and Now are needed")
	}
	return &Reader{d}, nil
}

// Object is a request that a client has signed.
type Object struct {
	// Values are its parameters, as a query would have them.
	Values url.Values
	// ID is its jti, if it has one, and Until when it is worth nothing any more:
	// whoever acts on the object does it once.
	ID    string
	Until time.Time
}

// Read is the object that c signed. The error is a *protocol.Error where the
// client is told; the object then has parameters if the signature at least was
// right: they say where the client hears of it.
func (x *Reader) Read(ctx context.Context, c client.Client, text string) (Object, error) {
	payload, err := x.verify(ctx, c, text)
	if err != nil {
		return Object{}, err
	}
	o, k, err := read(payload)
	if err != nil {
		return Object{}, refuse(err)
	}
	if err := x.check(o, k, c); err != nil {
		return o, refuse(err)
	}
	o.ID, o.Until = k.ID, k.until(x.Now())
	return o, nil
}

func refuse(cause error) error {
	return protocol.InvalidRequestObject(cause.Error())
}

// verify is the payload, once a key of the client has signed it.
func (x *Reader) verify(ctx context.Context, c client.Client, text string) ([]byte, error) {
	head, err := x.header(c, text)
	if err != nil {
		return nil, refuse(err)
	}
	keys, err := x.Keys(ctx, c, head.KeyID)
	if err != nil {
		return nil, fmt.Errorf("find the keys of client %s: %w", c.ID, err)
	}
	object, err := jose.ParseSignedCompact(text, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(head.Alg)})
	if err != nil {
		return nil, protocol.InvalidRequestObject("it is no JWS").Because(err)
	}
	tried := 0
	for _, k := range keys {
		if head.KeyID != "" && k.KeyID != head.KeyID || !fits(k, head.Alg) || tried == maxKeys {
			continue
		}
		tried++
		if payload, err := object.Verify(k.Key); err == nil {
			return payload, nil
		}
	}
	if tried == 0 {
		return nil, refuse(errors.New("the client has no key for it"))
	}
	return nil, refuse(errors.New("the signature is wrong"))
}

// header is what may be read before the signature is verified.
type header struct {
	Alg   string   `json:"alg"`
	KeyID string   `json:"kid"`
	Type  string   `json:"typ"`
	Crit  []string `json:"crit"`
}

func (x *Reader) header(c client.Client, text string) (header, error) {
	parts := strings.Split(text, ".")
	if len(text) > Max || len(parts) != 3 {
		return header{}, fmt.Errorf("it must be a JWS of three parts and at most %d bytes", Max)
	}
	for _, p := range parts {
		raw, err := base64.RawURLEncoding.DecodeString(p)
		if err != nil || base64.RawURLEncoding.EncodeToString(raw) != p {
			return header{}, errors.New("it is not base64url")
		}
	}
	raw, _ := base64.RawURLEncoding.DecodeString(parts[0])
	var h header
	if err := wire.Decode(raw, &h); err != nil {
		return header{}, errors.New("its header is not one JSON object")
	}
	switch {
	case !slices.Contains(Algs(x.FAPI), h.Alg):
		return header{}, errors.New("its alg must be one of " + strings.Join(Algs(x.FAPI), ", "))
	case c.Metadata.RequestAlg != "" && h.Alg != c.Metadata.RequestAlg:
		return header{}, errors.New("its alg is not the registered request_object_signing_alg")
	case !slices.Contains([]string{"", "jwt", Type}, strings.TrimPrefix(strings.ToLower(h.Type), "application/")):
		return header{}, errors.New("its typ is that of something else")
	case h.Crit != nil:
		return header{}, errors.New("its crit is not understood")
	}
	return h, nil
}

// fits says whether a key may verify by alg: an object by another algorithm
// than the key is for would be a confusion of the two.
func fits(k jose.JSONWebKey, alg string) bool {
	if k.Use != "" && k.Use != "sig" || k.Algorithm != "" && k.Algorithm != alg {
		return false
	}
	switch key := k.Key.(type) {
	case *ecdsa.PublicKey:
		return alg == string(jose.ES256) && key.Curve == elliptic.P256()
	case *rsa.PublicKey:
		return (alg == string(jose.PS256) || alg == string(jose.RS256)) && key.N.BitLen() >= leastRSA
	case ed25519.PublicKey:
		return alg == string(jose.EdDSA)
	}
	return false
}

// audience is aud: one text or several (RFC 7519 section 4.1.3).
type audience []string

func (a *audience) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(a))
}
