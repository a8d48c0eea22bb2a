package app

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// home shows what the provider said, or a way to sign in.
func (a *App) home(w http.ResponseWriter, r *http.Request) {
	_, one := a.sessions.find(r)
	if one == nil {
		a.pages.write(w, http.StatusOK, "home", homeView{Issuer: a.Issuer})
		return
	}
	var found metadata
	if op, ok := a.provider.known(); ok {
		found = op.metadata
	}
	if end := found.endSession(); end != nil {
		w.Header().Set("Content-Security-Policy", policy(end.Scheme+"://"+end.Host))
	}
	a.pages.write(w, http.StatusOK, "signed_in", a.signedInView(one, found))
}

// refresh renews the tokens. Whoever asks twice waits for the first, because a
// refresh token that is used twice ends the whole family.
func (a *App) refresh(w http.ResponseWriter, r *http.Request) error {
	_, one := a.sessions.find(r)
	if one == nil {
		return refuse("no_session", "You are not signed in here.", nil)
	}
	op, err := a.provider.discover(r.Context())
	if err != nil {
		return unreachable(err)
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.who.token.RefreshToken == "" {
		return refuse("no_refresh_token", "The provider gave no refresh token. Ask for the scope offline_access.", nil)
	}
	fresh, err := a.renew(r.Context(), op, one.who)
	if err != nil {
		return err
	}
	one.who = fresh
	http.Redirect(w, r, a.BaseURL+"/", http.StatusSeeOther)
	return nil
}

// signOut ends the session here and then at the provider (OpenID Connect
// RP-Initiated Logout section 2).
func (a *App) signOut(w http.ResponseWriter, r *http.Request) error {
	id, one := a.sessions.find(r)
	a.sessions.end(id)
	a.dropCookie(w, sessionCookie)
	op, err := a.provider.discover(r.Context())
	var end *url.URL
	if err == nil {
		end = op.metadata.endSession()
	}
	if one == nil || end == nil { // nobody to sign out at the provider, or no way to
		http.Redirect(w, r, a.PostLogoutRedirectURI(), http.StatusSeeOther)
		return nil
	}
	q := end.Query()
	q.Set("id_token_hint", one.snapshot().raw)
	q.Set("client_id", a.ClientID)
	q.Set("post_logout_redirect_uri", a.PostLogoutRedirectURI())
	end.RawQuery = q.Encode()
	http.Redirect(w, r, end.String(), http.StatusSeeOther)
	return nil
}

func (a *App) signedOut(w http.ResponseWriter, _ *http.Request) {
	a.pages.write(w, http.StatusOK, "signed_out", struct{}{})
}

// signedInView lays out a session for its page.
func (a *App) signedInView(one *session, found metadata) signedInView {
	who := one.snapshot()
	v := signedInView{
		Name: firstOf(who.said.Name, who.said.Username, who.said.Email, who.said.Subject), Subject: who.said.Subject,
		Issuer: a.Issuer, Header: who.header, Claims: who.claims, UserInfo: who.userInfo,
		CanRefresh: who.token.RefreshToken != "", TokensAt: clock(who.at),
		ACR: explainACR(who.said.ACR),
	}
	if who.said.AuthTime != 0 {
		v.AuthTime = clock(time.Unix(who.said.AuthTime, 0))
	}
	for _, method := range who.said.AMR {
		v.Methods = append(v.Methods, explainAMR(method))
	}
	for _, acr := range found.ACRValues {
		v.StepUps = append(v.StepUps, stepUp{ID: "ask-" + acr[strings.LastIndex(acr, ":")+1:], ACR: acr, Href: "/sign-in?acr=" + url.QueryEscape(acr), Means: explainACR(acr).Means})
	}
	if asked := one.asked.acr; asked != "" {
		v.Asked, v.Met = asked, asked == who.said.ACR
	}
	return v
}

func clock(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05 UTC") }

func firstOf(choices ...string) string {
	for _, s := range choices {
		if s != "" {
			return s
		}
	}
	return ""
}
