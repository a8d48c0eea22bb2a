package login_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/idp/flow"
)

// Between 60 and 84 points a code that is scanned or a passkey confirms, and
// nothing that is typed.
func TestVeryUnusualSignInTakesNoTypedCode(t *testing.T) {
	h := newHouse(t)
	show, codes := h.app(), h.codes()
	b := h.browser()
	hub, p := b.signIn() // the phone is asked first
	p = b.post(p, hub+"/choose", "method", "totp")
	if !p.has("code") {
		t.Fatalf("as usual, a code leads to %s", p.path)
	}
	h.pushes.points = 60
	if p = b.post(p, hub+"/code", "code", show()); p.status != http.StatusConflict || p.has("code") {
		t.Fatalf("a right code: %d at %s", p.status, p.path)
	}
	if h.events(audit.TOTPRight) != 0 || h.events(audit.PushRefused) != 1 {
		t.Errorf("the code was looked at, or nothing says that it was not")
	}
	if !p.has("choose-push") || p.has("choose-totp") || p.has("choose-recovery") || !strings.Contains(p.body, "typed code can’t be used") {
		t.Errorf("the page offers the wrong things: %s", p.body)
	}
	if p = b.get(hub + "/code"); p.status != http.StatusConflict {
		t.Errorf("the page of codes: %d at %s", p.status, p.path)
	}
	for _, method := range []string{"totp", "recovery"} {
		if p = b.post(p, hub+"/choose", "method", method); p.status != http.StatusUnprocessableEntity {
			t.Errorf("chose %s: %d at %s", method, p.status, p.path)
		}
	}
	h.pushes.points = 59
	p = b.post(p, hub+"/choose", "method", "recovery")
	h.pushes.points = 60
	if p = b.post(p, hub+"/recovery", "recovery-code", codes[0]); p.status != http.StatusConflict || h.events(audit.RecoveryUsed) != 0 {
		t.Errorf("a recovery code: %d at %s", p.status, p.path)
	}
	if p = b.get(hub + "/recovery"); p.status != http.StatusConflict {
		t.Errorf("the page of recovery codes: %d at %s", p.status, p.path)
	}
}

func TestVeryUnusualSignInShowsACodeToScanAndNoWayToANumber(t *testing.T) {
	h := newHouse(t)
	h.pushes.points = 60
	b := h.browser()
	_, p := b.signIn()
	if !p.has("push-scan") || p.has("push-number") || p.has("push-by-number") || !strings.Contains(p.body, "confirmed by scanning") {
		t.Errorf("at %s: %s", p.path, p.body)
	}
}

// Who has neither a phone that scans nor a passkey is told whom to ask, as if
// there were nothing.
func TestVeryUnusualSignInWithoutAWayIsStuck(t *testing.T) {
	h := newHouse(t)
	h.app()
	h.pushes.points = 60
	for name, fail := range map[string]error{"no phone that scans": push.ErrNoDevice, "refused": push.ErrOff} {
		h.pushes.fail = fail
		b := h.browser()
		if _, p := b.signIn(); p.status != http.StatusForbidden || !p.has("no-method-cancel") {
			t.Errorf("%s: %d at %s", name, p.status, p.path)
		}
	}
	h.phones = 0
	b := h.browser()
	hub, p := b.signIn()
	if p.status != http.StatusForbidden || !p.has("no-method-cancel") {
		t.Errorf("an app alone: %d at %s", p.status, p.path)
	}
	if p = b.get(hub + "/choose"); p.status != http.StatusForbidden {
		t.Errorf("the ways to choose from: %d at %s", p.status, p.path)
	}
}

func TestRefusalsOfTheRiskTakeNoTypedCode(t *testing.T) {
	h := newHouse(t)
	h.phones = 0
	h.app()
	h.pushes.points = 85
	if _, p := h.browser().signIn(); p.status != http.StatusForbidden {
		t.Errorf("%d at %s", p.status, p.path)
	}
}

// A stranger's points hold no code back where the person signed in before.
func TestKnownBrowserTakesTypedCodesWhateverTheRisk(t *testing.T) {
	h := newHouse(t)
	show := h.app()
	b := h.browser()
	b.complete()
	h.phones, h.pushes.points = 0, 200
	hub, p := b.signIn()
	if p = b.post(p, hub+"/code", "code", show()); !strings.HasPrefix(p.path, "/authorize/resume") {
		t.Errorf("%d at %s", p.status, p.path)
	}
}

// The operator's choice: the password alone where all is as always.
func TestUsualSignInGoesWithoutPushAndNeverSaysMore(t *testing.T) {
	h := newHouse(t)
	usual := flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute, Usual: true}
	h.handler = h.room(usual)
	b := h.browser()
	without := func(what string, b *browser, want bool, change ...func(*flow.Session)) {
		t.Helper()
		delete(b.cookies, "__Host-cs_session")
		h.clock.Advance(time.Minute)
		before := h.events(audit.FlowExcused)
		_, p := b.signIn(change...)
		if got := strings.HasPrefix(p.path, "/authorize/resume"); got != want {
			t.Errorf("%s: at %s", what, p.path)
		}
		if got := h.events(audit.FlowExcused) > before; got != want {
			t.Errorf("%s: on record %v", what, got)
		}
	}
	without("a browser that never confirmed", b, false)
	b.complete()
	without("a browser that did", b, true)
	if a := b.session().Assurance(); strings.Join(a.AMR, " ") != "pwd rba" || a.Strongest() != factors.OneFactor {
		t.Errorf("amr %v, acr %s", a.AMR, a.Strongest())
	}
	h.pushes.points = 19
	without("19 points", b, true)
	h.pushes.points = 20
	without("20 points", b, false)
	h.pushes.points = 0
	without("an application that asks for two factors", b, false, wants(factors.TwoFactors))
	without("an application that asks for one", b, true, wants(factors.OneFactor))
	without("another browser", h.browser(), false)
	h.handler = h.room(flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute})
	without("after the operator took it back", b, false)
	h.handler = h.room(usual)
	h.phones = 0
	without("with nothing left to confirm with", b, false)
	h.phones = 1
	if err := h.db.Browsers().AskAgain(t.Context(), string(h.ann.ID)); err != nil {
		t.Fatal(err)
	}
	without("after the person wanted to be asked again", b, false)
	b.complete()
	without("once it confirmed again", b, true)
}
