package login_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	codes "github.com/pquerna/otp/totp"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/totp"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/storage"
)

// app gives ann an authenticator app; what it returns is what the app shows.
func (h *house) app() func() string {
	h.t.Helper()
	account := factors.Account(h.ann.ID)
	begun, err := h.apps.Begin(h.t.Context(), account, "ann")
	if err != nil {
		h.t.Fatal(err)
	}
	show := func() string {
		h.t.Helper()
		code, err := codes.GenerateCode(begun.Text, h.clock.Now())
		if err != nil {
			h.t.Fatal(err)
		}
		return code
	}
	if _, err := h.apps.Confirm(h.t.Context(), totp.Attempt{Try: limit.Try{Account: account}, Code: show()}); err != nil {
		h.t.Fatal(err)
	}
	h.clock.Advance(30 * time.Second)
	return show
}

// codes gives ann recovery codes.
func (h *house) codes() []string {
	h.t.Helper()
	all, err := h.recovery.Make(h.t.Context(), factors.Account(h.ann.ID), "")
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func (h *house) events(kind audit.Kind) int {
	h.t.Helper()
	all, err := h.db.Events().Find(h.t.Context(), storage.Query{Kind: kind, Limit: 100})
	if err != nil {
		h.t.Fatal(err)
	}
	return len(all)
}

func TestCodeOfAnAppConfirmsASignIn(t *testing.T) {
	h := newHouse(t)
	h.phones = 0
	show := h.app()
	b := h.browser()
	hub, p := b.signIn()
	if p.path != hub+"/code" || !p.has("code") || p.has("other-way") {
		t.Fatalf("with an app alone: %s", p.path)
	}
	if p = b.post(p, hub+"/code", "code", "000 00x"); p.status != http.StatusUnprocessableEntity || !p.has("code-error") {
		t.Fatalf("a wrong code: %d at %s", p.status, p.path)
	}
	if p = b.post(p, hub+"/code", "code", show()); !strings.HasPrefix(p.path, "/authorize/resume") {
		t.Fatalf("the right code leads to %s", p.path)
	}
	if got := strings.Join(b.session().Assurance().AMR, " "); got != "pwd otp mfa" {
		t.Errorf("amr %s", got)
	}
	hub, p = b.signIn()
	if p = b.post(p, hub+"/code", "code", show()); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "used already") {
		t.Errorf("the same code in another sign-in: %d", p.status)
	}
}

// Phones that nobody used for months stay asleep until their person signed in
// with something else, to the end.
func TestOnlyAFinishedSignInWithAnotherFactorWakesPhones(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.complete()
	if n := len(h.enrolments.woken); n != 0 {
		t.Fatalf("a push woke phones, %d times", n)
	}
	h.phones = 0
	show := h.app()
	hub, p := b.signIn()
	p = b.post(p, hub+"/code", "code", "000000")
	if n := len(h.enrolments.woken); n != 0 {
		t.Fatalf("a wrong code woke phones, %d times", n)
	}
	b.post(p, hub+"/code", "code", show())
	if got := h.enrolments.woken; !slices.Equal(got, []factors.Account{factors.Account(h.ann.ID)}) {
		t.Errorf("a code of an app woke the phones of %v, want ann's once", got)
	}
	h.clock.Advance(time.Minute)
	stale := b.start(wants(factors.TwoFactors), func(s *flow.Session) {
		s.Person, s.Outcomes = string(h.ann.ID), b.session().Outcomes
	})
	b.get(stale)
	if n := len(h.enrolments.woken); n != 1 {
		t.Errorf("a code of an earlier sign-in woke phones again: %d times", n)
	}
}

func TestCodePageSaysHowLongToWait(t *testing.T) {
	h := newHouse(t)
	h.phones = 0
	show := h.app()
	h.codes()
	b := h.browser()
	hub, p := b.signIn()
	for range 5 {
		p = b.post(p, hub+"/code", "code", "no")
	}
	p = b.post(p, hub+"/code", "code", show())
	if p.status != http.StatusTooManyRequests || p.header.Get("Retry-After") != "600" || !strings.Contains(p.body, "Wait 10 minutes, or confirm in another way") {
		t.Errorf("past the limit: %d, Retry-After %q", p.status, p.header.Get("Retry-After"))
	}
	if !p.has("other-way") {
		t.Error("the page shows no other way")
	}
}

func TestRecoveryCodeStandsInUntilAPhoneIsAdded(t *testing.T) {
	h := newHouse(t)
	all := h.codes()
	h.phones = 0
	b := h.browser()
	hub, p := b.signIn()
	if p.path != hub+"/recovery" {
		t.Fatalf("with recovery codes alone: %s", p.path)
	}
	if strings.Contains(p.body, "left") {
		t.Error("how many are left is told before one was typed")
	}
	if p = b.post(p, hub+"/recovery", "recovery-code", "0000-0000-0000-0000"); p.status != http.StatusUnprocessableEntity || !p.has("recovery-error") {
		t.Fatalf("a wrong one: %d at %s", p.status, p.path)
	}
	p = b.post(p, hub+"/recovery", "recovery-code", strings.ToLower(all[4]))
	if p.path != hub+"/recovery" || !strings.Contains(p.body, "You have 9 codes left.") {
		t.Fatalf("a right one: %d at %s", p.status, p.path)
	}
	if b.session().ID != "" {
		t.Fatal("a recovery code alone finished the sign-in")
	}
	if p = b.get(hub); p.path != hub+"/enrol" {
		t.Fatalf("then: %s", p.path)
	}
	if q := h.enrolments.started[0]; !q.Recovered || q.First || q.Invitation != "" {
		t.Errorf("the enrolment was started with %+v", q)
	}
	h.enrolments.register()
	h.bound = h.clock.Now()
	p = b.post(b.get(hub+"/enrol"), hub+"/enrol/confirm", "enroll-confirm", "620417")
	if !strings.HasPrefix(p.path, "/authorize/resume") {
		t.Fatalf("with a new phone: %s", p.path)
	}
	a := b.session().Assurance()
	if got := strings.Join(a.AMR, " "); got != "pwd urn:countersign:amr:recovery mfa" || a.Strongest() != factors.TwoFactors {
		t.Errorf("amr %s, acr %s", got, a.Strongest())
	}
	if b.cookies["__Host-cs_browser"] != "" {
		t.Error("a recovery code made the browser known")
	}
	other := h.browser()
	hub, p = other.signIn()
	if p = other.post(other.get(hub+"/choose"), hub+"/choose", "method", "recovery"); p.path != hub+"/recovery" {
		t.Fatalf("chosen: %s", p.path)
	}
	if p = other.post(p, hub+"/recovery", "recovery-code", all[4]); p.status != http.StatusUnprocessableEntity {
		t.Errorf("the code a second time: %d", p.status)
	}
}

// TestAnotherWayGivesTheRequestUp is security case 75.
func TestAnotherWayGivesTheRequestUp(t *testing.T) {
	h := newHouse(t)
	show := h.app()
	h.codes()
	b := h.browser()
	hub, p := b.signIn()
	if p.path != hub+"/push" {
		t.Fatalf("the strongest way is %s", p.path)
	}
	p = b.get(hub + "/choose")
	push, totp, recovery := strings.Index(p.body, "choose-push"), strings.Index(p.body, "choose-totp"), strings.Index(p.body, "choose-recovery")
	if push < 0 || totp < push || recovery < totp || p.has("choose-passkey") {
		t.Fatalf("the ways are not listed by strength, or one is that she does not have: %d %d %d", push, totp, recovery)
	}
	if bad := b.post(p, hub+"/choose", "method", "passkey"); bad.status != http.StatusUnprocessableEntity || h.flow(hub).Method != "" {
		t.Errorf("a way that she does not have: %d", bad.status)
	}
	late := b.get(hub + "/push")
	p = b.post(p, hub+"/choose", "method", "totp")
	if p.path != hub+"/code" || h.pushes.states()[0] != wire.StateCancelled {
		t.Fatalf("at %s, the request is %s", p.path, h.pushes.states()[0])
	}
	h.pushes.answer(wire.StateApproved) // as if the phone had been faster
	if b.post(late, hub+"/push/continue"); b.session().ID != "" {
		t.Error("the request that was given up finished the sign-in")
	}
	b.post(p, hub+"/code", "code", show())
	if b.session().ID == "" || h.proved(hub) != "password totp" {
		t.Errorf("proved %s", h.proved(hub))
	}
}

func TestLastWayOfABrowserIsAskedFirst(t *testing.T) {
	h := newHouse(t)
	show := h.app()
	b := h.browser()
	hub, _ := b.signIn()
	p := b.post(b.get(hub+"/choose"), hub+"/choose", "method", "totp")
	b.post(p, hub+"/code", "code", show())
	if hub, p = b.signIn(); p.path != hub+"/code" {
		t.Errorf("in the same browser: %s", p.path)
	}
	if hub, p = h.browser().signIn(); p.path != hub+"/push" {
		t.Errorf("in another: %s", p.path)
	}
}

func TestAccountWhosePhonesRestIsOfferedItsOtherWays(t *testing.T) {
	h := newHouse(t)
	h.app()
	h.pushOff = true
	b := h.browser()
	if hub, p := b.signIn(); p.path != hub+"/code" {
		t.Errorf("with push off: %s", p.path)
	}
}

func TestOperatorSaysWhichWaysThereAre(t *testing.T) {
	h := newHouse(t)
	h.handler = h.room(flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute, Methods: []factors.Kind{factors.Push}})
	h.app()
	h.codes()
	b := h.browser()
	hub, p := b.signIn()
	if p.path != hub+"/push" {
		t.Fatalf("at %s", p.path)
	}
	if p = b.get(hub + "/choose"); p.has("choose-totp") || p.has("choose-recovery") {
		t.Error("the page offers what the operator does not allow")
	}
	h.phones = 0
	if hub, p := h.browser().signIn(); p.status != http.StatusForbidden {
		t.Errorf("without a phone: %d at %s, %s", p.status, p.path, hub)
	}
}

func TestNewRecoveryCodesAreShownUntilTheyAreKept(t *testing.T) {
	h := newHouse(t)
	_, link := h.invite()
	b := h.browser()
	p := b.post(b.send(http.MethodGet, link, ""), link)
	hub := strings.TrimSuffix(p.path, "/new-password")
	b.post(p, hub+"/new-password", "new-password", right)
	h.enrolments.register()
	p = b.post(b.get(hub+"/enrol"), hub+"/enrol/confirm", "enroll-confirm", "620417")
	h.pushes.answer(wire.StateApproved)
	p = b.post(p, hub+"/push/continue")
	shown := h.flow(hub).Codes
	if p.path != hub+"/enrol/recovery-codes" || len(shown) != 10 || !strings.Contains(p.body, shown[9]) {
		t.Fatalf("at %s with %d codes", p.path, len(shown))
	}
	if again := b.get(hub); again.body != p.body {
		t.Error("the page shows others when it is looked at again")
	}
	file := b.send(http.MethodGet, hub+"/enrol/recovery-codes.txt", "")
	if !strings.Contains(file.body, shown[0]+"\r\n") || file.header.Get("Cache-Control") != "no-store" ||
		!strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the file: %d %v", file.status, file.header)
	}
	if stranger := h.browser().send(http.MethodGet, hub+"/enrol/recovery-codes.txt", ""); stranger.status != http.StatusNotFound {
		t.Errorf("another browser got the file: %d", stranger.status)
	}
	if p = b.post(p, hub+"/enrol/recovery-codes"); p.status != http.StatusUnprocessableEntity || !p.has("codes-error") {
		t.Errorf("without the tick: %d at %s", p.status, p.path)
	}
	p = b.post(p, hub+"/enrol/recovery-codes", "kept", "yes")
	if p.path != hub+"/done" || len(h.flow(hub).Codes) != 0 {
		t.Errorf("with it: %s", p.path)
	}
	if n := h.events(audit.RecoveryMade); n != 1 {
		t.Errorf("%d sets were made", n)
	}
}

func TestRememberedBrowserGoesWithoutPushAndNeverSaysMore(t *testing.T) {
	h := newHouse(t)
	remember := flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute, Remember: true}
	h.handler = h.room(remember)
	b := h.browser()
	hub, p := b.complete()
	if p.path != hub+"/remember" || strings.Contains(p.body, "checked") || !strings.Contains(p.body, "14 days") {
		t.Fatalf("at %s", p.path)
	}
	if p = b.post(p, hub+"/remember"); !strings.HasPrefix(p.path, "/authorize/resume") {
		t.Fatalf("the box left empty: %s", p.path)
	}
	h.clock.Advance(time.Minute)
	hub, p = b.complete()
	b.post(p, hub+"/remember", "remember", "yes")
	if n := h.events(audit.BrowserRemembered); n != 1 {
		t.Fatalf("%d browsers are remembered", n)
	}
	without := func(what string, b *browser, want bool, change ...func(*flow.Session)) string {
		t.Helper()
		delete(b.cookies, "__Host-cs_session")
		h.clock.Advance(time.Minute)
		hub, p := b.signIn(change...)
		if got := strings.HasPrefix(p.path, "/authorize/resume"); got != want {
			t.Errorf("%s: at %s", what, p.path)
		}
		return hub
	}
	without("the browser", b, true)
	if a := b.session().Assurance(); strings.Join(a.AMR, " ") != "pwd rba" || a.Strongest() != factors.OneFactor {
		t.Errorf("amr %v, acr %s", a.AMR, a.Strongest())
	}
	without("an application that asks for two factors", b, false, wants(factors.TwoFactors))
	without("another browser", h.browser(), false)
	stolen := h.browser()
	stolen.cookies["__Host-cs_browser"] = b.cookies["__Host-cs_browser"]
	hub = stolen.start()
	if p := stolen.post(stolen.get(hub), hub+"/sign-in", "username", "bob", "password", right); p.path != hub+"/push" {
		t.Errorf("another account in that browser: %s", p.path)
	}
	h.handler = h.room(flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute})
	without("after the operator took it back", b, false)
	h.handler = h.room(remember)
	without("again", b, true)
	if err := h.db.Browsers().AskAgain(t.Context(), string(h.ann.ID)); err != nil {
		t.Fatal(err)
	}
	without("after the person took it back", b, false)
}

func TestRememberedBrowserEndsWithItsTimeAndThePassword(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(h *house)
	}{
		{"its time", func(h *house) { h.clock.Advance(14 * 24 * time.Hour) }},
		{"a new password", func(h *house) {
			if _, err := h.passwords.Set(h.t.Context(), string(h.ann.ID), right, false); err != nil {
				h.t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			h.handler = h.room(flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute, Remember: true})
			b := h.browser()
			hub, p := b.complete()
			b.post(p, hub+"/remember", "remember", "yes")
			if _, p = b.signIn(); !strings.HasPrefix(p.path, "/authorize/resume") {
				t.Fatalf("before: %s", p.path)
			}
			c.end(h)
			if hub, p = b.signIn(); p.path != hub+"/push" {
				t.Errorf("after: %s", p.path)
			}
		})
	}
}
