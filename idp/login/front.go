package login

import (
	"net/http"

	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// Front serves GET /, which nobody needs but many try first.
func (x *Room) Front(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, templates.ErrorPage(templates.Error{
		Title:   words.FailureFrontTitle,
		Message: words.FailureFront,
		Remedy:  words.FailureFrontRemedy,
	}))
}
