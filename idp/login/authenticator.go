package login

import (
	"net/http"

	"countersign/idp/web"
	"countersign/templates"
)

// AuthenticatorPage serves GET /a and GET /a/e, where an enrolment link leads
// in a plain browser. The link's secret stands in the fragment, which no
// browser sends, so opening it uses nothing up.
func (x *Room) AuthenticatorPage(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, templates.ErrorPage(templates.Error{
		Title:   "Open this link with your authenticator",
		Message: "This link adds a phone to an account. It works in the authenticator on your phone, not in a browser.",
		Remedy:  "Copy the whole link from the page that shows it, and give it to the authenticator.",
	}))
}
