package op

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/web"
)

// scripts lists the endpoints that scripts of registered web origins may use,
// by which methods. Introspection is for clients that keep a secret.
//
//nolint:gochecknoglobals // a table, never written
var scripts = map[string]string{TokenPath: "POST", UserInfoPath: "GET, POST", RevokePath: "POST"}

// admitScript lets a script of another origin read the answer, if the client
// that it speaks for has that origin. done is true if all is said, to a
// preflight: there nobody knows the client yet, and any client's will do.
func (s *Server) admitScript(w http.ResponseWriter, r *http.Request) (done bool, err error) {
	methods, open := scripts[r.URL.Path]
	if !open {
		return false, nil
	}
	web.ByOrigin(w.Header())
	origin := web.Origin(r)
	if origin == "" {
		return false, nil
	}
	known, err := s.Clients.AllowsOrigin(r.Context(), origin)
	if err != nil || !known {
		return false, err
	}
	if web.Preflight(r) {
		return true, web.AllowPreflight(w, origin, methods)
	}
	its, err := s.speaksFor(r, origin)
	if err == nil && its {
		web.AllowOrigin(w.Header(), origin)
	}
	return false, err
}

// speaksFor says whether the client of the request has the origin. At userinfo
// that is the client of the token; that a token is none, every known origin
// may read. The form is read by now, if it can be.
func (s *Server) speaksFor(r *http.Request, origin string) (bool, error) {
	ctx := r.Context()
	id := client.ID(r.PostForm.Get("client_id"))
	if r.URL.Path == UserInfoPath {
		a, _, err := s.access(ctx, tokenIn(r))
		if errors.Is(err, grant.ErrUnknown) {
			return true, nil
		}
		if err != nil {
			return false, fmt.Errorf("userinfo for a script: %w", err)
		}
		id = a.Client
	}
	return s.hasOrigin(ctx, id, origin)
}

func (s *Server) hasOrigin(ctx context.Context, id client.ID, origin string) (bool, error) {
	c, err := s.Clients.Find(ctx, id)
	if errors.Is(err, client.ErrNotFound) {
		return false, nil
	}
	return c.Origins.Has(origin), err
}

// tokenIn is the access token of a userinfo request, whatever it is worth.
func tokenIn(r *http.Request) string {
	token, _ := tokenOf(r)
	return token
}
