package main

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// approveHere approves what the app shows without a number.
func (b *tab) approveHere() {
	b.t.Helper()
	b.screen("Are you signing in?")
	if b.has("number") {
		b.t.Error("the app asks for a number")
	}
	b.until("Approve is offered", `document.getElementById("approve").ariaDisabled === null`)
	b.press("approve", 1)
}

// One browser on one phone: it signs in, its own app approves, and brings it
// back.
func TestBrowserSignsInOnThePhoneItself(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	phone := r.appPhone()
	first := r.beside(phone)
	r.joinByApp("ada", first, phone)
	phone.press("home", 1)
	phone.approveInApp(first.text("push-number"))
	phone.screen("Approved")
	first.keepCodes()
	first.do(chromedp.EmulateViewport(390, 844))
	first.forgive("401 (Unauthorized)")
	r.clock.Advance(time.Hour)

	c, secret := r.client()
	q := r.request(c, secret, asking("prompt", "login"))
	r.toWaiting(first, q, "ada")
	first.click("push-here")
	first.approveHere()
	got := r.landedIn(first)
	if got.Get("state") != q.state {
		t.Errorf("the application gets state %q", got.Get("state"))
	}
	if status, tok := r.redeem(0, q, got.Get("code")); status != 200 || tok.ID == "" {
		t.Errorf("token endpoint: %d %s", status, tok.Error)
	}
}

// The app is behind another browser than the one that signs in: nobody is
// signed in there, and the number is asked for after all.
func TestBrowserThatIsNotThePhonesGetsANumberInstead(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.joinByApp("ada", desk, phone)
	phone.press("home", 1)
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	desk.keepCodes()
	desk.do(chromedp.EmulateViewport(390, 844)) // a phone's browser, and not the app's
	r.clock.Advance(time.Hour)

	c, secret := r.client()
	q := r.request(c, secret, asking("prompt", "login"))
	r.toWaiting(desk, q, "ada")
	desk.click("push-here")
	desk.screen("Open Countersign yourself")
	desk.back()
	phone.press("home", 1)
	phone.approveHere()
	phone.until("the phone says that it is another browser", `document.querySelector("h1")?.textContent === "You are signing in in another browser"`)
	if got := phone.address(); got != r.issuer+"/push/return/elsewhere" {
		t.Errorf("the phone is at %s", got)
	}
	desk.see("push-number")
	phone.open(r.issuer + "/a/")
	phone.approveInApp(desk.text("push-number"))
	if got := r.landedIn(desk); got.Get("state") != q.state {
		t.Errorf("the application gets state %q", got.Get("state"))
	}
}

func TestBrowserWithoutScriptIsToldThatItCannotReturn(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	b := r.chromium(false)
	b.open(r.issuer + "/push/return#AAAAAAAAAAAAAAAAAAAAAA")
	if got := b.text("return-no-script"); got == "" {
		t.Error("nothing is said")
	}
	b = r.chromium(true)
	b.open(r.issuer + "/push/return#AAAAAAAAAAAAAAAAAAAAAA")
	b.until("a code of nothing is over", `document.querySelector("h1")?.textContent === "This approval is no longer good" && location.hash === ""`)
}
