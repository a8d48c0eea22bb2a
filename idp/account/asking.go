package account

import (
	"context"
	"net/http"
	"slices"
	"time"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/person"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// askingPath is where people say which applications may ask their phones.
const askingPath = appsPath + "/asking"

// AskingApp is an application that can ask phones by itself, and what the person
// said of it.
type AskingApp struct {
	ID         client.ID
	Name       string
	ThirdParty bool
	Codes      bool      // it takes the person's code
	Allowed    time.Time // zero if it may not
	Barred     time.Time // since a report; zero if there was none
}

// Asking is whom people let ask their phones: package ciba.
type Asking interface {
	Apps(ctx context.Context, who person.ID) ([]AskingApp, error)
	Let(ctx context.Context, who person.ID, app client.ID, let bool, e audit.Event) error
	HasCode(ctx context.Context, who person.ID) (bool, error)
	// NewCode makes a code in place of the one before; DropCode takes it away.
	NewCode(ctx context.Context, who person.ID, e audit.Event) (string, error)
	DropCode(ctx context.Context, who person.ID, e audit.Event) error
}

// AskingPage serves GET /me/apps/asking: the operator's applications that can ask,
// and those of others that hold something of the person's or were judged before.
// A stranger's application that nobody here uses does not get onto the page.
func (x *Room) AskingPage(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showAsking(w, r, v, "")
	})
}

func (x *Room) showAsking(w http.ResponseWriter, r *http.Request, v visit, code string) error {
	apps, err := x.asking(r.Context(), v)
	if err != nil {
		return err
	}
	page := templates.Asking{Account: x.frame(r, v, appsPath), Code: code}
	for _, a := range apps {
		shown := templates.AskingApp{ID: string(a.ID), Name: a.Name}
		if !a.Allowed.IsZero() {
			shown.Allowed = words.Ago(a.Allowed, v.now)
		}
		if !a.Barred.IsZero() {
			shown.Barred = words.Ago(a.Barred, v.now)
		}
		page.List, page.Codes = append(page.List, shown), page.Codes || a.Codes
	}
	if page.HasCode, err = x.Asking.HasCode(r.Context(), person.ID(v.session.Person)); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, templates.AskingPage(page))
}

// asking are the applications that are shown.
func (x *Room) asking(ctx context.Context, v visit) ([]AskingApp, error) {
	apps, err := x.Asking.Apps(ctx, person.ID(v.session.Person))
	if err != nil {
		return nil, err
	}
	held, err := x.Grants.Apps(ctx, v.session.Person, v.now)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(apps, func(a AskingApp) bool {
		known := !a.ThirdParty || !a.Allowed.IsZero() || !a.Barred.IsZero()
		return !known && !slices.ContainsFunc(held, func(h App) bool { return h.Client == a.ID })
	}), nil
}

// LetAsk serves POST /me/apps/asking.
func (x *Room) LetAsk(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, askingPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		apps, err := x.asking(r.Context(), v)
		if err != nil {
			return err
		}
		app, let := client.ID(f["app"]), f["let"] == "yes"
		if !slices.ContainsFunc(apps, func(a AskingApp) bool { return a.ID == app }) {
			return web.NotFound()
		}
		kind := audit.AskingForbidden
		if let {
			kind = audit.AskingAllowed
		}
		e := x.event(r, v, kind)
		e.Client = string(app)
		if err := x.Asking.Let(r.Context(), person.ID(v.session.Person), app, let, e); err != nil {
			return err
		}
		return web.SeeOther(w, r, askingPath)
	})
}

// AskingCode serves POST /me/apps/asking/code. A new code is in this answer, and
// nowhere else.
func (x *Room) AskingCode(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, askingPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		who, e := person.ID(v.session.Person), x.event(r, v, audit.AskingCode)
		if f["drop"] == "yes" {
			e.Reason = "taken away"
			if err := x.Asking.DropCode(r.Context(), who, e); err != nil {
				return err
			}
			return web.SeeOther(w, r, askingPath)
		}
		code, err := x.Asking.NewCode(r.Context(), who, e)
		if err != nil {
			return err
		}
		return x.showAsking(w, r, v, code)
	})
}
