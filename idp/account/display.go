package account

import (
	"errors"
	"net/http"

	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

const displayPath = Home + "/display"

// DisplayPage serves GET /me/display.
func (x *Room) DisplayPage(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return web.Render(w, r, http.StatusOK, templates.DisplayPage(templates.Display{
			Account: x.frame(r, v, displayPath), Language: x.Web.Preferred(r),
		}))
	})
}

// Display serves POST /me/display: in which language pages and mails are, and
// whether pages are light or dark. It opens nothing, so any session will do.
func (x *Room) Display(w http.ResponseWriter, r *http.Request) error {
	return x.take(w, r, displayPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		wish, asked := f["language"] // a server of one language does not ask
		if wish != "" && !x.Web.Offers(words.Language(wish)) {
			return web.BadRequest(words.FailureOnlyOurForms, errors.New("the language is not offered"))
		}
		if !x.Web.PreferTheme(w, f["theme"]) {
			return web.BadRequest(words.FailureOnlyOurForms, errors.New("there is no such theme"))
		}
		if asked {
			if err := x.People.SetLanguage(r.Context(), v.person.ID, wish, v.now); err != nil {
				return err
			}
			x.Web.Prefer(w, words.Language(wish))
		}
		return web.SeeOther(w, r, displayPath+"?said=display")
	})
}
