package main

import (
	"testing"
	"time"

	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/factors/wire"
)

// The pages of an invited person, in their order, on one way through them.
func TestBrowserShowsEachPageOfAnInvitationWell(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	_, link := r.invite("ada.okafor")
	b := r.chromium(true)
	b.open(r.issuer + "/invite/no-such-invitation")
	b.look("invite-invalid", "This invitation does not work")
	b.open(link)
	b.look("invite", "Set up your account")
	b.click("invite-start")
	b.look("new-password", "Choose a password")
	b.set("#new-password", "minlength", "") // as in a browser that does not know it
	b.fill("new-password", "short")
	b.click("new-password-submit")
	b.look("new-password-error", "Error: choose another password")
	b.fill("new-password", storyPassword)
	b.click("new-password-submit")
	b.look("enrol", "Add your phone")

	first := b.text("enroll-link")
	_, _ = r.register(first)
	b.see("enroll-confirm")
	b.look("enrol-confirm", "Is this your phone?")
	b.fill("enroll-confirm", "000000")
	b.click("enroll-confirm-submit")
	b.look("enrol-confirm-error", "Error: that was not the number")
	b.click("enroll-reject")
	b.look("enrol-rejected", "That phone was not added")
	b.click("enroll-again")
	second := b.text("enroll-link")
	if second == first {
		t.Error("the new link is the old one")
	}
	r.exchange(second)
	b.reload()
	b.look("enrol-opened", "Go on with your phone")
	r.clock.Advance(16 * time.Minute) // the password has run out, too
	b.reload()
	b.look("sign-in-again", "Confirm it’s you")
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.look("enrol-expired", "This link has run out")
	r.endSetUp(b)
}

// endSetUp goes on from an enrolment that ran out to the last page.
func (r *rig) endSetUp(b *tab) {
	r.t.Helper()
	b.click("enroll-again")
	phone, digits := r.register(b.text("enroll-link"))
	b.see("enroll-confirm")
	b.fill("enroll-confirm", digits)
	b.click("enroll-confirm-submit")
	b.look("push-no-application", "Enter this number on your phone")
	r.ok(r.approve(phone, b.text("push-number")))
	b.see("codes-kept")
	b.look("enrol-recovery-codes", "Keep your recovery codes")
	b.press("codes-kept", 1)
	b.click("codes-continue")
	b.see("set-up")
	b.look("signed-in", "You are signed in")
	b.open(r.issuer + "/logout")
	b.look("sign-out", "Sign out?")
	b.click("sign-out-cancel")
	b.look("signed-in-still", "You are signed in")
	b.open(r.issuer + "/logout")
	b.click("sign-out")
	b.look("signed-out", "You are signed out")
}

// exchange opens an enrolment link in a browser that cannot enrol by itself.
func (r *rig) exchange(text string) {
	r.t.Helper()
	link, err := wire.ParseLink(text)
	r.ok(err)
	_, err = r.replicas[0].phones.Ticket(r.t.Context(), link.Code)
	r.ok(err)
}

// register follows an enrolment link on a phone, and tells the digits that it
// shows.
func (r *rig) register(link string) (*authenticator.Phone, string) {
	r.t.Helper()
	phone, digits, err := authenticator.Enroll(r.t.Context(), link, authenticator.Options{HTTP: r.http(0)})
	r.ok(err)
	return phone, digits.Reveal()
}

func TestBrowserShowsEachPageOfASignInWell(t *testing.T) {
	t.Parallel()
	const few = 2
	r := newRig(t, "sqlite", 1, func(c *config.Config) { c.Limits.PasswordFailures = few })
	ada := r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	b.open(r.request(c, secret).url)
	b.look("sign-in", "Sign in")
	for range few {
		b.fill("username", "ada")
		b.fill("password", "a wrong password")
		b.click("sign-in")
	}
	b.look("sign-in-error", "Error: sign in again")
	b.fill("password", "a wrong password")
	b.click("sign-in")
	b.look("sign-in-throttled", "Error: sign in again")
	r.clock.Advance(11 * time.Minute)
	b.fill("password", storyPassword)
	b.click("sign-in")

	b.click("push-other")
	b.look("choose", "How do you want to confirm?")
	b.set("#choose-push", "value", "telepathy")
	b.click("choose-submit")
	b.look("choose-error", "Error: choose a way to confirm")
	b.click("choose-submit")
	b.see("push-number")

	_, err := ada.phone.Remove(t.Context()) // and the page hears of it
	r.ok(err)
	b.see("recovery-submit") // what is left
}

func TestBrowserShowsEachEndWell(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	c, secret := r.client()
	q := r.request(c, secret)
	b := r.chromium(true)
	for _, p := range []struct{ name, title, path, id string }{
		{"unknown-client", "We can’t accept this request", "/authorize?client_id=none&response_type=code", "error-reference"},
		{"wrong-redirect", "We can’t accept this request", r.request(c, secret, asking("redirect_uri", "http://127.0.0.1:1/"), asking("client_id", string(c.ID))).url[len(r.issuer):], "error-reference"},
		{"not-found", "There is nothing here", "/nowhere", "error-reference"},
		{"not-this-browsers", "This sign-in page is no longer valid", "/login/flow_of-another-browser", "title"},
		{"resumed-twice", "This sign-in is over", "/authorize/resume?flow=none", "error-reference"},
	} {
		b.open(r.issuer + p.path)
		b.see(p.id)
		b.look("end-"+p.name, p.title)
	}
	b.open(q.url)
	r.clock.Advance(31 * time.Minute)
	b.fill("username", "ada")
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.look("end-expired", "This sign-in page is no longer valid")
	b.click("back")
	if got, want := b.address(), r.app.URL+"/"; got != want {
		t.Errorf("the way back leads to %s, want %s", got, want)
	}
}

// A page looks well with what people and applications are really called.
func TestBrowserShowsLongNamesWell(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	long := "hubert.blaine.wolfeschlegelsteinhausenbergerdorff.the.younger"
	r.join(long)
	c, secret := r.client(named("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"))
	b := r.chromium(true)
	b.open(r.request(c, secret).url)
	b.look("long-sign-in", "Sign in")
	b.fill("username", long)
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.look("long-waiting", titleWaiting)
	b.click("push-other")
	b.look("long-choose", "How do you want to confirm?")
	b.click("choose-cancel")
	b.look("long-ended", "Sign-in cancelled")
}
