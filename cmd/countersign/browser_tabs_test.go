package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// aTab is a rig with a person, an application, and a tab at its sign-in page.
func aTab(t *testing.T) (*rig, member, request, *tab) {
	t.Helper()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	q, b := r.request(c, secret), r.chromium(true)
	b.open(q.url)
	return r, ada, q, b
}

// open is how many requests wait on the person's phone.
func (r *rig) openOn(who member) int {
	r.t.Helper()
	open, err := who.phone.Challenges(r.t.Context(), false)
	r.ok(err)
	return len(open)
}

// wayOn is true of a page that ends a sign-in and leads back.
const wayOn = `document.querySelector("#back, #error-back") !== null`

func TestBrowserWithTwoTabsOfOneSignInFinishesOnceAndLeavesAWayOn(t *testing.T) {
	t.Parallel()
	r, ada, q, one := aTab(t)
	r.toWaiting(one, q, "ada")
	two := r.beside(one)
	two.open(one.address())
	number := two.text("push-number")
	if number != one.text("push-number") {
		t.Error("two tabs of one sign-in show two numbers")
	}
	r.ok(r.approve(ada.phone, number))
	// Both hear of it at once and both post; one code is made.
	at := fmt.Sprintf(`String(document.location).startsWith(%q)`, r.callback+"?")
	landed := 0
	for _, b := range []*tab{one, two} {
		b.until("the tab is at the application or at a page with a way on", at+" || "+wayOn)
		if eval[bool](b, at) {
			landed++
		} else {
			b.do(chromedp.Click(chromedp.CSS("#back, #error-back")))
			b.until("the way on is gone", `document.readyState === "complete" && !(`+wayOn+`)`)
			if got := b.address(); got != r.app.URL+"/" {
				t.Errorf("the way on leads to %s", got)
			}
		}
	}
	if landed != 1 {
		t.Errorf("%d tabs came to the application with a code", landed)
	}
}

func TestBrowserWithTwoSignInsFinishesBoth(t *testing.T) {
	t.Parallel()
	r, ada, q, one := aTab(t)
	two := r.beside(one)
	other := r.request(q.client, q.secret)
	r.signIn(two, other, ada)
	// The first goes on where it was: the page is not stale, the browser is
	// now known, and what the other proved is the other's.
	r.signInFrom(one, ada)
	for b, want := range map[*tab]string{one: q.state, two: other.state} {
		if got := r.landedIn(b).Get("state"); got != want {
			t.Errorf("the tab got the answer to %q, want %q", got, want)
		}
	}
}

// signInFrom walks from the sign-in page that b shows to the application.
func (r *rig) signInFrom(b *tab, who member) {
	r.t.Helper()
	b.fill("username", who.name)
	b.fill("password", storyPassword)
	b.click("sign-in")
	r.ok(r.approve(who.phone, b.text("push-number")))
	r.landedIn(b)
}

func TestBrowserComesBackToWhereTheSignInStands(t *testing.T) {
	t.Parallel()
	r, ada, q, b := aTab(t)
	r.toWaiting(b, q, "ada")
	number := b.text("push-number")
	b.back()
	b.see("push-number")
	if got := b.text("push-number"); got != number {
		t.Errorf("after back the number is %s, was %s", got, number)
	}
	b.click("push-other")
	b.back()
	if got := b.text("push-number"); got != number {
		t.Errorf("after another way and back the number is %s, was %s", got, number)
	}
	if n := r.openOn(ada); n != 1 {
		t.Errorf("%d requests wait on the phone", n)
	}
	r.ok(r.approve(ada.phone, number))
	r.landedIn(b)
	b.back()
	if got := b.title(); got != "This sign-in page is no longer valid" {
		t.Errorf("back from the application: %q", got)
	}
	b.click("back")
	if got := b.address(); got != r.app.URL+"/" {
		t.Errorf("the way on leads to %s", got)
	}
}

// Without script, since a script presses the second button by itself. Which
// answer the browser takes is a race; that there is one of each is not.
func TestBrowserThatSubmitsTwiceAsksThePhoneOnceAndGetsOneCode(t *testing.T) {
	t.Parallel()
	r, ada, q, _ := aTab(t)
	b := r.chromium(false)
	b.open(q.url)
	b.fill("username", "ada")
	b.fill("password", storyPassword)
	b.leave("a double click", func() { b.press("sign-in", 2) })
	number := b.text("push-number")
	if n := r.openOn(ada); n != 1 {
		t.Errorf("%d requests wait on the phone", n)
	}
	r.ok(r.approve(ada.phone, number))
	b.see("push-continue")
	b.leave("a double click", func() { b.press("push-continue", 2) })
	// This page looks anew by itself; a click that meets that is lost, and people
	// click again.
	if eval[bool](b, `document.getElementById("push-continue") !== null`) {
		b.leave("another double click", func() { b.press("push-continue", 2) })
	}
	at := fmt.Sprintf(`String(document.location).startsWith(%q)`, r.callback+"?")
	b.until("the tab is at the application or at a page with a way on", at+" || "+wayOn)
	if n := len(r.events(codesIssued())); n != 1 {
		t.Errorf("%d codes were issued", n)
	}
}

func TestBrowserWithAStaleFormLosesNothing(t *testing.T) {
	t.Parallel()
	r, ada, _, b := aTab(t)
	b.set("[name=_token]", "value", "not-the-token-of-this-page")
	b.fill("username", "ada")
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.look("stale-form", "This page has expired")
	if n := r.openOn(ada); n != 0 {
		t.Errorf("the phone was asked %d times", n)
	}
	b.click("error-back")
	r.signInFrom(b, ada)
}

func TestBrowserWithAnExpiredSignInIsToldTheWayBack(t *testing.T) {
	t.Parallel()
	r, ada, q, b := aTab(t)
	r.toWaiting(b, q, "ada")
	r.clock.Advance(31 * time.Minute)
	b.reload()
	if got := b.title(); got != "This sign-in page is no longer valid" {
		t.Errorf("the page is called %q", got)
	}
	b.click("back")
	if got := b.address(); got != r.app.URL+"/" {
		t.Errorf("the way back leads to %s", got)
	}
	r.signIn(b, r.request(q.client, q.secret), ada)
}

// One who gives up tells the application, if they go back to it.
func TestBrowserThatCancelsTellsTheApplication(t *testing.T) {
	t.Parallel()
	r, ada, q, b := aTab(t)
	r.toWaiting(b, q, "ada")
	b.click("push-cancel")
	if n := r.openOn(ada); n != 0 {
		t.Errorf("%d requests still wait on the phone", n)
	}
	b.click("back")
	if got := r.landedIn(b); got.Get("error") != "access_denied" || got.Get("state") != q.state {
		t.Errorf("the application is told %v", got)
	}
}
