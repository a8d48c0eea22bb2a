package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/protocol"
)

// Purpose is what a key signs.
type Purpose string

// The purposes. A verifier of one never sees the keys of another.
const (
	Token     Purpose = "token"
	Challenge Purpose = "challenge"
	// VAPID keys speak for this server at push services (RFC 8292). A browser's
	// subscription is bound to the one that it was made with, so they never
	// retire: a new one serves new subscriptions, the old ones theirs.
	VAPID Purpose = "vapid"
)

// ES256 is the algorithm of all keys but those of tokens.
const ES256 = protocol.ES256

// rsaBits is the size of RSA keys (RFC 7518 section 3.3 wants 2048 or more).
const rsaBits = 2048

// Errors of this room.
var (
	ErrNoKey     = errors.New("no such key")
	ErrSignature = errors.New("not signed by one of our token keys")
)

// series is a line of keys, each superseding the one before.
type series struct {
	Purpose Purpose
	Alg     string
}

// all lists every series that the house keeps.
func all() []series {
	out := []series{{Challenge, ES256}, {VAPID, ES256}}
	for _, alg := range protocol.SigningAlgs() {
		out = append(out, series{Token, alg})
	}
	return out
}

// Key is one signing key.
type Key struct {
	// ID is the RFC 7638 thumbprint: the "kid" of what it signs.
	ID      string
	Purpose Purpose
	Alg     string
	// Generation counts the keys of a purpose and algorithm from 1. It is
	// unique among them, so that replicas that start together make one key.
	Generation int
	Private    crypto.Signer

	Created time.Time
	// ActiveFrom is when it starts to sign.
	ActiveFrom time.Time
	// RetireAt is when it leaves the public set; zero until it is superseded,
	// and zero for ever for VAPID.
	RetireAt time.Time
}

// published says whether the key stands in the public set at now.
func (k Key) published(now time.Time) bool {
	return k.RetireAt.IsZero() || now.Before(k.RetireAt)
}

func (k Key) public() jose.JSONWebKey {
	return jose.JSONWebKey{Key: k.Private.Public(), KeyID: k.ID, Algorithm: k.Alg, Use: "sig"}
}

// make generates a key of the series.
func (s series) make(generation int, created, activeFrom time.Time) (Key, error) {
	var private crypto.Signer
	var err error
	switch s.Alg {
	case protocol.ES256:
		private, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case protocol.RS256, protocol.PS256: // each its own key: none serves two algorithms (RFC 8725 section 3.1)
		private, err = rsa.GenerateKey(rand.Reader, rsaBits)
	case protocol.EdDSA:
		_, private, err = ed25519.GenerateKey(rand.Reader)
	default:
		return Key{}, fmt.Errorf("make a %s key: %w", s.Alg, ErrNoKey)
	}
	if err != nil {
		return Key{}, fmt.Errorf("make a %s key: %w", s.Alg, err)
	}
	jwk := jose.JSONWebKey{Key: private.Public()}
	print, err := jwk.Thumbprint(crypto.SHA256)
	if err != nil {
		return Key{}, fmt.Errorf("name the new key: %w", err)
	}
	return Key{
		ID: base64.RawURLEncoding.EncodeToString(print), Purpose: s.Purpose, Alg: s.Alg, Generation: generation,
		Private: private, Created: created, ActiveFrom: activeFrom,
	}, nil
}
