package op

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/token"
	"countersign/idp/web"
)

// CodeExchange turns a code into tokens. All that must hold of it, PKCE
// included, is the condition of the one statement that consumes it.
func (s *Server) CodeExchange(ctx context.Context, r *op.ClientRequest[oidc.AccessTokenRequest]) (*op.Response, error) {
	c := of(r.Client)
	t, err := s.Grants.Redeem(ctx, c, r.Data.Code, r.Data.RedirectURI, r.Data.CodeVerifier, grant.Wish{})
	if err != nil {
		return s.refuseGrant(ctx, c, err)
	}
	return s.answer(ctx, c, t, t.Grant.Nonce)
}

// RefreshToken turns a refresh token into its successor. The ID token states
// what was proved at the beginning, without nonce (OpenID Connect Core section
// 12.2).
func (s *Server) RefreshToken(ctx context.Context, r *op.ClientRequest[oidc.RefreshTokenRequest]) (*op.Response, error) {
	c := of(r.Client)
	t, err := s.Grants.Rotate(ctx, c, r.Data.RefreshToken, grant.Wish{Scope: r.Data.Scopes})
	if err != nil {
		return s.refuseGrant(ctx, c, err)
	}
	return s.answer(ctx, c, t, "")
}

// ClientCredentialsExchange gives a client a token in its own name (RFC 6749
// section 4.4). The guard saw that it is allowed to, which no public client is.
func (s *Server) ClientCredentialsExchange(ctx context.Context, r *op.ClientRequest[oidc.ClientCredentialsRequest]) (*op.Response, error) {
	c := of(r.Client)
	t, err := s.Grants.IssueToClient(ctx, c, grant.Wish{Scope: r.Data.Scope})
	if err != nil {
		return s.refuseGrant(ctx, c, err)
	}
	return s.answer(ctx, c, t, "")
}

// refuseGrant also puts the true reason on record: a code with the wrong
// verifier is a sign that somebody stole it.
func (s *Server) refuseGrant(ctx context.Context, c client.Client, err error) (*op.Response, error) {
	e := audit.New(ctx, s.Now(), audit.TokenRefused)
	e.Client, e.Reason = string(c.ID), err.Error()
	if failed := s.Log.Append(ctx, e); failed != nil {
		err = errors.Join(failed, err)
	}
	return refuse(ctx, err)
}

func (s *Server) answer(ctx context.Context, c client.Client, t grant.Tokens, nonce string) (*op.Response, error) {
	web.EventOf(ctx).Set("client", string(c.ID))
	web.EventOf(ctx).Set("grant", string(t.Grant.ID))
	out := &oidc.AccessTokenResponse{
		AccessToken: t.Access, TokenType: oidc.BearerToken, RefreshToken: t.Refresh,
		ExpiresIn: seconds(t.AccessExpires.Sub(s.Now())), Scope: t.Scope,
	}
	// A refresh may have narrowed openid away: then there is no ID token.
	narrowed := grant.Grant{Scope: t.Scope}
	if narrowed.Allows(token.ScopeOpenID) {
		id, err := s.Minter.IDToken(ctx, token.Facts{
			Subject: t.Grant.Person, Client: string(c.ID), Nonce: nonce, AuthTime: t.Grant.AuthTime,
			ACR: t.Grant.ACR, AMR: t.Grant.AMR, Session: t.Grant.Session, AccessToken: t.Access, Alg: c.IDTokenAlg,
		})
		if err != nil {
			return refuse(ctx, fmt.Errorf("answer: %w", err))
		}
		out.IDToken = id
	}
	return op.NewResponse(out), nil
}

func seconds(d time.Duration) uint64 { return uint64(max(d, 0) / time.Second) }
