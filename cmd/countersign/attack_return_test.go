package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/factors/wire"
)

// here says, in a browser that the account knows, that the phone is the device
// that signs in.
func (a attacker) here(who member, tab *browser.Tab) waiting {
	a.t.Helper()
	w := a.waits(who, tab)
	at := w.path("/push")
	a.ok(w.tab.Click(a.t.Context(), "push-here"))
	a.ok(w.tab.Open(a.t.Context(), a.issuer+at)) // back from the authenticator's page
	w.asked = a.open(w.phone)
	if w.asked.Match.Mode != wire.ModeReturn {
		a.t.Fatalf("asked in mode %s", w.asked.Match.Mode)
	}
	return w
}

// code approves, and is the code that the authenticator takes back.
func (w waiting) code(a attacker) string {
	a.t.Helper()
	got, err := w.phone.Approve(a.t.Context(), w.asked, "")
	a.ok(err)
	if len(got.ReturnCode.Reveal()) != 22 {
		a.t.Fatalf("the answer is %s with a code of %d characters", got.State, len(got.ReturnCode.Reveal()))
	}
	return got.ReturnCode.Reveal()
}

// bring brings a code as the page of /push/return does, and is where it is sent.
func (a attacker) bring(code string, cookies []*http.Cookie) string {
	a.t.Helper()
	got := a.do(a.bringing(code, cookies))
	var to struct{ Next string }
	if err := json.Unmarshal([]byte(got.body), &to); err != nil || got.status != http.StatusOK || got.header.Get("Cache-Control") != "no-store" {
		a.t.Fatalf("%d %s", got.status, got.body)
	}
	return to.Next
}

func (a attacker) bringing(code string, cookies []*http.Cookie) attackRequest {
	body, err := json.Marshal(map[string]string{"code": code})
	a.ok(err)
	return attackRequest{
		method: http.MethodPost, path: "/login/return", kind: wire.MediaJSON, body: string(body), cookies: cookies,
		header: http.Header{"Origin": {a.issuer}, "Sec-Fetch-Site": {"same-origin"}},
	}
}

const (
	elsewhere = "/push/return/elsewhere"
	over      = "/push/return/over"
)

func TestSignInOnThePhoneItselfReturnsByCodeAndCookie(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		first, _ := a.signedIn(ada, nil)
		w := a.here(ada, first.tab)
		if w.tab.Has("push-number") || !w.tab.Has("push-open") {
			t.Error("the page shows a number, or no way to the app")
		}
		code := w.code(a)
		a.ok(w.tab.Reload(t.Context()))
		if w.tab.Has("push-continue") {
			t.Error("the page offers to go on without the code")
		}
		if next := a.bring(code, w.tab.Cookies()); next != w.path("") {
			t.Fatalf("sent to %s, want the sign-in %s", next, w.path(""))
		}
		if got := a.bring(code, w.tab.Cookies()); got != over {
			t.Errorf("a second time: sent to %s", got)
		}
		a.ok(w.tab.Open(t.Context(), a.issuer+w.path("")))
		status, got := a.redeem(0, w.request, a.landed(w.tab).Get("code"))
		if status != http.StatusOK {
			t.Fatalf("token endpoint: %d %s", status, got.Error)
		}
		var claims struct{ AMR []string }
		a.ok(json.Unmarshal([]byte(decodedPart(strings.Split(got.ID, ".")[1])), &claims))
		if want := []string{"pwd", "swk", "user", "mfa"}; !slices.Equal(claims.AMR, want) {
			t.Errorf("amr %v, want %v: one device is no second channel", claims.AMR, want)
		}
	})
}

func TestReturnNeedsCodeAndCookieInTimeAndOnce(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada, eve := a.join("ada"), a.join("eve")
		first, _ := a.signedIn(ada, nil)

		// The cookie without the code.
		w := a.here(ada, first.tab)
		token := w.form()
		code := w.code(a)
		got := a.do(attackRequest{method: http.MethodPost, path: w.path("/push/continue"), kind: attackForm, body: token, cookies: w.tab.Cookies(),
			header: http.Header{"Origin": {a.issuer}, "Sec-Fetch-Site": {"same-origin"}}})
		if got.status != http.StatusSeeOther || a.state(w.asked.ID) != wire.StateApproved {
			t.Errorf("the cookie alone: %d, the request is %s", got.status, a.state(w.asked.ID))
		}
		for _, wrong := range []string{"", "AAAAAAAAAAAAAAAAAAAAAA", code + "A", w.asked.ID} {
			if to := a.bring(wrong, w.tab.Cookies()); to != over || a.state(w.asked.ID) != wire.StateApproved {
				t.Errorf("a wrong code: sent to %s, the request is %s", to, a.state(w.asked.ID))
			}
		}
		// Another site's page, with the right of both.
		forged := a.bringing(code, w.tab.Cookies())
		forged.header = http.Header{"Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}}
		if got := a.do(forged); got.status != http.StatusForbidden || a.state(w.asked.ID) != wire.StateApproved {
			t.Errorf("from another site: %d", got.status)
		}
		form := a.bringing(code, w.tab.Cookies())
		form.kind, form.body = attackForm, url.Values{"code": {code}}.Encode()
		if got := a.do(form); got.status != http.StatusBadRequest || a.state(w.asked.ID) != wire.StateApproved {
			t.Errorf("as a form: %d", got.status)
		}

		// Too late.
		a.clock.Advance(time.Minute)
		if to := a.bring(code, w.tab.Cookies()); to != over || a.state(w.asked.ID) != wire.StateLapsed {
			t.Errorf("after a minute: sent to %s, the request is %s", to, a.state(w.asked.ID))
		}

		// The code with the cookie of another's sign-in: the attacker's own.
		a.clock.Advance(time.Hour)
		w = a.here(ada, first.tab)
		hers := a.waits(eve, nil)
		code = w.code(a)
		if to := a.bring(code, hers.tab.Cookies()); to != elsewhere || a.state(w.asked.ID) != wire.StateCancelled {
			t.Errorf("in another's browser: sent to %s, the request is %s", to, a.state(w.asked.ID))
		}
		if a.state(hers.asked.ID) != wire.StatePending {
			t.Error("it moved the other's sign-in")
		}
	})
}

// An attacker with the password and a known browser's cookie starts a sign-in
// and says that the phone is here. Whoever approves that on the phone brings the
// code to a browser that has not the attacker's cookie.
func TestReturnInAnotherBrowserSignsNobodyInAndAsksForTheNumber(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		first, _ := a.signedIn(ada, nil)
		w := a.here(ada, first.tab)
		code := w.code(a)
		before := a.recorded(audit.ChallengeCancelled)
		if to := a.bring(code, nil); to != elsewhere || a.state(w.asked.ID) != wire.StateCancelled {
			t.Fatalf("sent to %s, the request is %s", to, a.state(w.asked.ID))
		}
		if news := a.news(audit.ChallengeCancelled, before); len(news) != 1 || news[0].Challenge != w.asked.ID || !strings.Contains(news[0].Reason, "another browser") {
			t.Errorf("on record: %+v", news)
		}
		if to := a.bring(code, w.tab.Cookies()); to != over {
			t.Errorf("the code is good a second time: sent to %s", to)
		}
		// The page that waits asks with a number now.
		a.ok(w.tab.Reload(t.Context()))
		number, err := w.tab.Text("push-number")
		a.ok(err)
		asked := a.open(ada.phone)
		if asked.Match.Mode != wire.ModeNum2 || len(number) != 2 {
			t.Fatalf("asked in mode %s with a number of %d digits", asked.Match.Mode, len(number))
		}
		_, err = ada.phone.Approve(t.Context(), asked, number)
		a.ok(err, await(t.Context(), w.tab, "push-continue"), w.tab.Click(t.Context(), "push-continue"))
		if status, got := a.redeem(0, w.request, a.landed(w.tab).Get("code")); status != http.StatusOK {
			t.Fatalf("token endpoint: %d %s", status, got.Error)
		}
	})
}

func TestReturnTakesNoNumber(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		first, _ := a.signedIn(ada, nil)
		w := a.here(ada, first.tab)
		a.refuses(a.decide(w.phone, w.asked.ID, w.sign(edit("match", "42"))), http.StatusForbidden)
		if got := a.state(w.asked.ID); got != wire.StatePending {
			t.Errorf("the request is %s", got)
		}
		if got := a.decide(w.phone, w.asked.ID, w.sign(edit("match", nil))); got.status != http.StatusOK || !strings.Contains(got.body, `"return_code":"`) {
			t.Errorf("without a number: %d %s", got.status, got.body)
		}
	})
}

func TestReturnIsOfferedInAKnownBrowserOnly(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		if w.tab.Has("push-here") {
			t.Error("offered in a browser that the account never used")
		}
		got := a.do(attackRequest{method: http.MethodPost, path: w.path("/push/here"), kind: attackForm, body: w.form(), cookies: w.tab.Cookies(),
			header: http.Header{"Origin": {a.issuer}, "Sec-Fetch-Site": {"same-origin"}}})
		if got.status != http.StatusSeeOther || a.open(ada.phone).Match.Mode != wire.ModeNum2 || a.state(w.asked.ID) != wire.StatePending {
			t.Errorf("pressed all the same: %d, asked in mode %s", got.status, a.open(ada.phone).Match.Mode)
		}
	})
}
