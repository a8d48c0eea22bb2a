package op

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/web"
	"countersign/templates/words"
)

// The paths of the endpoints.
const (
	TokenPath      = "/token" //nolint:gosec // a path, not a credential
	UserInfoPath   = "/userinfo"
	IntrospectPath = "/introspect"
	RevokePath     = "/revoke"
)

// bearerPrefix starts the Authorization header of userinfo; the scheme has no
// case (RFC 9110 section 11.1).
const bearerPrefix = "bearer "

// serve guards the library: it sees a request only when method, form and
// credentials have the shape that the standards want.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Cache-Control", "no-store") // RFC 6749 section 5.1
	h.Set("Pragma", "no-cache")
	out := &challenger{ResponseWriter: w, path: r.URL.Path}
	refused := s.guard(r)
	done, err := s.admitScript(w, r)
	switch {
	case err != nil:
		return out.failing(protocol.ServerError(err))
	case done:
		return nil
	case refused != nil:
		return out.failing(refused)
	}
	s.library.ServeHTTP(out, r)
	return nil
}

func (s *Server) guard(r *http.Request) error {
	switch r.URL.Path {
	case UserInfoPath:
		return guardBearer(r)
	case TokenPath, IntrospectPath, RevokePath:
	default:
		return web.NotFound()
	}
	if r.Method != http.MethodPost {
		return notAllowed("POST")
	}
	if err := readForm(r); err != nil {
		return err
	}
	c, err := s.guardClient(r)
	switch {
	case err != nil:
		return err
	case r.URL.Path == TokenPath:
		return checkGrantType(c, r.PostForm)
	case r.PostForm.Get("token") == "":
		return protocol.InvalidRequest("token is missing")
	case r.URL.Path == IntrospectPath && c.Public():
		return protocol.InvalidClient().Because(errors.New("a public client cannot introspect"))
	}
	return nil
}

// guardClient authenticates the client, in one way alone (RFC 6749 section
// 2.3).
func (s *Server) guardClient(r *http.Request) (client.Client, error) {
	form := r.PostForm
	if form.Has("client_assertion") || form.Has("client_assertion_type") {
		return client.Client{}, protocol.InvalidClient().Because(errors.New("private_key_jwt is not served"))
	}
	headers := r.Header.Values("Authorization")
	if len(headers) == 0 {
		return s.authenticate(r.Context(), form.Get("client_id"), form.Get("client_secret"))
	}
	user, password, ok := r.BasicAuth()
	if !ok || len(headers) > 1 {
		return client.Client{}, protocol.InvalidClient().Because(errors.New("Authorization is not one Basic header"))
	}
	if form.Has("client_secret") {
		return client.Client{}, protocol.InvalidRequest("the client authenticates in more than one way")
	}
	// Both are form-encoded first (RFC 6749 section 2.3.1).
	id, badID := url.QueryUnescape(user)
	secret, badSecret := url.QueryUnescape(password)
	if badID != nil || badSecret != nil || (form.Has("client_id") && form.Get("client_id") != id) {
		return client.Client{}, protocol.InvalidClient().Because(errors.New("malformed, or client_id differs from the Authorization header"))
	}
	return s.authenticate(r.Context(), id, secret)
}

// readForm admits a form without query and with nothing repeated (RFC 6749
// sections 2.3.1, 3.2), and drops what is empty, which is the same as missing.
// The body is all that there is: the library reads Form, which would have the
// query in it.
func readForm(r *http.Request) error {
	if r.URL.RawQuery != "" {
		return protocol.InvalidRequest("parameters belong in the body, not in the URL")
	}
	if err := wantForm(r); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return err
		}
		return protocol.InvalidRequest("the body is not a form").Because(err)
	}
	for name, values := range r.PostForm {
		if len(values) > 1 {
			return protocol.InvalidRequest("a parameter is repeated")
		}
		if values[0] == "" {
			delete(r.PostForm, name)
			continue
		}
		if !utf8.ValidString(values[0]) || strings.ContainsRune(values[0], 0) {
			return protocol.InvalidRequest("a parameter is not text")
		}
	}
	r.Form = r.PostForm
	return nil
}

func wantForm(r *http.Request) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return protocol.InvalidRequest("Content-Type must be application/x-www-form-urlencoded")
	}
	return nil
}

// checkGrantType leaves nothing to the library's own switch, in which grants
// that we do not serve would reach client authentication or more.
func checkGrantType(c client.Client, form url.Values) error {
	switch form.Get("grant_type") {
	case client.GrantCode:
		if form.Get("code") == "" || form.Get("redirect_uri") == "" {
			return protocol.InvalidRequest("code or redirect_uri is missing")
		}
	case client.GrantRefresh:
		if form.Get("refresh_token") == "" {
			return protocol.InvalidRequest("refresh_token is missing")
		}
	case client.GrantClient:
	case "":
		return protocol.InvalidRequest("grant_type is missing")
	default:
		return protocol.UnsupportedGrantType()
	}
	if !c.Allows(form.Get("grant_type")) {
		return protocol.UnauthorizedClient("the client may not use this grant_type")
	}
	return nil
}

// guardBearer admits an access token in the header, or in the body of a form
// (RFC 6750 sections 2.1, 2.2); never in the query.
func guardBearer(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if r.URL.RawQuery != "" {
			return protocol.InvalidRequest("the access token belongs in the Authorization header")
		}
		r.Form, r.PostForm = url.Values{}, url.Values{}
	case http.MethodPost:
		if r.Header.Get("Content-Type") == "" && r.ContentLength == 0 && r.URL.RawQuery == "" {
			r.Form, r.PostForm = url.Values{}, url.Values{}
		} else if err := readForm(r); err != nil {
			return err
		}
	default:
		return notAllowed("GET, POST")
	}
	headers := r.Header.Values("Authorization")
	switch {
	case len(headers) == 0 && r.PostForm.Get("access_token") == "":
		return errNoToken
	case len(headers) > 1 || (len(headers) == 1 && r.PostForm.Has("access_token")):
		return protocol.InvalidRequest("the access token is sent in more than one way")
	case len(headers) == 1 && !strings.HasPrefix(strings.ToLower(headers[0]), bearerPrefix):
		return errNoToken
	}
	return nil
}

// errNoToken is userinfo without a token: 401 without an error code (RFC 6750
// section 3.1), though our JSON names one.
var errNoToken = &protocol.Error{ //nolint:gochecknoglobals // a constant error
	Code: "invalid_token", Description: "an access token is needed", Status: http.StatusUnauthorized,
}

// methodError is a wrong method.
type methodError struct{ allow string }

func (e *methodError) Error() string { return "method not allowed; allowed: " + e.allow }

func notAllowed(allow string) error { return &methodError{allow} }

// challenger adds WWW-Authenticate to a 401 (RFC 6749 section 5.2, RFC 6750
// section 3), whoever writes it.
type challenger struct {
	http.ResponseWriter
	path string
}

// failing sets the headers of an error that web will write.
func (c *challenger) failing(err error) error {
	var method *methodError
	if errors.As(err, &method) {
		c.Header().Set("Allow", method.allow)
		return &web.Failure{
			Status: http.StatusMethodNotAllowed, Code: "invalid_request", Title: words.As("Wrong method"),
			Message: words.As("this endpoint takes " + method.allow), Cause: err,
		}
	}
	var p *protocol.Error
	if errors.As(err, &p) {
		c.challenge(p.Status, p.Code, err != error(errNoToken))
	}
	return fmt.Errorf("%s: %w", strings.TrimPrefix(c.path, "/"), err)
}

func (c *challenger) challenge(status int, code string, named bool) {
	switch {
	case c.path != UserInfoPath && status == http.StatusUnauthorized:
		c.Header().Set("WWW-Authenticate", `Basic realm="countersign"`)
	case c.path == UserInfoPath && (status == http.StatusUnauthorized || status == http.StatusForbidden):
		value := `Bearer realm="countersign"`
		if named {
			value += `, error="` + code + `"`
		}
		c.Header().Set("WWW-Authenticate", value)
	}
}

// WriteHeader sees what the library answers, and puts the status of a refusal
// in place.
func (c *challenger) WriteHeader(status int) {
	if text := c.Header().Get(statusHeader); text != "" {
		c.Header().Del(statusHeader)
		refused, err := strconv.Atoi(text)
		if err != nil {
			panic("op: internal error: the status of a refusal is no number")
		}
		status = refused
	}
	code := "invalid_token"
	if status == http.StatusForbidden {
		code = "insufficient_scope"
	}
	c.challenge(status, code, true)
	c.ResponseWriter.WriteHeader(status)
}
