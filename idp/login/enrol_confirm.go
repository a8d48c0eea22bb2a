package login

import (
	"errors"
	"fmt"
	"net/http"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// EnrolConfirmPage serves GET /login/{id}/enrol/confirm: is this your phone?
func (x *Room) EnrolConfirmPage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.Enrol, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showConfirm(w, r, v, http.StatusOK)
	})
}

// EnrolConfirm serves POST /login/{id}/enrol/confirm. The right digits make
// the phone active; the hub then asks it like any other.
func (x *Room) EnrolConfirm(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.Enrol, x.confirm)
}

func (x *Room) confirm(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
	err := x.Enrolments.Confirm(r.Context(), device.EnrolmentID(v.Enrolment), string(v.ID), factors.Digits(f["enroll-confirm"]))
	switch {
	case errors.Is(err, device.ErrWrongDigits):
		return x.showConfirm(w, r, v, http.StatusUnprocessableEntity)
	case errors.Is(err, device.ErrEnded), errors.Is(err, device.ErrNotFound):
		return web.SeeOther(w, r, v.path("enrol")) // which says why
	case err != nil:
		return fmt.Errorf("confirm enrolment: %w", err)
	}
	return web.SeeOther(w, r, v.hub())
}

// EnrolReject serves POST /login/{id}/enrol/reject: "Not my phone".
func (x *Room) EnrolReject(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.Enrol, func(w http.ResponseWriter, r *http.Request, v visit, _ fields) error {
		err := x.Enrolments.Reject(r.Context(), device.EnrolmentID(v.Enrolment), string(v.ID))
		if err != nil {
			return err
		}
		return web.SeeOther(w, r, v.path("enrol"))
	})
}

func (x *Room) showConfirm(w http.ResponseWriter, r *http.Request, v visit, status int) error {
	if v.Enrolment == "" {
		return web.SeeOther(w, r, v.hub())
	}
	e, err := x.enrolment(r.Context(), v)
	if err != nil {
		return err
	}
	if e.State != device.Registered {
		return web.SeeOther(w, r, v.path("enrol"))
	}
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, templates.EnrolConfirmPage(templates.EnrolConfirm{
		App: v.App.Name, Account: account, Token: x.token(v), Device: e.DeviceName, Platform: platform(e.Platform),
		Action: v.path("enrol/confirm"), Reject: v.path("enrol/reject"), Cancel: v.path("push/cancel"),
		Wrong: status != http.StatusOK, TriesLeft: e.TriesLeft,
	}))
}

// platform is how people call it.
func platform(p wire.Platform) words.Text {
	switch p {
	case "web":
		return words.EnrolConfirmWeb
	case "android":
		return words.As("Android")
	case "ios":
		return words.EnrolConfirmIos
	case "cli":
		return words.EnrolConfirmTerminal
	default:
		return nil
	}
}
