package login

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"time"

	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/idp/web"
	"countersign/templates"
)

// errNotYours means that there is no such sign-in for this browser. Nobody
// learns whether there is one for another.
var errNotYours = errors.New("no such sign-in in this browser")

// visit is one request at a sign-in: the sign-in, what is known of its person,
// and the step that it is at.
type visit struct {
	flow.Session
	account flow.Account
	step    flow.Step
	cookie  string
	now     time.Time
}

func (v visit) hub() string             { return "/login/" + string(v.ID) }
func (v visit) path(name string) string { return v.hub() + "/" + name }

// visit finds the sign-in of a request, if it is this browser's, and asks Next.
func (x *Room) visit(r *http.Request) (visit, error) {
	return x.visitTo(r, flow.ID(r.PathValue("id")))
}

// visitTo is visit for a sign-in that the address does not name.
func (x *Room) visitTo(r *http.Request, id flow.ID) (visit, error) {
	v := visit{cookie: x.Web.Cookie(r, web.FlowCookie), now: x.Now()}
	if v.cookie == "" || !id.WellFormed() {
		return v, errNotYours
	}
	s, err := x.Flows.Find(r.Context(), id)
	if errors.Is(err, flow.ErrNotFound) {
		return v, errNotYours
	}
	if err != nil {
		return v, err
	}
	if subtle.ConstantTimeCompare(s.Browser, web.Hash(v.cookie)) != 1 || s.Origin != "" {
		web.EventOf(r.Context()).Set("refused", "another browser's sign-in")
		return v, errNotYours
	}
	return v, x.weigh(r.Context(), &v, s)
}

// weigh asks Next about s, which the caller may see.
func (x *Room) weigh(ctx context.Context, v *visit, s flow.Session) error {
	v.Session, v.account = s, flow.Account{}
	if s.Person != "" {
		var err error
		if v.account, err = x.Accounts.Account(ctx, s.Person, s.Invitation); err != nil {
			return err
		}
		if s.Need.Consent != nil {
			if v.account.Allowed, err = x.Consents.Find(ctx, s.Person, s.App.ID); err != nil {
				return err
			}
		}
	}
	v.step = flow.Next(s, x.Policy, v.account, v.now)
	e := web.EventOf(ctx)
	e.Set("flow", string(s.ID))
	e.Set("step", string(v.step))
	return nil
}

// open shows something of a sign-in to the browser that has it.
func (x *Room) open(w http.ResponseWriter, r *http.Request, show func(http.ResponseWriter, *http.Request, visit) error) error {
	v, err := x.visit(r)
	if errors.Is(err, errNotYours) {
		return web.Render(w, r, http.StatusNotFound, templates.EndedPage(templates.Ended{}))
	}
	if err != nil {
		return err
	}
	if v.App.Origin != "" {
		// Chromium applies form-action to the redirects after a form, too.
		w.Header().Set("Content-Security-Policy", web.Policy(v.App.Origin))
	}
	return show(w, r, v)
}

// at shows a page whose turn it is. Any other goes to the hub, which knows
// where the sign-in stands: a stale tab and the back button end well.
func (x *Room) at(w http.ResponseWriter, r *http.Request, step flow.Step, show func(http.ResponseWriter, *http.Request, visit) error) error {
	return x.open(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if v.step != step {
			return web.SeeOther(w, r, v.hub())
		}
		return show(w, r, v)
	})
}

// post takes a form whose turn it is. One that comes again, or late, goes to
// the hub before its token is looked at: it changes nothing.
func (x *Room) post(w http.ResponseWriter, r *http.Request, step flow.Step, act func(http.ResponseWriter, *http.Request, visit, fields) error) error {
	return x.at(w, r, step, func(w http.ResponseWriter, r *http.Request, v visit) error {
		f, err := x.form(r, v)
		if err != nil {
			return err
		}
		return act(w, r, v, f)
	})
}

// name is the account as its own browser shows it: what the person typed, or
// was invited as.
func (x *Room) name(ctx context.Context, v visit) (string, error) {
	if v.Person == "" {
		return "", nil
	}
	p, err := x.People.Find(ctx, person.ID(v.Person))
	if err != nil {
		return "", fmt.Errorf("name the account: %w", err)
	}
	return p.Username, nil
}

// known says whether the person completed a second factor in this browser
// before. Nobody ("") is looked up like anybody: see package password.
func (x *Room) known(r *http.Request, who string) (bool, error) {
	cookie := x.Web.Cookie(r, web.BrowserCookie)
	if cookie == "" {
		return false, nil
	}
	return x.Browsers.Knows(r.Context(), web.Hash(cookie), who)
}

// tries bounds how often keep goes after a sign-in that moves.
const tries = 3

// keep makes a change to the sign-in. If the sign-in moved meanwhile, the
// change is made to what it is now, if it is open and still says that the
// change is wanted; flow.ErrStale if not.
func (x *Room) keep(ctx context.Context, s flow.Session, change func(*flow.Session), still func(flow.Session) (bool, error)) error {
	for range tries {
		change(&s)
		err := x.Flows.Save(ctx, s)
		if !errors.Is(err, flow.ErrStale) {
			return err
		}
		if s, err = x.Flows.Find(ctx, s.ID); err != nil {
			return err
		}
		if ok, err := still(s); err != nil || !ok {
			return errors.Join(err, flow.ErrStale)
		}
	}
	return flow.ErrStale
}
