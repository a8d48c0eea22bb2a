package authorize

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/grant"
	"countersign/idp/par"
	"countersign/idp/protocol"
	"countersign/idp/sso"
	"countersign/idp/token"
	"countersign/idp/web"
	"countersign/templates/words"
)

// Flows keeps sign-ins.
type Flows interface {
	Start(ctx context.Context, s flow.Session, events ...audit.Event) error
	Find(ctx context.Context, id flow.ID) (flow.Session, error)
	// Consume takes a finished sign-in, once, for the browser that made it:
	// flow.ErrStale if it was taken or ended, flow.ErrNotFound if it never
	// was that browser's.
	Consume(ctx context.Context, id flow.ID, browser []byte, at time.Time, events ...audit.Event) (flow.Session, error)
}

// Deps are what the room needs.
type Deps struct {
	Web     *web.Web
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
	}
	Flows    Flows
	Sessions interface {
		// Find is the live session of a cookie, or sso.ErrNone.
		Find(ctx context.Context, cookie string) (sso.Session, error)
	}
	Accounts interface {
		Account(ctx context.Context, person, invitation string) (flow.Account, error)
	}
	Consents Consents
	// Logo is the path of a client's picture, or "".
	Logo   func(ctx context.Context, c client.Client) string
	Grants interface {
		Issue(ctx context.Context, o grant.Order) (string, error)
	}
	Hints interface {
		ReadHint(ctx context.Context, hint string) (token.Hint, error)
	}
	// Sign signs answers by a token key (package keys).
	Sign func(ctx context.Context, alg, typ string, claims any) (string, error)
	// Objects reads signed requests, and Once keeps that one was acted on.
	Objects Objects
	Once    Once
	Pushed  Pushed
	Asked   Asked
	// Documents fetches request objects by reference; nil where those are not
	// served.
	Documents Documents
	// RequirePAR takes requests only of clients that pushed them.
	RequirePAR bool
	Log        audit.Log
	Policy     flow.Policy
	// Attested is true where passkeys may prove their hardware.
	Attested bool
	// Flood bounds what strangers make us write: sign-ins and refusals.
	Flood *web.Flood
	// FlowLifetime is how long a sign-in may take.
	FlowLifetime time.Duration
	Now          func() time.Time
}

// Room serves the authorization endpoint.
type Room struct{ Deps }

// New checks deps.
func New(d Deps) (*Room, error) {
	if d.Web == nil || d.Clients == nil || d.Flows == nil || d.Sessions == nil || d.Accounts == nil ||
		d.Grants == nil || d.Hints == nil || d.Sign == nil || d.Consents == nil || d.Logo == nil || d.Objects == nil || d.Once == nil || d.Log == nil || d.Flood == nil || d.FlowLifetime <= 0 || d.Now == nil {
		return nil, errors.New("authorize: all dependencies and a flow lifetime are needed")
	}
	if d.Pushed == nil || !d.Asked.complete() {
		return nil, errors.New("authorize: Pushed and Asked are needed")
	}
	return &Room{d}, nil
}

// Begin is /authorize. A POST (OpenID Connect Core section 3.1.2.1) comes from
// another site and so without our cookies; it is turned into the same request
// by GET, which has them.
func (x *Room) Begin(w http.ResponseWriter, r *http.Request) error {
	raw := r.URL.RawQuery
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err != nil {
			return web.BadRequest(words.RefusalAppUnreadable, fmt.Errorf("parse form: %w", err))
		}
		raw = r.PostForm.Encode()
	}
	if r.Method != http.MethodPost && len(raw) > maxRequest {
		return web.BadRequest(words.RefusalAppTooMuch, errors.New("request is too long"))
	}
	q, err := parse(raw)
	if err != nil {
		return err
	}
	brought := q.values
	for _, c := range first {
		if err := c.do(x, r.Context(), q); err != nil {
			web.EventOf(r.Context()).Set("check", c.name)
			if q.unread != nil {
				web.EventOf(r.Context()).Set("unread", q.unread.Error())
			}
			return fmt.Errorf("authorize: %w", err)
		}
	}
	web.EventOf(r.Context()).Set("client", string(q.client.ID))
	for _, c := range later {
		if e := c.do(x, r.Context(), q); e != nil {
			return x.refuse(w, r, q, c.name, e)
		}
	}
	if r.Method == http.MethodPost {
		return x.byGet(w, r, q, brought)
	}
	return x.decide(w, r, q)
}

// byGet sends the browser to the same request by GET; one too large for an
// address waits here for it.
func (x *Room) byGet(w http.ResponseWriter, r *http.Request, q *request, brought url.Values) error {
	raw := brought.Encode()
	if len(raw) > maxRequest {
		if err := x.Flood.Pass(r.Context(), "authorize"); err != nil {
			return err
		}
		uri, err := x.Pushed.Keep(r.Context(), par.Request{Client: q.client.ID, Values: brought})
		if err != nil {
			return fmt.Errorf("authorize: %w", err)
		}
		raw = url.Values{"client_id": {string(q.client.ID)}, "request_uri": {uri}}.Encode()
	}
	return web.SeeOther(w, r, "/authorize?"+raw)
}

// refuse tells the application and the record.
func (x *Room) refuse(w http.ResponseWriter, r *http.Request, q *request, check string, e *protocol.Error) error {
	if err := x.note(r.Context(), q, check, e); err != nil {
		return err
	}
	return q.back.withError(w, r, e)
}

// note puts a refusal on record.
func (x *Room) note(ctx context.Context, q *request, check string, e *protocol.Error) error {
	if err := x.Flood.Pass(ctx, "authorize"); err != nil {
		return err
	}
	event := audit.New(ctx, x.Now(), audit.AuthorizeRefused)
	event.Client, event.Reason = string(q.client.ID), e.Code
	event.Detail = map[string]string{"check": check}
	return x.Log.Append(ctx, event)
}

// decide asks whether the browser's session is good enough. If so there is a
// code at once; else a sign-in starts, with what the session brings.
func (x *Room) decide(w http.ResponseWriter, r *http.Request, q *request) error {
	session, err := x.Sessions.Find(r.Context(), x.Web.Cookie(r, web.SessionCookie))
	if err != nil && !errors.Is(err, sso.ErrNone) {
		return fmt.Errorf("authorize: %w", err)
	}
	s := x.signIn(q, session)
	account, err := x.account(r.Context(), s)
	if err != nil {
		return err
	}
	next := flow.Next(s, x.Policy, account, x.Now())
	if next == flow.Refuse {
		// The account behind the session is gone. Somebody else may sign in.
		s.Person, s.Outcomes, next = "", nil, flow.AskPassword
	}
	switch {
	case next == flow.Finish:
	case q.prompt.none && next == flow.AskPassword:
		return x.refuse(w, r, q, "prompt=none and a session", protocol.LoginRequired())
	case q.prompt.none && next == flow.AskConsent:
		return x.refuse(w, r, q, "prompt=none and a consent", protocol.ConsentRequired())
	case q.prompt.none:
		return x.refuse(w, r, q, "prompt=none and a session that suffices", protocol.InteractionRequired())
	}
	err = x.act(r.Context(), q)
	if refused, ok := errors.AsType[*protocol.Error](err); ok {
		return x.refuse(w, r, q, "the request object is new", refused)
	}
	if err != nil {
		return fmt.Errorf("authorize: %w", err)
	}
	if next == flow.Finish {
		s.ID = "" // no sign-in was needed, so none is on record
		return x.issue(w, r, q.back, s, q.kept(), string(session.ID))
	}
	x.Web.Speak(w, "/login/"+string(s.ID), q.get("ui_locales"))
	return x.start(w, r, q, s)
}

// signIn is the sign-in that the request asks for. It begins with what the
// browser's session has proved, unless that is too old to count or another
// person's than the one whom id_token_hint names.
func (x *Room) signIn(q *request, session sso.Session) flow.Session {
	now := x.Now()
	s := flow.Session{
		ID: flow.ID("flow_" + rand.Text()), State: flow.Open, App: q.back.app(q.client),
		Need: flow.Need{ACR: q.acr, Since: q.since, Consent: q.consent()}, Hint: q.loginHint,
		Started: now, Expires: now.Add(x.FlowLifetime),
	}
	if session.ID == "" || q.prompt.login || (q.subject != "" && q.subject != session.Person) {
		return s
	}
	s.Outcomes = session.Outcomes
	if s.Outcomes = s.Fresh(x.Policy, now); len(s.Outcomes) > 0 {
		s.Person = session.Person
	}
	return s
}

// start keeps the sign-in and sends the browser to its hub.
func (x *Room) start(w http.ResponseWriter, r *http.Request, q *request, s flow.Session) error {
	if err := x.Flood.Pass(r.Context(), "authorize"); err != nil {
		return err
	}
	s.Browser = web.Hash(x.Web.FlowSecret(w, r))
	if err := x.keep(r.Context(), q, s); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/login/"+string(s.ID))
}

// keep keeps the sign-in with what it must know of q, and puts it on record.
func (x *Room) keep(ctx context.Context, q *request, s flow.Session) error {
	s.Request, s.App.Logo = q.kept().store(), x.Logo(ctx, q.client)
	e := audit.New(ctx, s.Started, audit.FlowStarted)
	e.Flow, e.Client, e.Person = string(s.ID), s.App.ID, s.Person
	if s.Origin != "" {
		e.Detail = map[string]string{"origin": s.Origin}
	}
	if err := x.Flows.Start(ctx, s, e); err != nil {
		return fmt.Errorf("start sign-in: %w", err)
	}
	return nil
}

// counted are the outcomes that a finished sign-in rests on: of each kind the
// newest, and none that is older than the client allowed.
func counted(s flow.Session) []factors.Outcome {
	var out []factors.Outcome
	for i, o := range s.Outcomes {
		superseded := o.At.Before(s.Need.Since)
		for _, later := range s.Outcomes[i+1:] {
			superseded = superseded || later.Kind == o.Kind
		}
		if !superseded {
			out = append(out, o)
		}
	}
	return out
}
