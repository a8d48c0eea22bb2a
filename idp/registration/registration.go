package registration

import (
	"context"
	"errors"
	"net/url"
	"time"

	"countersign/audit"
	"countersign/idp/client"
)

// Who may register.
const (
	Off   = "off"
	Token = "token" // who has an initial access token (RFC 7591 section 3)
	Open  = "open"  // anybody
)

// Errors of a Store.
var (
	// ErrToken means that a token is unknown, used up, expired, or another one now.
	ErrToken = errors.New("the token opens nothing")
	// ErrFull means that too many clients registered and were never used.
	ErrFull = errors.New("too many clients have registered and were never used")
)

// Store keeps clients that register themselves.
type Store interface {
	// Find is a client, or client.ErrNotFound, as it is now.
	Find(ctx context.Context, id client.ID) (client.Client, error)
	// Invited is the good invitation whose token has this hash, or ErrToken. It does
	// not use it up.
	Invited(ctx context.Context, hash []byte, now time.Time) (Invite, error)
	// Register adds a client and uses up one use of the invitation with this hash,
	// of none if hash is nil: ErrToken if none is left, ErrFull if most clients of
	// this sort are there that nobody ever used.
	Register(ctx context.Context, c client.Client, hash []byte, most int, events ...audit.Event) error
	// Change replaces a client that is still as it was before, and its token with
	// it, or says ErrToken.
	Change(ctx context.Context, before, c client.Client, events ...audit.Event) error
	// Withdraw deletes a client while its token is the one with this hash, or says
	// ErrToken.
	Withdraw(ctx context.Context, id client.ID, hash []byte, events ...audit.Event) error
}

// Room is the doors of registration.
type Room struct {
	Deps
	own string // our origin
}

// Deps are what a Room needs.
type Deps struct {
	Issuer *url.URL
	Store  Store
	// Document fetches what lies at an address of a client.
	Document func(ctx context.Context, uri string) ([]byte, error)
	// Statements tells software statements that count; nil if none does.
	Statements *Statements
	// Flood bounds requests of one source.
	Flood interface {
		Pass(ctx context.Context, kind string) error
	}
	// Log takes refusals.
	Log audit.Log
	// Who is Off, Token or Open.
	Who string
	// PKCEOptional lets confidential clients that register do without PKCE.
	PKCEOptional bool
	// FAPI takes no client that does not meet the FAPI 2.0 Security Profile.
	FAPI bool
	// Most is how many clients may be there that were never used.
	Most int
	Now  func() time.Time
}

// New checks deps.
func New(d Deps) (*Room, error) {
	if d.Issuer == nil || d.Store == nil || d.Document == nil || d.Flood == nil || d.Log == nil || d.Most < 1 || d.Now == nil {
		return nil, errors.New("registration: Issuer, Store, Document, Flood, Log, Most and Now are needed")
	}
	if d.Who != Off && d.Who != Token && d.Who != Open {
		return nil, errors.New("registration: Who must be off, token or open")
	}
	return &Room{Deps: d, own: originOf(d.Issuer.String())}, nil
}
