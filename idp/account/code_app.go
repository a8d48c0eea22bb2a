package account

import (
	"errors"
	"net/http"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/totp"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// CodeAppPage serves GET /me/methods/app: the secret that waits for its first
// code, or the app that there is, or none.
func (x *Room) CodeAppPage(w http.ResponseWriter, r *http.Request) error {
	return x.showFresh(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showCodeApp(w, r, v, http.StatusOK, nil)
	})
}

func (x *Room) showCodeApp(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	if !x.Policy.Allows(factors.TOTP) {
		return web.NotFound()
	}
	h, err := x.held(r, v)
	if err != nil {
		return err
	}
	page := templates.CodeApp{Account: x.frame(r, v, methodsPath), Last: x.last(h, factors.TOTP, "")}
	page.Error = problem
	if !h.app.IsZero() {
		page.Added = words.Ago(h.app, v.now)
	}
	begun, err := x.CodeApps.Waiting(r.Context(), factors.Account(v.session.Person), v.person.Username)
	if err != nil && !errors.Is(err, totp.ErrNone) {
		return err
	}
	page.Secret, page.URI = begun.Text, begun.URI
	return web.Render(w, r, status, templates.CodeAppPage(page))
}

// NewCodeApp serves POST /me/methods/app/new: a secret to give to an app.
func (x *Room) NewCodeApp(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, appPath, func(w http.ResponseWriter, r *http.Request, v visit, _ web.Fields) error {
		if !x.Policy.Allows(factors.TOTP) {
			return web.NotFound()
		}
		if _, err := x.CodeApps.Begin(r.Context(), factors.Account(v.session.Person), v.person.Username); err != nil {
			return err
		}
		return web.SeeOther(w, r, appPath)
	})
}

// ConfirmCodeApp serves POST /me/methods/app: the first code of the app.
func (x *Room) ConfirmCodeApp(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, appPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		if !x.Policy.Allows(factors.TOTP) {
			return web.NotFound()
		}
		_, err := x.CodeApps.Confirm(r.Context(), totp.Attempt{
			Try:  limit.Try{Account: factors.Account(v.session.Person), Known: true, Source: audit.RequestOf(r.Context()).Address},
			Code: f["code"],
		})
		switch {
		case errors.Is(err, totp.ErrWrong):
			return x.showCodeApp(w, r, v, http.StatusUnprocessableEntity, words.CodeWrong)
		case errors.Is(err, totp.ErrNone):
			return x.showCodeApp(w, r, v, http.StatusConflict, words.CodeAppLate)
		case err != nil:
			return err
		}
		return web.SeeOther(w, r, methodsPath+"?said=app")
	})
}

// RemoveCodeApp serves POST /me/methods/app/remove.
func (x *Room) RemoveCodeApp(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, appPath, func(w http.ResponseWriter, r *http.Request, v visit, _ web.Fields) error {
		err := x.CodeApps.Remove(r.Context(), factors.Account(v.session.Person), x.floor())
		switch {
		case errors.Is(err, factors.ErrLast):
			return x.showCodeApp(w, r, v, http.StatusConflict, nil)
		case err != nil && !errors.Is(err, totp.ErrNone):
			return err
		}
		return web.SeeOther(w, r, methodsPath+"?said=no-app")
	})
}

// CodesPage serves GET /me/methods/codes.
func (x *Room) CodesPage(w http.ResponseWriter, r *http.Request) error {
	return x.showFresh(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if !x.Policy.Allows(factors.Recovery) {
			return web.NotFound()
		}
		left, err := x.Recovery.Left(r.Context(), factors.Account(v.session.Person))
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, templates.CodesPage(templates.Codes{
			Account: x.frame(r, v, methodsPath), Left: left,
		}))
	})
}

// NewCodes serves POST /me/methods/codes. Its answer shows the codes, for the
// only time: no address has them. Loading it again makes others, which count
// then.
func (x *Room) NewCodes(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, codesPath, func(w http.ResponseWriter, r *http.Request, v visit, _ web.Fields) error {
		if !x.Policy.Allows(factors.Recovery) {
			return web.NotFound()
		}
		codes, err := x.Recovery.Make(r.Context(), factors.Account(v.session.Person), "")
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, templates.NewCodesPage(templates.NewCodes{
			Account: x.frame(r, v, methodsPath), Codes: codes,
		}))
	})
}

// CodesKept serves POST /me/methods/codes/kept: the person has them.
func (x *Room) CodesKept(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, methodsPath, func(w http.ResponseWriter, r *http.Request, _ visit, _ web.Fields) error {
		return web.SeeOther(w, r, methodsPath+"?said=codes")
	})
}
