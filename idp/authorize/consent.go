package authorize

import (
	"context"
	"fmt"
	"slices"

	"countersign/idp/flow"
)

// Consents says what people allowed applications.
type Consents interface {
	Find(ctx context.Context, person, app string) (flow.Allowed, error)
}

// consent is what the person has to allow before the application learns of them
// (OpenID Connect Core section 3.1.2.4); nil if nothing: for an application of
// our own that was given with its registration. prompt=consent asks for each
// (section 3.1.2.1), and so do authorization details (RFC 9396 section 4).
func (q *request) consent() *flow.Consent {
	if !q.client.Metadata.ThirdParty && !q.prompt.consent && q.details == nil {
		return nil
	}
	c := &flow.Consent{Always: q.prompt.consent, Scope: slices.Clone(q.scope), Resource: q.resource, Details: q.details}
	// What is asked for by name is allowed as the scope that gives it.
	for _, s := range q.claims.ScopesOf() {
		if !slices.Contains(c.Scope, s) {
			c.Scope = append(c.Scope, s)
		}
	}
	return c
}

// account is what flow.Next must know of the person of s.
func (x *Room) account(ctx context.Context, s flow.Session) (flow.Account, error) {
	if s.Person == "" {
		return flow.Account{}, nil
	}
	a, err := x.Accounts.Account(ctx, s.Person, "")
	if err == nil && s.Need.Consent != nil {
		a.Allowed, err = x.Consents.Find(ctx, s.Person, s.App.ID)
	}
	if err != nil {
		return flow.Account{}, fmt.Errorf("authorize: %w", err)
	}
	return a, nil
}
