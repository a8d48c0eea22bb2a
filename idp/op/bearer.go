package op

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"countersign/idp/claims"
	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/grant"
	"countersign/idp/person"
	"countersign/idp/protocol"
	"countersign/idp/token"
	"countersign/idp/web"
)

// access is the live access token and whose it is. What its request asked for by
// name counts as far as its client may have the scope that gives it, still
// (OpenID Connect Core section 5.5).
func (s *Server) access(ctx context.Context, text string) (grant.Access, person.Person, error) {
	a, p, err := s.Bearer(ctx, text)
	if err != nil || len(a.Claims) == 0 {
		return a, p, err
	}
	c, err := s.Clients.Find(ctx, a.Client)
	if errors.Is(err, client.ErrNotFound) {
		err = grant.ErrUnknown
	}
	if err != nil {
		return grant.Access{}, person.Person{}, err
	}
	asked, err := claims.Parse(string(a.Claims))
	a.Claims = asked.Only(c.MayHave).Keep()
	return a, p, err
}

// UserInfo tells of the person what the token's scopes give (OpenID Connect
// Core section 5.3).
func (s served) UserInfo(ctx context.Context, r *op.Request[oidc.UserInfoRequest]) (*op.Response, error) {
	k := callOf(ctx)
	return k.reply(s.userInfo(ctx, k, r.Data.AccessToken))
}

func (s *Server) userInfo(ctx context.Context, k *call, text string) (any, error) {
	a, p, err := s.access(ctx, text)
	if err == nil {
		_, scheme := tokenOf(k.request)
		err = s.hold(k.w, k.request, text, scheme, a.Confirmation)
	}
	switch {
	case errors.Is(err, grant.ErrUnknown), errors.Is(err, grant.ErrKey):
		return nil, protocol.InvalidToken().Because(err)
	case err != nil:
		return nil, fmt.Errorf("userinfo: %w", err)
	case !a.For(s.Web.Issuer.String(), s.Web.Issuer.String()):
		return nil, protocol.InvalidToken().Because(errors.New("the token is for another resource"))
	case !slices.Contains(a.Scope, token.ScopeOpenID):
		return nil, protocol.InsufficientScope()
	}
	web.EventOf(ctx).Set("client", string(a.Client))
	named, _, err := claims.Kept(a.Claims)
	if err != nil {
		return nil, fmt.Errorf("userinfo: %w", err)
	}
	told := token.UserInfoOf(p, a.Scope, named)
	if told.Subject, err = s.Minter.Subject(ctx, a.Client, a.Person); err != nil {
		return nil, fmt.Errorf("userinfo: %w", err)
	}
	return s.tell(ctx, a.Client, told)
}

// introspection is the answer about a token (RFC 7662 section 2.2). Of a token
// that is not live, or not the caller's to ask about, it says nothing but that.
type introspection struct {
	Active    bool           `json:"active"`
	Scope     string         `json:"scope,omitempty"`
	ClientID  string         `json:"client_id,omitempty"`
	Username  string         `json:"username,omitempty"`
	TokenType string         `json:"token_type,omitempty"`
	Expires   int64          `json:"exp,omitempty"`
	IssuedAt  int64          `json:"iat,omitempty"`
	Subject   string         `json:"sub,omitempty"`
	Audience  json.Marshaler `json:"aud,omitempty"`
	Issuer    string         `json:"iss,omitempty"`
	AuthTime  int64          `json:"auth_time,omitempty"`
	ACR       string         `json:"acr,omitempty"`
	AMR       []string       `json:"amr,omitempty"`
	Session   string         `json:"sid,omitempty"`
	// Confirmation is what the token asks of its bearer (RFC 7800 section 3.1).
	Holder *token.Holder `json:"cnf,omitempty"`
	// Details are what was granted in detail (RFC 9396 section 9.2).
	Details json.RawMessage `json:"authorization_details,omitempty"`
	// Actor is who acts for the person (RFC 8693 section 4.1).
	Actor *token.Actor `json:"act,omitempty"`
}

// audienceOf is aud: the resources of a token, or the client that it is of.
func audienceOf(a grant.Access) json.Marshaler {
	if len(a.Resource) == 0 {
		return token.Audience([]string{string(a.Client)})
	}
	return token.Audience(a.Resource)
}

func holderOf(c grant.Confirmation) *token.Holder { return token.HolderOf(c.JKT, c.X5T) }

// Introspect tells a client, which guard has seen to be confidential, about its
// own tokens, and about access tokens for a resource that it stands for, as far
// as they are for that: not of which session they are, nor where else they are good.
func (s served) Introspect(ctx context.Context, r *op.Request[op.IntrospectionRequest]) (*op.Response, error) {
	k := callOf(ctx)
	return k.reply(s.introspect(ctx, k.request, r.Data.Token))
}

func (s *Server) introspect(ctx context.Context, r *http.Request, text string) (any, error) {
	c, _ := clientauth.Of(ctx)
	a, p, err := s.access(ctx, text)
	kind := typeOf(a.Confirmation)
	if errors.Is(err, grant.ErrUnknown) {
		a, err = s.Grants.FindRefresh(ctx, c.ID, text)
		kind = ""
	}
	if err != nil && !errors.Is(err, grant.ErrUnknown) {
		return nil, fmt.Errorf("introspect: %w", err)
	}
	if err == nil && a.Client != c.ID {
		if a.Resource, a.Session = s.Grants.StandsFor(c.ID, a.Resource), ""; len(a.Resource) == 0 {
			err = grant.ErrUnknown
		}
	}
	if err != nil {
		return s.say(r, c, introspection{})
	}
	sub, err := s.Minter.Subject(ctx, a.Client, a.Person)
	if err != nil {
		return nil, fmt.Errorf("introspect: %w", err)
	}
	if (sub != a.Person || a.Client != c.ID) && !slices.Contains(a.Scope, token.ScopeProfile) {
		p.Username = "" // which would be the same in every sector
	}
	return s.say(r, c, introspection{
		Active: true, Scope: strings.Join(a.Scope, " "), ClientID: string(a.Client), Username: p.Username, TokenType: kind,
		Expires: a.Expires.Unix(), IssuedAt: a.Issued.Unix(), Subject: sub, Audience: audienceOf(a),
		Issuer: s.Web.Issuer.String(), AuthTime: a.AuthTime.Unix(), ACR: a.ACR, AMR: a.AMR, Session: a.Session,
		Holder: holderOf(a.Confirmation), Details: a.Details, Actor: token.ActorOf(a.Actor()),
	})
}

// Revocation ends a token of the client. Of a token that is not there, or not
// the client's, it says the same (RFC 7009 section 2.2).
func (s served) Revocation(ctx context.Context, r *op.ClientRequest[oidc.RevocationRequest]) (*op.Response, error) {
	c, _ := clientauth.Of(ctx)
	return callOf(ctx).reply(nil, s.Grants.Revoke(ctx, c.ID, r.Data.Token))
}
