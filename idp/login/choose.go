package login

import (
	"net/http"

	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
)

// methodPush is the way to confirm that there is.
const methodPush = "push"

// ChoosePage serves GET /login/{id}/choose: the other ways to confirm.
func (x *Room) ChoosePage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.AskPush, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showChoose(w, r, v, http.StatusOK, "")
	})
}

// Choose serves POST /login/{id}/choose.
func (x *Room) Choose(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskPush, func(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
		if f["method"] != methodPush {
			return x.showChoose(w, r, v, http.StatusUnprocessableEntity, "Choose one of the ways below.")
		}
		return web.SeeOther(w, r, v.hub())
	})
}

func (x *Room) showChoose(w http.ResponseWriter, r *http.Request, v visit, status int, problem string) error {
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, templates.ChoosePage(templates.Choose{
		App: v.App.Name, Account: account, Token: x.token(v), Action: v.path("choose"), Cancel: v.path("push/cancel"),
		Methods: []templates.Method{{
			Kind: methodPush, Name: "Send a request to a phone", Detail: "You enter the number that this page shows.", Checked: true,
		}},
		Error: problem, Contact: x.Contact,
	}))
}
