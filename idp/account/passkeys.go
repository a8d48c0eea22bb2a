package account

import (
	"errors"
	"net/http"
	"slices"

	"countersign/factors"
	"countersign/factors/passkey"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

const newPasskeyPath = methodsPath + "/new-passkey"

func passkeyPath(id string) string { return methodsPath + "/passkey/" + id }

// passkey is one as pages show it.
func (x *Room) passkey(h held, p passkey.Passkey, v visit) templates.HeldPasskey {
	k := templates.HeldPasskey{
		Path: passkeyPath(p.ID), Name: p.Name, Synced: p.Credential.BackupEligible,
		Added: words.Ago(p.Created, v.now), Last: x.last(h, factors.Passkey, ""),
	}
	if !p.Used.IsZero() {
		k.Used = words.Ago(p.Used, v.now)
	}
	return k
}

// sorts are what new passkeys are called at first.
//
//nolint:gochecknoglobals // a table, never written
var sorts = map[passkey.Sort]words.Text{
	passkey.SecurityKey: words.AccountPasskeysSecurityKey, passkey.Synced: words.AccountPasskeysSynced, passkey.OfDevice: words.AccountPasskeysOfDevice,
}

// NewPasskeyPage serves GET /me/methods/new-passkey.
func (x *Room) NewPasskeyPage(w http.ResponseWriter, r *http.Request) error {
	return x.showFresh(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showNewPasskey(w, r, v, http.StatusOK, nil)
	})
}

func (x *Room) showNewPasskey(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	if !x.Policy.Allows(factors.Passkey) {
		return web.NotFound()
	}
	page := templates.NewPasskey{Account: x.frame(r, v, methodsPath), Action: newPasskeyPath}
	page.Error = problem
	c, err := x.Passkeys.Begin(r.Context(), factors.Account(v.session.Person), string(v.session.ID), v.person.Username)
	if err != nil && !errors.Is(err, passkey.ErrTooMany) {
		return err
	}
	page.Options, page.Ticket = c.Options, c.Ticket // none if there are too many
	return web.Render(w, r, status, templates.NewPasskeyPage(page))
}

// NewPasskey serves POST /me/methods/new-passkey: what the browser made.
func (x *Room) NewPasskey(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, newPasskeyPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		if !x.Policy.Allows(factors.Passkey) {
			return web.NotFound()
		}
		made, err := x.Passkeys.Finish(r.Context(), passkey.Registration{
			Account: factors.Account(v.session.Person), Session: string(v.session.ID), Proof: v.session.Outcomes,
			Ticket: f["ticket"], Response: []byte(f["credential"]),
			Name: func(s passkey.Sort) string { return sorts[s](r.Context()) },
		})
		switch {
		case errors.Is(err, passkey.ErrLate):
			return x.showNewPasskey(w, r, v, http.StatusConflict, words.AccountPasskeysTooLate)
		case errors.Is(err, passkey.ErrKnown):
			return x.showNewPasskey(w, r, v, http.StatusConflict, words.AccountPasskeysAddedBefore)
		case errors.Is(err, passkey.ErrTooMany):
			return x.showNewPasskey(w, r, v, http.StatusConflict, nil)
		case errors.Is(err, passkey.ErrWrong):
			return x.showNewPasskey(w, r, v, http.StatusUnprocessableEntity, words.AccountPasskeysNotAdded)
		case err != nil:
			return err
		}
		return web.SeeOther(w, r, passkeyPath(made.ID)+"?said=passkey")
	})
}

// ownPasskey is the passkey of the path, if it is the person's.
func (x *Room) ownPasskey(r *http.Request, v visit) (held, passkey.Passkey, error) {
	h, err := x.held(r, v)
	if err != nil {
		return h, passkey.Passkey{}, err
	}
	i := slices.IndexFunc(h.passkeys, func(p passkey.Passkey) bool { return p.ID == r.PathValue("id") })
	if i < 0 {
		return h, passkey.Passkey{}, web.NotFound()
	}
	return h, h.passkeys[i], nil
}

// PasskeyPage serves GET /me/methods/passkey/{id}.
func (x *Room) PasskeyPage(w http.ResponseWriter, r *http.Request) error {
	return x.showFresh(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showPasskey(w, r, v, http.StatusOK, nil)
	})
}

func (x *Room) showPasskey(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	h, p, err := x.ownPasskey(r, v)
	if err != nil {
		return err
	}
	frame := x.frame(r, v, methodsPath)
	frame.Error = problem
	return web.Render(w, r, status, templates.HeldPasskeyPage(templates.PasskeyDetail{
		Account: frame, HeldPasskey: x.passkey(h, p, v), MaxName: passkey.MaxName,
	}))
}

// RenamePasskey serves POST /me/methods/passkey/{id}/name.
func (x *Room) RenamePasskey(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, passkeyPath(r.PathValue("id")), func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		err := x.Passkeys.Rename(r.Context(), factors.Account(v.session.Person), r.PathValue("id"), f["passkey-name"])
		switch {
		case errors.Is(err, passkey.ErrName):
			return x.showPasskey(w, r, v, http.StatusUnprocessableEntity, words.AccountPasskeysNameWrong)
		case errors.Is(err, passkey.ErrNone):
			return web.NotFound()
		case err != nil:
			return err
		}
		return web.SeeOther(w, r, methodsPath+"?said=passkey-renamed")
	})
}

// RemovePasskey serves POST /me/methods/passkey/{id}/remove.
func (x *Room) RemovePasskey(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, passkeyPath(r.PathValue("id")), func(w http.ResponseWriter, r *http.Request, v visit, _ web.Fields) error {
		err := x.Passkeys.Remove(r.Context(), passkey.Removal{
			Account: factors.Account(v.session.Person), ID: r.PathValue("id"), Proof: v.session.Outcomes, Floor: x.floor(),
		})
		switch {
		case errors.Is(err, factors.ErrLast):
			return x.showPasskey(w, r, v, http.StatusConflict, nil)
		case errors.Is(err, passkey.ErrNone):
			return web.NotFound()
		case err != nil:
			return err
		}
		return web.SeeOther(w, r, methodsPath+"?said=no-passkey")
	})
}
