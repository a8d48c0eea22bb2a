package main

import (
	"testing"
	"time"

	"countersign/factors/wire"
)

// A signed-in person adds a second phone, and the first one has to allow it.
func TestBrowserAddsAPhoneThatAnotherOneApproves(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	r.signIn(b, r.request(c, secret), ada)

	b.open(r.issuer + "/add-phone")
	b.look("add-phone", "Add another phone")
	b.click("add-phone")
	fresh, digits := r.register(b.text("enroll-link"))
	b.see("enroll-confirm")
	b.fill("enroll-confirm", digits)
	b.click("enroll-confirm-submit")
	b.look("endorse", "Enter this number on your other phone")
	if s, err := fresh.Status(t.Context()); err != nil || s.Status != wire.DevicePending {
		t.Errorf("before the other phone approved: %+v, %v", s, err)
	}
	first := b.text("endorse-number")
	r.clock.Advance(3 * time.Minute)
	b.reload()
	b.look("endorse-over", "No answer from your other phone")
	b.click("endorse-again")
	number := b.text("endorse-number")
	if number == first {
		t.Error("the number is the old one")
	}
	r.ok(r.approve(ada.phone, number))

	b.see("test-number")
	b.look("phone-added", fresh.State().Name+" was added")
	if s, err := fresh.Status(t.Context()); err != nil || s.Status != wire.DeviceActive {
		t.Errorf("after it: %+v, %v", s, err)
	}
	if open, err := ada.phone.Challenges(t.Context(), false); err != nil || len(open) != 0 {
		t.Errorf("the old phone is asked the test: %d, %v", len(open), err)
	}
	r.ok(r.approve(fresh, b.text("test-number")))
	b.see("test-result")
	b.look("phone-tested", fresh.State().Name+" was added")
}

func TestBrowserAddsNoPhoneThatAnotherOneRefuses(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	b.open(r.issuer + "/add-phone")
	b.see("error-reference") // nobody is signed in
	r.signIn(b, r.request(c, secret), ada)
	b.open(r.issuer + "/add-phone")
	b.click("add-phone")
	fresh, digits := r.register(b.text("enroll-link"))
	b.see("enroll-confirm")
	b.fill("enroll-confirm", digits)
	b.click("enroll-confirm-submit")
	b.see("endorse-number")
	r.ok(r.refuse(ada.phone, wire.ReasonNotMe))
	b.until("the page tells", `document.title.includes("was not added")`)
	b.look("endorse-refused", "The phone was not added")
	if s, err := fresh.Status(t.Context()); err == nil && s.Status != wire.DeviceRevoked {
		t.Errorf("the new phone is %s", s.Status)
	}
}
