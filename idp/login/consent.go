package login

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"countersign/audit"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// ConsentPage serves GET /login/{id}/consent: what the application asks, in
// words, before it gets anything.
func (x *Room) ConsentPage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.AskConsent, func(w http.ResponseWriter, r *http.Request, v visit) error {
		account, err := x.name(r.Context(), v)
		if err != nil {
			return err
		}
		c := v.Need.Consent
		page := templates.Consent{
			App: v.App.Name, Logo: v.App.Logo, Host: host(v.App.Origin), About: v.App.About, Policy: v.App.Policy, Terms: v.App.Terms,
			Account: account, Token: x.token(v), Action: v.path("consent"), Cancel: v.path("push/cancel"), Contact: x.Contact,
			Gets: templates.Gets(c.Scope), Offline: slices.Contains(c.Scope, "offline_access"), Resource: c.Resource,
		}
		if page.Details, err = x.details(r, c); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, templates.ConsentPage(page))
	})
}

// details are the lines of what is asked in detail, in the language of the page.
func (x *Room) details(r *http.Request, c *flow.Consent) ([]templates.Detail, error) {
	shown, err := x.Details(c.Details, string(words.Of(r.Context())))
	if err != nil {
		return nil, fmt.Errorf("show authorization details: %w", err)
	}
	out := make([]templates.Detail, len(shown))
	for i, s := range shown {
		out[i].Title = s.Title
		for _, l := range s.Lines {
			out[i].Lines = append(out[i].Lines, templates.DetailLine{Label: l.Label, Text: l.Text})
		}
	}
	return out, nil
}

// host is where a browser goes back to, as people know it: of an app's own
// scheme, that.
func host(origin string) string {
	if u, err := url.Parse(origin); err == nil && u.Host != "" {
		return u.Host
	}
	return strings.TrimSuffix(origin, ":")
}

// Consent serves POST /login/{id}/consent. Whatever is not "allow" is a no.
func (x *Room) Consent(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskConsent, func(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
		if f["answer"] != "allow" {
			if err := x.end(r, v, flow.EndedByDenial); err != nil {
				return err
			}
			return web.SeeOther(w, r, v.destination())
		}
		c := v.Need.Consent
		e := x.event(r, v, audit.ConsentGiven)
		e.Detail = map[string]string{"scope": strings.Join(c.Scope, " ")}
		if len(c.Resource) > 0 {
			e.Detail["resource"] = strings.Join(c.Resource, " ")
		}
		if len(c.Details) > 0 {
			// What stands in them may be private, and the record is for good.
			e.Detail["authorization_details_sha256"] = fmt.Sprintf("%x", sha256.Sum256(c.Details))
		}
		if err := x.Flows.Consent(r.Context(), v.Session, v.now, e); err != nil && !errors.Is(err, flow.ErrStale) {
			return err
		}
		return web.SeeOther(w, r, v.hub())
	})
}
