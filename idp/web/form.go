package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net/http"

	"countersign/templates/words"
)

// Fields are those of a form that was taken, each sent once.
type Fields map[string]string

// TokenField carries the anti-forgery value of a form.
const TokenField = "_token"

// ReadForm takes the body alone, never the query, and each field once: of two
// values it could be unclear which one was checked.
func ReadForm(r *http.Request) (Fields, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, BadRequest(words.RefusalFormsOnly, fmt.Errorf("content type %q", kind))
	}
	if err := r.ParseForm(); err != nil {
		if _, big := errors.AsType[*http.MaxBytesError](err); big {
			return nil, err
		}
		return nil, BadRequest(words.RefusalMalformed, err)
	}
	f := Fields{}
	for name, values := range r.PostForm {
		if len(values) != 1 {
			return nil, BadRequest(words.RefusalFieldTwice, fmt.Errorf("%d values of one field", len(values)))
		}
		f[name] = values[0]
	}
	return f, nil
}

// ReadPageForm reads a form of a page that is tied to the flow cookie, and gives
// the cookie. token makes the page's token of it; on is the way on from a page
// that is too old.
func (w *Web) ReadPageForm(r *http.Request, token func(cookie string) string, on string) (Fields, string, error) {
	f, err := ReadForm(r)
	if err != nil {
		return nil, "", err
	}
	cookie := w.Cookie(r, FlowCookie)
	if cookie == "" {
		delete(f, TokenField) // no page was made for this browser
	}
	return f, cookie, f.CheckToken(token(cookie), on)
}

// Keyed is a keyed digest of parts, none of which holds a zero byte.
func Keyed(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum(nil)
}

// FormToken is Keyed as text: what ties a form to whom and to what it was made
// for.
func FormToken(key []byte, parts ...string) string {
	return base64.RawURLEncoding.EncodeToString(Keyed(key, parts...))
}

var errToken = errors.New("the form's token is not of this page, person and browser")

// CheckToken refuses a form with a token of another page. on is the way on,
// which needs none.
func (f Fields) CheckToken(want, on string) error {
	if hmac.Equal([]byte(f[TokenField]), []byte(want)) {
		return nil
	}
	return &Failure{
		Status: http.StatusForbidden, Code: "invalid_request", Title: words.RefusalExpiredTitle,
		Message: words.RefusalNothingChanged, Remedy: words.RefusalGoOn,
		Back: on, BackText: words.SignInContinue, Cause: errToken,
	}
}
