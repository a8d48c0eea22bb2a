package account

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

const appsPath = Home + "/apps"

// AppsPage serves GET /me/apps: the applications that hold something of the
// person's, and those that the person allowed something.
func (x *Room) AppsPage(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		held, err := x.Grants.Apps(r.Context(), v.session.Person, v.now)
		if err != nil {
			return err
		}
		allowed, err := x.Consents(r.Context(), v.session.Person)
		if err != nil {
			return err
		}
		var list []templates.HeldApp
		for _, a := range held {
			list = append(list, templates.HeldApp{
				ID: string(a.Client), Used: words.Ago(a.Last, v.now), Since: words.Ago(a.Since, v.now), Offline: a.Offline, Gets: gets(a.Scope),
			})
		}
		for _, c := range allowed {
			i := slices.IndexFunc(list, func(a templates.HeldApp) bool { return a.ID == string(c.Client) })
			if i < 0 {
				i, list = len(list), append(list, templates.HeldApp{ID: string(c.Client), Since: words.Ago(c.Given, v.now)})
			}
			list[i].Allowed = gets(c.Scope)
			for _, server := range c.Resource {
				list[i].Allowed = append(list[i].Allowed, words.As(server))
			}
		}
		page := templates.Apps{Account: x.frame(r, v, appsPath)}
		if page.List, err = x.named(r.Context(), list); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, templates.AppsPage(page))
	})
}

// named are those of the applications that there are, by their names: what
// others hold is worth nothing any more.
func (x *Room) named(ctx context.Context, list []templates.HeldApp) ([]templates.HeldApp, error) {
	var out []templates.HeldApp
	for _, a := range list {
		c, err := x.Clients.Find(ctx, client.ID(a.ID))
		if errors.Is(err, client.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		a.Name = c.Name
		out = append(out, a)
	}
	return out, nil
}

// gets says in words what scopes give, always in this order.
func gets(scopes []string) []words.Text {
	var out []words.Text
	for _, g := range []struct {
		scope string
		text  words.Text
	}{
		{"openid", words.AccountGetsId}, {"profile", words.AccountGetsName}, {"email", words.AccountGetsEmail},
		{client.ScopePush, words.AccountGetsPush}, {client.ScopePushReset, words.AccountGetsReset}, {client.ScopeOffline, words.AccountGetsOffline},
	} {
		if slices.Contains(scopes, g.scope) {
			out = append(out, g.text)
		}
	}
	return out
}

// RevokeApp serves POST /me/apps/revoke.
func (x *Room) RevokeApp(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, appsPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		e := x.event(r, v, audit.GrantRevoked)
		e.Client, e.Reason = f["app"], "revoked from the account page"
		if err := x.Grants.RevokeApp(r.Context(), v.session.Person, client.ID(f["app"]), v.now, e); err != nil {
			return err
		}
		return web.SeeOther(w, r, appsPath+"?said=revoked")
	})
}
