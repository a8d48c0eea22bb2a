package person

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"log/slog"
	"time"
)

// ErrInvitation means that a token opens nothing: unknown, used or expired.
var ErrInvitation = errors.New("invitation is unknown, used or expired")

// Token is the secret of an invitation's link: 256 random bits. It hides
// itself from logs.
type Token string

// tokenBytes is how much of a token is random.
const tokenBytes = 32

// String hides the token.
func (Token) String() string { return "[secret]" }

// GoString hides the token from %#v.
func (Token) GoString() string { return "[secret]" }

// LogValue hides the token from slog.
func (Token) LogValue() slog.Value { return slog.StringValue("[secret]") }

// Reveal is the token itself, for the link and the look-up.
func (t Token) Reveal() string { return string(t) }

// Hash is what is stored of the token.
func (t Token) Hash() []byte {
	sum := sha256.Sum256([]byte(t))
	return sum[:]
}

// Link is the page that the token of an invitation or a pass opens at issuer.
func (t Token) Link(issuer string) string { return issuer + "/invite/" + t.Reveal() }

// ResetLink is the page that the token of a reset opens at issuer.
func (t Token) ResetLink(issuer string) string { return issuer + "/reset/" + t.Reveal() }

// NewToken is the secret of a link that nobody has yet.
func NewToken() Token {
	raw := make([]byte, tokenBytes)
	_, _ = rand.Read(raw) // crypto/rand.Read never fails
	return Token(base64.RawURLEncoding.EncodeToString(raw))
}

// NewInvitation makes an invitation and the token that opens it. The token is
// in nobody's hands but the caller's.
func NewInvitation(p ID, kind InvitationKind, now time.Time, lifetime time.Duration) (Invitation, Token) {
	return Invitation{
		ID: "inv_" + rand.Text(), Person: p, Kind: kind,
		Created: now, Expires: now.Add(lifetime),
	}, NewToken()
}

// Good says whether the invitation can still be followed.
func (i Invitation) Good(now time.Time) bool { return i.Used.IsZero() && now.Before(i.Expires) }
