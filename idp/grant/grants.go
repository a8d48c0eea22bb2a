package grant

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/person"
)

// New tokens, as the store keeps them. A nil Refresh makes none.
type NewTokens struct {
	Access         []byte
	AccessExpires  time.Time
	Refresh        []byte
	RefreshExpires time.Time
	// Scope and Resource are those of the access token; empty means those of
	// the grant.
	Scope    []string
	Resource []string
	// Access and refresh token ask for these keys.
	Confirmation        Confirmation
	RefreshConfirmation Confirmation
	// Event is written with the tokens; the store fills in person, session
	// and grant.
	Event audit.Event
}

// Redemption is a code that comes back.
type Redemption struct {
	Code        []byte
	Client      client.ID
	RedirectURI string
	Challenge   string
	// Confirmation is what the client proved with it.
	Confirmation Confirmation
	At           time.Time
}

// Rotation is a refresh token that comes back.
type Rotation struct {
	Refresh      []byte
	Client       client.ID
	Confirmation Confirmation
	At           time.Time
	// Keep leaves the token as it is, with a new end, and stores no successor.
	Keep bool
	// Served are the resources that there are: a grant for others alone keeps its
	// token, until they are back.
	Served []string
	// A token that was used after Since is good again while its successor, whose
	// hash is in the new tokens, is unused. The zero time allows none.
	Since time.Time
}

// Store keeps grants. Each method is one atomic act.
type Store interface {
	// Issue stores a grant with its code; ErrSession if its session is over.
	Issue(ctx context.Context, g Grant, c Code, events ...audit.Event) error
	// IssueDirect stores a grant that no code leads to, with its tokens, and takes
	// the approval that it comes of, where it comes of one. ErrUnknown if the
	// client is gone, or the person or session of the grant, where it has one, or
	// its parent was revoked, or the approval was taken or withdrawn.
	IssueDirect(ctx context.Context, g Grant, t NewTokens) error
	// Redeem consumes a code and stores its tokens. A code that was consumed
	// before revokes its grant (ErrReused).
	Redeem(ctx context.Context, r Redemption, t NewTokens) (Grant, error)
	// Rotate consumes a refresh token and stores its successors, likewise, but
	// for what r allows.
	Rotate(ctx context.Context, r Rotation, t NewTokens) (Grant, error)
	// Bearer is the live access token with this hash and whose it is.
	Bearer(ctx context.Context, hash []byte) (Access, person.Person, error)
	// Coded is the grant that a code, used or not, stands for.
	Coded(ctx context.Context, code []byte, c client.ID) (Grant, error)
	// Refreshed is likewise of a refresh token.
	Refreshed(ctx context.Context, refresh []byte, c client.ID) (Grant, error)
	// Refresh is a live refresh token of the client.
	Refresh(ctx context.Context, refresh []byte, c client.ID, at time.Time) (Access, error)
	// Revoke ends an access token alone, or with a refresh token its grant.
	// Another client's and unknown tokens are left alone without an error.
	Revoke(ctx context.Context, access, refresh []byte, c client.ID, at time.Time, e audit.Event) error
}

// Deps are what Grants need.
type Deps struct {
	Store   Store
	Minter  Minter
	Clients Clients
	// Details is what is left of authorization_details, nil if nothing: those of
	// types that there are and that the client may still use.
	Details func(details json.RawMessage, allowed []string) json.RawMessage
	// Issuer is the resource that we are ourselves.
	Issuer string
	APIs   APIs
	// Lifetimes of a code, an access token, a refresh token, and of an
	// offline grant however often it is refreshed.
	Code, Access, Refresh, Offline time.Duration
	// Grace is how long a used refresh token gives its successor once more; 0
	// is not at all.
	Grace time.Duration
	// SuccessorKey is the secret that refresh tokens follow from each other by,
	// the same on every replica.
	SuccessorKey []byte
	Now          func() time.Time
}

// Grants issues and redeems.
type Grants struct{ Deps }

// New checks deps.
func New(d Deps) (*Grants, error) {
	if d.Store == nil || d.Minter == nil || d.Clients == nil || d.Details == nil || d.Issuer == "" || d.Now == nil || d.Code <= 0 || d.Access <= 0 || d.Refresh <= 0 || d.Offline < d.Refresh || d.Grace < 0 || len(d.SuccessorKey) < secretBytes {
		return nil, errors.New("grant: Store, Minter, Clients, Details, Issuer, Now, lifetimes (Offline not below Refresh) and a SuccessorKey of 32 bytes are needed")
	}
	return &Grants{d}, nil
}

// Order is what a code is issued for.
type Order struct {
	Grant       Grant // without ID and times
	RedirectURI string
	Challenge   string
	// DPoPKey is dpop_jkt: the code is good with this key alone (RFC 9449
	// section 10).
	DPoPKey string
	Flow    string // for the record
}

// Issue makes a grant and the code that stands for it.
func (g *Grants) Issue(ctx context.Context, o Order) (string, error) {
	now := g.Now()
	o.Grant.ID, o.Grant.Origin, o.Grant.Created = ID("grt_"+rand.Text()), FromCode, now
	o.Grant.Expires = now.Add(g.Code + g.Access)
	if o.Grant.Offline {
		o.Grant.Expires = now.Add(g.Offline)
	}
	code := secret(codePrefix)
	e := audit.New(ctx, now, audit.CodeIssued)
	e.Person, e.Client, e.Session = o.Grant.Person, string(o.Grant.Client), o.Grant.Session
	e.Grant, e.Flow = string(o.Grant.ID), o.Flow
	err := g.Store.Issue(ctx, o.Grant, Code{
		Hash: hash(codePrefix, code), RedirectURI: o.RedirectURI, Challenge: o.Challenge, DPoPKey: o.DPoPKey, Expires: now.Add(g.Code),
	}, e)
	if err != nil {
		return "", fmt.Errorf("issue code: %w", err)
	}
	return code, nil
}

// Wish is what a token request says of the access token that it wants.
type Wish struct {
	// Scope and Resource narrow; empty wants all.
	Scope    []string
	Resource []string
	// Confirmation is what the client proved to have: the token asks for it.
	Confirmation Confirmation
}

// Redeem turns a code into tokens, once (RFC 6749 section 4.1.3, RFC 7636
// section 4.6). Whether a refresh token comes with them, refresh says of the
// client; the store says of the grant.
func (g *Grants) Redeem(ctx context.Context, c client.Client, code, redirectURI, verifier string, w Wish) (Tokens, error) {
	h := hash(codePrefix, code)
	if h == nil {
		return Tokens{}, ErrUnknown
	}
	now := g.Now()
	if len(w.Resource) > 0 {
		// What a grant covers never changes, so looking first is no race.
		of, err := g.Store.Coded(ctx, h, c.ID)
		if err == nil {
			of, err = g.stillGrant(c, of)
		}
		if err == nil {
			err = targets(w.Resource, of.Resource)
		}
		if err != nil {
			return Tokens{}, fmt.Errorf("narrow a code to a resource: %w", err)
		}
	}
	t, out := g.tokens(ctx, now, audit.TokensIssued, c, w.Confirmation)
	t.Resource, out.Resource = w.Resource, w.Resource
	found, err := g.Store.Redeem(ctx, Redemption{
		Code: h, Client: c.ID, RedirectURI: redirectURI, Challenge: challengeOf(verifier), Confirmation: w.Confirmation, At: now,
	}, t)
	if err != nil {
		return Tokens{}, fmt.Errorf("redeem code: %w", err)
	}
	if found, err = g.stillGrant(c, found); err != nil {
		return Tokens{}, fmt.Errorf("redeem code: %w", err)
	}
	return g.readable(ctx, c, out.of(found), now)
}

// Rotate turns a refresh token into its successor and an access token, once
// (RFC 6749 section 6, RFC 9700 section 4.14.2). The scope of the wish narrows
// the access token; the successor keeps the whole of it.
//
// Tabs that do not know of each other use the same token: within Grace all of
// them get the same successor, so that there is one line still, and whoever
// uses the wrong end of it later is found out. A client that authenticates and
// proved a key keeps its token: nobody else can use it, and an answer that was
// lost costs nothing (FAPI 2.0 section 5.3.2.1, number 9).
func (g *Grants) Rotate(ctx context.Context, c client.Client, refresh string, w Wish) (Tokens, error) {
	h := hash(refreshPrefix, refresh)
	if h == nil || !c.MayHave(client.ScopeOffline) {
		return Tokens{}, ErrUnknown
	}
	now := g.Now()
	if len(w.Scope)+len(w.Resource) > 0 {
		// Looking first is no race here, either. A used token is looked at as well:
		// within Grace it is good.
		if err := g.mayWish(ctx, c, h, w); err != nil {
			return Tokens{}, fmt.Errorf("narrow a refresh token: %w", err)
		}
	}
	t, out := g.tokens(ctx, now, audit.TokensRefreshed, c, w.Confirmation)
	t.Scope, out.Scope = w.Scope, w.Scope
	t.Resource, out.Resource = w.Resource, w.Resource
	r := Rotation{Refresh: h, Client: c.ID, Confirmation: w.Confirmation, At: now, Keep: !c.Public() && !w.Confirmation.IsZero(), Served: g.served()}
	if r.Keep {
		out.Refresh = refresh
	} else if t.Refresh != nil {
		out.Refresh = g.successor(refresh)
		t.Refresh = hash(refreshPrefix, out.Refresh)
	}
	if g.Grace > 0 {
		r.Since = now.Add(-g.Grace)
	}
	found, err := g.Store.Rotate(ctx, r, t)
	if err == nil {
		found, err = g.stillGrant(c, found)
	}
	if err != nil {
		return Tokens{}, fmt.Errorf("rotate refresh token: %w", err)
	}
	return g.readable(ctx, c, out.of(found), now)
}

// mayWish says whether a refresh token, used or not, gives what is wished for.
func (g *Grants) mayWish(ctx context.Context, c client.Client, refresh []byte, w Wish) error {
	of, err := g.Store.Refreshed(ctx, refresh, c.ID)
	if err == nil {
		of, err = g.stillGrant(c, of)
	}
	if err != nil {
		return err
	}
	if !within(w.Scope, of.Scope) {
		return ErrScope
	}
	return targets(w.Resource, of.Resource)
}

// successor is the refresh token that follows one. Who knows neither the key
// nor the token before cannot tell it from a random one.
func (g *Grants) successor(token string) string {
	m := hmac.New(sha256.New, g.SuccessorKey)
	_, _ = m.Write([]byte(token)) // hash.Hash never fails
	return refreshPrefix + base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// Revoke ends a token of the client (RFC 7009 section 2.1). With a refresh
// token all that its grant gave ends.
func (g *Grants) Revoke(ctx context.Context, c client.ID, token string) error {
	access, _ := g.keptUnder(ctx, token)
	refresh := hash(refreshPrefix, token)
	if access == nil && refresh == nil {
		return nil
	}
	now := g.Now()
	e := audit.New(ctx, now, audit.GrantRevoked)
	e.Client, e.Reason = string(c), "the client revoked it"
	if err := g.Store.Revoke(ctx, access, refresh, c, now, e); err != nil {
		return fmt.Errorf("revoke token: %w", err)
	}
	return nil
}

// FindRefresh is a live refresh token of the client.
func (g *Grants) FindRefresh(ctx context.Context, c client.ID, token string) (Access, error) {
	h := hash(refreshPrefix, token)
	if h == nil {
		return Access{}, ErrUnknown
	}
	a, err := g.Store.Refresh(ctx, h, c, g.Now())
	if err == nil {
		a, err = g.counted(ctx, a)
	}
	if err == nil && !slices.Contains(a.Scope, client.ScopeOffline) {
		err = ErrUnknown
	}
	if err != nil {
		return Access{}, err
	}
	return a, nil
}

// tokens makes new tokens, for the store and for the client. A refresh token
// is bound to the very keys of a public client alone: others prove who they are
// whenever they use one, and may change their keys (RFC 9449 section 5,
// RFC 8705 section 4), but not do without.
func (g *Grants) tokens(ctx context.Context, now time.Time, kind audit.Kind, c client.Client, proved Confirmation) (NewTokens, Tokens) {
	out := Tokens{Access: secret(accessPrefix), AccessExpires: now.Add(g.Access), Confirmation: proved}
	t := NewTokens{
		Access: hash(accessPrefix, out.Access), AccessExpires: out.AccessExpires,
		RefreshExpires: now.Add(g.Refresh), Confirmation: proved, Event: audit.New(ctx, now, kind),
	}
	t.RefreshConfirmation = proved
	if !c.Public() {
		t.RefreshConfirmation = Confirmation{JKT: anyKey(proved.JKT), X5T: anyKey(proved.X5T)}
	}
	t.Event.Client = string(c.ID)
	if c.MayHave(client.ScopeOffline) {
		out.Refresh = secret(refreshPrefix)
		t.Refresh = hash(refreshPrefix, out.Refresh)
	}
	return t, out
}

// anyKey is AnyKey where there is a key.
func anyKey(key string) string {
	if key == "" {
		return ""
	}
	return AnyKey
}

// of is what the client gets of a grant.
func (t Tokens) of(g Grant) Tokens {
	t.Grant = g
	if !g.Offline {
		t.Refresh = ""
	}
	if len(t.Scope) == 0 {
		t.Scope = g.Scope
	}
	if len(t.Resource) == 0 {
		t.Resource = g.Resource
	}
	if g.Expires.Before(t.AccessExpires) {
		t.AccessExpires = g.Expires
	}
	return t
}

func within(scope, whole []string) bool {
	for _, s := range scope {
		if !slices.Contains(whole, s) {
			return false
		}
	}
	return true
}
