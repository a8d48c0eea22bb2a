package login

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net/http"

	"countersign/idp/web"
)

// fields are those of a form that was taken, each sent once.
type fields map[string]string

// tokenField carries the anti-forgery value.
const tokenField = "_token"

var errToken = errors.New("the form's token is not of this sign-in, person and browser")

// token ties a page to the sign-in, to the person it shows and to the browser
// it was made for: a page of one account cannot act for another, and a planted
// cookie fits no page that the victim has.
func (x *Room) token(v visit) string {
	return x.mac("login", string(v.ID), v.Person, v.cookie)
}

// mac is a keyed digest of parts, none of which holds a zero byte.
func (x *Room) mac(parts ...string) string {
	h := hmac.New(sha256.New, x.TokenKey)
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// form reads a posted form and checks its token.
func (x *Room) form(r *http.Request, v visit) (fields, error) {
	f, err := read(r)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal([]byte(f[tokenField]), []byte(x.token(v))) {
		return nil, expired(v.hub())
	}
	return f, nil
}

// expired is the answer to a form with a token of another page. The way on is
// the hub, which needs none.
func expired(on string) error {
	return &web.Failure{
		Status: http.StatusForbidden, Code: "invalid_request", Title: "This page has expired",
		Message: "Nothing was changed.", Remedy: "Go on from where your sign-in stands now.",
		Back: on, BackText: "Continue", Cause: errToken,
	}
}

// read takes the body alone, never the query, and each field once: of two
// values it could be unclear which one was checked.
func read(r *http.Request) (fields, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, web.BadRequest("This address takes forms only.", fmt.Errorf("content type %q", kind))
	}
	if err := r.ParseForm(); err != nil {
		if _, big := errors.AsType[*http.MaxBytesError](err); big {
			return nil, err
		}
		return nil, web.BadRequest("The form is malformed.", err)
	}
	f := fields{}
	for name, values := range r.PostForm {
		if len(values) != 1 {
			return nil, web.BadRequest("A field was sent more than once.", fmt.Errorf("%d values of one field", len(values)))
		}
		f[name] = values[0]
	}
	return f, nil
}
