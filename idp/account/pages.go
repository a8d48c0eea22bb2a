package account

import (
	"errors"
	"fmt"
	"net/http"

	"countersign/audit"
	"countersign/factors/password"
	"countersign/idp/agent"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// Overview serves GET /me.
func (x *Room) Overview(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		sessions, err := x.Sessions.Of(r.Context(), v.session.Person)
		if err != nil {
			return err
		}
		lines, err := x.lines(r, v, overviewLines)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, templates.OverviewPage(templates.Overview{
			Account: x.frame(r, v, Home),
			Since:   words.Ago(v.session.Started, v.now), Browsers: len(sessions), Lines: lines,
		}))
	})
}

// SessionsPage serves GET /me/sessions.
func (x *Room) SessionsPage(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		sessions, err := x.Sessions.Of(r.Context(), v.session.Person)
		if err != nil {
			return err
		}
		page := templates.Browsers{Account: x.frame(r, v, sessionsPath)}
		for _, s := range sessions {
			b := templates.Browser{
				ID: string(s.ID), Name: called(s.Agent), Address: s.Address,
				Since: words.Ago(s.Started, v.now), Used: words.Ago(s.LastUsed, v.now), Here: s.ID == v.session.ID,
			}
			if b.Here {
				page.List = append([]templates.Browser{b}, page.List...)
				continue
			}
			page.List = append(page.List, b)
		}
		return web.Render(w, r, http.StatusOK, templates.BrowsersPage(page))
	})
}

const sessionsPath = Home + "/sessions"

// called is the name of a browser, as the session keeps it.
func called(name string) words.Text {
	if name == "" {
		return words.AccountABrowser
	}
	return words.Browser(agent.Parts(name))
}

// EndSession serves POST /me/sessions/end: one of the person's own browsers, or
// all the others.
func (x *Room) EndSession(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, sessionsPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		sessions, err := x.Sessions.Of(r.Context(), v.session.Person)
		if err != nil {
			return err
		}
		id, word := sso.ID(f["session"]), "ended"
		if id == "" {
			word = "others"
		}
		for _, s := range sessions {
			if s.ID == v.session.ID || id != "" && s.ID != id {
				continue
			}
			e := x.event(r, v, audit.SessionEnded)
			e.Session, e.Reason = string(s.ID), "ended from the account page"
			e.Detail = map[string]string{"others": "true"} // the person is told
			if err := x.Sessions.End(r.Context(), s.ID, e); err != nil {
				return err
			}
		}
		if err := x.askAgain(r, v); err != nil {
			return err
		}
		return web.SeeOther(w, r, sessionsPath+"?said="+word)
	})
}

// askAgain ends that browsers are let in by the password alone, remembered ones
// and those in which all is as usual: whoever is signed out is to prove both
// factors anew. Which browser a session was in is not known, so all are asked.
func (x *Room) askAgain(r *http.Request, v visit) error {
	n, err := x.Browsers.Remembered(r.Context(), v.session.Person)
	if err != nil || n == 0 && !x.Policy.Usual {
		return err
	}
	return x.Browsers.AskAgain(r.Context(), v.session.Person, x.event(r, v, audit.BrowserForgotten))
}

const passwordPath = Home + "/password"

// PasswordPage serves GET /me/password.
func (x *Room) PasswordPage(w http.ResponseWriter, r *http.Request) error {
	return x.showFresh(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showPassword(w, r, v, http.StatusOK, nil)
	})
}

func (x *Room) showPassword(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	page := templates.ChangePassword{Account: x.frame(r, v, passwordPath), MinLength: x.PasswordLeast}
	page.Error = problem
	return web.Render(w, r, status, templates.ChangePasswordPage(page))
}

// ChangePassword serves POST /me/password. It ends everything that rested on
// the old one, this browser's session too: the person signs in with the new
// one, which shows that it was typed as meant.
func (x *Room) ChangePassword(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, passwordPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		_, err := x.Passwords.Set(r.Context(), v.session.Person, f["new-password"], false)
		if problem := templates.PasswordProblem(password.Reason(err), x.PasswordLeast, password.MostLength); problem != nil {
			return x.showPassword(w, r, v, http.StatusUnprocessableEntity, problem)
		}
		if errors.Is(err, password.ErrBusy) {
			return web.Busy(err)
		}
		if err != nil {
			return fmt.Errorf("change password: %w", err)
		}
		return web.SeeOther(w, r, Home)
	})
}

const activityPath = Home + "/activity"

// The most lines of a page.
const (
	overviewLines = 5
	activityLines = 100
)

// ActivityPage serves GET /me/activity.
func (x *Room) ActivityPage(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		lines, err := x.lines(r, v, activityLines)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, templates.ActivityPage(templates.Activity{
			Account: x.frame(r, v, activityPath), Lines: lines,
		}))
	})
}
