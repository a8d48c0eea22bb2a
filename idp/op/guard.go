package op

import (
	"errors"
	"net/http"
	"net/url"

	"countersign/idp/clientauth"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// The paths of the endpoints.
const (
	TokenPath      = "/token" //nolint:gosec // a path, not a credential
	UserInfoPath   = "/userinfo"
	IntrospectPath = "/introspect"
	RevokePath     = "/revoke"
)

// serve guards the library: that sees a request if method, form and credentials
// have the shape that the standards want.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Cache-Control", "no-store") // RFC 6749 section 5.1
	h.Set("Pragma", "no-cache")
	r, refused := s.guard(w, r)
	done, err := s.admitScript(w, r)
	switch {
	case err != nil:
		err = protocol.ServerError(err)
	case done:
		return nil
	case refused != nil:
		err = refused
	case r.URL.Path == TokenPath:
		err = known(s.token(w, r))
	default:
		err = known(s.ask(&call{w: w, request: r}))
	}
	if r.URL.Path == UserInfoPath {
		challengeToken(h, r, err)
	} else {
		clientauth.Challenge(h, err)
	}
	return err
}

// guard gives back the request with its client in the context, which has
// authenticated once and for all.
func (s *Server) guard(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	switch r.URL.Path {
	case UserInfoPath:
		return r, guardBearer(w, r)
	case TokenPath, IntrospectPath, RevokePath:
	default:
		return r, web.NotFound()
	}
	if r.Method != http.MethodPost {
		return r, clientauth.NotAllowed(w, "POST")
	}
	if err := clientauth.ReadForm(r); err != nil {
		return r, err
	}
	c, err := s.Auth.Authenticate(r)
	switch {
	case err != nil:
		return r, err
	case r.URL.Path == TokenPath:
	case r.PostForm.Get("token") == "":
		return r, protocol.InvalidRequest("token is missing")
	case r.URL.Path == IntrospectPath && c.Public():
		return r, protocol.InvalidClient().Because(errors.New("a public client cannot introspect"))
	}
	web.EventOf(r.Context()).Set("client", string(c.ID))
	return r.WithContext(clientauth.With(r.Context(), c)), nil
}

// guardBearer admits an access token in the header, or in the body of a form
// (RFC 6750 sections 2.1, 2.2); never in the query.
func guardBearer(w http.ResponseWriter, r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if r.URL.RawQuery != "" {
			return protocol.InvalidRequest("the access token belongs in the Authorization header")
		}
		r.Form, r.PostForm = url.Values{}, url.Values{}
	case http.MethodPost:
		if r.Header.Get("Content-Type") == "" && r.ContentLength == 0 && r.URL.RawQuery == "" {
			r.Form, r.PostForm = url.Values{}, url.Values{}
		} else if err := clientauth.ReadForm(r); err != nil {
			return err
		}
	default:
		return clientauth.NotAllowed(w, "GET, POST")
	}
	headers := r.Header.Values("Authorization")
	switch {
	case len(headers) == 0 && r.PostForm.Get("access_token") == "":
		return errNoToken
	case len(headers) > 1 || (len(headers) == 1 && r.PostForm.Has("access_token")):
		return protocol.InvalidRequest("the access token is sent in more than one way")
	case len(headers) == 0:
		return nil
	}
	if token, _ := tokenOf(r); token == "" {
		return errNoToken
	}
	return nil
}
