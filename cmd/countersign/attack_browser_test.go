package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"countersign/audit"
	"countersign/factors/wire"
)

// askAgain is a sign-in that asks for the password whatever the browser has.
func askAgain(v url.Values) { v.Set("prompt", "login") }

func TestAttack17SignInBesideTheUsersOwnWaitsAndThenNeedsSixDigits(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		own := a.waits(ada, nil)
		c, secret := a.client()
		thief := a.browser(0)
		a.toPush(thief, a.request(c, secret), "ada")
		if thief.Status() != http.StatusConflict || thief.Has("push-number") || !thief.Has("push-again") {
			t.Errorf("the attacker's page is %d: %s", thief.Status(), thief.PageText())
		}
		if open := a.open(ada.phone); open.ID != own.asked.ID {
			t.Errorf("the phone is asked %s, want %s", open.ID, own.asked.ID)
		}
		a.finish(own.tab, ada.phone)
		a.landed(own.tab)
		if a.ok(thief.Click(ctx, "push-again")); !thief.Has("push-number") {
			t.Fatalf("the attacker's page: %s", thief.PageText())
		}
		if number, _ := thief.Text("push-number"); len(number) != 6 || a.open(ada.phone).Match.Mode != wire.ModeNum6 {
			t.Errorf("after the collision the number is %q", number)
		}
	})
}

func TestAttack17OwnerInAKnownBrowserSupersedesTheAttacker(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		own, _ := a.signedIn(ada, a.browser(0))
		thief := a.waits(ada, nil)
		w := a.waits(ada, own.tab)
		if w.number == thief.number || w.asked.ID == thief.asked.ID {
			t.Errorf("the numbers are %s and %s", w.number, thief.number)
		}
		before := a.recorded(audit.DecisionRefused)
		a.refuses(a.decide(ada.phone, thief.asked.ID, thief.sign()), http.StatusConflict)
		if found := a.news(audit.DecisionRefused, before); len(found) != 1 || !strings.HasPrefix(found[0].Reason, "check 9: ") {
			t.Errorf("on record %+v", found)
		}
		if a.ok(thief.tab.Refresh(t.Context())); !strings.Contains(thief.tab.PageText(), "newer request replaced") {
			t.Errorf("the attacker's page: %s", thief.tab.PageText())
		}
		a.finish(w.tab, ada.phone)
		a.landed(w.tab)
		if s := a.state(thief.asked.ID); s != wire.StateSuperseded {
			t.Errorf("the attacker's challenge is %s", s)
		}
	})
}

// browserRequests are all that a browser can ask of a sign-in that waits.
func browserRequests(w waiting) []attackRequest {
	var all []attackRequest
	for _, p := range []string{"", "/sign-in", "/choose", "/step-up", "/push", "/push/status", "/push/events", "/done", "/enrol", "/enrol/status", "/enrol/events", "/enrol/confirm", "/new-password"} {
		all = append(all, attackRequest{method: http.MethodGet, path: w.path(p)})
	}
	for _, p := range []string{"/sign-in", "/choose", "/step-up", "/push/resend", "/push/again", "/push/scan", "/push/cancel", "/push/continue", "/enrol/again", "/enrol/confirm", "/enrol/reject", "/new-password"} {
		all = append(all, attackRequest{method: http.MethodPost, path: w.path(p), kind: attackForm, body: w.form() + "&method=push&password=" + url.QueryEscape(storyPassword)})
	}
	_, id, _ := strings.Cut(w.path(""), "/login/")
	return append(all, attackRequest{method: http.MethodGet, path: "/authorize/resume?flow=" + id})
}

// Cases 18 and 69: neither the id of a challenge nor an address of a page is
// worth anything in another browser.
func TestAttack18And69AddressesAreWorthNothingWithoutTheCookie(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada, mallory := a.join("ada"), a.join("mallory")
		w := a.waits(ada, nil)
		own := a.waits(mallory, nil)
		a.ok(a.approve(ada.phone, w.number)) // there is something to take
		db := a.database()
		before := a.contents(db)
		for who, cookies := range map[string][]*http.Cookie{"nobody's browser": nil, "the attacker's browser": own.tab.Cookies()} {
			for _, q := range browserRequests(w) {
				q.cookies = cookies
				got := a.do(q)
				if got.status != http.StatusNotFound && got.status != http.StatusGone || got.header.Get("Location") != "" {
					t.Errorf("%s: %s %s is %d to %q", who, q.method, q.path, got.status, got.header.Get("Location"))
				}
				if strings.Contains(got.body, ">"+w.number+"<") || strings.Contains(got.body, ada.name) || strings.Contains(got.body, "approved") {
					t.Errorf("%s: %s %s tells:\n%s", who, q.method, q.path, got.body)
				}
			}
		}
		a.unchanged(db, before)
		ctx := t.Context()
		a.ok(await(ctx, w.tab, "push-continue"), w.tab.Click(ctx, "push-continue"))
		a.landed(w.tab)
	})
}

func TestAttack69PagesAreNotStoredAndHoldNoSecretInTheirAddress(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		for _, p := range []string{"", "/push", "/push/status"} {
			got := a.do(attackRequest{method: http.MethodGet, path: w.path(p), cookies: w.tab.Cookies()})
			if got.status >= 400 || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%q: %d, Cache-Control %q", p, got.status, got.header.Get("Cache-Control"))
			}
			if u, _ := url.Parse(got.header.Get("Location")); u.RawQuery != "" {
				t.Errorf("%q leads to %s", p, u)
			}
			if policy := got.header.Get("Referrer-Policy"); policy != "same-origin" {
				t.Errorf("%q: Referrer-Policy %q", p, policy)
			}
		}
		if u, _ := url.Parse(w.tab.URL()); u.RawQuery != "" {
			t.Errorf("the waiting page is at %s", u)
		}
		a.finish(w.tab, ada.phone)
		// What comes back is a code, which is nothing without its verifier.
		code := a.landed(w.tab).Get("code")
		thief := w.request
		thief.verifier = strings.Repeat("x", 43)
		if status, got := a.redeem(0, thief, code); status != http.StatusBadRequest || got.Error != "invalid_grant" {
			t.Errorf("without its verifier: %d %+v", status, got)
		}
	})
}

func TestAttack19PlantedCookieDoesNotGetAnApproval(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada, mallory := a.join("ada"), a.join("mallory")
		// The attacker has given his own password in the sign-in that he plants.
		planted := a.waits(mallory, nil)
		victim, _ := a.signedIn(ada, a.browser(0))
		fresh := a.do(attackRequest{method: http.MethodGet, path: strings.TrimPrefix(planted.url, a.issuer)})
		for _, k := range (&http.Response{Header: fresh.header}).Cookies() {
			if !strings.HasPrefix(k.Name, "__Host-") || !k.Secure || !k.HttpOnly || k.Domain != "" || k.Path != "/" || k.SameSite != http.SameSiteLaxMode {
				t.Errorf("a cookie that other hosts could plant: %+v", k)
			}
		}
		both := append(victim.tab.Cookies(), planted.tab.Cookies()...)
		twice := a.do(attackRequest{method: http.MethodGet, path: planted.path("/push"), cookies: both})
		if twice.status != http.StatusNotFound {
			t.Errorf("with two cookies of one name: %d", twice.status)
		}
		var mixed []*http.Cookie // what the victim's browser would have if he could plant all the same
		for _, k := range both {
			mine := strings.Contains(k.Name, "cs_flow")
			if fromPlanted := k.Value == cookieValue(planted.tab.Cookies(), k.Name); mine == fromPlanted {
				mixed = append(mixed, k)
			}
		}
		page := a.do(attackRequest{method: http.MethodGet, path: planted.path("/push"), cookies: mixed})
		if page.status != http.StatusOK || !strings.Contains(page.body, "mallory") || strings.Contains(page.body, ">ada<") {
			t.Errorf("the page does not name whose sign-in it is: %d\n%s", page.status, page.body)
		}
		a.ok(a.approve(mallory.phone, planted.number))
		form := attackRequest{method: http.MethodPost, path: planted.path("/push/continue"), kind: attackForm, cookies: mixed}
		form.body = victim.form()
		if got := a.do(form); got.status != http.StatusForbidden {
			t.Errorf("with a token of another page: %d", got.status)
		}
		form.body = planted.form()
		a.do(form)
		got := a.do(attackRequest{method: http.MethodGet, path: planted.path(""), cookies: mixed})
		renewed := cookieValue((&http.Response{Header: got.header}).Cookies(), sessionName(victim.tab.Cookies()))
		if renewed == "" || renewed == cookieValue(mixed, sessionName(mixed)) {
			t.Error("the session's cookie was not renewed")
		}
		// Ada's session in that browser has ended; it is not the attacker's now.
		if a.ok(victim.tab.Open(ctx, a.request(victim.client, victim.secret).url)); !victim.tab.Has("username") {
			t.Errorf("ada's session goes on: %s", victim.tab.URL())
		}
	})
}

func cookieValue(cookies []*http.Cookie, name string) string {
	for _, k := range cookies {
		if k.Name == name {
			return k.Value
		}
	}
	return ""
}

func sessionName(cookies []*http.Cookie) string {
	for _, k := range cookies {
		if strings.Contains(k.Name, "cs_session") {
			return k.Name
		}
	}
	return ""
}
