package login_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/password"
	"countersign/idp/flow"
)

func TestSignInLeadsFromPasswordThroughPushToTheApplication(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub := b.start()
	p := b.get(hub)
	if p.path != hub+"/sign-in" || p.status != http.StatusOK || !p.has("username") || !strings.Contains(p.body, "Payroll") {
		t.Fatalf("the hub leads to %s, %d", p.path, p.status)
	}
	p = b.post(p, hub+"/sign-in", "username", "ann@example.com", "password", right)
	if p.path != hub+"/push" || !strings.Contains(p.body, ">47<") || !strings.Contains(p.body, "ann@example.com") {
		t.Fatalf("after the password: %s, %d\n%s", p.path, p.status, p.body)
	}
	h.pushes.answer("approved")
	p = b.get(hub)
	if !p.has("push-continue") || strings.Contains(p.body, "47<") {
		t.Errorf("an approved request's page: %s", p.body)
	}
	p = b.post(p, hub+"/push/continue")
	if want := "/authorize/resume?flow=" + strings.TrimPrefix(hub, "/login/"); p.path != want {
		t.Errorf("finished at %s, want %s", p.path, want)
	}
	s := h.flow(hub)
	if s.State != flow.Done || h.proved(hub) != "password push" || s.Session != string(b.session().ID) {
		t.Errorf("the sign-in is %+v", s)
	}
	if again := b.get(hub); again.path != p.path {
		t.Errorf("with the answer lost, the hub leads to %s", again.path)
	}
}

func TestWrongPasswordUnknownNameAndAnotherPersonAreOneAnswer(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	reauth := func(s *flow.Session) {
		s.Person, s.Need.Since = string(h.ann.ID), s.Started
		s.Outcomes = []factors.Outcome{{Kind: factors.Password, At: s.Started.Add(-time.Hour)}}
	}
	for _, c := range []struct {
		name         string
		change       func(*flow.Session)
		user, secret string
	}{
		{"wrong password", func(*flow.Session) {}, "ann@example.com", "wrong"},
		{"unknown name", func(*flow.Session) {}, "nobody", right},
		{"another person, reauthenticating", reauth, "bob", right},
		{"wrong password, reauthenticating", reauth, "ann@example.com", "wrong"},
	} {
		t.Run(c.name, func(t *testing.T) {
			hub := b.start(c.change)
			p := b.post(b.get(hub), hub+"/sign-in", "username", c.user, "password", c.secret)
			if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "username and password don’t match") {
				t.Errorf("got %d at %s", p.status, p.path)
			}
			if h.pushes.sent() != 0 || len(h.flow(hub).Outcomes) > 1 {
				t.Error("a refused password moved the sign-in")
			}
			if strings.Contains(p.body, c.secret) {
				t.Error("the page repeats the password")
			}
		})
	}
}

func TestReauthenticationIsForTheSameAccountAlone(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub := b.start(func(s *flow.Session) { s.Person, s.Need.Since = string(h.ann.ID), s.Started })
	p := b.get(hub)
	if !strings.Contains(p.body, "ann@example.com") || p.has("username") {
		t.Error("the page does not fix the account")
	}
	if p = b.post(p, hub+"/sign-in", "username", "ann@example.com", "password", right); p.path != hub+"/push" {
		t.Errorf("ann herself got to %s", p.path)
	}
}

func TestThrottledPersonIsToldHowLong(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub := b.start()
	seen := b.get(hub)
	h.passwords.fail = &password.Limited{Until: h.clock.Now().Add(4*time.Minute + time.Second)}
	p := b.post(seen, hub+"/sign-in", "username", "ann@example.com", "password", right)
	if p.status != http.StatusTooManyRequests || p.header.Get("Retry-After") != "241" || !strings.Contains(p.body, "Wait 5 minutes") {
		t.Errorf("got %d, Retry-After %q", p.status, p.header.Get("Retry-After"))
	}
	h.passwords.fail = password.ErrBusy
	p = b.post(seen, hub+"/sign-in", "username", "ann@example.com", "password", right)
	if p.status != http.StatusServiceUnavailable || p.header.Get("Retry-After") == "" || !strings.Contains(p.body, `href="`+hub+`"`) {
		t.Errorf("busy: got %d", p.status)
	}
	if h.proved(hub) != "" {
		t.Error("a refused password moved the sign-in")
	}
}

func TestPasswordIsVerifiedForItsSourceAndBrowser(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.complete()
	hub := b.start()
	b.post(b.get(hub), hub+"/sign-in", "username", "ann@example.com", "password", right)
	first, last := h.passwords.tried[0], h.passwords.tried[1]
	if last.Source != "192.0.2.1" || last.Flow != strings.TrimPrefix(hub, "/login/") {
		t.Errorf("tried %+v", last)
	}
	known := last.KnownBrowser
	if !known(string(h.ann.ID)) || known(string(h.bob.ID)) || known("") {
		t.Error("want the browser known to ann alone after her second factor")
	}
	if stranger := first.KnownBrowser; stranger("") {
		t.Error("a browser without a cookie is known")
	}
}

func TestPasswordStepRunsOutAndTheNextAsksThePhoneAnew(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, _ := b.signIn()
	h.clock.Advance(10 * time.Minute)
	p := b.get(hub + "/push")
	if p.path != hub+"/sign-in" {
		t.Fatalf("after ten minutes the page leads to %s", p.path)
	}
	p = b.post(p, hub+"/sign-in", "username", "ann@example.com", "password", right)
	if p.path != hub+"/push" || h.pushes.sent() != 2 || !strings.Contains(p.body, ">47<") {
		t.Errorf("got to %s with %d requests", p.path, h.pushes.sent())
	}
}

func TestOneFactorSufficesWherePolicySaysSo(t *testing.T) {
	h := newHouse(t)
	h.handler = h.room(flow.Policy{PasswordValid: 10 * time.Minute})
	b := h.browser()
	if _, p := b.signIn(); !strings.HasPrefix(p.path, "/authorize/resume") {
		t.Errorf("got to %s", p.path)
	}
	if b.cookies["__Host-cs_browser"] != "" {
		t.Error("a password alone made the browser known")
	}
	if _, p := b.signIn(wants(factors.TwoFactors)); !strings.HasSuffix(p.path, "/push") {
		t.Errorf("an application that asks for two: %s", p.path)
	}
}
