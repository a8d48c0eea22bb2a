package account

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/person"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

const dataPath = Home + "/data"

// DataPage serves GET /me/data.
func (x *Room) DataPage(w http.ResponseWriter, r *http.Request) error {
	return x.showFresh(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showData(w, r, v, http.StatusOK, nil)
	})
}

func (x *Room) showData(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	frame := x.frame(r, v, profilePath)
	frame.Error = problem
	return web.Render(w, r, status, templates.DataPage(templates.Data{Account: frame}))
}

// kept is what is known of a person, as they may take it along. Secrets are in
// no place of it: no hash, no key, no code, no address of a push channel.
type kept struct {
	Made     time.Time   `json:"made"`
	Account  keptAccount `json:"account"`
	Phones   []keptPhone `json:"phones"`
	CodeApp  *time.Time  `json:"code_app_added,omitempty"`
	Codes    int         `json:"recovery_codes_left"`
	Passkeys []keptKey   `json:"passkeys"`
	Browsers []keptPlace `json:"signed_in"`
	// Before are sessions that are over and not deleted yet.
	Before []keptPlace `json:"signed_in_before"`
	Apps   []keptApp   `json:"applications"`
	// Consents are what the person allowed applications for good.
	Consents []keptConsent `json:"consents"`
	Events   []keptEvent   `json:"activity"`
}

type keptAccount struct {
	ID            person.ID     `json:"id"`
	Username      string        `json:"username"`
	Name          string        `json:"name"`
	Email         string        `json:"email"`
	EmailVerified bool          `json:"email_verified"`
	Language      string        `json:"language,omitempty"`
	Status        person.Status `json:"status"`
	Created       time.Time     `json:"created"`
	Reported      *time.Time    `json:"reported,omitempty"`
}

type keptPhone struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Platform string     `json:"platform"`
	OS       string     `json:"os"`
	Model    string     `json:"model"`
	App      string     `json:"app"`
	Status   string     `json:"status"`
	WokenBy  string     `json:"woken_by"`
	Added    *time.Time `json:"added,omitempty"`
	Used     *time.Time `json:"used,omitempty"`
	Ended    *time.Time `json:"ended,omitempty"`
}

type keptKey struct {
	ID    string     `json:"id"`
	Name  string     `json:"name"`
	Added time.Time  `json:"added"`
	Used  *time.Time `json:"used,omitempty"`
}

type keptPlace struct {
	Browser string     `json:"browser"`
	Address string     `json:"address"`
	Started time.Time  `json:"started"`
	Used    time.Time  `json:"used"`
	Ended   *time.Time `json:"ended,omitempty"`
}

type keptApp struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Scope []string  `json:"scope"`
	Since time.Time `json:"since"`
	Used  time.Time `json:"used"`
}

type keptConsent struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Scope    []string  `json:"scope"`
	Resource []string  `json:"resource,omitempty"`
	Given    time.Time `json:"given"`
}

type keptEvent struct {
	At      time.Time  `json:"at"`
	Kind    audit.Kind `json:"kind"`
	Client  string     `json:"application,omitempty"`
	Device  string     `json:"phone,omitempty"`
	Address string     `json:"address,omitempty"`
}

// keptEvents is the most events of a download.
const keptEvents = 10_000

// Download serves POST /me/data/download.
func (x *Room) Download(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, dataPath, func(w http.ResponseWriter, r *http.Request, v visit, _ web.Fields) error {
		out, err := x.kept(r, v)
		if err != nil {
			return err
		}
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Type", "application/json")
		h.Set("Content-Disposition", `attachment; filename="my-account.json"`)
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	})
}

func (x *Room) kept(r *http.Request, v visit) (kept, error) {
	ctx, p := r.Context(), v.person
	out := kept{Made: v.now.UTC(), Account: keptAccount{
		ID: p.ID, Username: p.Username, Name: p.Name, Email: p.Email, EmailVerified: p.EmailVerified, Language: p.Language, Status: p.Status,
		Created: p.Created, Reported: maybe(p.Reported),
	}}
	h, err := x.held(r, v)
	if err != nil {
		return out, err
	}
	out.CodeApp, out.Codes = maybe(h.app), h.codes
	for _, k := range h.passkeys {
		out.Passkeys = append(out.Passkeys, keptKey{ID: k.ID, Name: k.Name, Added: k.Created, Used: maybe(k.Used)})
	}
	phones, err := x.Phones.List(ctx, factors.Account(p.ID))
	if err != nil {
		return out, err
	}
	for _, d := range phones {
		out.Phones = append(out.Phones, keptPhone{
			ID: string(d.ID), Name: d.Info.Name, Platform: string(d.Info.Platform), OS: d.Info.OS, Model: d.Info.Model, App: d.Info.App,
			Status: string(d.Status), WokenBy: string(d.Channel.Provider), Added: maybe(d.Activated), Used: maybe(d.Used), Ended: maybe(d.Ended),
		})
	}
	if out.Browsers, out.Before, err = x.places(ctx, v); err != nil {
		return out, err
	}
	apps, err := x.Grants.Apps(ctx, v.session.Person, v.now)
	if err != nil {
		return out, err
	}
	for _, a := range apps {
		out.Apps = append(out.Apps, keptApp{ID: string(a.Client), Name: x.appName(r, string(a.Client)), Scope: a.Scope, Since: a.Since, Used: a.Last})
	}
	consents, err := x.Consents(ctx, v.session.Person)
	if err != nil {
		return out, err
	}
	for _, c := range consents {
		out.Consents = append(out.Consents, keptConsent{ID: string(c.Client), Name: x.appName(r, string(c.Client)), Scope: c.Scope, Resource: c.Resource, Given: c.Given})
	}
	events, err := x.Activity(ctx, v.session.Person, keptEvents)
	if err != nil {
		return out, err
	}
	for _, e := range events {
		out.Events = append(out.Events, keptEvent{At: e.At.UTC(), Kind: e.Kind, Client: e.Client, Device: e.Device, Address: e.Address})
	}
	return out, nil
}

// maybe is nil for a time that was not.
func maybe(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// Delete serves POST /me/data/delete: it erases the account of who typed its
// username. The last word is a page without a session.
func (x *Room) Delete(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, dataPath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		key, err := person.KeyOf(f["confirm-username"])
		if err != nil || key != v.person.Key {
			return x.showData(w, r, v, http.StatusUnprocessableEntity, words.DataUsernameWrong)
		}
		if err := x.People.Erase(r.Context(), v.person.ID, v.now, x.event(r, v, audit.PersonErased)); err != nil {
			return err
		}
		x.Web.DropCookie(w, web.SessionCookie)
		return web.Render(w, r, http.StatusOK, templates.ErasedPage())
	})
}

// places are where a person is signed in, and where they were as long as that is
// kept.
func (x *Room) places(ctx context.Context, v visit) (now, before []keptPlace, err error) {
	every, err := x.EverySession(ctx, v.session.Person)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range every {
		place := keptPlace{Browser: s.Agent, Address: s.Address, Started: s.Started, Used: s.LastUsed, Ended: maybe(s.Ended)}
		if x.Sessions.Live(s, v.now) {
			now = append(now, place)
		} else {
			before = append(before, place)
		}
	}
	return now, before, nil
}
