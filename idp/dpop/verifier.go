package dpop

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Without nonces a proof is good for a minute after its iat. The clock of the
// client may be ahead by less (FAPI 2.0 section 5.3.2.1 wants ten seconds).
// nonceLife is that of nonces.
const (
	age       = time.Minute
	skew      = 30 * time.Second
	nonceLife = time.Minute
)

// keyBytes is the least length of the secret behind nonces.
const keyBytes = 32

// Deps are what a Verifier needs.
type Deps struct {
	// Bases are the URLs below which the server is reached, without a slash at
	// their ends: the issuer, and aliases of it for clients with certificates.
	Bases []string
	// NonceKey is the secret behind nonces, the same on every replica.
	NonceKey []byte
	// RequireNonce is true where a proof needs a nonce. Otherwise one that has
	// none is good by its iat.
	RequireNonce bool
	// Spend uses something up, and says whether it was the first to do so.
	Spend func(ctx context.Context, kind, what string, until time.Time) (bool, error)
	Now   func() time.Time
}

// Verifier verifies proofs.
type Verifier struct {
	Deps
	nonces Nonces
}

// New checks deps.
func New(d Deps) (*Verifier, error) {
	if len(d.Bases) == 0 || len(d.NonceKey) < keyBytes || d.Spend == nil || d.Now == nil {
		return nil, errors.New("dpop: Bases, a NonceKey of 32 bytes, Spend and Now are needed")
	}
	return &Verifier{Deps: d, nonces: Nonces{Key: d.NonceKey, Label: "nonce of applications ", Life: nonceLife}}, nil
}

// Has says whether a request carries a proof, good or not.
func Has(r *http.Request) bool { return len(r.Header.Values(Header)) > 0 }

// Verify is the thumbprint of the key that made the one proof of a request
// (RFC 9449 section 4.3). token is the access token that the request carries,
// or "" where it asks for one. The error is ErrProof, or ErrNonce. The current
// nonce is put into the answer where proofs need one (RFC 9449 section 8.2), or
// where this one was refused for the nonce that it had: the client tries again
// with that.
func (v *Verifier) Verify(answer http.Header, r *http.Request, token string) (jkt string, err error) {
	jkt, err = v.verify(r, token)
	if v.RequireNonce || errors.Is(err, ErrNonce) {
		answer.Set(NonceHeader, v.nonces.At(v.Now()))
	}
	return jkt, err
}

func (v *Verifier) verify(r *http.Request, token string) (string, error) {
	headers := r.Header.Values(Header)
	if len(headers) != 1 {
		return "", fmt.Errorf("%w: %d proofs", ErrProof, len(headers))
	}
	p, err := read(headers[0])
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrProof, err)
	}
	if p.Method != r.Method {
		return "", fmt.Errorf("%w: made for another method", ErrProof)
	}
	if !v.here(p.URL, r) {
		return "", fmt.Errorf("%w: made for another URL", ErrProof)
	}
	if token != "" && subtle.ConstantTimeCompare([]byte(p.ATH), []byte(hashOf(token))) != 1 {
		return "", fmt.Errorf("%w: made for another access token", ErrProof)
	}
	until, err := v.fresh(p)
	if err != nil {
		return "", err
	}
	// Whoever sees a proof cannot use up another's by its jti.
	first, err := v.Spend(r.Context(), "dpop", p.jkt+" "+p.ID, until)
	if err != nil {
		return "", fmt.Errorf("keep the proof from coming back: %w", err)
	}
	if !first {
		return "", fmt.Errorf("%w: used before", ErrProof)
	}
	return p.jkt, nil
}

// here says whether htu is the URL of the request.
func (v *Verifier) here(htu string, r *http.Request) bool {
	made := normal(htu)
	return made != "" && slices.ContainsFunc(v.Bases, func(base string) bool { return normal(base+r.URL.EscapedPath()) == made })
}

// fresh says until when a proof could come back. One with a nonce of ours was
// made after we gave that: its iat, by a clock that we do not know, adds
// nothing (RFC 9449 section 11.1).
func (v *Verifier) fresh(p proof) (time.Time, error) {
	now := v.Now()
	if at, ok := seconds(p.NotYet); p.NotYet != nil && (!ok || at.After(now.Add(skew))) {
		return time.Time{}, fmt.Errorf("%w: not good yet", ErrProof)
	}
	if at, ok := seconds(p.Expires); p.Expires != nil && (!ok || !at.After(now.Add(-skew))) {
		return time.Time{}, fmt.Errorf("%w: expired", ErrProof)
	}
	issued, ok := seconds(p.IssuedAt)
	switch {
	case !ok:
		return time.Time{}, fmt.Errorf("%w: iat is no time", ErrProof)
	case v.nonces.Good(p.Nonce, now):
		return now.Add(2 * nonceLife), nil
	case v.RequireNonce || p.Nonce != "":
		return time.Time{}, ErrNonce
	case issued.Before(now.Add(-age)) || issued.After(now.Add(skew)):
		return time.Time{}, fmt.Errorf("%w: iat is too old, or to come", ErrProof)
	}
	return issued.Add(age + skew), nil
}

// seconds is a NumericDate (RFC 7519 section 2), to the second.
func seconds(n *float64) (time.Time, bool) {
	if n == nil || *n < 0 || *n > 1<<40 {
		return time.Time{}, false
	}
	return time.Unix(int64(*n), 0), true
}

// hashOf is ath (RFC 9449 section 4.2).
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
