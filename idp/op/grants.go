package op

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/protocol"
)

// TokenRequest is a request to the token endpoint.
type TokenRequest struct {
	// Client authenticated, and may use the grant type.
	Client client.Client
	Form   url.Values
	// Wish is what it says of the access token that it wants, but for the scope,
	// and what it proved.
	Wish grant.Wish
}

// Issued is what a grant gave.
type Issued struct {
	grant.Tokens
	// Nonce is that of the ID token: of a code's alone (OpenID Connect Core
	// section 12.2).
	Nonce string
	// TokenType is that of an access token that another was exchanged for (RFC
	// 8693 section 2.2.1): there is no ID token with it.
	TokenType string
}

// GrantType is a row of the token endpoint.
type GrantType struct {
	// Need are the parameters without which Answer is not asked.
	Need []string
	// Answer turns a request into tokens.
	Answer func(ctx context.Context, q TokenRequest) (Issued, error)
	// library says that the library knows the grant type, and calls the method
	// of served that answers: by Answer, if there is one.
	library bool
}

// ErrPending is the cause of refusals that only say: ask again later.
var ErrPending = errors.New("nothing is decided yet")

// ownGrants are the rows that this room answers; cmd adds those of others.
func ownGrants() map[string]GrantType {
	return map[string]GrantType{
		client.GrantCode:    {Need: []string{"code", "redirect_uri"}, library: true},
		client.GrantRefresh: {Need: []string{"refresh_token"}, library: true},
		client.GrantClient:  {library: true},
	}
}

// grantType is the row of a request, if the client may use it and what it needs
// is there.
func (s *Server) grantType(c client.Client, form url.Values) (GrantType, error) {
	name := form.Get("grant_type")
	if name == "" {
		return GrantType{}, protocol.InvalidRequest("grant_type is missing")
	}
	kind, ok := s.grants[name]
	if !ok {
		return GrantType{}, protocol.UnsupportedGrantType()
	}
	for _, p := range kind.Need {
		if form.Get(p) == "" {
			return GrantType{}, protocol.InvalidRequest(strings.Join(kind.Need, " or ") + " is missing")
		}
	}
	if !c.Allows(name) {
		return GrantType{}, protocol.UnauthorizedClient("the client may not use this grant_type")
	}
	return kind, nil
}

// CodeExchange turns a code into tokens. All that must hold of it, PKCE
// included, is the condition of the one statement that consumes it.
func (s served) CodeExchange(ctx context.Context, r *op.ClientRequest[oidc.AccessTokenRequest]) (*op.Response, error) {
	return s.exchange(ctx, func(ctx context.Context, q TokenRequest) (Issued, error) {
		t, err := s.Grants.Redeem(ctx, q.Client, r.Data.Code, r.Data.RedirectURI, r.Data.CodeVerifier, q.Wish)
		return Issued{Tokens: t, Nonce: t.Grant.Nonce}, err
	})
}

// RefreshToken turns a refresh token into its successor. The ID token states
// what was proved at the beginning, without nonce (OpenID Connect Core section
// 12.2).
func (s served) RefreshToken(ctx context.Context, r *op.ClientRequest[oidc.RefreshTokenRequest]) (*op.Response, error) {
	return s.exchange(ctx, func(ctx context.Context, q TokenRequest) (Issued, error) {
		q.Wish.Scope = r.Data.Scopes
		t, err := s.Grants.Rotate(ctx, q.Client, r.Data.RefreshToken, q.Wish)
		return Issued{Tokens: t}, err
	})
}

// ClientCredentialsExchange gives a client a token in its own name (RFC 6749
// section 4.4). It is allowed to, which no public client is.
func (s served) ClientCredentialsExchange(ctx context.Context, r *op.ClientRequest[oidc.ClientCredentialsRequest]) (*op.Response, error) {
	return s.exchange(ctx, func(ctx context.Context, q TokenRequest) (Issued, error) {
		q.Wish.Scope = r.Data.Scope
		t, err := s.Grants.IssueToClient(ctx, q.Client, q.Wish)
		return Issued{Tokens: t}, err
	})
}

// DeviceToken turns what somebody allowed a device into tokens (RFC 8628 section
// 3.4).
func (s served) DeviceToken(ctx context.Context, _ *op.ClientRequest[oidc.DeviceAccessTokenRequest]) (*op.Response, error) {
	return s.exchange(ctx, s.grants[client.GrantDevice].Answer)
}

// exchange answers the call of ctx by answer.
func (s served) exchange(ctx context.Context, answer func(context.Context, TokenRequest) (Issued, error)) (*op.Response, error) {
	k := callOf(ctx)
	return k.reply(s.issue(ctx, k.token, answer))
}
