package grant

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"countersign/idp/client"
)

// Clients says what clients may have today.
type Clients interface {
	Find(ctx context.Context, id client.ID) (client.Client, error)
}

// still is a token as far as it counts today: its grant says what a person once
// allowed, and gives no more of that than its client may have still, by its
// registration, and than is still served. ErrScope or ErrTarget if that leaves
// nothing of what was there: an empty list would mean all of it.
func (g *Grants) still(c client.Client, a Access) (Access, error) {
	lost := func(s string) bool { return !c.MayHave(s) }
	gone := func(r string) bool { return !g.Serves(r) }
	hadScope, hadResource := len(a.Scope) > 0, len(a.Resource) > 0
	a.Grant.Scope, a.Scope = without(a.Grant.Scope, lost), without(a.Scope, lost)
	a.Grant.Resource, a.Resource = without(a.Grant.Resource, gone), without(a.Resource, gone)
	if len(a.Details) > 0 {
		a.Details = g.Details(a.Details, c.Metadata.DetailTypes)
	}
	switch {
	case hadScope && len(a.Scope) == 0:
		return Access{}, fmt.Errorf("%w: the client may have none of it any more", ErrScope)
	case hadResource && len(a.Resource) == 0:
		return Access{}, fmt.Errorf("%w: it is not served any more", ErrTarget)
	}
	return a, nil
}

// stillGrant is still of a grant.
func (g *Grants) stillGrant(c client.Client, of Grant) (Grant, error) {
	a, err := g.still(c, Access{Grant: of, Scope: of.Scope, Resource: of.Resource})
	return a.Grant, err
}

// counted is still of a token that somebody shows: ErrUnknown if it counts no
// longer, as whose it is is gone. What an exchange gave, the client of the token
// that was exchanged must be allowed still.
func (g *Grants) counted(ctx context.Context, a Access) (Access, error) {
	c, err := g.Clients.Find(ctx, a.Client)
	if err == nil && a.Parent != "" {
		c, err = g.Clients.Find(ctx, a.ParentClient)
	}
	if err == nil {
		a, err = g.still(c, a)
	}
	if errors.Is(err, client.ErrNotFound) || errors.Is(err, ErrScope) || errors.Is(err, ErrTarget) {
		return Access{}, fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	return a, err
}

// served are the resources that tokens may be for.
func (g *Grants) served() []string {
	out := []string{g.Issuer}
	for _, api := range g.APIs {
		out = append(out, api.Identifier)
	}
	return out
}

// without is a list without what is lost, in an array of its own.
func without(all []string, lost func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(all), lost)
}
