package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/password"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// SignInPage serves GET /login/{id}/sign-in.
func (x *Room) SignInPage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.AskPassword, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showSignIn(w, r, v, http.StatusOK, v.Hint, nil)
	})
}

// SignIn serves POST /login/{id}/sign-in.
func (x *Room) SignIn(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskPassword, x.signIn)
}

func (x *Room) signIn(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
	err := x.provePassword(r, v, f["username"], f["password"])
	if limited, ok := errors.AsType[*password.Limited](err); ok {
		return x.showLimited(w, r, v, f["username"], limited.Until.Sub(v.now))
	}
	switch {
	case errors.Is(err, password.ErrWrong):
		return x.showSignIn(w, r, v, http.StatusUnprocessableEntity, f["username"], words.SignInWrong)
	case errors.Is(err, password.ErrBusy):
		return busy(v, Shortly, err)
	case err != nil:
		return fmt.Errorf("sign in: %w", err)
	}
	return web.SeeOther(w, r, v.hub())
}

// provePassword writes down whose sign-in it is, if the password is right; if
// not, the error is one of package password. That another tab or a second
// click was faster is none: the hub knows what is next.
func (x *Room) provePassword(r *http.Request, v visit, username, typed string) error {
	who, outcome, err := x.Passwords.Verify(r.Context(), password.Attempt{
		Username: username, Password: typed, Flow: string(v.ID),
		Source: audit.RequestOf(r.Context()).Address, KnownBrowser: x.knownTo(r),
	})
	switch {
	case err != nil:
		return err
	case v.Person != "" && who != v.Person:
		return x.refuseOther(r, v, who)
	}
	v.Person = who
	v.Outcomes = append(v.Outcomes, outcome)
	// What was asked before the password ran out is over; the hub asks anew.
	v.Challenge = ""
	mark, err := x.recall(r, &v)
	if err != nil {
		return err
	}
	events, err := x.excuse(r, &v, mark)
	if err != nil {
		return err
	}
	return x.write(r.Context(), v, events...)
}

// save writes the step and goes to the hub, also where another tab or a second
// click was faster: the hub knows what is next.
func (x *Room) save(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := x.write(r.Context(), v); err != nil {
		return err
	}
	return web.SeeOther(w, r, v.hub())
}

// write is save without the way on.
func (x *Room) write(ctx context.Context, v visit, events ...audit.Event) error {
	if err := x.Flows.Save(ctx, v.Session, events...); err != nil && !errors.Is(err, flow.ErrStale) {
		return err
	}
	return nil
}

// knownTo is the question whether this browser is known to a person. Whoever
// cannot be told is not known.
func (x *Room) knownTo(r *http.Request) func(string) bool {
	return func(who string) bool {
		known, err := x.known(r, who)
		if err != nil {
			web.EventOf(r.Context()).Set("known_browser_error", err.Error())
		}
		return known
	}
}

// refuseOther is for the right password of another person than the one whose
// sign-in this is (reauthentication, step-up, invitation): it is as wrong as a
// wrong one.
func (x *Room) refuseOther(r *http.Request, v visit, who string) error {
	e := x.event(r, v, audit.PasswordWrong)
	e.Person, e.Reason = who, "another person's sign-in"
	if err := x.Record.Append(r.Context(), e); err != nil {
		return err
	}
	return password.ErrWrong
}

func (x *Room) showSignIn(w http.ResponseWriter, r *http.Request, v visit, status int, typed string, problem words.Text) error {
	return x.renderSignIn(w, r, v, status, templates.SignIn{Username: typed, Error: problem})
}

// renderSignIn shows page with what it always has.
func (x *Room) renderSignIn(w http.ResponseWriter, r *http.Request, v visit, status int, page templates.SignIn) error {
	page.App, page.Action, page.Token, page.Contact = v.App.Name, v.path("sign-in"), x.token(v), x.Contact
	page.Logo, page.Policy, page.Terms = v.App.Logo, v.App.Policy, v.App.Terms
	if x.Forgot != nil {
		page.Forgot = "/forgot"
	}
	if x.Policy.Allows(factors.Passkey) && (v.Person == "" || v.account.Passkeys > 0) {
		var err error
		if page.Passkey, page.PasskeyOptions, err = x.offerPasskey(r, v); err != nil {
			return err
		}
	}
	if v.Person != "" {
		account, err := x.name(r.Context(), v)
		if err != nil {
			return err
		}
		page.Username, page.Fixed, page.Cancel = account, true, v.path("push/cancel")
	}
	return web.Render(w, r, status, templates.SignInPage(page))
}

// showLimited says how long to wait (RFC 6585 section 4).
func (x *Room) showLimited(w http.ResponseWriter, r *http.Request, v visit, typed string, wait time.Duration) error {
	web.RetryAfter(w.Header(), wait)
	return x.showSignIn(w, r, v, http.StatusTooManyRequests, typed, func(ctx context.Context) string {
		return words.SignInThrottled(ctx, inMinutes(wait))
	})
}

// inMinutes rounds up, as web.Seconds does.
func inMinutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// Shortly is when those come back for whom all cores were busy.
const Shortly = 5 * time.Second

// busy is a 503 that leads back to where the person was.
func busy(v visit, pause time.Duration, cause error) error {
	f := web.Busy(cause)
	f.Back, f.BackText, f.After = v.hub(), words.SignInTryAgain, pause
	return f
}
