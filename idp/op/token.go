package op

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/grant"
	"countersign/idp/token"
	"countersign/idp/web"
)

// token answers the token endpoint by the table of grants.
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
	issued, err := kind.Answer(r.Context(), TokenRequest{
		Client: c, Form: r.PostForm, Wish: grant.Wish{Scope: scopeOf(r.PostForm), Resource: r.PostForm["resource"], Confirmation: proved},
	})
	if err != nil {
		return s.refuseGrant(r, c, err)
	}
	web.EventOf(r.Context()).Set("grant", string(issued.Grant.ID))
	out, err := s.tokens(r, c, issued)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, out)
}

// refuseGrant also puts the true reason on record: a code with the wrong
// verifier is a sign that somebody stole it. Who only asks too early stole
// nothing.
func (s *Server) refuseGrant(r *http.Request, c client.Client, err error) error {
	if errors.Is(err, ErrPending) {
		return err
	}
	e := audit.New(r.Context(), s.Now(), audit.TokenRefused)
	e.Client, e.Reason = string(c.ID), err.Error()
	if failed := s.Log.Append(r.Context(), e); failed != nil {
		return errors.Join(failed, err)
	}
	return err
}

// tokenResponse is what a client gets (RFC 6749 section 5.1, OpenID Connect Core
// section 3.1.3.3, RFC 9396 section 7).
type tokenResponse struct {
	AccessToken  string          `json:"access_token"`
	TokenType    string          `json:"token_type"`
	ExpiresIn    uint64          `json:"expires_in"`
	RefreshToken string          `json:"refresh_token,omitempty"`
	IDToken      string          `json:"id_token,omitempty"`
	Scope        string          `json:"scope,omitempty"`
	Details      json.RawMessage `json:"authorization_details,omitempty"`
}

// tokens is the answer of the token endpoint (RFC 6749 section 5.1, OpenID
// Connect Core section 3.1.3.3).
func (s *Server) tokens(r *http.Request, c client.Client, t Issued) (*tokenResponse, error) {
	out := &tokenResponse{
		AccessToken: t.Access, TokenType: typeOf(t.Confirmation), RefreshToken: t.Refresh,
		ExpiresIn: seconds(t.AccessExpires.Sub(s.Now())), Scope: strings.Join(t.Scope, " "), Details: t.Grant.Details,
	}
	// A refresh may have narrowed openid away: then there is no ID token.
	narrowed := grant.Grant{Scope: t.Scope}
	if !narrowed.Allows(token.ScopeOpenID) {
		return out, nil
	}
	told, err := s.named(r.Context(), t)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	id, err := s.Minter.IDToken(r.Context(), token.Facts{
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
