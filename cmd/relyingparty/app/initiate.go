package app

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// initiatePath is the initiate_login_uri to register (OpenID Connect Core section
// 4): there others, such as a portal, have a person sign in here.
const initiatePath = "/login-initiation"

// maxHint is more than any name is long.
const maxHint = 200

// InitiateLoginURI is where others start a sign-in here; it may be registered at
// the provider, if it is https.
func (c Config) InitiateLoginURI() string { return c.BaseURL + initiatePath }

// initiate starts a sign-in that somebody else asked for. Whoever it was, it is
// only believed that somebody asked: the issuer must be ours, the target a page of
// ours, and a hint is no more than that.
func (a *App) initiate(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return refuse("invalid_request", "This request cannot be read.", err)
	}
	if r.Method == http.MethodPost {
		// A form of another site comes without our cookies; our own redirect has them.
		http.Redirect(w, r, initiatePath+"?"+r.PostForm.Encode(), http.StatusSeeOther)
		return nil
	}
	for _, name := range []string{"iss", "login_hint", "target_link_uri"} {
		if len(r.Form[name]) > 1 {
			return refuse("invalid_request", "This request has a parameter twice.", errors.New("repeated parameter "+name))
		}
	}
	if r.Form.Get("iss") != a.Issuer {
		return refuse("invalid_issuer", "This application does not sign people in by that provider.", nil)
	}
	if !a.own(r.Form.Get("target_link_uri")) {
		return refuse("invalid_request", "The page to go to is none of this application.", nil)
	}
	hint := r.Form.Get("login_hint")
	if len(hint) > maxHint {
		hint = ""
	}
	return a.ask(w, r, "", "", hint)
}

// own says whether an address, if there is one, is a page of ours: else this
// would be a way to send people anywhere.
func (a *App) own(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && u.User == nil && strings.EqualFold(u.Scheme+"://"+u.Host, a.BaseURL)
}
