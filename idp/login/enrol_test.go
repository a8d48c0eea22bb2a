package login_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/factors/device"
	"countersign/factors/password"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/person"
)

// invite invites somebody who has no password and no phone.
func (h *house) invite() (person.Person, string) {
	h.t.Helper()
	h.phones = 0
	p, err := person.New(person.Particulars{Username: "cleo"}, h.clock.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	i, token := person.NewInvitation(p.ID, person.Invite, h.clock.Now(), 7*24*time.Hour)
	if err := h.db.People().Invite(h.t.Context(), p, i, token.Hash()); err != nil {
		h.t.Fatal(err)
	}
	return p, "/invite/" + token.Reveal()
}

// enrolling is a browser that followed its invitation up to the link.
func (h *house) enrolling() (b *browser, hub string, at page) {
	h.t.Helper()
	_, link := h.invite()
	b = h.browser()
	at = b.post(b.get(link), link)
	hub = strings.TrimSuffix(at.path, "/new-password")
	return b, hub, b.post(at, hub+"/new-password", "username", "cleo", "new-password", "a long new password")
}

func TestInvitationLeadsThroughPasswordAndPhoneToAnOrdinaryPush(t *testing.T) {
	h := newHouse(t)
	who, link := h.invite()
	b := h.browser()
	p := b.get(link)
	if p.status != http.StatusOK || !p.has("invite-start") {
		t.Fatalf("the link: %d", p.status)
	}
	p = b.post(p, link)
	hub := strings.TrimSuffix(p.path, "/new-password")
	if hub == p.path || !strings.Contains(p.body, "cleo") || h.flow(hub).Person != string(who.ID) {
		t.Fatalf("started at %s", p.path)
	}
	p = b.post(p, hub+"/new-password", "username", "cleo", "new-password", "a long new password")
	if p.path != hub+"/enrol" || !strings.Contains(p.body, "secret1") || h.proved(hub) != "password" {
		t.Fatalf("after the password: %s", p.path)
	}
	h.enrolments.register()
	p = b.get(hub + "/enrol")
	if p.path != hub+"/enrol/confirm" || !strings.Contains(p.body, "Pixel 9") || strings.Contains(p.body, "620417") {
		t.Fatalf("with a phone: %s", p.path)
	}
	p = b.post(p, hub+"/enrol/confirm", "enroll-confirm", "620 417")
	if p.path != hub+"/push" || !p.has("push-number") {
		t.Fatalf("confirmed: %s", p.path)
	}
	if h.flow(hub).Link != "" {
		t.Error("the link is kept after its use")
	}
	h.pushes.answer(wire.StateApproved)
	p = b.post(p, hub+"/push/continue")
	if p.path != hub+"/enrol/recovery-codes" {
		t.Fatalf("with the phone's approval: %s", p.path)
	}
	p = b.post(p, hub+"/enrol/recovery-codes", "kept", "yes")
	if p.path != hub+"/done" || !strings.Contains(p.body, "Your phone Pixel 9") || b.session().Person != string(who.ID) {
		t.Errorf("finished at %s", p.path)
	}
	if q := h.enrolments.started[0]; q.Invitation != h.flow(hub).Invitation || q.First || q.Flow != strings.TrimPrefix(hub, "/login/") {
		t.Errorf("the enrolment was started with %+v", q)
	}
}

func TestOpeningAnInvitationUsesNothingUp(t *testing.T) {
	h := newHouse(t)
	_, link := h.invite()
	scanner, b := h.browser(), h.browser()
	scanner.get(link)
	if p := b.get(link); p.status != http.StatusOK {
		t.Errorf("after a scanner: %d", p.status)
	}
}

func TestInvitationThatIsNotGoodOpensNothing(t *testing.T) {
	h := newHouse(t)
	who, link := h.invite()
	b := h.browser()
	seen := b.get(link)
	refused := func(what, link string) {
		t.Helper()
		get, post := b.get(link), b.post(seen, link)
		if get.status != http.StatusNotFound || post.status != http.StatusNotFound || get.body != post.body || get.has("invite-start") {
			t.Errorf("%s: GET %d, POST %d", what, get.status, post.status)
		}
	}
	refused("unknown", "/invite/other")
	if err := h.db.People().Disable(t.Context(), who.ID, h.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if p := b.get(link); p.status != http.StatusNotFound {
		t.Errorf("of a disabled account: %d", p.status)
	}
	h.clock.Advance(7 * 24 * time.Hour)
	refused("expired", link)
}

func TestInvitationIsStartedFromItsOwnPageAlone(t *testing.T) {
	h := newHouse(t)
	_, link := h.invite()
	b, other := h.browser(), h.browser()
	seen, foreign := b.get(link), other.get(link)
	for name, p := range map[string]page{"no token": {}, "another browser's": foreign} {
		if got := b.post(p, link); got.status != http.StatusForbidden {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if got := h.browser().post(seen, link); got.status != http.StatusForbidden {
		t.Errorf("without a cookie: %d", got.status)
	}
	if got := b.post(seen, link); !strings.HasSuffix(got.path, "/new-password") {
		t.Errorf("with its own: %s", got.path)
	}
}

func TestPassAsksForThePasswordFirst(t *testing.T) {
	h := newHouse(t)
	i, token := person.NewInvitation(h.ann.ID, person.Pass, h.clock.Now(), time.Hour)
	if err := h.db.Invitations().Create(t.Context(), i, token.Hash()); err != nil {
		t.Fatal(err)
	}
	b := h.browser()
	link := "/invite/" + token.Reveal()
	p := b.post(b.get(link), link)
	hub := strings.TrimSuffix(p.path, "/sign-in")
	if hub == p.path {
		t.Fatalf("a pass leads to %s", p.path)
	}
	if p = b.post(p, hub+"/sign-in", "username", "bob", "password", right); p.status != http.StatusUnprocessableEntity {
		t.Errorf("another person's password: %d", p.status)
	}
	if p = b.post(p, hub+"/sign-in", "username", "ann@example.com", "password", right); p.path != hub+"/enrol" {
		t.Errorf("her own leads to %s", p.path)
	}
}

// TestPasswordAloneAddsNoPhone is security cases 45 and 46 at this door.
func TestPasswordAloneAddsNoPhone(t *testing.T) {
	h := newHouse(t)
	for phones := range 2 {
		h.phones = phones
		b := h.browser()
		hub, _ := b.signIn()
		for _, path := range []string{"/enrol", "/enrol/confirm"} {
			if p := b.get(hub + path); strings.Contains(p.body, "enroll-") {
				t.Errorf("with %d phones %s is shown", phones, path)
			}
		}
	}
	if len(h.enrolments.started) != 0 {
		t.Error("an enrolment was started")
	}
}

func TestNewPasswordIsChecked(t *testing.T) {
	h := newHouse(t)
	_, link := h.invite()
	b := h.browser()
	p := b.post(b.get(link), link)
	hub := strings.TrimSuffix(p.path, "/new-password")
	for want, fail := range map[string]error{
		"12 characters or more": nil, "256 characters or fewer": password.ErrTooLong, "typed again": password.ErrCharacters,
	} {
		h.passwords.fail = fail
		got := b.post(p, hub+"/new-password", "new-password", "short")
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, want) || !got.has("new-password-error") {
			t.Errorf("want %q, got %d", want, got.status)
		}
	}
	h.passwords.fail = nil
	for range 2 { // a double click
		if got := b.post(p, hub+"/new-password", "new-password", "a long new password"); got.path != hub+"/enrol" {
			t.Errorf("at %s", got.path)
		}
	}
	if h.proved(hub) != "password" {
		t.Errorf("proved %q", h.proved(hub))
	}
}

func TestLookingAtTheLinkMakesNoNewOne(t *testing.T) {
	h := newHouse(t)
	b, hub, p := h.enrolling()
	for _, path := range []string{"", "/enrol", "/enrol/confirm", "/enrol"} {
		if p = b.get(hub + path); p.path != hub+"/enrol" || !strings.Contains(p.body, "secret1") {
			t.Errorf("%s: at %s", path, p.path)
		}
	}
	if b.post(p, hub+"/enrol/again"); len(h.enrolments.started) != 1 {
		t.Errorf("%d enrolments while the first is good", len(h.enrolments.started))
	}
}

func TestEndedEnrolmentSaysWhyAndOffersANewLink(t *testing.T) {
	for why, text := range map[string]string{
		device.EndedByTime: "run out", device.EndedBySecondKey: "used twice", device.EndedByPerson: "not added",
		device.EndedByDigits: "no longer works", device.EndedByNewer: "no longer works",
	} {
		t.Run(why, func(t *testing.T) {
			h := newHouse(t)
			b, hub, p := h.enrolling()
			h.enrolments.all[0].State, h.enrolments.all[0].EndedBy = device.Ended, why
			p = b.get(hub)
			if p.path != hub+"/enrol" || !strings.Contains(p.body, text) || strings.Contains(p.body, "secret1") || !p.has("enroll-again") {
				t.Fatalf("at %s without %q", p.path, text)
			}
			if p = b.post(p, hub+"/enrol/again"); p.path != hub+"/enrol" || !strings.Contains(p.body, "secret2") {
				t.Errorf("again: at %s", p.path)
			}
		})
	}
}

func TestWrongDigitsAreCountedAndNotMyPhoneEndsIt(t *testing.T) {
	h := newHouse(t)
	b, hub, _ := h.enrolling()
	h.enrolments.register()
	p := b.get(hub)
	for _, left := range []string{"2 more tries", "one more try"} {
		p = b.post(p, hub+"/enrol/confirm", "enroll-confirm", "000000")
		if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, left) {
			t.Errorf("want %q, got %d", left, p.status)
		}
	}
	if p = b.post(p, hub+"/enrol/confirm", "enroll-confirm", "000000"); p.path != hub+"/enrol" || !p.has("enroll-again") {
		t.Errorf("the last try: at %s", p.path)
	}
	b.post(p, hub+"/enrol/again")
	h.enrolments.register()
	p = b.get(hub)
	if p = b.post(p, hub+"/enrol/reject"); !strings.Contains(p.body, "not added") || h.enrolments.all[1].EndedBy != device.EndedByPerson {
		t.Errorf("rejected: at %s", p.path)
	}
	if h.phones != 0 {
		t.Error("a phone was added")
	}
}

func TestLinksAreNotMadeWithoutEnd(t *testing.T) {
	h := newHouse(t)
	b, hub, _ := h.enrolling()
	h.enrolments.all[0].State, h.enrolments.all[0].EndedBy = device.Ended, device.EndedByTime
	p := b.get(hub)
	h.enrolments.fail = device.ErrTooManyCodes
	if got := b.post(p, hub+"/enrol/again"); got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") == "" {
		t.Errorf("too many: %d", got.status)
	}
	h.enrolments.fail = device.ErrNotAllowed
	if got := b.post(p, hub+"/enrol/again"); got.status != http.StatusForbidden {
		t.Errorf("not allowed: %d", got.status)
	}
}

func TestEnrolmentStatusTellsTheStateAlone(t *testing.T) {
	h := newHouse(t)
	b, hub, _ := h.enrolling()
	for _, want := range []string{"waiting", "registered"} {
		p := b.send(http.MethodGet, hub+"/enrol/status", "")
		if p.status != http.StatusOK || !strings.Contains(p.body, `"state":"`+want+`"`) || strings.Contains(p.body, "secret") || strings.Contains(p.body, "Pixel") {
			t.Errorf("%s: %d %s", want, p.status, p.body)
		}
		h.enrolments.register()
	}
}

func TestNotYouAtTheLinkEndsTheEnrolment(t *testing.T) {
	h := newHouse(t)
	b, hub, p := h.enrolling()
	b.post(p, hub+"/push/cancel")
	if h.flow(hub).State != flow.Ended || h.enrolments.all[0].State != device.Ended || h.flow(hub).Link != "" {
		t.Errorf("the sign-in is %s, the enrolment %s", h.flow(hub).State, h.enrolments.all[0].State)
	}
}
