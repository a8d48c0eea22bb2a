package grant

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"countersign/idp/client"
)

// ID names a grant in the record. It opens nothing.
type ID string

// The kinds of secret that we issue, told by their prefix, so that one cannot
// stand for another and a leaked one is found by scanners.
const (
	codePrefix    = "cs_ac_"
	accessPrefix  = "cs_at_"
	refreshPrefix = "cs_rt_"
)

// secretBytes is the random part of a code or token: 256 bits.
const secretBytes = 32

// Errors of this room. The rooms in front say invalid_grant for all of them;
// the record tells them apart.
var (
	ErrUnknown  = errors.New("unknown, expired or revoked")
	ErrReused   = errors.New("used before: the grant was revoked")
	ErrMismatch = errors.New("redirect_uri or code_verifier is not that of the code")
	ErrScope    = errors.New("scope was not granted")
	// ErrKey means that the client did not prove to have the key that the code
	// or refresh token is bound to.
	ErrKey = errors.New("it is bound to another key")
	// ErrSession means that the browser session ended before the code was
	// issued.
	ErrSession = errors.New("the browser session has ended")
)

// Origin is what a grant came of.
type Origin string

// The origins. Only that of a code has one.
const (
	FromCode     Origin = "code"
	FromClient   Origin = "client"   // in its own name (RFC 6749 section 4.4)
	FromDevice   Origin = "device"   // RFC 8628
	FromCIBA     Origin = "ciba"     // CIBA Core 1.0
	FromExchange Origin = "exchange" // RFC 8693
)

// Grant is one authorization of one client by one person.
type Grant struct {
	ID ID
	// Origin is FromCode where it is empty.
	Origin Origin
	// Parent is the grant whose token was exchanged, if Origin is FromExchange.
	// Nothing of this one counts once that is revoked.
	Parent ID
	// Approval is what a person said yes to, if Origin is FromCIBA: the challenge,
	// which is taken with this grant; or FromDevice: the request, which was taken
	// and must not have been taken back. It is no part of what is kept.
	Approval string
	Person   string
	Client   client.ID
	Session  string
	Scope    []string
	// Offline is true if refresh tokens may be had, and the grant outlives
	// the browser session.
	Offline bool

	// What was proved, as ID tokens state it, refreshed ones too.
	AuthTime time.Time
	ACR      string
	AMR      []string
	Nonce    string

	// Resource is what access tokens are for (RFC 8707); empty means us alone.
	Resource []string
	// Details are the authorization_details that were granted (RFC 9396), and
	// Claims the claims parameter (OpenID Connect Core section 5.5): JSON, or
	// nil.
	Details json.RawMessage
	Claims  json.RawMessage

	Created time.Time
	Expires time.Time
}

// Actor is who acts for the person by a token that was exchanged (RFC 8693
// section 4.1), or "".
func (g Grant) Actor() client.ID {
	if g.Origin != FromExchange {
		return ""
	}
	return g.Client
}

// Allows says whether the grant covers the scope.
func (g Grant) Allows(scope string) bool { return slices.Contains(g.Scope, scope) }

// Code is a code on its way to the client. Its hash is stored.
type Code struct {
	Hash        []byte
	RedirectURI string
	// Challenge is the S256 code_challenge (RFC 7636 section 4.2), or "".
	Challenge string
	// DPoPKey is the thumbprint of the key that must redeem it, or ""
	// (RFC 9449 section 10).
	DPoPKey string
	Expires time.Time
}

// Confirmation names the keys that whoever uses a token proves to have, each
// by its SHA-256 in base64url. The zero value asks for none.
type Confirmation struct {
	JKT string // thumbprint of a DPoP key (RFC 9449 section 6)
	X5T string // of a TLS certificate (RFC 8705 section 3.1)
}

// AnyKey stands in the confirmation of a refresh token for a key that must be
// proved, whichever it is.
const AnyKey = "*"

// Met says whether whoever proved this may use an access token that asks for c.
// A token that asks for no DPoP key is a bearer token, and not good with a proof
// (RFC 9449 section 7.1); a certificate may be there whatever is asked.
func (c Confirmation) Met(proved Confirmation) bool {
	return c.JKT == proved.JKT && (c.X5T == "" || c.X5T == proved.X5T)
}

// IsZero says whether no key is asked for: whoever bears the token may use it.
func (c Confirmation) IsZero() bool { return c == Confirmation{} }

// Access is a live access token, or a live refresh token.
type Access struct {
	Grant
	// Scope is what the token covers, and Resource what it is for: never more
	// than the grant.
	Scope    []string
	Resource []string
	// Confirmation is what it asks of its bearer.
	Confirmation Confirmation
	// ParentClient is whose the grant's Parent is, where it has one.
	ParentClient client.ID
	Issued       time.Time
	Expires      time.Time
}

// Tokens are what a client gets.
type Tokens struct {
	Grant         Grant
	Access        string
	AccessExpires time.Time
	Scope         []string
	Resource      []string
	Confirmation  Confirmation
	Refresh       string // empty unless the grant is offline
}

// secret is a new code or token.
func secret(prefix string) string {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // crypto/rand.Read never fails
	return prefix + base64.RawURLEncoding.EncodeToString(b)
}

// hash is what is stored of a secret; nil unless it has the form of one with
// this prefix, so that no other kind of token is even looked for.
func hash(prefix, s string) []byte {
	rest, ok := strings.CutPrefix(s, prefix)
	if !ok || len(rest) != base64.RawURLEncoding.EncodedLen(secretBytes) {
		return nil
	}
	h := sha256.Sum256([]byte(s))
	return h[:]
}

// challengeOf is the S256 challenge of a verifier (RFC 7636 section 4.6); ""
// of none. A verifier for a code without challenge so never matches (RFC 9700
// section 2.1.1, PKCE downgrade).
func challengeOf(verifier string) string {
	if verifier == "" {
		return ""
	}
	h := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(h[:])
}
