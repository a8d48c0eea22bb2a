package op

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/grant"
	"countersign/idp/token"
	"countersign/idp/web"
)

// token answers the token endpoint by the table of grants. What the client
// proves is looked at here, because the library's methods get no request.
func (s *Server) token(w http.ResponseWriter, r *http.Request) error {
	c, _ := clientauth.Of(r.Context())
	kind, err := s.grantType(c, r.PostForm)
	if err != nil {
		return err
	}
	proved, err := s.prove(w, r, c)
	if err != nil {
		return err
	}
	q := TokenRequest{Client: c, Form: r.PostForm, Wish: grant.Wish{Resource: r.PostForm["resource"], Confirmation: proved}}
	if kind.library {
		return s.ask(&call{w: w, request: r, token: q})
	}
	out, err := s.issue(r.Context(), q, kind.Answer)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, out)
}

// issue is the answer to q: the tokens that answer gave.
func (s *Server) issue(ctx context.Context, q TokenRequest, answer func(context.Context, TokenRequest) (Issued, error)) (*tokenResponse, error) {
	issued, err := answer(ctx, q)
	if err != nil {
		return nil, s.refuseGrant(ctx, q.Client, err)
	}
	web.EventOf(ctx).Set("grant", string(issued.Grant.ID))
	return s.tokens(ctx, q.Client, issued)
}

// refuseGrant also puts the true reason on record: a code with the wrong
// verifier is a sign that somebody stole it. Who only asks too early stole
// nothing.
func (s *Server) refuseGrant(ctx context.Context, c client.Client, err error) error {
	if errors.Is(err, ErrPending) {
		return err
	}
	e := audit.New(ctx, s.Now(), audit.TokenRefused)
	e.Client, e.Reason = string(c.ID), err.Error()
	if failed := s.Log.Append(ctx, e); failed != nil {
		return errors.Join(failed, err)
	}
	return err
}

// tokenResponse is what a client gets (RFC 6749 section 5.1, OpenID Connect Core
// section 3.1.3.3, RFC 9396 section 7, RFC 8693 section 2.2.1).
type tokenResponse struct {
	oidc.AccessTokenResponse
	// ExpiresIn is said of a token that has less than a second left, too.
	ExpiresIn  uint64          `json:"expires_in"`
	Details    json.RawMessage `json:"authorization_details,omitempty"`
	IssuedType string          `json:"issued_token_type,omitempty"`
}

// tokens is the answer of the token endpoint (RFC 6749 section 5.1, OpenID
// Connect Core section 3.1.3.3).
func (s *Server) tokens(ctx context.Context, c client.Client, t Issued) (*tokenResponse, error) {
	out := &tokenResponse{
		AccessTokenResponse: oidc.AccessTokenResponse{
			AccessToken: t.Access, TokenType: typeOf(t.Confirmation), RefreshToken: t.Refresh, Scope: t.Scope,
		},
		ExpiresIn: seconds(t.AccessExpires.Sub(s.Now())), Details: t.Grant.Details, IssuedType: t.TokenType,
	}
	// A refresh may have narrowed openid away: then there is no ID token.
	narrowed := grant.Grant{Scope: t.Scope}
	if t.TokenType != "" || !narrowed.Allows(token.ScopeOpenID) {
		return out, nil
	}
	told, err := s.named(ctx, t)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	id, err := s.Minter.IDToken(ctx, token.Facts{
		Person: t.Grant.Person, Client: string(c.ID), Nonce: t.Nonce, AuthTime: t.Grant.AuthTime,
		ACR: t.Grant.ACR, AMR: t.Grant.AMR, Session: t.Grant.Session, AccessToken: t.Access, Alg: c.IDTokenAlg, Told: told,
	})
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	out.IDToken = id
	return out, nil
}

func seconds(d time.Duration) uint64 { return uint64(max(d, 0) / time.Second) }
