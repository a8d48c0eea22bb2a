package clientauth

import (
	"errors"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/web"
	"countersign/templates/words"
)

// Endpoint serves h to clients that authenticated: by POST with a form, and
// never from a cache. Its answers are JSON, as Web.JSON writes them.
func (a *Authenticator) Endpoint(h func(w http.ResponseWriter, r *http.Request, c client.Client) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store") // RFC 6749 section 5.1
		w.Header().Set("Pragma", "no-cache")
		err := func() error {
			if r.Method != http.MethodPost {
				return NotAllowed(w, "POST")
			}
			if err := ReadForm(r); err != nil {
				return err
			}
			c, err := a.Authenticate(r)
			if err != nil {
				return err
			}
			web.EventOf(r.Context()).Set("client", string(c.ID))
			return h(w, r.WithContext(With(r.Context(), c)), c)
		}()
		Challenge(w.Header(), err)
		return err
	}
}

// Challenge names the way to authenticate, beside a 401 (RFC 6749 section 5.2).
func Challenge(h http.Header, err error) {
	var p *protocol.Error
	if errors.As(err, &p) && p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Basic realm="countersign"`)
	}
}

// NotAllowed is the refusal of a method, beside those that are allowed.
func NotAllowed(w http.ResponseWriter, allow string) error {
	w.Header().Set("Allow", allow)
	return &web.Failure{
		Status: http.StatusMethodNotAllowed, Code: "invalid_request", Title: words.As("Wrong method"),
		Message: words.As("this endpoint takes " + allow), Cause: errors.New("method not allowed; allowed: " + allow),
	}
}

// ReadForm admits a form without query and with nothing repeated (RFC 6749
// sections 2.3.1, 3.2), and drops what is empty, which is the same as missing.
// The body is all that there is: Form has no query in it.
func ReadForm(r *http.Request) error {
	if r.URL.RawQuery != "" {
		return protocol.InvalidRequest("parameters belong in the body, not in the URL")
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return protocol.InvalidRequest("Content-Type must be application/x-www-form-urlencoded")
	}
	if err := r.ParseForm(); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return err
		}
		return protocol.InvalidRequest("the body is not a form").Because(err)
	}
	for name, values := range r.PostForm {
		if len(values) > 1 && !repeatable(name) {
			return protocol.InvalidRequest("a parameter is repeated")
		}
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return protocol.InvalidRequest("a parameter is not text")
			}
		}
		if len(values) == 1 && values[0] == "" {
			delete(r.PostForm, name)
		}
	}
	r.Form = r.PostForm
	return nil
}

// repeatable says of which parameters there may be several: resource (RFC 8707
// section 2) and audience (RFC 8693 section 2.1).
func repeatable(name string) bool { return name == "resource" || name == "audience" }
