package login

import (
	"errors"
	"net/http"

	"countersign/factors"
	"countersign/factors/password"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// NewPasswordPage serves GET /login/{id}/new-password.
func (x *Room) NewPasswordPage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.NewPassword, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showNewPassword(w, r, v, http.StatusOK, nil)
	})
}

// NewPassword serves POST /login/{id}/new-password: an invited person sets
// their first password, once. To have set it is to have proved it. By a mailed
// link it takes the place of another, and ends all sign-ins, this one too.
func (x *Room) NewPassword(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.NewPassword, x.newPassword)
}

func (x *Room) newPassword(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
	var outcome factors.Outcome
	var err error
	if v.account.Resetting {
		err = x.Passwords.Reset(r.Context(), v.Person, f["new-password"], v.Invitation)
	} else {
		outcome, err = x.Passwords.Set(r.Context(), v.Person, f["new-password"], true)
	}
	problem := templates.PasswordProblem(password.Reason(err), x.PasswordLeast, password.MostLength)
	switch {
	case problem != nil:
		return x.showNewPassword(w, r, v, http.StatusUnprocessableEntity, problem)
	case errors.Is(err, password.ErrAlreadySet), errors.Is(err, password.ErrLink):
		return web.SeeOther(w, r, v.hub()) // another tab was faster: the hub asks for it
	case errors.Is(err, password.ErrBusy):
		return busy(v, Shortly, err)
	case err != nil:
		return err
	}
	if v.account.Resetting {
		return web.SeeOther(w, r, "/reset/done")
	}
	v.Outcomes = append(v.Outcomes, outcome)
	return x.save(w, r, v)
}

func (x *Room) showNewPassword(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, templates.NewPasswordPage(templates.NewPassword{
		App: v.App.Name, Action: v.path("new-password"), Token: x.token(v), Username: account,
		MinLength: x.PasswordLeast, Error: problem, Again: v.account.Resetting,
	}))
}
