package registration

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"countersign/idp/web"
)

// Prefixes tell scanners of leaked secrets what they found.
const (
	invitePrefix = "cs_ia_" // initial access tokens
	ownPrefix    = "cs_ra_" // registration access tokens
)

func newToken(prefix string) (token string, hash []byte) {
	token = prefix + web.Secret()
	return token, web.Hash(token)
}

// bearer is the token of a request (RFC 6750 section 2.1); "" if there is none.
func bearer(r *http.Request) (string, error) {
	headers := r.Header.Values("Authorization")
	if len(headers) == 0 {
		return "", nil
	}
	scheme, token, ok := strings.Cut(headers[0], " ")
	if len(headers) > 1 || !ok || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", errors.New("the Authorization header is not one Bearer token")
	}
	return token, nil
}

// Invite lets somebody's clients register: an initial access token (RFC 7591
// section 3), without the token itself.
type Invite struct {
	ID      string
	Note    string // whom it is for
	Uses    int    // how many are left
	Created time.Time
	Expires time.Time
}

// The bounds of an invite.
const (
	MaxUses     = 10000
	LongestLife = 366 * 24 * time.Hour
	maxNote     = 100
)

// ErrInvite means that an invite cannot be made so.
var ErrInvite = errors.New("an invite has 1 to 10000 uses, lives up to 366 days, and its note is up to 100 printable characters")

// NewInvite is an invite and its token, which is told this once.
func NewInvite(note string, uses int, life time.Duration, now time.Time) (i Invite, token string, hash []byte, err error) {
	if uses < 1 || uses > MaxUses || life <= 0 || life > LongestLife || utf8.RuneCountInString(note) > maxNote ||
		strings.ContainsFunc(note, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return Invite{}, "", nil, ErrInvite
	}
	token, hash = newToken(invitePrefix)
	return Invite{ID: "inv_" + rand.Text(), Note: note, Uses: uses, Created: now, Expires: now.Add(life)}, token, hash, nil
}
