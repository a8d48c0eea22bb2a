package login_test

import (
	"bufio"
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/login"
	"countersign/idp/web"
	"countersign/storage"
)

func TestFinishChangesTheCookiesAndKeepsTheSession(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.complete()
	first := b.session()
	session, known := b.cookies["__Host-cs_session"], b.cookies["__Host-cs_browser"]
	if first.Person != string(h.ann.ID) || known == "" || !bytes.Equal(first.Browser, web.Hash(b.cookies["__Host-cs_flow"])) {
		t.Fatalf("the session is %+v", first)
	}
	h.clock.Advance(time.Hour)
	b.complete()
	if got := b.session(); got.ID != first.ID || !got.Assurance().AuthTime.Equal(h.clock.Now()) {
		t.Errorf("the session is %+v, want the same renewed", got)
	}
	if b.cookies["__Host-cs_session"] == session || b.cookies["__Host-cs_browser"] == known {
		t.Error("a cookie kept its value")
	}
	if ok, err := h.db.Browsers().Knows(t.Context(), web.Hash(known), string(h.ann.ID)); ok || err != nil {
		t.Errorf("the old mark still knows her: %v", err)
	}
	if _, err := h.sessions.Find(t.Context(), session); err == nil {
		t.Error("the old cookie still opens the session")
	}
}

func TestStepUpAsksOnlyForWhatIsMissing(t *testing.T) {
	h := newHouse(t)
	h.handler = h.room(flow.Policy{PasswordValid: 10 * time.Minute})
	b := h.browser()
	b.signIn()
	session := b.session()
	h.clock.Advance(time.Hour)
	hub := b.start(wants(factors.TwoFactors), func(s *flow.Session) {
		s.Person, s.Outcomes = session.Person, session.Outcomes
	})
	p := b.get(hub)
	if p.path != hub+"/step-up" || h.pushes.sent() != 0 {
		t.Fatalf("the hub leads to %s, and %d requests were sent: want none before the person presses", p.path, h.pushes.sent())
	}
	if p = b.post(p, hub+"/step-up"); p.path != hub+"/push" || h.pushes.sent() != 1 {
		t.Fatalf("pressed, at %s with %d requests", p.path, h.pushes.sent())
	}
	if again := b.get(hub + "/step-up"); again.path != hub+"/push" {
		t.Errorf("the page comes again, at %s", again.path)
	}
	h.pushes.answer(wire.StateApproved)
	b.post(p, hub+"/push/continue")
	got := b.session()
	if a := got.Assurance(); got.ID != session.ID || a.Strongest() != factors.TwoFactors || !a.AuthTime.Equal(session.Outcomes[0].At) {
		t.Errorf("the session amounts to %+v, want two factors since the password", a)
	}
}

func TestApplicationThatAsksForMoreIsToldSo(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, p := b.complete(wants(factors.OutOfBand))
	if !strings.HasPrefix(p.path, "/authorize/resume?flow=") {
		t.Errorf("at %s", p.path)
	}
	if s := h.flow(hub); s.State != flow.Ended || s.EndedBy != flow.EndedByNeed || b.session().ID != "" {
		t.Errorf("the sign-in is %s by %q", s.State, s.EndedBy)
	}
}

// TestRequestThatWasNotNeededIsWithdrawn is security case 75.
func TestRequestThatWasNotNeededIsWithdrawn(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, _ := b.signIn()
	s := h.flow(hub)
	s.Outcomes = append(s.Outcomes, factors.Outcome{Kind: factors.Push, At: h.clock.Now(), Ref: "chl_other"})
	if err := h.db.Flows().Save(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if p := b.get(hub); !strings.HasPrefix(p.path, "/authorize/resume") {
		t.Errorf("at %s", p.path)
	}
	if got := h.pushes.states()[0]; got != wire.StateCancelled {
		t.Errorf("the request is %s", got)
	}
}

func TestSessionOfWhoSatThereBeforeEndsOnRecord(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.complete()
	before := b.session()
	hub := b.start()
	p := b.post(b.get(hub), hub+"/sign-in", "username", "bob", "password", right)
	h.pushes.answer("approved")
	b.post(p, hub+"/push/continue")
	if s := b.session(); s.Person != string(h.bob.ID) {
		t.Fatalf("the session is %+v", s)
	}
	found, err := h.db.Events().Find(t.Context(), storage.Query{Kind: audit.SessionEnded, Limit: 2})
	if err != nil || len(found) != 1 || found[0].Session != string(before.ID) || found[0].Person != before.Person {
		t.Errorf("on record: %+v, %v", found, err)
	}
}

func TestSignInWithoutAnApplicationEndsAtItsOwnPage(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, p := b.complete(func(s *flow.Session) { s.App = flow.App{} })
	if p.path != hub+"/done" || p.status != http.StatusOK || !strings.Contains(p.body, "You are signed in") || !strings.Contains(p.body, "ann@example.com") {
		t.Errorf("got %d at %s", p.status, p.path)
	}
	withApp, _ := b.complete()
	if p = b.send(http.MethodGet, withApp+"/done", ""); p.header.Get("Location") != withApp {
		t.Errorf("the page of a sign-in for an application: %d", p.status)
	}
}

// TestWaitingPageHearsTheAnswer runs over a real connection, with the bell.
func TestWaitingPageHearsTheAnswer(t *testing.T) {
	h := newHouse(t)
	server := httptest.NewServer(h.handler)
	defer server.Close()
	b := h.browser()
	hub, _ := b.signIn()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+hub+"/push/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "id.example.com"
	r.AddCookie(&http.Cookie{Name: "__Host-cs_flow", Value: b.cookies["__Host-cs_flow"]})
	got, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	lines := bufio.NewScanner(got.Body)
	event := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		return ""
	}
	if e := event(); got.Header.Get("Content-Type") != "text/event-stream" || !strings.Contains(e, `"state":"pending"`) || secrets.MatchString(e) {
		t.Fatalf("at first %q", e)
	}
	h.pushes.answer(wire.StateReported)
	h.db.Bell().Ring("challenge:chl_1")
	if e := event(); !strings.Contains(e, `"state":"denied"`) {
		t.Errorf("after a report %q", e)
	}
	if e := event(); e != "" {
		t.Errorf("after the last event %q", e)
	}
}

func TestNothingToListenToIsNotFound(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub := b.start()
	for _, path := range []string{"/push/status", "/push/events", "/enrol/status", "/enrol/events"} {
		if p := b.send(http.MethodGet, hub+path, ""); p.status != http.StatusNotFound || !strings.Contains(p.body, "not_found") {
			t.Errorf("%s: %d %s", path, p.status, p.body)
		}
	}
}

func TestNewRejectsWhatIsMissing(t *testing.T) {
	if _, err := login.New(login.Deps{}); err == nil {
		t.Error("New took nothing")
	}
}
