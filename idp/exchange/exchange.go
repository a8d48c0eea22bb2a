package exchange

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/op"
	"countersign/idp/person"
	"countersign/idp/protocol"
)

// typeAccess is the one type of token that is taken and given (RFC 8693 section
// 3).
const typeAccess = "urn:ietf:params:oauth:token-type:access_token" //nolint:gosec // a name, not a credential

// Line is what the operator lets one client do.
type Line struct {
	Client client.ID
	// Of are the clients whose access tokens it may present, beside its own.
	Of []client.ID
	// Resources it may ask for, and Scopes that it may have of those that the
	// token has.
	Resources []string
	Scopes    []string
}

// Deps are what a Room needs.
type Deps struct {
	// Policy has one line for each client.
	Policy []Line
	// Bearer is the live access token, and whose it is; grant.ErrUnknown of
	// anything else.
	Bearer  func(ctx context.Context, text string) (grant.Access, person.Person, error)
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
	}
	Grants interface {
		IssueDirect(ctx context.Context, c client.Client, made grant.Grant, proved grant.Confirmation) (grant.Tokens, error)
	}
}

// Room exchanges tokens.
type Room struct {
	Deps
	lines map[client.ID]Line
}

// New checks deps.
func New(d Deps) (*Room, error) {
	if d.Bearer == nil || d.Clients == nil || d.Grants == nil {
		return nil, errors.New("exchange: Bearer, Clients and Grants are needed")
	}
	x := &Room{Deps: d, lines: map[client.ID]Line{}}
	for _, l := range d.Policy {
		if _, twice := x.lines[l.Client]; twice || l.Client == "" || len(l.Resources) == 0 {
			return nil, errors.New("exchange: each line of the policy needs a client of its own, and resources")
		}
		x.lines[l.Client] = l
	}
	return x, nil
}

// GrantType is the row of the token endpoint.
func (x *Room) GrantType() op.GrantType {
	return op.GrantType{Need: []string{"subject_token", "subject_token_type"}, Answer: x.exchange}
}

// exchange answers a request (RFC 8693 section 2.1).
func (x *Room) exchange(ctx context.Context, q op.TokenRequest) (op.Issued, error) {
	line, ok := x.lines[q.Client.ID]
	if !ok || q.Client.Public() || q.Client.Metadata.ThirdParty {
		return op.Issued{}, protocol.UnauthorizedClient("no policy lets this client exchange tokens")
	}
	if err := served(q.Form); err != nil {
		return op.Issued{}, err
	}
	resource, err := line.target(slices.Concat(q.Wish.Resource, q.Form["audience"]))
	if err != nil {
		return op.Issued{}, err
	}
	subject, err := x.subject(ctx, q, line)
	if err != nil {
		return op.Issued{}, err
	}
	scope, err := line.scope(scopeOf(q.Form), subject.Scope)
	if err != nil {
		return op.Issued{}, err
	}
	t, err := x.Grants.IssueDirect(ctx, q.Client, grant.Grant{
		Origin: grant.FromExchange, Parent: subject.ID, Person: subject.Person, Session: subject.Session, Scope: scope, Resource: resource,
		AuthTime: subject.AuthTime, ACR: subject.ACR, AMR: subject.AMR, Expires: subject.Expires,
	}, q.Wish.Confirmation)
	if errors.Is(err, grant.ErrUnknown) {
		return op.Issued{}, unusable(err) // it ended meanwhile
	}
	return op.Issued{Tokens: t, TokenType: typeAccess}, err
}

// served refuses what there is not: actors beside the client itself, and other
// types of token.
func served(form url.Values) error {
	switch {
	case form.Has("actor_token") || form.Has("actor_token_type"):
		return protocol.InvalidRequest("actor_token is not served: the actor is the client")
	case form.Get("subject_token_type") != typeAccess:
		return protocol.InvalidRequest("the only subject_token_type is " + typeAccess)
	case form.Has("requested_token_type") && form.Get("requested_token_type") != typeAccess:
		return protocol.InvalidRequest("the only requested_token_type is " + typeAccess)
	}
	return nil
}

// subject is the access token that is to be exchanged, if the line lets the
// client present it.
func (x *Room) subject(ctx context.Context, q op.TokenRequest, line Line) (grant.Access, error) {
	a, _, err := x.Bearer(ctx, q.Form.Get("subject_token"))
	if err == nil {
		_, err = x.Clients.Find(ctx, a.Client) // a token of a deleted client is none
	}
	switch {
	case errors.Is(err, grant.ErrUnknown), errors.Is(err, client.ErrNotFound):
		return grant.Access{}, unusable(err)
	case err != nil:
		return grant.Access{}, fmt.Errorf("read subject_token: %w", err)
	case a.Client != q.Client.ID && !slices.Contains(line.Of, a.Client):
		return grant.Access{}, unusable(fmt.Errorf("no policy lets tokens of %s be exchanged", a.Client))
	case a.Person == "":
		return grant.Access{}, unusable(errors.New("it is a client's in its own name"))
	case a.Origin == grant.FromExchange:
		return grant.Access{}, unusable(errors.New("it was exchanged itself"))
	case !holds(a.Confirmation, q.Wish.Confirmation):
		return grant.Access{}, unusable(grant.ErrKey)
	}
	return a, nil
}

// unusable is the refusal of a subject_token, which never says why (RFC 8693
// section 2.2.2).
func unusable(cause error) error {
	return protocol.InvalidRequest("the subject_token is invalid, expired or revoked, or this client may not exchange it").Because(cause)
}

// holds says whether every key that a token asks for was proved. A key more is
// no harm: what comes out is bound to it.
func holds(asked, proved grant.Confirmation) bool {
	return (asked.JKT == "" || asked.JKT == proved.JKT) && (asked.X5T == "" || asked.X5T == proved.X5T)
}

// target is whom the token is for (RFC 8693 section 2.1): what the request names,
// or the one resource that there is to name.
func (l Line) target(named []string) ([]string, error) {
	if len(named) == 0 && len(l.Resources) == 1 {
		return l.Resources, nil
	}
	var out []string
	for _, r := range named {
		if !slices.Contains(l.Resources, r) {
			return nil, grant.ErrTarget
		}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, protocol.InvalidTarget().Because(errors.New("several are possible, and none was named"))
	}
	return out, nil
}

// scopeOf is what a request names (RFC 6749 section 3.3), or nil.
func scopeOf(form url.Values) []string {
	if !form.Has("scope") {
		return nil
	}
	return strings.Split(form.Get("scope"), " ")
}

// scope is what the token covers: what the request names, or all that it may.
func (l Line) scope(named, had []string) ([]string, error) {
	var may []string
	for _, s := range had {
		if slices.Contains(l.Scopes, s) {
			may = append(may, s)
		}
	}
	if named == nil {
		return may, nil
	}
	for _, s := range named {
		if !slices.Contains(may, s) {
			return nil, grant.ErrScope
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(named))), nil
}
