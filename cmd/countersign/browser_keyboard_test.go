package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stop is where the focus is: an id, or what a person reads there.
const stop = `(e => e === document.body || !e ? "nothing" : e.id || e.className || e.tagName.toLowerCase())(document.activeElement)`

// ring says how the focus is shown: the outline's width in pixels, and whether
// any part of the element is hidden by something that lies on it (WCAG 2.4.7,
// 2.4.11).
const ring = `(e => {
	const s = getComputedStyle(e), r = e.getBoundingClientRect();
	const inside = r.right > 0 && r.left < innerWidth && r.bottom > 0 && r.top < innerHeight && r.width > 1 && r.height > 1;
	return s.outlineStyle === "solid" && parseFloat(s.outlineWidth) >= 2 && s.outlineColor !== "rgba(0, 0, 0, 0)" && inside;
})(document.activeElement)`

// next presses Tab and says where the focus is now.
func (b *tab) next() string {
	b.t.Helper()
	b.key(kb.Tab)
	at := eval[string](b, stop)
	if at != "nothing" && !eval[bool](b, ring) {
		b.t.Errorf("nobody sees that the focus is at %s", at)
	}
	return at
}

// walk is every stop of the page, once round from its top.
func (b *tab) walk() []string {
	b.t.Helper()
	b.to("nothing") // past the last: the browser's own controls
	var stops []string
	for range 30 {
		at := b.next()
		if at == "nothing" || slices.Contains(stops, at) {
			return stops
		}
		stops = append(stops, at)
	}
	b.t.Fatalf("the focus goes nowhere: %q", stops)
	return nil
}

// to presses Tab until the focus is at the element.
func (b *tab) to(id string) {
	b.t.Helper()
	var stops []string
	for range 20 {
		at := b.next()
		if at == id {
			return
		}
		stops = append(stops, at)
	}
	b.t.Fatalf("Tab does not lead to %s: %q", id, stops)
}

func TestBrowserSignsInByKeyboardAlone(t *testing.T) {
	t.Parallel()
	r, ada, _, b := aTab(t)
	if at := eval[string](b, stop); at != "username" {
		t.Errorf("the focus begins at %s", at)
	}
	b.key("ada")
	b.to("password")
	b.key("a wrong password")
	b.enter()
	if at := eval[string](b, stop); at != "password" {
		t.Errorf("after a wrong password the focus is at %s", at)
	}
	if got := eval[string](b, `document.getElementById(document.activeElement.getAttribute("aria-describedby").split(" ")[0]).textContent.trim()`); !strings.HasPrefix(got, "Error:") {
		t.Errorf("the field is described by %q", got)
	}
	b.key(storyPassword)
	b.to("sign-in")
	b.enter()
	b.see("push-number")
	b.to("push-other")
	b.enter()
	b.to("choose-push")
	b.to("choose-submit")
	b.enter()
	r.ok(r.approve(ada.phone, b.text("push-number")))
	r.landedIn(b)
}

func TestBrowserShowsTheFocusAtEachStopInTheOrderOfThePage(t *testing.T) {
	t.Parallel()
	r, ada, q, b := aTab(t)
	check := func(page string, want ...string) {
		t.Helper()
		want = append(want, "language-de", "language-fr", "language-es", "language-ar") // at the foot of every page
		if got := b.walk(); !slices.Equal(got, want) {
			t.Errorf("%s: Tab stops at %q, want %q", page, got, want)
		}
	}
	check("sign-in", "skip", "username", "plain sm", "password", "sign-in", "passkey")
	r.toWaiting(b, q, "ada")
	check("waiting", "skip", "push-cancel", "push-other", "push-by-scan", "push-resend", "summary")
	b.click("push-other")
	check("choose", "skip", "choose-cancel", "choose-push", "choose-submit")
	b.back()
	b.holdForms()
	r.ok(r.approve(ada.phone, b.text("push-number")))
	b.say("push-status", saysApproved)
	b.reload()
	check("approved", "skip", "push-cancel", "push-continue")
	b.letFormGo()
	b.open(r.issuer + "/logout")
	check("sign-out", "skip", "sign-out", "sign-out-cancel")
}

func TestBrowserSkipsToTheContent(t *testing.T) {
	t.Parallel()
	r, _, q, b := aTab(t)
	r.toWaiting(b, q, "ada")
	if at := b.next(); at != "skip" {
		t.Fatalf("Tab leads first to %s", at)
	}
	b.key(kb.Enter)
	b.until("the focus is at the content", `document.activeElement.id === "main"`)
	if at := b.next(); at != "push-cancel" {
		t.Errorf("from the content Tab leads to %s", at)
	}
}

// What opens and what waits, by keyboard: the help opens, and a button whose
// time has not come does nothing.
func TestBrowserOpensHelpAndHoldsBackResendByKeyboard(t *testing.T) {
	t.Parallel()
	r, _, q, b := aTab(t)
	r.toWaiting(b, q, "ada")
	b.to("push-resend")
	b.forget()
	b.key(kb.Enter)
	b.to("summary")
	b.key(kb.Enter)
	b.until("the help is open", `document.querySelector("details.help").open`)
	if n := b.count("POST", "/push/resend"); n != 0 {
		t.Error("a request was sent again too soon")
	}
}

// The text spacing that readers set (WCAG 1.4.12) costs nothing: no word is
// cut, none leaves the screen.
func TestBrowserKeepsAllWordsWithWiderSpacing(t *testing.T) {
	t.Parallel()
	r, _, q, b := aTab(t)
	r.toWaiting(b, q, "ada")
	for _, s := range screens {
		b.do(chromedp.EmulateViewport(s.width, s.height))
		// By CSSOM, which the page's policy allows: as a reader's own sheet would.
		eval[any](b, `(document.querySelectorAll("*").forEach(e => { e.style.lineHeight = "1.5"; e.style.letterSpacing = "0.12em"; e.style.wordSpacing = "0.16em"; }), 1)`)
		b.fits("waiting", s.width)
	}
}
