package main

import (
	"testing"
	"time"

	"countersign/cmd/phone/authenticator"
)

// Without script the waiting pages ask anew by themselves, and the person
// presses the button. Nobody in these tests reloads.
func TestBrowserWithoutScriptSignsIn(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	q, b := r.request(c, secret), r.chromium(false)
	r.toWaiting(b, q, "ada")
	if shown := eval[bool](b, `[...document.querySelectorAll("main button")].some(e => e.hidden === false && e.type === "button")`); shown {
		t.Error("a button is shown that only a script can serve")
	}
	b.forget()
	r.ok(r.approve(ada.phone, b.text("push-number")))
	b.see("push-continue")
	if n := b.count("GET", "/push"); n == 0 {
		t.Error("the page did not ask by itself")
	}
	b.click("push-continue")
	if got := r.landedIn(b).Get("state"); got != q.state {
		t.Errorf("the application gets state %q", got)
	}
	if n := b.count("GET", "/push/events") + b.count("GET", "/push/status"); n != 0 {
		t.Error("something ran")
	}
}

func TestBrowserWithoutScriptIsToldOfARefusal(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	r.clock.Advance(time.Second) // what was approved at the same moment would forgive
	c, secret := r.client()
	b := r.chromium(false)
	r.toWaiting(b, r.request(c, secret), "ada")
	r.ok(r.refuse(ada.phone, ""))
	b.see("push-again")
	if got := b.title(); got != titleDenied {
		t.Errorf("the page is called %q", got)
	}
	b.forget()
	b.click("push-again") // too soon: the server says so, since no script does
	if got := b.title(); got != "You have asked for several requests" {
		t.Errorf("asked too soon, the page is called %q", got)
	}
	r.clock.Advance(time.Minute) // the pause after a denial
	b.click("push-again")
	b.see("push-number")
}

func TestBrowserWithoutScriptSetsUpAnAccount(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	_, link := r.invite("ada")
	b := r.chromium(false)
	b.open(link)
	b.click("invite-start")
	b.fill("new-password", storyPassword)
	b.click("new-password-submit")
	phone, digits, err := authenticator.Enroll(t.Context(), b.text("enroll-link"), authenticator.Options{HTTP: r.http(0)})
	r.ok(err)
	b.see("enroll-confirm")
	b.fill("enroll-confirm", digits.Reveal())
	b.click("enroll-confirm-submit")
	r.ok(r.approve(phone, b.text("push-number")))
	b.see("push-continue")
	b.click("push-continue")
	b.press("codes-kept", 1)
	b.click("codes-continue")
	if got := b.title(); got != "You are signed in" {
		t.Errorf("the page is called %q", got)
	}
}
