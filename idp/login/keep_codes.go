package login

import (
	"errors"
	"net/http"

	"countersign/factors"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// arriveAtCodes makes recovery codes, once; the page shows them until the
// person says that they are kept.
func (x *Room) arriveAtCodes(w http.ResponseWriter, r *http.Request, v visit) error {
	if len(v.Codes) > 0 {
		return web.SeeOther(w, r, v.path("enrol/recovery-codes"))
	}
	codes, err := x.Recovery.Make(r.Context(), factors.Account(v.Person), string(v.ID))
	if err != nil {
		return err
	}
	v.Codes = codes
	err = x.Flows.Save(r.Context(), v.Session)
	if errors.Is(err, flow.ErrStale) {
		// Another tab makes its own, after which these are of no use.
		return web.SeeOther(w, r, v.hub())
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, v.path("enrol/recovery-codes"))
}

// KeepCodesPage serves GET /login/{id}/enrol/recovery-codes.
func (x *Room) KeepCodesPage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.KeepCodes, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showCodes(w, r, v, http.StatusOK, nil)
	})
}

func (x *Room) showCodes(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	if len(v.Codes) == 0 {
		return web.SeeOther(w, r, v.hub())
	}
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, templates.KeepCodesPage(templates.KeepCodes{
		App: v.App.Name, Account: account, Token: x.token(v), Action: v.path("enrol/recovery-codes"),
		Download: v.path("enrol/recovery-codes.txt"), Codes: v.Codes, Error: problem,
	}))
}

// CodesFile serves GET /login/{id}/enrol/recovery-codes.txt, the same as a file.
func (x *Room) CodesFile(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.KeepCodes, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if len(v.Codes) == 0 {
			return web.SeeOther(w, r, v.hub())
		}
		account, err := x.name(r.Context(), v)
		if err != nil {
			return err
		}
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Type", "text/plain; charset=utf-8")
		h.Set("Content-Disposition", `attachment; filename="recovery-codes.txt"`)
		_, err = w.Write([]byte(templates.CodesFile(r.Context(), account, v.Codes)))
		return err
	})
}

// CodesKept serves POST /login/{id}/enrol/recovery-codes. After it nobody can
// read the codes any more.
func (x *Room) CodesKept(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.KeepCodes, func(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
		if f["kept"] == "" {
			return x.showCodes(w, r, v, http.StatusUnprocessableEntity, words.KeepCodesUnticked)
		}
		v.Codes = nil
		return x.save(w, r, v)
	})
}
