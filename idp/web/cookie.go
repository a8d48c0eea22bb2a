package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"
)

// The cookies of the house. Each is a random value that is worth something
// only where its hash is stored.
const (
	// FlowCookie binds sign-ins to the browser that started them.
	FlowCookie = "cs_flow"
	// SessionCookie is the browser session (single sign-on).
	SessionCookie = "cs_session"
	// BrowserCookie marks a browser in which an account completed a second
	// factor.
	BrowserCookie = "cs_browser"
	// LanguageCookie is the language that the browser's owner chose. It is no
	// secret and no authority.
	LanguageCookie = "cs_language"
	// AskedCookie is the language that an application asked for, and the path of
	// the sign-in that it asked it for. It is no secret and no authority either.
	AskedCookie = "cs_asked"
	// ThemeCookie is whether the browser's owner chose light or dark pages; the
	// same holds of it.
	ThemeCookie = "cs_theme"
)

// secretBytes is the length of a random value.
const secretBytes = 32

// Secret is a new secret, as a cookie or a token has it: 256 random bits.
func Secret() string {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // crypto/rand.Read never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// Hash is what is stored of a secret.
func Hash(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

// SetCookie gives the browser a cookie: __Host-, so that no other host and no
// sub-domain can plant it. keep 0 lasts until the browser closes.
func (w *Web) SetCookie(rw http.ResponseWriter, name, value string, keep time.Duration) {
	http.SetCookie(rw, &http.Cookie{
		Name: w.cookieName(name), Value: value, Path: "/", MaxAge: int(keep / time.Second),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// DropCookie takes a cookie back.
func (w *Web) DropCookie(rw http.ResponseWriter, name string) {
	http.SetCookie(rw, &http.Cookie{
		Name: w.cookieName(name), Path: "/", MaxAge: -1,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Cookie is the value of a cookie, or "" if it is missing, doubled or not of
// the form that Secret makes.
func (w *Web) Cookie(r *http.Request, name string) string {
	found := r.CookiesNamed(w.cookieName(name))
	if len(found) != 1 {
		return ""
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(found[0].Value)
	if err != nil || len(raw) != secretBytes {
		return ""
	}
	return found[0].Value
}

// FlowSecret is the browser's flow cookie, or a new one that it gets.
func (w *Web) FlowSecret(rw http.ResponseWriter, r *http.Request) string {
	secret := w.Cookie(r, FlowCookie)
	if secret == "" {
		secret = Secret()
		w.SetCookie(rw, FlowCookie, secret, 0)
	}
	return secret
}

func (w *Web) cookieName(name string) string { return "__Host-" + name + w.suffix }
