package op

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"countersign/idp/client"
	"countersign/idp/clientauth"
)

// VerifyClient is the library's way to a client: the one that authenticated
// before the library saw the request, whatever that says.
func (s served) VerifyClient(ctx context.Context, _ *op.Request[op.ClientCredentials]) (op.Client, error) {
	c, ok := clientauth.Of(ctx)
	if !ok {
		return nil, op.NewStatusError(oidc.ErrInvalidClient(), http.StatusUnauthorized)
	}
	return registered{c}, nil
}

// registered is a client as the library wants to see it. Only its grants and
// its method are ever asked for here; the rest says the safest thing.
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
