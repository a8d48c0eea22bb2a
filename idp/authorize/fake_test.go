package authorize_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/authorize"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/grant"
	"countersign/idp/par"
	"countersign/idp/sso"
	"countersign/idp/token"
	"countersign/idp/web"
)

const (
	issuer    = "https://id.example"
	redirect  = "https://app.example/cb?tenant=1"
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	ada       = "per_ada"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// house is the room with hand-made neighbours.
type house struct {
	t       *testing.T
	room    *authorize.Room
	web     *web.Web
	now     time.Time
	clients map[client.ID]client.Client
	flows   map[flow.ID]flow.Session
	session sso.Session // of who has the session cookie
	account flow.Account
	orders  []grant.Order
	events  []audit.Event
	over    bool // the session ends while the code is issued
	allowed map[client.ID]flow.Allowed
	spent   map[string]time.Time
	book    *par.Book

	requirePAR bool
	documents  authorize.Documents

	flowCookie, sessionCookie string
}

func newHouse(t *testing.T, change ...func(*house)) *house {
	t.Helper()
	h := &house{
		t: t, now: noon, flows: map[flow.ID]flow.Session{}, spent: map[string]time.Time{}, sessionCookie: web.Secret(),
		account: flow.Account{Known: true, HasPassword: true, PushDevices: 1},
		clients: map[client.ID]client.Client{
			"app": {
				ID: "app", Name: "App", Method: client.Basic, RedirectURIs: []string{redirect, "https://app.example/cb2", "com.example.app:/cb"},
				Grants: []string{client.GrantCode, client.GrantRefresh}, Scopes: []string{"openid", "email", "offline_access"},
			},
			"old": {ID: "old", Method: client.Basic, RedirectURIs: []string{redirect}, Grants: []string{client.GrantCode}, Scopes: []string{"openid", "offline_access"}, PKCEOptional: true},
			"signs": {
				ID: "signs", Name: "Signs", Method: client.Basic, RedirectURIs: []string{redirect}, Grants: []string{client.GrantCode},
				Scopes: []string{"openid", "email"}, Metadata: client.Metadata{RequireSignedRequest: true, JWKS: clientKeys},
			},
			"third": {
				ID: "third", Name: "Third", Method: client.Basic, RedirectURIs: []string{redirect}, Grants: []string{client.GrantCode, client.GrantRefresh},
				Scopes: []string{"openid", "email", "offline_access"}, Metadata: client.Metadata{ThirdParty: true},
			},
			"pushes": {
				ID: "pushes", Name: "Pushes", Method: client.Basic, RedirectURIs: []string{redirect}, Grants: []string{client.GrantCode},
				Scopes: []string{"openid", "email"}, Metadata: client.Metadata{RequirePAR: true},
			},
			"detailed": {
				ID: "detailed", Name: "Detailed", Method: client.Basic, RedirectURIs: []string{redirect}, Grants: []string{client.GrantCode}, Scopes: []string{"openid"},
				Metadata: client.Metadata{DetailTypes: []string{"payment"}, DefaultMaxAge: new(int64(60)), DefaultACR: []string{"urn:countersign:acr:2"}},
			},
			"machine": {ID: "machine", Method: client.Basic, RedirectURIs: []string{redirect}, Scopes: []string{"openid"}},
		},
	}
	for _, f := range change {
		f(h)
	}
	var err error
	if h.book, err = par.NewBook(shelf{}, time.Minute, func() time.Time { return h.now }); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(issuer)
	if err != nil {
		t.Fatal(err)
	}
	h.web, err = web.New(web.Deps{
		Issuer: u, ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent },
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return h.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	h.room, err = authorize.New(authorize.Deps{
		Pushed: h.book, RequirePAR: h.requirePAR, Asked: h.asked(), Documents: h.documents,
		Objects: h.objects(), Once: h.once, Web: h.web, Clients: h, Flows: flows{h}, Sessions: sessions{h}, Accounts: h, Consents: consents{h}, Logo: func(_ context.Context, c client.Client) string { return c.Metadata.LogoURI }, Grants: h, Hints: h, Log: h, Sign: h.sign,
		Flood:        web.NewFlood(100, time.Minute, func() time.Time { return h.now }),
		Policy:       flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute},
		FlowLifetime: 30 * time.Minute, Now: func() time.Time { return h.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// signedIn gives the browser a session of both factors, as old as that.
func (h *house) signedIn(age time.Duration) *house {
	at := h.now.Add(-age)
	h.session = sso.Session{ID: "ses_1", Person: ada, Outcomes: []factors.Outcome{
		{Kind: factors.Password, At: at},
		{Kind: factors.Push, At: at.Add(time.Second), Match: factors.MatchNum2, Protection: factors.SoftwareKey},
	}}
	return h
}

func (h *house) Find(_ context.Context, id client.ID) (client.Client, error) {
	c, ok := h.clients[id]
	if !ok {
		return client.Client{}, client.ErrNotFound
	}
	return c, nil
}

func (h *house) Account(context.Context, string, string) (flow.Account, error) { return h.account, nil }

func (h *house) Issue(_ context.Context, o grant.Order) (string, error) {
	if h.over {
		return "", grant.ErrSession
	}
	h.orders = append(h.orders, o)
	return "cs_ac_code", nil
}

func (h *house) ReadHint(_ context.Context, hint string) (token.Hint, error) {
	switch hint {
	case "ada":
		return token.Hint{Person: ada, Client: "app"}, nil
	case "bob":
		return token.Hint{Person: "per_bob", Client: "app"}, nil
	case "ada-elsewhere":
		return token.Hint{Person: ada, Client: "old"}, nil
	}
	return token.Hint{}, token.ErrHint
}

// sign puts the header in front, which shows what is signed.
func (h *house) sign(_ context.Context, alg, typ string, claims any) (string, error) {
	b, err := json.Marshal(claims)
	return alg + "|" + typ + "|" + string(b), err
}

func (h *house) Append(_ context.Context, events ...audit.Event) error {
	h.events = append(h.events, events...)
	return nil
}

type flows struct{ *house }

func (f flows) Start(_ context.Context, s flow.Session, events ...audit.Event) error {
	f.flows[s.ID] = s
	f.events = append(f.events, events...)
	return nil
}

func (f flows) Find(_ context.Context, id flow.ID) (flow.Session, error) {
	s, ok := f.flows[id]
	if !ok {
		return s, flow.ErrNotFound
	}
	return s, nil
}

func (f flows) Consume(_ context.Context, id flow.ID, browser []byte, _ time.Time, _ ...audit.Event) (flow.Session, error) {
	s, ok := f.flows[id]
	switch {
	case !ok || !bytes.Equal(s.Browser, browser):
		return flow.Session{}, flow.ErrNotFound
	case s.State != flow.Done:
		return flow.Session{}, flow.ErrStale
	}
	taken := s
	s.State = flow.Consumed
	f.flows[id] = s
	return taken, nil
}

type consents struct{ *house }

func (c consents) Find(_ context.Context, person, app string) (flow.Allowed, error) {
	if person != ada {
		c.t.Errorf("asked for what %q allowed", person)
	}
	return c.allowed[client.ID(app)], nil
}

type sessions struct{ *house }

func (s sessions) Find(_ context.Context, cookie string) (sso.Session, error) {
	if s.session.ID == "" || cookie != s.sessionCookie {
		return sso.Session{}, sso.ErrNone
	}
	return s.session, nil
}

// request is a good one, with changes: a name and its value; "" removes it.
func request(pairs ...string) url.Values {
	v := url.Values{
		"client_id": {"app"}, "redirect_uri": {redirect}, "response_type": {"code"}, "scope": {"openid email"},
		"state": {"a=b&c d/é"}, "nonce": {"n-1"}, "code_challenge": {challenge}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			v.Del(pairs[i])
			continue
		}
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// result is what the browser gets: a failure of ours or a redirect.
type result struct {
	failure *web.Failure
	status  int
	to      string
	cookies []*http.Cookie
	header  http.Header
	body    string
}

func (h *house) serve(handler web.Handler, r *http.Request) result {
	h.t.Helper()
	r.AddCookie(&http.Cookie{Name: "__Host-" + web.SessionCookie, Value: h.sessionCookie})
	if h.flowCookie != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-" + web.FlowCookie, Value: h.flowCookie})
	}
	rec := httptest.NewRecorder()
	err := handler(rec, r)
	out := result{status: rec.Code, to: rec.Header().Get("Location"), cookies: rec.Result().Cookies(), header: rec.Header(), body: rec.Body.String()}
	if err != nil {
		if !errors.As(err, &out.failure) {
			h.t.Fatalf("an error of ours: %v", err)
		}
		if out.to != "" {
			h.t.Fatalf("an error and a redirect to %s", out.to)
		}
	}
	for _, c := range out.cookies {
		if c.Name == "__Host-"+web.FlowCookie {
			h.flowCookie = c.Value
		}
	}
	return out
}

func (h *house) begin(v url.Values) result {
	h.t.Helper()
	return h.serve(h.room.Begin, httptest.NewRequest(http.MethodGet, "/authorize?"+v.Encode(), nil))
}

func (h *house) resume(id string) result {
	h.t.Helper()
	return h.serve(h.room.Resume, httptest.NewRequest(http.MethodGet, "/authorize/resume?flow="+url.QueryEscape(id), nil))
}

// sentBack is the answer that the application got.
func (r result) sentBack(t *testing.T) url.Values {
	t.Helper()
	u, err := url.Parse(r.to)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if u.Host != "app.example" || u.Path != "/cb" || q.Get("tenant") != "1" {
		t.Fatalf("sent to %q, want the application", r.to)
	}
	if q.Get("iss") != issuer {
		t.Errorf("iss is %q (RFC 9207)", q.Get("iss"))
	}
	return q
}

// started is the only sign-in that was opened.
func (h *house) started(r result) flow.Session {
	h.t.Helper()
	for id, s := range h.flows {
		if r.to == "/login/"+string(id) {
			return s
		}
	}
	h.t.Fatalf("no sign-in was opened: %+v", r)
	return flow.Session{}
}
