package logout

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/sso"
	"countersign/idp/token"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// The paths of this room.
const (
	Path          = "/logout"
	SignedOutPath = "/signed-out"
)

// Deps are what the room needs.
type Deps struct {
	Web     *web.Web
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
	}
	Sessions interface {
		Find(ctx context.Context, cookie string) (sso.Session, error)
		End(ctx context.Context, id sso.ID, events ...audit.Event) error
	}
	Hints interface {
		ReadHint(ctx context.Context, hint string) (token.Hint, error)
	}
	// Apps are the applications that were used in a session.
	Apps func(ctx context.Context, session string) ([]client.ID, error)
	// Issuer is the "iss" that applications are told.
	Issuer string
	// Label is how a person is named on the page.
	Label func(ctx context.Context, person string) (string, error)
	Now   func() time.Time
}

// Room serves sign-out.
type Room struct{ Deps }

// New checks deps.
func New(d Deps) (*Room, error) {
	if d.Web == nil || d.Clients == nil || d.Sessions == nil || d.Hints == nil || d.Apps == nil || d.Issuer == "" || d.Label == nil || d.Now == nil {
		return nil, errors.New("logout: all dependencies are needed")
	}
	return &Room{d}, nil
}

// Page is GET /logout. An application's own ID token of this session is
// enough to sign out at once; else the person is asked, since the link may
// have come from anybody (section 2).
func (x *Room) Page(w http.ResponseWriter, r *http.Request) error {
	a, err := x.read(r, r.URL.Query())
	if err != nil {
		return err
	}
	r = x.Web.In(r, a.values.Get("ui_locales"))
	cookie := x.Web.Cookie(r, web.SessionCookie)
	session, err := x.Sessions.Find(r.Context(), cookie)
	switch {
	case errors.Is(err, sso.ErrNone):
		return x.endNamed(w, r, a) // there is nothing to ask about
	case err != nil:
		return fmt.Errorf("sign out: %w", err)
	case a.hint.Session != "" && a.hint.Session == string(session.ID):
		return x.end(w, r, a, session)
	}
	return x.ask(w, r, a, session, cookie)
}

// Submit is POST /logout: the answer to our page, or an application's request
// by POST. The latter comes without our cookies, so it is asked again by GET.
func (x *Room) Submit(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return web.BadRequest(words.RefusalCannotReadForm, fmt.Errorf("parse form: %w", err))
	}
	a, err := x.read(r, r.PostForm)
	if err != nil {
		return err
	}
	if !r.PostForm.Has("answer") {
		return web.SeeOther(w, r, Path+"?"+a.values.Encode())
	}
	r = x.Web.In(r, a.values.Get("ui_locales"))
	cookie := x.Web.Cookie(r, web.SessionCookie)
	session, err := x.Sessions.Find(r.Context(), cookie)
	switch {
	case errors.Is(err, sso.ErrNone):
		return x.endNamed(w, r, a)
	case err != nil:
		return fmt.Errorf("sign out: %w", err)
	case subtle.ConstantTimeCompare([]byte(r.PostForm.Get("_token")), []byte(formToken(cookie))) != 1:
		return web.BadRequest(words.RefusalNotOurPage, errors.New("the anti-forgery value is wrong"))
	case r.PostForm.Get("answer") != "sign-out":
		return x.stay(w, r, a, session)
	}
	return x.end(w, r, a, session)
}

// SignedOut is GET /signed-out.
func (x *Room) SignedOut(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, templates.SignedOutPage(templates.SignedOut{}))
}

func (x *Room) end(w http.ResponseWriter, r *http.Request, a asked, session sso.Session) error {
	e := audit.New(r.Context(), x.Now(), audit.SessionEnded)
	e.Person, e.Session, e.Client, e.Reason = session.Person, string(session.ID), string(a.client.ID), "signed out"
	if err := x.Sessions.End(r.Context(), session.ID, e); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	x.Web.DropCookie(w, web.SessionCookie)
	var err error
	if a.frames, err = x.frames(r.Context(), session.ID); err != nil {
		return err
	}
	if a.hint.Session == string(session.ID) {
		return x.leave(w, r, a)
	}
	return x.endNamed(w, r, a)
}

// endNamed ends the session that the application's ID token is of, where that is
// not this browser's, and leaves. That of a sign-in by JSON is no browser's: only
// its application can sign out of it. One that ended stays as it is.
func (x *Room) endNamed(w http.ResponseWriter, r *http.Request, a asked) error {
	if a.hint.Session == "" {
		return x.leave(w, r, a)
	}
	e := audit.New(r.Context(), x.Now(), audit.SessionEnded)
	e.Person, e.Session, e.Client, e.Reason = a.hint.Person, a.hint.Session, string(a.client.ID), "signed out by the application"
	if err := x.Sessions.End(r.Context(), sso.ID(a.hint.Session), e); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return x.leave(w, r, a)
}

// leave sends the browser where the application wants it, or to our own page.
func (x *Room) leave(w http.ResponseWriter, r *http.Request, a asked) error {
	if len(a.frames) > 0 {
		return x.tell(w, r, a)
	}
	if a.back == "" {
		return web.SeeOther(w, r, SignedOutPath)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", a.back)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// stay is for who changed their mind: back to the application, still signed in.
func (x *Room) stay(w http.ResponseWriter, r *http.Request, a asked, session sso.Session) error {
	if a.back != "" {
		return x.leave(w, r, a)
	}
	label, err := x.Label(r.Context(), session.Person)
	if err != nil {
		return fmt.Errorf("stay signed in: %w", err)
	}
	return web.Render(w, r, http.StatusOK, templates.SignedInPage(templates.SignedIn{Account: label, SignOut: Path}))
}

func (x *Room) ask(w http.ResponseWriter, r *http.Request, a asked, session sso.Session, cookie string) error {
	label, err := x.Label(r.Context(), session.Person)
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	page := templates.SignOutConfirm{App: a.client.Name, Account: label, Action: Path, Token: formToken(cookie)}
	for name := range a.values {
		page.Fields = append(page.Fields, templates.Hidden{Name: name, Value: a.values.Get(name)})
	}
	if a.origin != "" {
		w.Header().Set("Content-Security-Policy", web.Policy(a.origin))
	}
	return web.Render(w, r, http.StatusOK, templates.SignOutConfirmPage(page))
}

// formToken is known only to who has the session's cookie, and tells nothing
// of it.
func formToken(cookie string) string {
	h := sha256.Sum256([]byte("countersign sign-out form\x00" + cookie))
	return base64.RawURLEncoding.EncodeToString(h[:])
}

// asked is what an application asks, checked.
type asked struct {
	values url.Values // to carry through the form
	client client.Client
	hint   token.Hint
	back   string // where to go afterwards, with state; "" for our own page
	origin string
	frames []frame // with which this browser's applications are told, once the session ended
}

// read checks the parameters (section 2). logout_hint, which names whom the
// application wants to sign out, has no say: this browser's session is signed
// out, or the one that the ID token is of. Nothing of them is ever a reason to
// redirect that the client's registration does not allow (section 3).
func (x *Room) read(r *http.Request, values url.Values) (asked, error) {
	a := asked{values: url.Values{}}
	for _, name := range []string{"id_token_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales"} {
		if len(values[name]) > 1 || len(values.Get(name)) > 4096 {
			return asked{}, web.BadRequest(words.RefusalAppCannotAccept, fmt.Errorf("%s is repeated or too long", name))
		}
		if v := values.Get(name); v != "" {
			a.values.Set(name, v)
		}
	}
	id := a.values.Get("client_id")
	if text := a.values.Get("id_token_hint"); text != "" {
		hint, err := x.Hints.ReadHint(r.Context(), text)
		switch {
		case err != nil:
			// Section 4 lets us go on without it: the person is asked.
			web.EventOf(r.Context()).Set("hint", err.Error())
		case id != "" && id != hint.Client:
			return asked{}, web.BadRequest(words.RefusalOtherApp, errors.New("client_id is not the audience of id_token_hint"))
		default:
			a.hint, id = hint, hint.Client
		}
	}
	if id != "" {
		c, err := x.Clients.Find(r.Context(), client.ID(id))
		if errors.Is(err, client.ErrNotFound) {
			return asked{}, web.BadRequest(words.RefusalAppUnknown, err)
		}
		if err != nil {
			return asked{}, fmt.Errorf("sign out: %w", err)
		}
		a.client = c
	}
	return x.withBack(a)
}

func (x *Room) withBack(a asked) (asked, error) {
	uri := a.values.Get("post_logout_redirect_uri")
	if uri == "" {
		return a, nil
	}
	if a.client.ID == "" || !a.client.AllowsPostLogout(uri) {
		return asked{}, web.BadRequest(words.FailureNotRegistered,
			errors.New("post_logout_redirect_uri is not registered"))
	}
	u, err := url.Parse(uri)
	if err != nil {
		return asked{}, fmt.Errorf("parse a registered URI: %w", err)
	}
	a.back, a.origin = uri, web.OriginOf(u)
	if state := a.values.Get("state"); state != "" {
		a.back = withQuery(uri, u, url.Values{"state": {state}})
	}
	return a, nil
}
