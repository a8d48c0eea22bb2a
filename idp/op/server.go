package op

import (
	"context"
	"errors"
	"net/http"
	"time"

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
	StandsFor(c client.ID, resources []string) []string
	FindRefresh(ctx context.Context, c client.ID, token string) (grant.Access, error)
	Revoke(ctx context.Context, c client.ID, token string) error
}

// Deps are what the Server needs.
type Deps struct {
	Web *web.Web
	// Auth says which client sent a request.
	Auth interface {
		Authenticate(r *http.Request) (client.Client, error)
	}
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
		// AllowsOrigin says whether any client has this web origin.
		AllowsOrigin(ctx context.Context, origin string) (bool, error)
	}
	Grants Grants
	Proofs Proofs
	// More are the grant types of other rooms.
	More map[string]GrantType
	// Bearer is the live access token, and whose it is; grant.ErrUnknown of
	// anything else.
	Bearer func(ctx context.Context, text string) (grant.Access, person.Person, error)
	Minter interface {
		IDToken(ctx context.Context, f token.Facts) (string, error)
		// Subject is the "sub" of a person for a client.
		Subject(ctx context.Context, to client.ID, person string) (string, error)
		UserInfoJWT(ctx context.Context, told token.UserInfo, to client.ID, alg string) (string, error)
		IntrospectionJWT(ctx context.Context, about any, to client.ID, alg string) (string, error)
	}
	Log audit.Log
	// Flood bounds what a source may make us write.
	Flood interface {
		Pass(ctx context.Context, kind string) error
	}
	// FAPI binds every token to a key.
	FAPI bool
	Now  func() time.Time
}

// Server answers the endpoints.
type Server struct {
	Deps
	grants  map[string]GrantType
	library http.Handler
}

// New checks deps and lays out the table of grants.
func New(d Deps) (*Server, error) {
	if d.Web == nil || d.Auth == nil || d.Clients == nil || d.Grants == nil || d.Proofs == nil || d.Bearer == nil || d.Minter == nil || d.Log == nil || d.Flood == nil || d.Now == nil {
		return nil, errors.New("op: all dependencies are needed")
	}
	s := &Server{Deps: d}
	s.grants = ownGrants()
	for name, row := range d.More {
		if row.Answer == nil {
			return nil, errors.New("op: nobody answers the grant type " + name)
		}
		row.library = name == client.GrantDevice
		s.grants[name] = row
	}
	s.library = library(s)
	return s, nil
}

// Handler serves /token, /userinfo, /introspect and /revoke, and nothing else.
func (s *Server) Handler() http.Handler { return s.Web.JSON(s.serve) }
