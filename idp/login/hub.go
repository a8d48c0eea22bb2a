package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/idp/agent"
	"countersign/idp/flow"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// Hub serves GET /login/{id}: it asks flow.Next and sends the browser to the
// step. Every step comes back here.
func (x *Room) Hub(w http.ResponseWriter, r *http.Request) error {
	return x.open(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		arrive, ok := x.arrive[v.step]
		if !ok {
			panic("login: internal error: no way to the step " + string(v.step))
		}
		return arrive(w, x.speak(w, r, v), v)
	})
}

// speak gives a browser whose owner chose no language that of the person.
func (x *Room) speak(w http.ResponseWriter, r *http.Request, v visit) *http.Request {
	if l, ok := words.Match(x.Web.Languages, v.account.Language); ok && x.Web.Preferred(r) == "" {
		return x.Web.Adopt(w, r, l)
	}
	return r
}

// finish turns a sign-in that proved everything into a browser session.
func (x *Room) finish(w http.ResponseWriter, r *http.Request, v visit) error {
	cookie, mark, err := x.complete(r, v)
	if errors.Is(err, flow.ErrStale) {
		return web.SeeOther(w, r, v.hub())
	}
	if err != nil {
		return err
	}
	// The session stands: whatever fails from here on, the browser must have it.
	x.Web.SetCookie(w, web.SessionCookie, cookie, 0)
	if mark != "" {
		x.Web.SetCookie(w, web.BrowserCookie, mark, x.Sessions.KnownFor)
	}
	if err := x.settle(r, v); err != nil {
		return err
	}
	return web.SeeOther(w, r, v.destination())
}

// settle is what a finished sign-in changes beside itself.
func (x *Room) settle(r *http.Request, v visit) error {
	return errors.Join(x.withdrawUnused(r, v), x.wakePhones(r, v))
}

// complete makes or renews the session of a sign-in that proved everything:
// its new cookie, and the one by which the browser is known from now on, if it
// is. Where a page of an application drove, no browser gets either: what the
// application is given hangs on that session, and nobody can sign in with it.
func (x *Room) complete(r *http.Request, v visit) (cookie, mark string, err error) {
	ctx := r.Context()
	current, err := x.Sessions.Find(ctx, x.Web.Cookie(r, web.SessionCookie))
	if err != nil && !errors.Is(err, sso.ErrNone) {
		return "", "", fmt.Errorf("finish sign-in: %w", err)
	}
	known, err := x.known(r, v.Person)
	if err != nil {
		return "", "", fmt.Errorf("finish sign-in: %w", err)
	}
	cookie = web.Secret()
	c := x.Sessions.Start(current, sso.Proof{
		Person: v.Person, Outcomes: v.Fresh(x.Policy, v.now), Browser: v.Browser, Cookie: cookie,
		Agent: agent.Called(agent.Names(r.UserAgent())), Address: audit.RequestOf(ctx).Address,
	})
	method := v.confirmedBy()
	if method != "" && v.Origin == "" {
		mark = web.Secret()
		c.Known = x.Sessions.Recognise(mark, x.Web.Cookie(r, web.BrowserCookie))
		c.Known.Method = method
		if v.Remembering == flow.Remember {
			c.Known.Remembered = v.now.Add(x.RememberFor)
		}
	}
	finished, started := x.event(r, v, audit.FlowFinished), x.event(r, v, audit.SessionStarted)
	finished.Session, started.Session = string(c.Session.ID), string(c.Session.ID)
	started.Detail = map[string]string{"renewed": fmt.Sprint(c.Renewed)}
	if method != "" && !known && v.Invitation == "" {
		started.Detail["new_browser"] = "true" // the person is told
	}
	events := []audit.Event{finished, started}
	if !c.Known.Remembered.IsZero() {
		events = append(events, x.event(r, v, audit.BrowserRemembered))
	}
	if c.Ends != "" {
		ended := x.event(r, v, audit.SessionEnded)
		ended.Person, ended.Session, ended.Reason = current.Person, string(c.Ends), "another person signed in"
		events = append(events, ended)
	}
	return cookie, mark, x.Flows.Finish(ctx, v.Session, c, events...)
}

// wakePhones ends the sleep of the person's dormant phones: they are at hand
// with another factor, and no finder of a phone could do that.
func (x *Room) wakePhones(r *http.Request, v visit) error {
	other := slices.ContainsFunc(v.Outcomes, func(o factors.Outcome) bool {
		switch o.Kind {
		case factors.TOTP, factors.Recovery, factors.Passkey:
			return !o.At.Before(v.Started)
		default:
			return false
		}
	})
	if !other {
		return nil
	}
	return x.Enrolments.Wake(r.Context(), factors.Account(v.Person))
}

// withdrawUnused cancels a question that the finished sign-in did without.
func (x *Room) withdrawUnused(r *http.Request, v visit) error {
	used := slices.ContainsFunc(v.Outcomes, func(o factors.Outcome) bool { return o.Ref == v.Challenge })
	if v.Challenge == "" || used {
		return nil
	}
	return x.Pushes.Cancel(r.Context(), push.ID(v.Challenge), string(v.ID), push.FinishedWithout)
}

// confirmedBy is the last second factor that was proved in this very sign-in,
// or "". A recovery code makes no browser known: it may be somebody else's
// find.
func (v visit) confirmedBy() factors.Kind {
	for _, o := range slices.Backward(v.Outcomes) {
		switch o.Kind {
		case factors.Push, factors.TOTP, factors.Passkey:
			if !o.At.Before(v.Started) {
				return o.Kind
			}
		default:
		}
	}
	return ""
}

// destination is where a finished sign-in goes.
func (v visit) destination() string {
	switch {
	case v.App.ID != "":
	case v.Return != "":
		return v.Return
	default:
		return v.path("done")
	}
	return "/authorize/resume?" + url.Values{"flow": {string(v.ID)}}.Encode()
}

// showGone is for a sign-in that is over. A finished one that was not taken
// yet goes on: the browser may have lost the answer.
func (x *Room) showGone(w http.ResponseWriter, r *http.Request, v visit) error {
	switch {
	case v.State == flow.Done && v.now.Before(v.Expires):
		return web.SeeOther(w, r, v.destination())
	case v.reported():
		return web.SeeOther(w, r, v.path("push"))
	}
	back := v.App.Home
	if v.State == flow.Ended && v.App.ID != "" {
		back = v.destination() // which tells the application that it was ended
	}
	return web.Render(w, r, http.StatusGone, templates.EndedPage(templates.Ended{
		App: v.App.Name, Back: back, Cancelled: v.State == flow.Ended && v.EndedBy == flow.EndedByPerson,
	}))
}

// showStuck says that nothing usable is left, and whom to ask.
func (x *Room) showStuck(w http.ResponseWriter, r *http.Request, v visit) error {
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusForbidden, templates.NoMethodPage(templates.NoMethod{
		App: v.App.Name, Account: account, Token: x.token(v), Cancel: v.path("push/cancel"),
		Back: v.App.Home, Contact: x.Contact,
	}))
}

// endUnmet ends a sign-in that proved all it can, which is less than the
// application asks. authorize tells it so.
func (x *Room) endUnmet(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := x.end(r, v, flow.EndedByNeed); err != nil {
		return err
	}
	return web.SeeOther(w, r, v.destination())
}

// endRefused ends the sign-in of an account that may not sign in. The page
// does not say why.
func (x *Room) endRefused(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := x.end(r, v, flow.EndedByRefusal); err != nil {
		return err
	}
	return web.SeeOther(w, r, v.hub())
}

// end closes the sign-in, once, and withdraws what it asked. The sign-in goes
// first: after that nothing of it is worth anything.
func (x *Room) end(r *http.Request, v visit, why string) error {
	e := x.event(r, v, audit.FlowEnded)
	e.Reason = why
	err := x.Flows.End(r.Context(), v.ID, why, e)
	if err != nil && !errors.Is(err, flow.ErrStale) { // over already
		return err
	}
	var errs []error
	if v.Challenge != "" {
		errs = append(errs, x.Pushes.Cancel(r.Context(), push.ID(v.Challenge), holder(v.Session), "the sign-in ended"))
	}
	if v.Enrolment != "" {
		errs = append(errs, x.Enrolments.Reject(r.Context(), device.EnrolmentID(v.Enrolment), string(v.ID)))
	}
	return errors.Join(errs...)
}

// event is of this sign-in.
func (x *Room) event(r *http.Request, v visit, kind audit.Kind) audit.Event {
	e := audit.New(r.Context(), v.now, kind)
	e.Flow, e.Person, e.Client, e.Challenge = string(v.ID), v.Person, v.App.ID, v.Challenge
	return e
}

// Done serves GET /login/{id}/done, the end of a sign-in that no application
// asked for.
func (x *Room) Done(w http.ResponseWriter, r *http.Request) error {
	return x.open(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if v.State != flow.Done || v.App.ID != "" || !v.now.Before(v.Expires) {
			return web.SeeOther(w, r, v.hub())
		}
		current, err := x.Sessions.Find(r.Context(), x.Web.Cookie(r, web.SessionCookie))
		if err != nil && !errors.Is(err, sso.ErrNone) {
			return fmt.Errorf("show the end of a sign-in: %w", err)
		}
		if string(current.ID) != v.Session.Session {
			// Signed out since: the page would tell the next person of this one.
			return web.Render(w, r, http.StatusGone, templates.EndedPage(templates.Ended{}))
		}
		account, err := x.name(r.Context(), v)
		if err != nil {
			return err
		}
		ready := templates.SignedIn{Account: account, SignOut: "/logout"}
		if v.Enrolment != "" {
			e, err := x.enrolment(r.Context(), v)
			if err != nil {
				return err
			}
			ready.SetUp = []words.Text{func(ctx context.Context) string { return words.SignedInYourPhone(ctx, e.DeviceName) }}
		}
		return web.Render(w, r, http.StatusOK, templates.SignedInPage(ready))
	})
}
