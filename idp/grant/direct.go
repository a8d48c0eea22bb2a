package grant

import (
	"context"
	"crypto/rand"
	"fmt"

	"countersign/audit"
	"countersign/idp/client"
)

// IssueToClient gives a client an access token in its own name (RFC 6749
// section 4.4), for the scope that it wants, or for all that it may have.
func (g *Grants) IssueToClient(ctx context.Context, c client.Client, w Wish) (Tokens, error) {
	own := c.OwnScopes()
	scope := w.Scope
	if len(scope) == 0 {
		scope = own
	}
	if !within(scope, own) {
		return Tokens{}, ErrScope
	}
	for _, r := range w.Resource {
		if !g.Serves(r) {
			return Tokens{}, ErrTarget
		}
	}
	return g.IssueDirect(ctx, c, Grant{Origin: FromClient, Scope: scope, Resource: w.Resource, AuthTime: g.Now()}, w.Confirmation)
}

// IssueDirect makes a grant that no code leads to, and its tokens: of a client
// to itself, of a device, of CIBA, of an exchange, as its Origin says. ID,
// client and times of made are set here; its Expires, where there is one, is
// the latest that it may be. The caller has seen to it that the grant is due,
// once; its Approval sees to that itself. ErrUnknown if client, person, session,
// parent or approval is no more.
func (g *Grants) IssueDirect(ctx context.Context, c client.Client, made Grant, proved Confirmation) (Tokens, error) {
	now := g.Now()
	if made.Origin != FromExchange { // which gives by the operator's policy
		var err error
		if made, err = g.stillGrant(c, made); err != nil {
			return Tokens{}, fmt.Errorf("%w: %w", ErrUnknown, err) // it was taken from the client meanwhile
		}
		made.Offline = made.Offline && made.Allows(client.ScopeOffline)
	}
	t, out := g.tokens(ctx, now, audit.TokensIssued, c, proved)
	if !made.Expires.IsZero() && made.Expires.Before(t.AccessExpires) {
		t.AccessExpires, out.AccessExpires = made.Expires, made.Expires
	}
	made.ID, made.Client, made.Created, made.Expires = ID("grt_"+rand.Text()), c.ID, now, out.AccessExpires
	if made.Offline {
		made.Expires = now.Add(g.Offline)
	} else {
		t.Refresh = nil
	}
	t.Event.Grant, t.Event.Person, t.Event.Session = string(made.ID), made.Person, made.Session
	if made.Parent != "" {
		t.Event.Detail = map[string]string{"exchanged": string(made.Parent)}
	}
	if err := g.Store.IssueDirect(ctx, made, t); err != nil {
		return Tokens{}, fmt.Errorf("issue tokens of origin %s: %w", made.Origin, err)
	}
	return g.readable(ctx, c, out.of(made), now)
}
