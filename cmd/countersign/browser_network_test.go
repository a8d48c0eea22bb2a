package main

import (
	"testing"
)

// Where event streams do not come through, the page asks now and then.
func TestBrowserWithoutEventStreamPolls(t *testing.T) {
	t.Parallel()
	r, ada, q, b := aTab(t)
	b.block(r.issuer + "/login/:id/push/events")
	r.toWaiting(b, q, "ada")
	b.record.until(t, "the page polls", func(seen *record) bool { return seen.count("GET", "/push/status") > 0 })
	if _, err := ada.phone.Challenges(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	b.say("push-status", saysSeen)
	r.ok(r.approve(ada.phone, b.text("push-number")))
	r.landedIn(b)
}

// A page that was cut off says so, and goes on by itself afterwards, also if
// the approval came meanwhile.
func TestBrowserOfflineSaysSoAndGoesOnByItself(t *testing.T) {
	t.Parallel()
	r, ada, q, b := aTab(t)
	r.toWaiting(b, q, "ada")
	number := b.text("push-number")
	b.online(false)
	b.say("push-status", "You are offline. We’ll go on by ourselves when the connection is back")
	b.look("push-offline", titleWaiting)
	r.ok(r.approve(ada.phone, number))
	b.online(true)
	r.landedIn(b)
}

// The same for a page that waits for a phone to be added.
func TestBrowserGoesOnByItselfOnceThePhoneIsRegistered(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	_, link := r.invite("ada")
	b := r.chromium(true)
	b.open(link)
	b.click("invite-start")
	b.fill("new-password", storyPassword)
	b.click("new-password-submit")
	b.forget()
	_, digits := r.register(b.text("enroll-link"))
	b.see("enroll-confirm")
	if n := b.count("GET", "/enrol/status"); n != 0 {
		t.Errorf("beside the event stream the page asked %d times", n)
	}
	b.fill("enroll-confirm", digits)
	b.click("enroll-confirm-submit")
	b.see("push-number")
}
