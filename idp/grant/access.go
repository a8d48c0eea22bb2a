package grant

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"countersign/idp/client"
	"countersign/idp/person"
	"countersign/idp/token"
)

// ErrTarget means that a resource is not known, or was not granted (RFC 8707
// section 2).
var ErrTarget = errors.New("resource is not known or was not granted")

// API is a resource of the operator: something that takes access tokens of ours
// (RFC 8707).
type API struct {
	// Identifier is an absolute URI without fragment.
	Identifier string
	// JWT is true if tokens for it can be read there (RFC 9068).
	JWT bool
	// Alg signs them; empty means ES256.
	Alg string
	// Lifetime bounds that of tokens that can be read; 0 does not.
	Lifetime time.Duration
	// Client is the one as which it asks about tokens for it (RFC 7662), or "".
	Client client.ID
}

// APIs are those of the operator.
type APIs []API

// Knows says whether tokens may be for a resource.
func (a APIs) Knows(resource string) bool {
	return slices.ContainsFunc(a, func(i API) bool { return i.Identifier == resource })
}

// StandsFor are those of the resources that a client asks about tokens for, as
// the operator says.
func (g *Grants) StandsFor(c client.ID, resources []string) []string {
	return without(resources, func(r string) bool {
		return !slices.ContainsFunc(g.APIs, func(api API) bool { return api.Identifier == r && api.Client == c })
	})
}

// Serves says whether tokens may be for a resource: one of the operator's, or
// us.
func (g *Grants) Serves(resource string) bool { return resource == g.Issuer || g.APIs.Knows(resource) }

// For says whether a token may be used at a resource: one that names none is for
// us alone.
func (a Access) For(issuer, resource string) bool {
	if len(a.Resource) == 0 {
		return resource == issuer
	}
	return slices.Contains(a.Resource, resource)
}

// Minter makes and reads access tokens that others can read.
type Minter interface {
	AccessToken(ctx context.Context, f token.AccessFacts) (string, error)
	ReadAccess(ctx context.Context, text string) (id []byte, expires time.Time, err error)
}

// Bearer is the live access token, as far as its client may still have it, and
// whose it is, who is nobody where a client has it in its own name; ErrUnknown of
// anything else: an ID token, a refresh token, a token that was revoked or whose
// client is gone.
func (g *Grants) Bearer(ctx context.Context, text string) (Access, person.Person, error) {
	h, expires := g.keptUnder(ctx, text)
	if h == nil {
		return Access{}, person.Person{}, ErrUnknown
	}
	a, who, err := g.Store.Bearer(ctx, h)
	if err == nil {
		a, err = g.counted(ctx, a)
	}
	if err != nil {
		return Access{}, person.Person{}, err
	}
	if !expires.IsZero() && expires.Before(a.Expires) {
		a.Expires = expires
	}
	return a, who, nil
}

// keptUnder is what an access token is stored under. One that can be read says
// so itself, over our signature, and when it expires; what it says is no token.
func (g *Grants) keptUnder(ctx context.Context, text string) (under []byte, expires time.Time) {
	if strings.Count(text, ".") != 2 {
		return hash(accessPrefix, text), time.Time{}
	}
	under, expires, err := g.Minter.ReadAccess(ctx, text)
	if err != nil {
		return nil, time.Time{}
	}
	return under, expires
}

// readable turns an access token into one that can be read, where its client or
// one of the resources that it is for wants that. It stays what it is in the
// store: to revoke and to introspect.
func (g *Grants) readable(ctx context.Context, c client.Client, t Tokens, issued time.Time) (Tokens, error) {
	jwt, alg := c.Metadata.AccessTokenFormat == "jwt", ""
	for _, api := range g.APIs {
		if !api.JWT || !slices.Contains(t.Resource, api.Identifier) {
			continue
		}
		jwt, alg = true, api.Alg
		if end := issued.Add(api.Lifetime); api.Lifetime > 0 && end.Before(t.AccessExpires) {
			t.AccessExpires = end
		}
	}
	if !jwt {
		return t, nil
	}
	signed, err := g.Minter.AccessToken(ctx, token.AccessFacts{
		ID: hash(accessPrefix, t.Access), Person: t.Grant.Person, Client: c.ID, Audience: t.Resource, Scope: strings.Join(t.Scope, " "),
		Issued: issued, Expires: t.AccessExpires, AuthTime: t.Grant.AuthTime, ACR: t.Grant.ACR, AMR: t.Grant.AMR,
		JKT: t.Confirmation.JKT, X5T: t.Confirmation.X5T, Details: t.Grant.Details, Alg: alg, Actor: t.Grant.Actor(),
	})
	if err != nil {
		return Tokens{}, fmt.Errorf("write access token: %w", err)
	}
	t.Access = signed
	return t, nil
}

// targets refuses resources that nobody serves, or that a grant is not for. A
// grant that names none is for us alone.
func targets(asked, granted []string) error {
	if !within(asked, granted) {
		return ErrTarget
	}
	return nil
}
