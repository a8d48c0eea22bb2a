package op

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"countersign/idp/client"
	"countersign/idp/protocol"
)

// VerifyClient is the library's way to a client. The guard has authenticated
// it already, so a refusal here means that it changed in between.
func (s *Server) VerifyClient(ctx context.Context, r *op.Request[op.ClientCredentials]) (op.Client, error) {
	c, err := s.authenticate(ctx, r.Data.ClientID, r.Data.ClientSecret)
	if err != nil {
		return nil, op.NewStatusError(oidc.ErrInvalidClient(), http.StatusUnauthorized)
	}
	return registered{c}, nil
}

// authenticate is the client of these credentials (RFC 6749 section 2.3). A
// confidential one shows its secret and a public one shows none.
func (s *Server) authenticate(ctx context.Context, id, secret string) (client.Client, error) {
	c, err := s.Clients.Find(ctx, client.ID(id))
	switch {
	case errors.Is(err, client.ErrNotFound):
		return client.Client{}, protocol.InvalidClient().Because(err)
	case err != nil:
		return client.Client{}, protocol.ServerError(err)
	case c.Public() && secret == "":
		return c, nil
	case c.HasSecret(secret):
		return c, nil
	}
	return client.Client{}, protocol.InvalidClient().Because(errors.New("wrong secret, or one where there is none"))
}

// registered is a client as the library wants to see it. Only the id and the
// grants are ever asked for here; the rest says the safest thing.
type registered struct{ client.Client }

func (r registered) GetID() string          { return string(r.ID) }
func (r registered) RedirectURIs() []string { return slices.Clone(r.Client.RedirectURIs) }
func (r registered) PostLogoutRedirectURIs() []string {
	return slices.Clone(r.Client.PostLogoutRedirectURIs)
}
func (r registered) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }
func (r registered) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethod(r.Method) }
func (r registered) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}

func (r registered) GrantTypes() []oidc.GrantType {
	out := make([]oidc.GrantType, len(r.Grants))
	for i, g := range r.Grants {
		out[i] = oidc.GrantType(g)
	}
	return out
}

func (r registered) LoginURL(string) string               { return "" }
func (r registered) AccessTokenType() op.AccessTokenType  { return op.AccessTokenTypeBearer }
func (r registered) IDTokenLifetime() time.Duration       { return 0 }
func (r registered) DevMode() bool                        { return false }
func (r registered) IsScopeAllowed(string) bool           { return false }
func (r registered) IDTokenUserinfoClaimsAssertion() bool { return false }
func (r registered) ClockSkew() time.Duration             { return 0 }

func (r registered) RestrictAdditionalIdTokenScopes() func([]string) []string {
	return func([]string) []string { return nil }
}

func (r registered) RestrictAdditionalAccessTokenScopes() func([]string) []string {
	return func([]string) []string { return nil }
}

// of is the client that VerifyClient let in.
func of(c op.Client) client.Client {
	r, ok := c.(registered)
	if !ok {
		panic("op: internal error: the library gave us a client that is not ours")
	}
	return r.Client
}
