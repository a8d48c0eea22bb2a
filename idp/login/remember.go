package login

import (
	"net/http"
	"time"

	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
)

// RememberPage serves GET /login/{id}/remember: the operator lets people say
// that a browser is their own. The box is not ticked.
func (x *Room) RememberPage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.AskRemember, func(w http.ResponseWriter, r *http.Request, v visit) error {
		account, err := x.name(r.Context(), v)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, templates.RememberPage(templates.Remember{
			App: v.App.Name, Account: account, Token: x.token(v), Action: v.path("remember"),
			Days: max(1, int(x.RememberFor/(24*time.Hour))),
		}))
	})
}

// Remember serves POST /login/{id}/remember.
func (x *Room) Remember(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskRemember, func(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
		v.Remembering = flow.AskAgain
		if f["remember"] != "" {
			v.Remembering = flow.Remember
		}
		return x.save(w, r, v)
	})
}
