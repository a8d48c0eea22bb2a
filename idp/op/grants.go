package op

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/protocol"
)

// TokenRequest is a request to the token endpoint.
type TokenRequest struct {
	// Client authenticated, and may use the grant type.
	Client client.Client
	Form   url.Values
	// Wish is what it says of the access token that it wants, and what it proved.
	Wish grant.Wish
}

// Issued is what a grant gave.
type Issued struct {
	grant.Tokens
	// Nonce is that of the ID token: of a code's alone (OpenID Connect Core
	// section 12.2).
	Nonce string
}

// GrantType is a row of the token endpoint.
type GrantType struct {
	// Need are the parameters without which Answer is not asked.
	Need []string
	// Answer turns a request into tokens.
	Answer func(ctx context.Context, q TokenRequest) (Issued, error)
}

// ErrPending is the cause of refusals that only say: ask again later.
var ErrPending = errors.New("nothing is decided yet")

// ownGrants are the rows that this room answers; cmd adds those of others.
func (s *Server) ownGrants() map[string]GrantType {
	return map[string]GrantType{
		client.GrantCode:    {Need: []string{"code", "redirect_uri"}, Answer: s.redeem},
		client.GrantRefresh: {Need: []string{"refresh_token"}, Answer: s.rotate},
		client.GrantClient:  {Answer: s.inOwnName},
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

// redeem turns a code into tokens. All that must hold of it, PKCE included, is
// the condition of the one statement that consumes it.
func (s *Server) redeem(ctx context.Context, q TokenRequest) (Issued, error) {
	t, err := s.Grants.Redeem(ctx, q.Client, q.Form.Get("code"), q.Form.Get("redirect_uri"), q.Form.Get("code_verifier"), q.Wish)
	return Issued{t, t.Grant.Nonce}, err
}

// rotate turns a refresh token into its successor. The ID token states what was
// proved at the beginning, without nonce (OpenID Connect Core section 12.2).
func (s *Server) rotate(ctx context.Context, q TokenRequest) (Issued, error) {
	t, err := s.Grants.Rotate(ctx, q.Client, q.Form.Get("refresh_token"), q.Wish)
	return Issued{Tokens: t}, err
}

// inOwnName gives a client a token in its own name (RFC 6749 section 4.4). It
// is allowed to, which no public client is.
func (s *Server) inOwnName(ctx context.Context, q TokenRequest) (Issued, error) {
	t, err := s.Grants.IssueToClient(ctx, q.Client, q.Wish)
	return Issued{Tokens: t}, err
}

// scopeOf is the scope of a request (RFC 6749 section 3.3); nil of none.
func scopeOf(form url.Values) []string {
	if !form.Has("scope") {
		return nil
	}
	return strings.Split(form.Get("scope"), " ")
}
