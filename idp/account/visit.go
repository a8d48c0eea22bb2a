package account

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// Home is the path of the first page.
const Home = "/me"

// visit is one request of somebody who is signed in.
type visit struct {
	session sso.Session
	person  person.Person
	cookie  string
	now     time.Time
}

type handler func(w http.ResponseWriter, r *http.Request, v visit) error

// show serves a page to who is signed in. Anybody else signs in first.
func (x *Room) show(w http.ResponseWriter, r *http.Request, page handler) error {
	v, err := x.visit(r)
	if errors.Is(err, sso.ErrNone) {
		return x.showSignIn(w, r)
	}
	if err != nil {
		return err
	}
	return page(w, r, v)
}

// showSignIn asks for a press before anything is written: whoever fetches a
// page here may be a machine.
func (x *Room) showSignIn(w http.ResponseWriter, r *http.Request) error {
	cookie := x.Web.FlowSecret(w, r)
	back := r.URL.Path
	if r.Method != http.MethodGet {
		back = Home
	}
	return web.Render(w, r, http.StatusOK, templates.AccountSignInPage(templates.AccountSignIn{
		Action: Home + "/sign-in", Token: x.signInToken(cookie), Back: back,
	}))
}

// SignIn serves POST /me/sign-in: it starts a sign-in that leads back.
func (x *Room) SignIn(w http.ResponseWriter, r *http.Request) error {
	f, _, err := x.Web.ReadPageForm(r, x.signInToken, Home)
	if err != nil {
		return err
	}
	back := f["back"]
	if back != Home && !backTo.MatchString(back) {
		back = Home
	}
	return x.begin(w, r, sso.Session{}, flow.Need{}, back)
}

// backTo are the paths that a sign-in may lead back to: pages here.
//
//nolint:gochecknoglobals // a constant
var backTo = regexp.MustCompile(`^/me(/[A-Za-z0-9_-]+)+$`)

func (x *Room) signInToken(cookie string) string {
	return web.FormToken(x.TokenKey, "account sign-in", hex.EncodeToString(web.Hash(cookie)))
}

// showFresh serves a page with a form that changes something: two factors were
// proved lately, so that the form is not refused after it was filled in.
func (x *Room) showFresh(w http.ResponseWriter, r *http.Request, page handler) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if x.stale(v) {
			return x.stepUp(w, r, v, r.URL.Path)
		}
		return page(w, r, v)
	})
}

// taker answers a form of a page here.
type taker func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error

// take takes a form of the page back, made for this person and browser.
func (x *Room) take(w http.ResponseWriter, r *http.Request, back string, act taker) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		if err := f.CheckToken(x.token(v), back); err != nil {
			return err
		}
		return act(w, r, v, f)
	})
}

// change is take for what not every session may change.
func (x *Room) change(w http.ResponseWriter, r *http.Request, back string, act taker) error {
	return x.take(w, r, back, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		if x.stale(v) {
			return x.stepUp(w, r, v, back)
		}
		if !factors.MayChangeAccount(v.session.Outcomes) {
			return &web.Failure{
				Status: http.StatusForbidden, Code: "probation", Title: words.AccountNewPhoneTitle,
				Message: words.AccountNewPhone,
				Remedy:  words.AccountNewPhoneRemedy, Back: Home, BackText: words.AccountBackToAccount,
			}
		}
		// To sign others out, and to take back what they were given, helps whom a
		// stranger got in beside.
		if v.reported() && back != sessionsPath && back != appsPath {
			return afterReport()
		}
		return act(w, r, v, f)
	})
}

func (x *Room) visit(r *http.Request) (visit, error) {
	v := visit{cookie: x.Web.Cookie(r, web.SessionCookie), now: x.Now()}
	s, err := x.Sessions.Find(r.Context(), v.cookie)
	if err != nil {
		return v, err
	}
	v.session = s
	v.person, err = x.People.Find(r.Context(), person.ID(s.Person))
	if errors.Is(err, person.ErrNotFound) || err == nil && v.person.Status != person.Active {
		return v, sso.ErrNone
	}
	if err != nil {
		return v, fmt.Errorf("find who is signed in: %w", err)
	}
	web.EventOf(r.Context()).Set("session", string(s.ID))
	return v, nil
}

// stale says whether two factors were not proved lately enough.
func (x *Room) stale(v visit) bool {
	proved := factors.Assess(v.session.Outcomes)
	return !slices.Contains(proved.Satisfied, factors.TwoFactors) || v.now.Sub(proved.AuthTime) > x.Fresh
}

// reported is true of a session that rests on a phone's approval while a report
// of the person stands: that approval may have been got by a stranger, too.
func (v visit) reported() bool {
	return !v.person.Reported.IsZero() && !factors.ProvedWithoutPush(v.session.Outcomes)
}

// afterReport says that such a session does not set the password, nor change
// a factor.
func afterReport() error {
	return &web.Failure{
		Status: http.StatusForbidden, Code: "reported", Title: words.AccountReportedTitle,
		Message: words.AccountReported,
		Remedy:  words.AccountReportedRemedy, Back: Home, BackText: words.AccountBackToAccount,
	}
}

// stepUp has both factors proved anew, and comes back.
func (x *Room) stepUp(w http.ResponseWriter, r *http.Request, v visit, back string) error {
	return x.begin(w, r, v.session, flow.Need{ACR: []factors.ACR{factors.TwoFactors}, Since: v.now.Add(-x.Fresh)}, back)
}

// begin starts a sign-in that leads back here. It brings what the session has
// proved and the need lets count.
func (x *Room) begin(w http.ResponseWriter, r *http.Request, session sso.Session, need flow.Need, back string) error {
	now := x.Now()
	s := flow.Session{
		ID: flow.ID("flow_" + rand.Text()), State: flow.Open, App: flow.App{Name: words.AccountApp(r.Context())}, Return: back, Need: need,
		Started: now, Expires: now.Add(x.FlowLife),
	}
	for _, o := range session.Outcomes {
		if !o.At.Before(need.Since) {
			s.Outcomes, s.Person = append(s.Outcomes, o), session.Person
		}
	}
	s.Browser = web.Hash(x.Web.FlowSecret(w, r))
	e := audit.New(r.Context(), now, audit.FlowStarted)
	e.Flow, e.Person, e.Session = string(s.ID), s.Person, string(session.ID)
	if err := x.Flows.Start(r.Context(), s, e); err != nil {
		return fmt.Errorf("start sign-in: %w", err)
	}
	return web.SeeOther(w, r, "/login/"+string(s.ID))
}

// token ties a form to the person and to the browser session.
func (x *Room) token(v visit) string {
	return web.FormToken(x.TokenKey, "account", string(v.session.ID), v.session.Person, v.cookie)
}

// event is one of this person, here.
func (x *Room) event(r *http.Request, v visit, kind audit.Kind) audit.Event {
	e := audit.New(r.Context(), v.now, kind)
	e.Person, e.Session = v.session.Person, string(v.session.ID)
	return e
}

// said is how a page after a change says what was done: the query holds a word
// of this list, and never a text.
func said(r *http.Request) words.Text {
	return map[string]words.Text{
		"ended":           words.SaidEnded,
		"others":          words.SaidOthers,
		"revoked":         words.SaidRevoked,
		"name":            words.SaidName,
		"code":            words.SaidCode,
		"email":           words.SaidEmail,
		"verify":          words.VerifySent,
		"verified":        words.VerifyDone,
		"report":          words.SaidReport,
		"passkey":         words.SaidPasskey,
		"passkey-renamed": words.SaidPasskeyRenamed,
		"no-passkey":      words.SaidNoPasskey,
		"renamed":         words.SaidRenamed,
		"phone":           words.SaidPhone,
		"app":             words.SaidApp,
		"no-app":          words.SaidNoApp,
		"codes":           words.SaidCodes,
		"display":         words.SaidDisplay,
	}[r.URL.Query().Get("said")]
}

// frame is what every page here has.
func (x *Room) frame(r *http.Request, v visit, here string) templates.Account {
	return templates.Account{Name: v.person.Username, Here: here, Token: x.token(v), Said: said(r)}
}
