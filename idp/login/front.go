package login

import (
	"net/http"

	"countersign/idp/web"
	"countersign/templates"
)

// Front serves GET /, which nobody needs but many try first.
func (x *Room) Front(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, templates.ErrorPage(templates.Error{
		Title:   "Sign in from your application",
		Message: "This address signs people in for other applications. There is nothing to do here by itself.",
		Remedy:  "Open the application that you want to use; it leads here when it needs you.",
	}))
}
