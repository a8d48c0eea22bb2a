package devicegrant

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// EnterPage serves GET /device: where the code is typed. A link may bring it;
// it is shown all the same, and nothing happens until somebody presses (RFC 8628
// section 3.3.1).
func (x *Room) EnterPage(w http.ResponseWriter, r *http.Request) error {
	return x.enter(w, r, http.StatusOK, templates.DeviceCode{Code: read(r.URL.Query().Get("user_code"))})
}

func (x *Room) enter(w http.ResponseWriter, r *http.Request, status int, page templates.DeviceCode) error {
	page.Action, page.Token = Path, x.codeToken(x.Web.FlowSecret(w, r))
	return web.Render(w, r, status, templates.DeviceCodePage(page))
}

func (x *Room) codeToken(cookie string) string {
	return web.FormToken(x.Key, "device code", hex.EncodeToString(web.Hash(cookie)))
}

// Enter serves POST /device: the code leads to the page that asks.
func (x *Room) Enter(w http.ResponseWriter, r *http.Request) error {
	f, _, err := x.Web.ReadPageForm(r, x.codeToken, Path)
	if err != nil {
		return err
	}
	counters, err := x.counters(r)
	if err != nil {
		return err
	}
	within, err := x.take(r.Context(), counters)
	if err != nil {
		return err
	}
	if !within {
		return x.enter(w, r, http.StatusTooManyRequests, templates.DeviceCode{Error: words.DeviceSlow})
	}
	code := read(f["device-code"])
	q, err := Request{}, ErrUnknown
	if code != "" {
		q, err = x.Store.ByCode(r.Context(), x.userHash(code), x.Now())
	}
	if errors.Is(err, ErrUnknown) {
		return x.wrong(w, r, code)
	}
	if err != nil {
		return err
	}
	if err := x.giveBack(r.Context(), counters); err != nil {
		return err
	}
	return web.SeeOther(w, r, Path+"/"+string(q.ID))
}

// triesWindow is in what time wrong codes are counted.
const triesWindow = time.Hour

// counters are those of wrong codes: of the source, and of who is signed in.
func (x *Room) counters(r *http.Request) ([]string, error) {
	names := []string{"device code from:" + factors.Digest(factors.Network(audit.RequestOf(r.Context()).Address))}
	s, err := x.Sessions.Find(r.Context(), x.Web.Cookie(r, web.SessionCookie))
	if err != nil && !errors.Is(err, sso.ErrNone) {
		return nil, fmt.Errorf("find who types a device's code: %w", err)
	}
	if err == nil {
		names = append(names, "device code of:"+factors.Digest(s.Person))
	}
	return names, nil
}

// take counts a try before its code is looked at, so that of many at once no more
// get an answer than Tries. A right code is given back. Who has none left makes us
// write nothing.
func (x *Room) take(ctx context.Context, counters []string) (within bool, err error) {
	for _, name := range counters {
		n, _, err := x.Counters.Read(ctx, name)
		if err != nil {
			return false, fmt.Errorf("read codes of devices: %w", err)
		}
		if n >= x.Tries {
			return false, nil
		}
	}
	for i, name := range counters {
		n, err := x.Counters.Add(ctx, name, triesWindow)
		if err != nil {
			return false, fmt.Errorf("count codes of devices: %w", err)
		}
		if n > x.Tries {
			return false, x.giveBack(ctx, counters[:i])
		}
	}
	return true, nil
}

func (x *Room) giveBack(ctx context.Context, counters []string) error {
	for _, name := range counters {
		if err := x.Counters.GiveBack(ctx, name); err != nil {
			return fmt.Errorf("count codes of devices: %w", err)
		}
	}
	return nil
}

// wrong records a code that leads nowhere.
func (x *Room) wrong(w http.ResponseWriter, r *http.Request, code string) error {
	if err := x.Log.Append(r.Context(), audit.New(r.Context(), x.Now(), audit.DeviceGrantWrong)); err != nil {
		return err
	}
	return x.enter(w, r, http.StatusUnprocessableEntity, templates.DeviceCode{Code: code, Error: words.DeviceWrong})
}

// visit is somebody who may decide on a request.
type visit struct {
	request Request
	client  client.Client
	person  person.Person
	session sso.Session
	cookie  string
	proved  factors.Assurance
	now     time.Time
}

// visit finds the request and who decides on it. Who is not signed in, or did
// not prove enough lately, signs in first: then it says that it answered.
func (x *Room) visit(w http.ResponseWriter, r *http.Request) (v visit, answered bool, err error) {
	v = visit{now: x.Now(), cookie: x.Web.Cookie(r, web.SessionCookie)}
	id := r.PathValue("id")
	if !idForm.MatchString(id) {
		return v, true, x.over(w, r)
	}
	v.request, err = x.Store.Find(r.Context(), ID(id), v.now)
	if err == nil {
		v.client, err = x.Clients.Find(r.Context(), v.request.Client)
	}
	if errors.Is(err, ErrUnknown) || errors.Is(err, client.ErrNotFound) {
		return v, true, x.over(w, r)
	}
	if err != nil {
		return v, false, fmt.Errorf("find a device's request: %w", err)
	}
	if v.session, err = x.Sessions.Find(r.Context(), v.cookie); err != nil && !errors.Is(err, sso.ErrNone) {
		return v, false, fmt.Errorf("find who lets a device in: %w", err)
	}
	s, enough, err := x.suffices(r, v)
	if err != nil {
		return v, false, err
	}
	if !enough {
		return v, true, x.signIn(w, r, s)
	}
	v.proved = factors.Assess(s.Fresh(x.Policy, v.now))
	if v.person, err = x.People.Find(r.Context(), person.ID(v.session.Person)); err != nil {
		return v, false, fmt.Errorf("find who lets a device in: %w", err)
	}
	web.EventOf(r.Context()).Set("session", string(v.session.ID))
	return v, false, nil
}

// suffices says whether the session is enough to let a device in, by the rules
// of every sign-in: all factors that the policy wants, of lately. s is the
// sign-in that begins where it is not.
func (x *Room) suffices(r *http.Request, v visit) (s flow.Session, enough bool, err error) {
	s = flow.Session{
		ID: flow.ID("flow_" + rand.Text()), State: flow.Open, App: flow.App{Name: v.client.Name}, Return: Path + "/" + string(v.request.ID),
		Need: flow.Need{Since: v.now.Add(-x.Fresh)}, Started: v.now, Expires: v.now.Add(x.FlowLife),
	}
	if x.Policy.SecondFactor {
		s.Need.ACR = []factors.ACR{factors.TwoFactors}
	}
	if v.session.ID == "" {
		return s, false, nil
	}
	s.Outcomes = v.session.Outcomes
	if s.Outcomes = s.Fresh(x.Policy, v.now); len(s.Outcomes) == 0 {
		return s, false, nil
	}
	s.Person = v.session.Person
	account, err := x.Accounts.Account(r.Context(), s.Person, "")
	if err != nil {
		return s, false, fmt.Errorf("find the account that lets a device in: %w", err)
	}
	step := flow.Next(s, x.Policy, account, v.now)
	if step == flow.Refuse {
		s.Person, s.Outcomes = "", nil // somebody else may sign in
	}
	return s, step == flow.Finish, nil
}

// signIn starts a sign-in that leads back to the request.
func (x *Room) signIn(w http.ResponseWriter, r *http.Request, s flow.Session) error {
	if err := x.Flood.Pass(r.Context(), "device sign-in"); err != nil {
		return err
	}
	s.Browser = web.Hash(x.Web.FlowSecret(w, r))
	e := audit.New(r.Context(), s.Started, audit.FlowStarted)
	e.Flow, e.Person = string(s.ID), s.Person
	if err := x.Flows.Start(r.Context(), s, e); err != nil {
		return fmt.Errorf("start sign-in: %w", err)
	}
	return web.SeeOther(w, r, "/login/"+string(s.ID))
}

// DecidePage serves GET /device/{id}: who asks, from where, for what.
func (x *Room) DecidePage(w http.ResponseWriter, r *http.Request) error {
	v, answered, err := x.visit(w, r)
	if answered || err != nil {
		return err
	}
	switch v.request.State {
	case Pending:
	case Denied:
		return x.end(w, r, v, templates.DeviceDenied)
	default:
		return x.end(w, r, v, templates.DeviceAllowed)
	}
	return web.Render(w, r, http.StatusOK, templates.DeviceDecidePage(templates.DeviceDecide{
		App: v.client.Name, Account: v.person.Username, Action: r.URL.Path, Token: x.token(v), Code: v.request.Code,
		Address: v.request.Address, Place: x.Place(v.request.Address), Asked: v.request.Created,
		Gets: templates.Gets(v.request.Scope), Offline: slices.Contains(v.request.Scope, client.ScopeOffline),
	}))
}

// Decide serves POST /device/{id}.
func (x *Room) Decide(w http.ResponseWriter, r *http.Request) error {
	v, answered, err := x.visit(w, r)
	if answered || err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := f.CheckToken(x.token(v), r.URL.Path); err != nil {
		return err
	}
	to, kind, end := Denied, audit.DeviceGrantDenied, templates.DeviceDenied
	if f["answer"] == "allow" {
		to, kind, end = Allowed, audit.DeviceGrantAllowed, templates.DeviceAllowed
	}
	acr, _ := v.proved.Pick(nil)
	e := audit.New(r.Context(), v.now, kind)
	e.Person, e.Session, e.Client = v.session.Person, string(v.session.ID), string(v.client.ID)
	e.Detail = map[string]string{"device_request": string(v.request.ID), "device_address": v.request.Address}
	err = x.Store.Decide(r.Context(), v.request.ID, to, Approval{
		Person: v.session.Person, Session: string(v.session.ID), AuthTime: v.proved.AuthTime, ACR: string(acr), AMR: v.proved.AMR,
	}, v.now, e)
	if errors.Is(err, ErrUnknown) {
		return x.over(w, r)
	}
	if err != nil {
		return err
	}
	return x.end(w, r, v, end)
}

// token ties a form to the request, the person and the browser session.
func (x *Room) token(v visit) string {
	return web.FormToken(x.Key, "device decision", string(v.request.ID), string(v.session.ID), v.session.Person, v.cookie)
}

func (x *Room) end(w http.ResponseWriter, r *http.Request, v visit, e templates.DeviceEnd) error {
	return web.Render(w, r, http.StatusOK, templates.DeviceEndPage(e, v.client.Name))
}

// over is for a request that is decided, expired or never was: it says no more.
func (x *Room) over(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusGone, templates.DeviceEndPage(templates.DeviceOver, ""))
}
