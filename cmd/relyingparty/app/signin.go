package app

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// signIn sends the browser to the provider with a fresh state, nonce and PKCE
// challenge. ?prompt= and ?acr= ask for more; only what we would ask for
// ourselves is passed on.
func (a *App) signIn(w http.ResponseWriter, r *http.Request) error {
	prompt, acr := r.URL.Query().Get("prompt"), r.URL.Query().Get("acr")
	if !slices.Contains([]string{"", "login", "none"}, prompt) {
		return refuse("invalid_request", "This prompt is not one that this application asks for.", nil)
	}
	return a.ask(w, r, prompt, acr, "")
}

// ask sends the browser to the provider. hint is whom the provider may expect,
// or "".
func (a *App) ask(w http.ResponseWriter, r *http.Request, prompt, acr, hint string) error {
	op, err := a.provider.discover(r.Context())
	if err != nil {
		return unreachable(err)
	}
	if acr != "" && !slices.Contains(op.metadata.ACRValues, acr) {
		return refuse("invalid_request", "The provider does not know this authentication context class.", nil)
	}
	state, one, err := a.pending.start(a.browser(w, r), prompt, acr)
	if err != nil {
		return &refusal{status: http.StatusServiceUnavailable, code: "temporarily_unavailable", description: "Too many people are signing in. Try again soon.", cause: err}
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(one.nonce), oauth2.S256ChallengeOption(one.verifier)}
	if prompt != "" {
		options = append(options, oauth2.SetAuthURLParam("prompt", prompt))
	}
	if acr != "" {
		options = append(options, oauth2.SetAuthURLParam("acr_values", acr))
	}
	if hint != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", hint))
	}
	http.Redirect(w, r, op.oauth.AuthCodeURL(state, options...), http.StatusSeeOther)
	return nil
}

// callback takes the provider's answer. The order matters: nothing of the
// answer is believed, not even its error, before it is known to be the answer
// to a question of this browser, from the issuer that was asked.
func (a *App) callback(w http.ResponseWriter, r *http.Request) error {
	answer, err := readAnswer(r.URL)
	if err != nil {
		return err
	}
	// RFC 6749 section 10.12: state binds the answer to the browser.
	one, err := a.pending.take(answer.state, browserOf(r))
	if err != nil {
		return refuse("invalid_state", "This answer does not belong to a sign-in that was started in this browser, or it was used already.", err)
	}
	op, err := a.provider.discover(r.Context())
	if err != nil {
		return unreachable(err)
	}
	if err := a.checkIssuer(op, answer); err != nil {
		return err
	}
	if answer.code == "" {
		return refuse(answer.error, answer.description, nil)
	}
	who, err := a.redeem(r.Context(), op, one, answer.code)
	if err != nil {
		return err
	}
	if old, _ := a.sessions.find(r); old != "" {
		a.sessions.end(old)
	}
	a.setCookie(w, sessionCookie, a.sessions.start(one, who), sessionTime)
	a.Log.InfoContext(r.Context(), "signed in", "sub", who.said.Subject, "amr", who.said.AMR, "acr", who.said.ACR)
	http.Redirect(w, r, a.BaseURL+"/", http.StatusSeeOther) // takes the code out of the address bar
	return nil
}

// answer is an authorization response (RFC 6749 sections 4.1.2 and 4.1.2.1).
type answer struct {
	state, code, issuer, error, description string
	hasIssuer                               bool
}

func readAnswer(u *url.URL) (answer, error) {
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return answer{}, refuse("invalid_response", "The provider's answer cannot be read.", err)
	}
	for name, values := range q {
		if len(values) > 1 { // RFC 6749 section 3.1
			return answer{}, refuse("invalid_response", "The provider's answer has a parameter twice.", errors.New("repeated parameter "+name))
		}
	}
	a := answer{
		state: q.Get("state"), code: q.Get("code"), issuer: q.Get("iss"), hasIssuer: q.Has("iss"),
		error: q.Get("error"), description: q.Get("error_description"),
	}
	if (a.code == "") == (a.error == "") {
		return answer{}, refuse("invalid_response", "The provider's answer has neither a code nor an error, or both.", nil)
	}
	return a, nil
}

// checkIssuer is RFC 9207 section 2.4: against mix-up, the answer must name
// the issuer that was asked. A name that was not promised must fit as well.
func (a *App) checkIssuer(op *party, got answer) error {
	if !got.hasIssuer && !op.metadata.SendsIssuer {
		return nil
	}
	if got.issuer != a.Issuer {
		return refuse("invalid_issuer", "The answer does not come from the provider that was asked.", nil)
	}
	return nil
}
