package login_test

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/passkey"
	"countersign/factors/recovery"
	"countersign/factors/totp"
	"countersign/factors/webauthn"
	"countersign/idp/flow"
	"countersign/idp/login"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/storage"
	"countersign/storage/storagetest"
	"countersign/templates"
)

func TestMain(m *testing.M) { os.Exit(storagetest.Main(m)) }

const (
	issuer     = "https://id.example.com"
	right      = "correct horse battery"
	firefox    = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
	againAfter = 30 * time.Second
)

// house is the room behind HTTP, with real storage and factors that obey.
type house struct {
	t          *testing.T
	db         *storage.DB
	clock      *storagetest.Clock
	passwords  *passwords
	pushes     *pushes
	enrolments *enrolments
	sessions   *sso.Sessions
	apps       *totp.Factor
	recovery   *recovery.Factor
	passkeys   *passkey.Factor
	meanwhile  func() // happens between a passkey's answer and what is kept of it
	handler    http.Handler
	ann, bob   person.Person

	phones         int
	pushOff        bool
	usedInvitation bool
	bound          time.Time // when the fake phone was added
}

func newHouse(t *testing.T) *house {
	t.Helper()
	clock := storagetest.NewClock()
	h := &house{t: t, db: storagetest.SQLite(t, clock), clock: clock, phones: 1}
	h.ann, h.bob = h.person("ann@example.com"), h.person("bob")
	h.passwords = &passwords{db: h.db, clock: clock, right: right, of: map[string]string{
		"ann@example.com": string(h.ann.ID), "bob": string(h.bob.ID),
	}}
	h.pushes = &pushes{clock: clock}
	h.enrolments = &enrolments{clock: clock, house: h}
	h.handler = h.room(flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute})
	return h
}

func (h *house) person(name string) person.Person {
	h.t.Helper()
	p, err := person.New(person.Particulars{Username: name}, h.clock.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	p.Password = "hash"
	if err := h.db.People().Create(h.t.Context(), p); err != nil {
		h.t.Fatal(err)
	}
	return p
}

// room wires the room as cmd does.
func (h *house) room(p flow.Policy) http.Handler {
	h.t.Helper()
	u, err := url.Parse(issuer)
	if err != nil {
		h.t.Fatal(err)
	}
	w, err := web.New(web.Deps{
		Issuer: u, Now: h.clock.Now, Log: slog.New(slog.NewTextHandler(h.t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
		ErrorPage: func(f web.Failure) templ.Component {
			return templates.ErrorPage(templates.Error{Title: f.Title, Message: f.Message, Remedy: f.Remedy, Back: f.Back, BackText: f.BackText, Reference: f.Reference})
		},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.sessions, err = sso.New(sso.Deps{
		Store: h.db.Sessions(), Idle: 12 * time.Hour, Max: 7 * 24 * time.Hour, KnownFor: 180 * 24 * time.Hour, Now: h.clock.Now,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	streams := web.NewStreams(ctx, h.db.Bell().Hears)
	h.t.Cleanup(func() {
		stop()
		streams.Wait()
	})
	bounds := limit.Bounds{Failures: 5, Source: 30, Window: 10 * time.Minute}
	if h.apps, err = totp.New(totp.Deps{
		Store: h.db.TOTP(), Counters: h.db.Counters(), Bounds: bounds, Log: h.db.Events(), Issuer: "Test", Now: h.clock.Now,
	}); err != nil {
		h.t.Fatal(err)
	}
	if h.recovery, err = recovery.New(recovery.Deps{
		Store: h.db.Recovery(), Counters: h.db.Counters(), Bounds: bounds, Log: h.db.Events(), Now: h.clock.Now,
	}); err != nil {
		h.t.Fatal(err)
	}
	rp, err := webauthn.NewRP(issuer)
	if err != nil {
		h.t.Fatal(err)
	}
	if h.passkeys, err = passkey.New(passkey.Deps{
		Store: h.db.Passkeys(), Counters: h.db.Counters(), Bounds: bounds, Log: h.db.Events(), RP: rp, Name: "Test",
		Key: []byte(strings.Repeat("p", 32)), Now: h.clock.Now,
	}); err != nil {
		h.t.Fatal(err)
	}
	x, err := login.New(login.Deps{
		Web: w, Streams: streams, Flows: h.db.Flows(), Accounts: facts{h.db.Accounts(), h}, Consents: h.db.Consents(), Details: payments.Show, People: h.db.People(),
		Invitations: h.db.Invitations(), Browsers: h.db.Browsers(), Sessions: h.sessions, Passwords: h.passwords,
		Enrolments: h.enrolments, Pushes: h.pushes, Status: h.pushes, Apps: h.apps, Recovery: h.recovery, Passkeys: slowly{h.passkeys, h}, RememberFor: 14 * 24 * time.Hour, Record: h.db.Events(), Listen: h.db.Bell().Watch, MaySignIn: func(context.Context, string, string) (bool, error) { return true, nil },
		Now: h.clock.Now, Policy: p, TokenKey: []byte(strings.Repeat("k", 32)), FlowLife: 30 * time.Minute,
		PasswordLeast: 12, Contact: "the help desk on 555",
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return w.Wrap(routes(w, x))
}

func routes(w *web.Web, x *login.Room) http.Handler {
	mux := http.NewServeMux()
	for pattern, serve := range map[string]web.Handler{
		"GET /login/{id}":         x.Hub,
		"GET /login/{id}/sign-in": x.SignInPage, "POST /login/{id}/sign-in": x.SignIn,
		"GET /login/{id}/new-password": x.NewPasswordPage, "POST /login/{id}/new-password": x.NewPassword,
		"GET /login/{id}/choose": x.ChoosePage, "POST /login/{id}/choose": x.Choose,
		"GET /login/{id}/push": x.PushPage, "POST /login/{id}/push/continue": x.PushContinue,
		"GET /login/{id}/step-up": x.StepUpPage, "POST /login/{id}/step-up": x.PushAgain,
		"POST /login/{id}/push/resend": x.PushResend, "POST /login/{id}/push/again": x.PushAgain,
		"POST /login/{id}/push/cancel": x.PushCancel, "POST /login/{id}/push/scan": x.PushScan,
		"GET /login/{id}/enrol": x.EnrolPage, "POST /login/{id}/enrol/again": x.EnrolAgain,
		"GET /login/{id}/enrol/confirm": x.EnrolConfirmPage, "POST /login/{id}/enrol/confirm": x.EnrolConfirm,
		"POST /login/{id}/enrol/reject": x.EnrolReject, "GET /login/{id}/done": x.Done,
		"GET /login/{id}/passkey": x.PasskeyPage, "POST /login/{id}/passkey": x.Passkey,
		"GET /login/{id}/code": x.CodePage, "POST /login/{id}/code": x.Code,
		"GET /login/{id}/recovery": x.RecoveryPage, "POST /login/{id}/recovery": x.RecoveryCode,
		"GET /login/{id}/remember": x.RememberPage, "POST /login/{id}/remember": x.Remember,
		"GET /login/{id}/consent": x.ConsentPage, "POST /login/{id}/consent": x.Consent,
		"GET /login/{id}/enrol/recovery-codes":     x.KeepCodesPage,
		"POST /login/{id}/enrol/recovery-codes":    x.CodesKept,
		"GET /login/{id}/enrol/recovery-codes.txt": x.CodesFile,
		"GET /invite/{token}":                      x.InvitePage, "POST /invite/{token}": x.Invite,
	} {
		mux.Handle(pattern, w.Page(serve))
	}
	for pattern, serve := range map[string]web.Handler{
		"GET /login/{id}/push/status": x.PushStatus, "GET /login/{id}/push/events": x.PushEvents,
		"GET /login/{id}/enrol/status": x.EnrolStatus, "GET /login/{id}/enrol/events": x.EnrolEvents,
	} {
		mux.Handle(pattern, w.JSON(serve))
	}
	return mux
}

// browser is a browser with its cookies.
type browser struct {
	h       *house
	cookies map[string]string
	agent   string
}

func (h *house) browser() *browser { return &browser{h, map[string]string{}, firefox} }

// page is what came back in the end, and where.
type page struct {
	status int
	path   string
	body   string
	header http.Header
}

var tokens = regexp.MustCompile(`name="_token" value="([^"]*)"`)

// token is the anti-forgery value of the page.
func (p page) token() string {
	if m := tokens.FindStringSubmatch(p.body); m != nil {
		return m[1]
	}
	return ""
}

func (p page) has(id string) bool { return strings.Contains(p.body, `id="`+id+`"`) }

// send sends one request and keeps the cookies of its answer.
func (b *browser) send(method, path, body string) page {
	b.h.t.Helper()
	r := httptest.NewRequest(method, issuer+path, strings.NewReader(body))
	r.Header.Set("User-Agent", b.agent)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	b.h.handler.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		b.cookies[c.Name] = c.Value
	}
	raw, err := io.ReadAll(rec.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return page{rec.Code, path, string(raw), rec.Header()}
}

// follow goes where redirects lead, within the room.
func (b *browser) follow(p page) page {
	b.h.t.Helper()
	for range 8 {
		to := p.header.Get("Location")
		if to == "" || !strings.HasPrefix(to, "/login/") {
			if to != "" {
				p.path = to
			}
			return p
		}
		p = b.send(http.MethodGet, to, "")
	}
	b.h.t.Fatalf("redirects without end at %s", p.path)
	return p
}

func (b *browser) get(path string) page {
	b.h.t.Helper()
	return b.follow(b.send(http.MethodGet, path, ""))
}

// post fills in a form of a page that was seen.
func (b *browser) post(seen page, path string, fields ...string) page {
	b.h.t.Helper()
	form := url.Values{"_token": {seen.token()}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return b.follow(b.send(http.MethodPost, path, form.Encode()))
}

// start opens a sign-in for an application in this browser, as authorize does.
func (b *browser) start(change ...func(*flow.Session)) string {
	b.h.t.Helper()
	if b.cookies["__Host-cs_flow"] == "" {
		b.cookies["__Host-cs_flow"] = web.Secret()
	}
	now := b.h.clock.Now()
	s := flow.Session{
		ID: flow.ID("flow_" + rand.Text()), Browser: web.Hash(b.cookies["__Host-cs_flow"]), State: flow.Open,
		App:     flow.App{ID: "payroll", Name: "Payroll", Origin: "https://payroll.example", Home: "https://payroll.example/"},
		Started: now, Expires: now.Add(30 * time.Minute),
	}
	for _, c := range change {
		c(&s)
	}
	if err := b.h.db.Flows().Start(b.h.t.Context(), s); err != nil {
		b.h.t.Fatal(err)
	}
	return "/login/" + string(s.ID)
}

// signIn opens a sign-in and gives ann's password.
func (b *browser) signIn(change ...func(*flow.Session)) (hub string, at page) {
	b.h.t.Helper()
	hub = b.start(change...)
	at = b.post(b.get(hub), hub+"/sign-in", "username", "ann@example.com", "password", right)
	return hub, at
}

// complete signs ann in to the end.
func (b *browser) complete(change ...func(*flow.Session)) (hub string, at page) {
	b.h.t.Helper()
	hub, at = b.signIn(change...)
	b.h.pushes.answer("approved")
	return hub, b.post(at, hub+"/push/continue")
}

func (h *house) flow(hub string) flow.Session {
	h.t.Helper()
	s, err := h.db.Flows().Find(h.t.Context(), flow.ID(strings.TrimPrefix(hub, "/login/")))
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// proved are the kinds of outcome that the sign-in has.
func (h *house) proved(hub string) string {
	h.t.Helper()
	var kinds []string
	for _, o := range h.flow(hub).Outcomes {
		kinds = append(kinds, string(o.Kind))
	}
	return strings.Join(kinds, " ")
}

// session is the live session of the browser, or a zero one.
func (b *browser) session() sso.Session {
	b.h.t.Helper()
	s, err := b.h.sessions.Find(b.h.t.Context(), b.cookies["__Host-cs_session"])
	if err != nil {
		return sso.Session{}
	}
	return s
}

func wants(acr ...factors.ACR) func(*flow.Session) {
	return func(s *flow.Session) { s.Need.ACR = acr }
}
