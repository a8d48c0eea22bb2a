package account

import (
	"errors"
	"fmt"
	"net/http"

	"countersign/audit"
	"countersign/factors/password"
	"countersign/idp/agent"
	"countersign/idp/client"
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

const appsPath = Home + "/apps"

// AppsPage serves GET /me/apps.
func (x *Room) AppsPage(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		held, err := x.Grants.Apps(r.Context(), v.session.Person, v.now)
		if err != nil {
			return err
		}
		page := templates.Apps{Account: x.frame(r, v, appsPath)}
		for _, a := range held {
			c, err := x.Clients.Find(r.Context(), a.Client)
			if errors.Is(err, client.ErrNotFound) {
				continue // what it holds is worth nothing any more
			}
			if err != nil {
				return err
			}
			page.List = append(page.List, templates.HeldApp{
				ID: string(a.Client), Name: c.Name, Used: words.Ago(a.Last, v.now), Since: words.Ago(a.Since, v.now),
				Offline: a.Offline, Gets: gets(a.Scope),
			})
		}
		return web.Render(w, r, http.StatusOK, templates.AppsPage(page))
	})
}

// gets says in words what scopes give.
func gets(scopes []string) []words.Text {
	named := map[string]words.Text{
		"openid": words.AccountGetsId, "profile": words.AccountGetsName, "email": words.AccountGetsEmail,
		client.ScopePush: words.AccountGetsPush, client.ScopePushReset: words.AccountGetsReset,
	}
	var out []words.Text
	for _, s := range scopes {
		if w, ok := named[s]; ok {
			out = append(out, w)
		}
	}
	return out
}

// RevokeApp serves POST /me/apps/revoke.
func (x *Room) RevokeApp(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, appsPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		e := x.event(r, v, audit.GrantRevoked)
		e.Client, e.Reason = f["app"], "revoked from the account page"
		if err := x.Grants.RevokeApp(r.Context(), v.session.Person, client.ID(f["app"]), v.now, e); err != nil {
			return err
		}
		return web.SeeOther(w, r, appsPath+"?said=revoked")
	})
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
