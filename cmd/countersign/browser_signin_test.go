package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"countersign/factors"
)

// The words of the waiting page that its status line goes through.
const (
	saysWaiting  = "Waiting for your answer"
	saysSeen     = "Your phone has the request. Enter the number there."
	saysApproved = "Approved. Taking you to Payroll"
)

// toWaiting opens q in b and gives the password: the waiting page is in front.
func (r *rig) toWaiting(b *tab, q request, name string) {
	r.t.Helper()
	b.open(q.url)
	b.fill("username", name)
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.see("push-number")
}

// signIn walks the whole way in b, to the application.
func (r *rig) signIn(b *tab, q request, who member) {
	r.t.Helper()
	r.toWaiting(b, q, who.name)
	r.ok(r.approve(who.phone, b.text("push-number")))
	r.landedIn(b)
}

func TestBrowserGoesOnByItselfOnceThePhoneApproved(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	q, b := r.request(c, secret), r.chromium(true)
	r.toWaiting(b, q, "ada")
	if got := b.text("push-status"); got != saysWaiting {
		t.Errorf("the page says %q", got)
	}
	b.forget()
	if _, err := ada.phone.Challenges(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	b.say("push-status", saysSeen)
	r.ok(r.approve(ada.phone, b.text("push-number")))
	got := r.landedIn(b)
	if got.Get("state") != q.state || got.Get("iss") != r.issuer {
		t.Errorf("the application gets state %q and iss %q", got.Get("state"), got.Get("iss"))
	}
	if status, tok := r.redeem(0, q, got.Get("code")); status != 200 || tok.ID == "" {
		t.Errorf("token endpoint: %d %s", status, tok.Error)
	}
	if n := b.count("POST", "/push/continue"); n != 1 {
		t.Errorf("the approval was posted %d times", n)
	}
	if n := b.count("GET", "/push/status") + b.count("GET", "/push"); n != 0 {
		t.Errorf("beside the event stream the page asked %d times", n)
	}
}

// A sign-in without any use of the phone's or the person's patience: what one
// application got, the next gets without a page.
func TestBrowserIsAskedOnceForAllApplications(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	r.signIn(b, r.request(c, secret), ada)

	other, otherSecret := r.client(named("Wiki"))
	q := r.request(other, otherSecret)
	b.forget()
	b.open(q.url)
	got := r.landedIn(b)
	pages := b.requests(func(a asked) bool { return a.document && a.status == 200 })
	if len(pages) != 1 {
		t.Errorf("more was shown than the application: %q", pages)
	}
	if status, tok := r.redeem(0, q, got.Get("code")); status != 200 {
		t.Errorf("token endpoint: %d %s", status, tok.Error)
	}
}

func TestBrowserSignsOutAndInAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	r.signIn(b, r.request(c, secret), ada)

	// The application asks without a hint, so the person is asked; the form
	// may lead to the application.
	b.open(r.issuer + "/logout?client_id=" + string(c.ID) + "&post_logout_redirect_uri=" + r.app.URL + "/out&state=s1")
	b.click("sign-out")
	if got, want := b.address(), r.app.URL+"/out?state=s1"; got != want {
		t.Errorf("signed out, the tab is at %s, want %s", got, want)
	}
	r.signIn(b, r.request(c, secret), ada)

	b.open(r.issuer + "/logout")
	b.click("sign-out-cancel")
	b.open(r.request(c, secret).url)
	r.landedIn(b)
	b.open(r.issuer + "/logout")
	b.click("sign-out")
	if got, want := b.address(), r.issuer+"/signed-out"; got != want {
		t.Errorf("signed out, the tab is at %s, want %s", got, want)
	}
	b.open(r.request(c, secret).url)
	b.see("username")
}

func TestBrowserIsAskedAgainWhereTheApplicationWantsIt(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	r.signIn(b, r.request(c, secret), ada)

	q := r.request(c, secret, asking("prompt", "login"))
	r.signIn(b, q, ada)
	if status, _ := r.redeem(0, q, r.landedIn(b).Get("code")); status != 200 {
		t.Errorf("token endpoint: %d", status)
	}
	// A level that no phone of this account has: asked as well as can be, and
	// told so.
	r.clock.Advance(time.Second)
	b.open(r.request(c, secret, asking("acr_values", string(factors.OutOfBand))).url)
	b.click("step-up-submit")
	if number := b.text("push-number"); len(number) != 6 {
		t.Errorf("the number is %q, want six digits", number)
	}
	r.ok(r.approve(ada.phone, b.text("push-number")))
	if got := r.landedIn(b).Get("error"); got != "unmet_authentication_requirements" {
		t.Errorf("the application is told %q", got)
	}
}

// What screen readers hear: the region is in the first HTML, and what changes
// is its text (WCAG 4.1.3).
func TestBrowserTellsScreenReadersHowTheSignInStands(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	r.toWaiting(b, r.request(c, secret), "ada")
	// No page may parse HTML here (trusted types): a pattern finds the region.
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	region, err := chromedp.Run(ctx, chromedp.Evaluate[string](`fetch(document.location).then(r => r.text()).then(html =>
		html.match(/<[^>]*role="status"[^>]*id="push-status"[^>]*>([^<]*)/)?.[1] ?? "")`, chromedp.EvalAwaitPromise))
	r.ok(err)
	if region != saysWaiting {
		t.Errorf("in the first HTML the region says %q", region)
	}
	tree := b.spoken()
	for _, want := range []string{"heading: Enter this number on your phone", "StaticText: Your number is", "StaticText: " + b.text("push-number"), "status: "} {
		if !slices.Contains(tree, want) {
			t.Errorf("a screen reader does not find %q in %q", want, tree)
		}
	}
	b.holdForms()
	eval[chromedp.Void](b, `window.heard = []; void new MutationObserver(() => heard.push(document.querySelector("[role=status]").textContent))
		.observe(document.querySelector("[role=status]"), {childList: true, characterData: true, subtree: true})`)
	_, err = ada.phone.Challenges(t.Context(), false)
	r.ok(err)
	b.say("push-status", saysSeen)
	r.ok(r.approve(ada.phone, b.text("push-number")))
	b.say("push-status", saysApproved)
	// What stands there at first is said anew, so that it is read out.
	heard := slices.DeleteFunc(slices.Compact(eval[[]string](b, `heard`)), func(s string) bool { return s == saysWaiting })
	if !slices.Equal(heard, []string{saysSeen, saysApproved}) {
		t.Errorf("the region said %q", heard)
	}
	b.letFormGo()
	r.landedIn(b)
}
