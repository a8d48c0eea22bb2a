package op

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/zitadel/oidc/v3/pkg/op"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/person"
	"countersign/idp/token"
	"countersign/idp/web"
)

// Grants is what the token and revocation endpoints need of grants.
type Grants interface {
	IssueToClient(ctx context.Context, c client.Client, w grant.Wish) (grant.Tokens, error)
	Redeem(ctx context.Context, c client.Client, code, redirectURI, verifier string, w grant.Wish) (grant.Tokens, error)
	Rotate(ctx context.Context, c client.Client, refresh string, w grant.Wish) (grant.Tokens, error)
	FindRefresh(ctx context.Context, c client.ID, token string) (grant.Access, error)
	Revoke(ctx context.Context, c client.ID, token string) error
}

// Deps are what the Server needs.
type Deps struct {
	Web     *web.Web
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
		// AllowsOrigin says whether any client has this web origin.
		AllowsOrigin(ctx context.Context, origin string) (bool, error)
	}
	Grants Grants
	// Bearer is the live access token with this hash, and whose it is;
	// grant.ErrUnknown if there is none.
	Bearer func(ctx context.Context, hash []byte) (grant.Access, person.Person, error)
	Minter interface {
		IDToken(ctx context.Context, f token.Facts) (string, error)
	}
	Log audit.Log
	Now func() time.Time
}

// Server answers the endpoints. Of the library it uses routing and form
// decoding alone: minting, client authentication and stores are ours. What is
// not overridden stays unimplemented.
type Server struct {
	op.UnimplementedServer
	Deps
	library http.Handler
}

// New checks deps and mounts the four endpoints.
func New(d Deps) (*Server, error) {
	if d.Web == nil || d.Clients == nil || d.Grants == nil || d.Bearer == nil || d.Minter == nil || d.Log == nil || d.Now == nil {
		return nil, errors.New("op: all dependencies are needed")
	}
	s := &Server{Deps: d}
	// Own Endpoints, since the library's options write to its global ones. No
	// CORS: its default lets any origin in with credentials.
	s.library = op.RegisterServer(s, op.Endpoints{
		Token:         op.NewEndpoint(TokenPath),
		Userinfo:      op.NewEndpoint(UserInfoPath),
		Introspection: op.NewEndpoint(IntrospectPath),
		Revocation:    op.NewEndpoint(RevokePath),
	}, op.WithServerCORSOptions(nil))
	return s, nil
}

// Handler serves /token, /userinfo, /introspect and /revoke, and nothing else.
func (s *Server) Handler() http.Handler { return s.Web.JSON(s.serve) }
