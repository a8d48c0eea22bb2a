package authorize

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"countersign/factors"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/grant"
	"countersign/idp/par"
	"countersign/idp/protocol"
	"countersign/idp/web"
	"countersign/templates/words"
)

// Resume is where a sign-in comes back to. It is bound to the browser by its
// cookie; the id alone opens nothing.
func (x *Room) Resume(w http.ResponseWriter, r *http.Request) error {
	id := flow.ID(r.URL.Query().Get("flow"))
	cookie := x.Web.Cookie(r, web.FlowCookie)
	if !id.WellFormed() || cookie == "" {
		return over("", nil)
	}
	browser := web.Hash(cookie)
	s, err := x.Flows.Consume(r.Context(), id, browser, x.Now())
	switch {
	case errors.Is(err, flow.ErrStale):
		return x.stale(w, r, id, browser)
	case errors.Is(err, flow.ErrNotFound):
		return over("", err)
	case err != nil:
		return fmt.Errorf("take the finished sign-in: %w", err)
	}
	if s.App.ID == "" || s.Origin != "" {
		return over("", errors.New("a sign-in of ours, or of an application's page: it goes back to nowhere"))
	}
	b, asked, err := x.backOf(r.Context(), s)
	if err != nil {
		return err
	}
	return x.issue(w, r, b, s, asked, s.Session)
}

// stale answers for a sign-in that is not there to take: one that ended is
// told to the application, one that was taken offers a way on.
func (x *Room) stale(w http.ResponseWriter, r *http.Request, id flow.ID, browser []byte) error {
	s, err := x.Flows.Find(r.Context(), id)
	if err != nil {
		return fmt.Errorf("find the sign-in: %w", err)
	}
	if subtle.ConstantTimeCompare(s.Browser, browser) != 1 || s.App.ID == "" {
		return over("", flow.ErrNotFound)
	}
	switch s.State {
	case flow.Ended:
		b, _, err := x.backOf(r.Context(), s)
		if err != nil {
			return err
		}
		switch s.EndedBy {
		case flow.EndedByNeed:
			return b.withError(w, r, protocol.UnmetAuthenticationRequirements())
		case flow.EndedByDenial:
			return b.withError(w, r, protocol.ConsentRefused())
		}
		return b.withError(w, r, protocol.AccessDenied())
	case flow.Open:
		return web.SeeOther(w, r, "/login/"+string(id))
	default:
		return over(s.App.Home, flow.ErrStale)
	}
}

// backOf is the way to the application of a stored sign-in, if the client and
// its redirect URI are still registered.
func (x *Room) backOf(ctx context.Context, s flow.Session) (back, stored, error) {
	asked, err := restore(s.Request)
	if err != nil {
		return back{}, stored{}, err
	}
	c, err := x.Clients.Find(ctx, client.ID(s.App.ID))
	if errors.Is(err, client.ErrNotFound) {
		return back{}, stored{}, web.BadRequest(words.RefusalAppChanged, err)
	}
	if err != nil {
		return back{}, stored{}, fmt.Errorf("find the sign-in's client: %w", err)
	}
	b, ok := x.wayBack(c, asked.RedirectURI, string(asked.State))
	if !ok {
		return back{}, stored{}, web.BadRequest(words.RefusalAppChanged, errors.New("the redirect URI is no longer registered"))
	}
	if asked.Mode != "" {
		b = b.by(asked.Mode)
	}
	return b, asked, nil
}

// issue makes the code of a finished sign-in and sends it off. session is the
// browser session that it belongs to.
func (x *Room) issue(w http.ResponseWriter, r *http.Request, b back, s flow.Session, asked stored, session string) error {
	code, err := x.code(r.Context(), s, asked, session)
	if refused, ok := errors.AsType[*protocol.Error](err); ok {
		return b.withError(w, r, refused)
	}
	if errors.Is(err, grant.ErrSession) {
		return over(s.App.Home, err) // signed out or reported in this moment
	}
	if err != nil {
		return err
	}
	return b.withCode(w, r, code)
}

// code makes the code of a finished sign-in. The error is a *protocol.Error
// where the application is told why there is none.
func (x *Room) code(ctx context.Context, s flow.Session, asked stored, session string) (string, error) {
	if asked.Subject != "" && asked.Subject != s.Person {
		// OpenID Connect Core section 3.1.2.1, id_token_hint: another person
		// signed in.
		return "", protocol.LoginRequired()
	}
	proved := factors.Assess(counted(s))
	acr, ok := proved.Pick(s.Need.ACR)
	if !ok {
		return "", protocol.UnmetAuthenticationRequirements()
	}
	if asked.Handle != "" {
		// Now, and not when the browser came with it: FAPI 2.0 Security Profile
		// section 5.3.2.2, note 3.
		err := x.Pushed.Take(ctx, asked.Handle)
		if errors.Is(err, par.ErrUnknown) {
			return "", protocol.InvalidRequestURI("the request_uri was used before")
		}
		if err != nil {
			return "", fmt.Errorf("authorize: %w", err)
		}
	}
	code, err := x.Grants.Issue(ctx, grant.Order{
		Grant: grant.Grant{
			Person: s.Person, Client: client.ID(s.App.ID), Session: session, Scope: asked.Scope,
			Offline:  slices.Contains(asked.Scope, client.ScopeOffline),
			AuthTime: proved.AuthTime, ACR: string(acr), AMR: proved.AMR, Nonce: asked.Nonce,
			Resource: asked.Resource, Details: asked.Details, Claims: asked.Claims,
		},
		RedirectURI: asked.RedirectURI, Challenge: asked.Challenge, DPoPKey: asked.JKT, Flow: string(s.ID),
	})
	if err != nil {
		return "", fmt.Errorf("authorize: %w", err)
	}
	return code, nil
}

// over is the page for a sign-in that cannot go on.
func over(home string, cause error) error {
	return &web.Failure{
		Status: http.StatusGone, Code: "invalid_request", Title: words.RefusalOverTitle,
		Message: words.RefusalOver,
		Remedy:  words.FailureStartAgain,
		Back:    home, BackText: words.PartBackToApplication, Cause: cause,
	}
}
