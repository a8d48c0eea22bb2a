package login

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/recovery"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// RecoveryPage serves GET /login/{id}/recovery: the form, and after it how many
// codes are left. Before it nobody learns that.
func (x *Room) RecoveryPage(w http.ResponseWriter, r *http.Request) error {
	return x.open(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		switch {
		case v.step == flow.AskRecovery:
			return x.ifCode(w, r, v, func() error { return x.showRecovery(w, r, v, http.StatusOK, nil) })
		case v.step != flow.Gone && v.recovered():
			return x.showLeft(w, r, v)
		}
		return web.SeeOther(w, r, v.hub())
	})
}

// RecoveryCode serves POST /login/{id}/recovery.
func (x *Room) RecoveryCode(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskRecovery, x.recoveryCode)
}

func (x *Room) recoveryCode(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
	return x.ifCode(w, r, v, func() error { return x.takeRecoveryCode(w, r, v, f) })
}

func (x *Room) takeRecoveryCode(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
	try, err := x.try(r, v)
	if err != nil {
		return err
	}
	outcome, err := x.Recovery.Verify(r.Context(), recovery.Attempt{Try: try, Code: f["recovery-code"], Flow: string(v.ID)})
	if limited, ok := errors.AsType[*limit.Limited](err); ok {
		return x.showRecovery(w, r, v, http.StatusTooManyRequests, tooMany(w, v, limited))
	}
	switch {
	case errors.Is(err, recovery.ErrWrong):
		return x.showRecovery(w, r, v, http.StatusUnprocessableEntity, words.RecoveryWrong)
	case errors.Is(err, recovery.ErrNone):
		return web.SeeOther(w, r, v.hub())
	case err != nil:
		return fmt.Errorf("check a recovery code: %w", err)
	}
	err = x.keep(r.Context(), v.Session, func(s *flow.Session) {
		s.Outcomes = factors.Proved(append(s.Outcomes, outcome))
	}, func(s flow.Session) (bool, error) { return v.samePerson(s), nil })
	if errors.Is(err, flow.ErrStale) {
		return web.SeeOther(w, r, v.hub())
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, v.path("recovery"))
}

// recovered is true once a recovery code was used in this sign-in.
func (v visit) recovered() bool {
	return slices.ContainsFunc(v.Outcomes, func(o factors.Outcome) bool {
		return o.Kind == factors.Recovery && !o.At.Before(v.Started)
	})
}

func (x *Room) showRecovery(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	page, err := x.recoveryPage(r, v)
	if err != nil {
		return err
	}
	page.Action, page.Other, page.Error = v.path("recovery"), x.otherWay(v), problem
	return web.Render(w, r, status, templates.RecoveryPage(page))
}

func (x *Room) showLeft(w http.ResponseWriter, r *http.Request, v visit) error {
	page, err := x.recoveryPage(r, v)
	if err != nil {
		return err
	}
	if page.Left, err = x.Recovery.Left(r.Context(), factors.Account(v.Person)); err != nil {
		return err
	}
	page.Continue = v.hub()
	return web.Render(w, r, http.StatusOK, templates.RecoveryLeftPage(page))
}

func (x *Room) recoveryPage(r *http.Request, v visit) (templates.Recovery, error) {
	account, err := x.name(r.Context(), v)
	return templates.Recovery{
		App: v.App.Name, Account: account, Token: x.token(v), Cancel: v.path("push/cancel"), Contact: x.Contact,
	}, err
}
