package login

import (
	"errors"
	"fmt"
	"net/http"

	"countersign/factors/limit"
	"countersign/factors/totp"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// CodePage serves GET /login/{id}/code.
func (x *Room) CodePage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.AskCode, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.ifCode(w, r, v, func() error { return x.showCode(w, r, v, http.StatusOK, nil) })
	})
}

// Code serves POST /login/{id}/code: what an authenticator app shows.
func (x *Room) Code(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskCode, x.code)
}

func (x *Room) code(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
	err := x.proveCode(r, v, f["code"])
	if limited, ok := errors.AsType[*limit.Limited](err); ok {
		return x.showCode(w, r, v, http.StatusTooManyRequests, tooMany(w, v, limited))
	}
	switch {
	case errors.Is(err, errTooLittle):
		return x.showTooLittle(w, r, v)
	case errors.Is(err, totp.ErrUsed):
		return x.showCode(w, r, v, http.StatusUnprocessableEntity, words.CodeUsed)
	case errors.Is(err, totp.ErrWrong):
		return x.showCode(w, r, v, http.StatusUnprocessableEntity, words.CodeWrong)
	case errors.Is(err, totp.ErrNone):
		return web.SeeOther(w, r, v.hub()) // taken away meanwhile
	case err != nil:
		return fmt.Errorf("check a code: %w", err)
	}
	return web.SeeOther(w, r, v.hub())
}

// proveCode writes down that a code of an app is right; if not, the error is
// one of packages totp and limit, or errTooLittle.
func (x *Room) proveCode(r *http.Request, v visit, typed string) error {
	if err := x.takesCode(r, v); err != nil {
		return err
	}
	try, err := x.try(r, v)
	if err != nil {
		return err
	}
	outcome, err := x.Apps.Verify(r.Context(), totp.Attempt{Try: try, Code: typed, Flow: string(v.ID)})
	if err != nil {
		return err
	}
	return x.prove(r.Context(), v, outcome, v.samePerson)
}

func (x *Room) showCode(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, templates.CodePage(templates.Code{
		App: v.App.Name, Account: account, Token: x.token(v), Action: v.path("code"), Cancel: v.path("push/cancel"),
		Other: x.otherWay(v), Error: problem, Contact: x.Contact,
	}))
}
