package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// appPhone opens the tab of a phone: a browser of its own, as large as one.
func (r *rig) appPhone() *tab {
	r.t.Helper()
	b := r.chromium(true)
	b.do(chromedp.EmulateViewport(390, 844))
	b.forgive("401 (Unauthorized)") // how a server hands out its first nonce (RFC 9449 section 8)
	return b
}

// title waits for the screen of the app with this heading.
func (b *tab) screen(title string) {
	b.t.Helper()
	b.until("the app shows "+title, fmt.Sprintf(`document.querySelector("main h1")?.textContent.trim() === %q && document.getElementById("main").ariaBusy === null`, title))
}

// enrolApp adds the web app in phone by the enrolment page that desk shows.
func (r *rig) enrolApp(desk, phone *tab) {
	r.t.Helper()
	phone.open(desk.text("enroll-link"))
	phone.screen("Add this phone")
	phone.press("begin", 1)
	phone.screen("Type this number on your computer")
	digits := strings.ReplaceAll(phone.text("confirm-digits"), " ", "")
	desk.see("enroll-confirm")
	desk.fill("enroll-confirm", digits)
	desk.click("enroll-confirm-submit")
	phone.screen("This phone is ready")
}

// joinByApp invites somebody who adds the web app in phone, and walks desk as
// far as the first request.
func (r *rig) joinByApp(name string, desk, phone *tab) {
	r.t.Helper()
	_, link := r.invite(name)
	desk.open(link)
	desk.click("invite-start")
	desk.fill("new-password", storyPassword)
	desk.click("new-password-submit")
	r.enrolApp(desk, phone)
}

// approveInApp answers what the app shows by its number pad.
func (b *tab) approveInApp(number string) {
	b.t.Helper()
	b.screen("Are you signing in?")
	for _, d := range number {
		b.pressKey(string(d))
	}
	b.until("Approve is offered", `document.getElementById("approve").ariaDisabled === null`)
	b.press("approve", 1)
}

// pressKey presses a key of the number pad.
func (b *tab) pressKey(key string) {
	b.t.Helper()
	at := eval[[]float64](b, fmt.Sprintf(`(e => { e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })(document.querySelector('.pad [data-key="%s"]'))`, key))
	b.do(chromedp.MouseClickXY(at[0], at[1]))
}

// The whole way with nothing but two browsers: an invited person adds the web
// app, answers there, and signs in.
func TestBrowserAppEnrolsAndApproves(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.joinByApp("ada", desk, phone)
	phone.press("home", 1)
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	desk.until("the desk is signed in", `document.title.startsWith("You are signed in")`)

	c, secret := r.client()
	desk.open(r.issuer + "/logout")
	desk.click("sign-out")
	q := r.request(c, secret)
	phone.press("home", 1)
	phone.screen("Nothing waiting")
	r.toWaiting(desk, q, "ada")
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	if got := r.landedIn(desk); got.Get("state") != q.state {
		t.Errorf("the application gets state %q", got.Get("state"))
	}
}

// lookAtApp is look for a screen of the app, which the emulated phone keeps.
func (b *tab) lookAtApp(name, title string) {
	b.t.Helper()
	b.screen(title)
	b.look("app-"+name, title)
	b.do(chromedp.EmulateViewport(390, 844))
}

func TestBrowserAppLooksWellOnEachScreen(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	phone.open(r.issuer + "/a/")
	phone.lookAtApp("empty", "Add this phone")
	phone.open(r.issuer + "/a/e#v=1")
	phone.lookAtApp("link-spent", "This link no longer works")
	phone.open(r.issuer + "/a/")
	r.joinByApp("ada", desk, phone)
	phone.lookAtApp("added", "This phone is ready")
	phone.press("home", 1)
	phone.lookAtApp("request", "Are you signing in?")
	phone.approveInApp(desk.text("push-number"))
	phone.lookAtApp("approved", "Approved")
	phone.press("home", 1)
	phone.lookAtApp("inbox", "Nothing waiting")
	c, secret := r.client()
	r.toWaiting(r.chromium(true), r.request(c, secret), "ada")
	phone.screen("Are you signing in?")
	phone.press("not-me", 1)
	phone.lookAtApp("blocked", "Blocked. Nobody got in")
	phone.press("undo", 1)
	phone.lookAtApp("undone", "Start over on the sign-in page")
}
