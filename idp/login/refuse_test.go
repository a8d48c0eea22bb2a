package login_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/web"
)

// doors are every address of a sign-in.
func doors() map[string][]string {
	return map[string][]string{
		http.MethodGet: {
			"", "/sign-in", "/new-password", "/choose", "/push", "/push/status", "/push/events",
			"/enrol", "/enrol/status", "/enrol/events", "/enrol/confirm", "/done",
		},
		http.MethodPost: {
			"/sign-in", "/new-password", "/choose", "/push/continue", "/push/resend", "/push/again", "/push/cancel",
			"/enrol/again", "/enrol/confirm", "/enrol/reject",
		},
	}
}

// TestAnotherBrowserLearnsNothing knocks at every door of a waiting sign-in, as
// one who read its address and a token in a log, and at those of one that
// never was (security cases 18 and 69).
func TestAnotherBrowserLearnsNothing(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, seen := b.signIn()
	h.pushes.answer(wire.StateApproved)
	before := h.flow(hub)

	thief, nobody := h.browser(), h.browser()
	thief.start() // a flow cookie of their own
	for method, paths := range doors() {
		for _, path := range paths {
			body := "_token=" + seen.token() + "&username=ann%40example.com&password=x&method=push"
			real := thief.send(method, hub+path, body)
			unknown := thief.send(method, "/login/flow_other"+path, body)
			without := nobody.send(method, hub+path, body)
			if real.status != http.StatusNotFound || unknown.status != real.status || without.status != real.status {
				t.Errorf("%s %s: %d, unknown id %d, no cookie %d; want 404", method, path, real.status, unknown.status, without.status)
			}
			if real.body != unknown.body || real.body != without.body {
				t.Errorf("%s %s: the answers differ", method, path)
			}
			if len(thief.cookies) != 1 || len(nobody.cookies) != 0 {
				t.Errorf("%s %s gave a cookie", method, path)
			}
		}
	}
	if after := h.flow(hub); after.Version != before.Version || h.pushes.states()[0] != wire.StateApproved {
		t.Errorf("the sign-in moved: %+v", after)
	}
}

// TestPlantedCookieShowsWhoseSignInItIs: an attacker has the victim's browser
// go on with the attacker's sign-in (security case 19). The page says whose it
// is, and nothing that the victim has fits it.
func TestPlantedCookieShowsWhoseSignInItIs(t *testing.T) {
	h := newHouse(t)
	attacker, victim := h.browser(), h.browser()
	victim.complete()
	_, own := victim.signIn()
	hub := attacker.start()
	attacker.post(attacker.get(hub), hub+"/sign-in", "username", "bob", "password", right)

	victim.cookies["__Host-cs_flow"] = attacker.cookies["__Host-cs_flow"]
	p := victim.get(hub)
	if !strings.Contains(p.body, "bob") || strings.Contains(p.body, "ann@example.com") {
		t.Error("the page does not say whose sign-in it is")
	}
	h.pushes.answer(wire.StateApproved)
	if got := victim.post(own, hub+"/push/continue"); got.status != http.StatusForbidden || h.proved(hub) != "password" {
		t.Errorf("the victim's own page fits the attacker's sign-in: %d", got.status)
	}
	before := maps.Clone(victim.cookies)
	victim.post(p, hub+"/push/continue")
	if victim.cookies["__Host-cs_session"] == before["__Host-cs_session"] || victim.session().Person != string(h.bob.ID) {
		t.Error("the session's cookie did not change with its person")
	}
	if _, err := h.sessions.Find(t.Context(), before["__Host-cs_session"]); err == nil {
		t.Error("the victim's session still stands beside the attacker's")
	}
}

// TestFormNeedsTheTokenOfItsSignInPersonAndBrowser posts forms whose turn it
// is, with tokens from elsewhere.
func TestFormNeedsTheTokenOfItsSignInPersonAndBrowser(t *testing.T) {
	h := newHouse(t)
	b, other := h.browser(), h.browser()
	hub := b.start()
	first := b.get(hub)
	_, elsewhere := b.signIn()
	foreign := other.start()
	others := other.get(foreign)
	fields := []string{"username", "ann@example.com", "password", right}
	for name, p := range map[string]page{
		"none": {}, "of another sign-in": elsewhere, "of another browser": others, "cut short": {body: first.body[:len(first.body)/3]},
	} {
		got := b.post(p, hub+"/sign-in", fields...)
		if got.status != http.StatusForbidden || !strings.Contains(got.body, "expired") || !strings.Contains(got.body, `href="`+hub+`"`) {
			t.Errorf("token %s: %d", name, got.status)
		}
	}
	if len(h.passwords.tried) != 1 || h.proved(hub) != "" {
		t.Error("a form with a wrong token was looked at")
	}
	b.post(first, hub+"/sign-in", fields...)
	h.pushes.answer(wire.StateApproved)
	for _, path := range []string{"/push/continue", "/push/cancel", "/push/again", "/push/resend", "/choose"} {
		if got := b.post(first, hub+path, "method", "push"); got.status != http.StatusForbidden {
			t.Errorf("%s with the token of the page before there was a person: %d", path, got.status)
		}
	}
	if h.proved(hub) != "password" {
		t.Errorf("the sign-in proved %q", h.proved(hub))
	}
	later, sameAccount := b.signIn()
	h.pushes.answer(wire.StateApproved)
	if got := b.post(b.get(hub), later+"/push/continue"); got.status != http.StatusForbidden || h.proved(later) != "password" {
		t.Errorf("the token of another sign-in of the same account: %d", got.status)
	}
	if got := b.post(sameAccount, later+"/push/continue"); !strings.HasPrefix(got.path, "/authorize/resume") {
		t.Errorf("its own token: %d at %s", got.status, got.path)
	}
}

func TestMalformedFormsAreRefusedBeforeTheyAreRead(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub := b.start()
	token := b.get(hub).token()
	good := "_token=" + token + "&username=ann%40example.com&password=" + strings.ReplaceAll(right, " ", "+")
	for name, c := range map[string]struct {
		body, kind string
		want       int
	}{
		"a field twice":       {good + "&username=bob", "application/x-www-form-urlencoded", 400},
		"the token twice":     {good + "&_token=" + token, "application/x-www-form-urlencoded", 400},
		"not encoded":         {good + "&x=%zz", "application/x-www-form-urlencoded", 400},
		"JSON":                {`{"username":"ann"}`, "application/json", 400},
		"no content type":     {good, "", 400},
		"too much":            {good + "&x=" + strings.Repeat("a", 65<<10), "application/x-www-form-urlencoded", 413},
		"fields in the query": {"", "application/x-www-form-urlencoded", 403},
	} {
		path := hub + "/sign-in"
		if c.body == "" {
			path += "?" + good
		}
		r := httptest.NewRequest(http.MethodPost, issuer+path, strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.AddCookie(&http.Cookie{Name: "__Host-cs_flow", Value: b.cookies["__Host-cs_flow"]})
		rec := httptest.NewRecorder()
		h.handler.ServeHTTP(rec, r)
		if rec.Code != c.want || !strings.Contains(rec.Body.String(), "error-reference") {
			t.Errorf("%s: %d, want %d with a reference", name, rec.Code, c.want)
		}
	}
	if len(h.passwords.tried) != 0 {
		t.Errorf("%d of them reached the password", len(h.passwords.tried))
	}
}

// TestPageOutOfTurnGoesToTheHub is the back button, the stale tab and the
// second click: wherever they point, they end at the present step and change
// nothing.
func TestPageOutOfTurnGoesToTheHub(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, seen := b.signIn()
	before := h.flow(hub)
	for method, paths := range doors() {
		for _, path := range paths {
			switch {
			case strings.HasPrefix(path, "/push"), strings.HasSuffix(path, "/choose"), strings.HasSuffix(path, "status"), strings.HasSuffix(path, "events"), path == "":
				continue
			}
			p := b.send(method, hub+path, "_token="+seen.token()+"&username=bob&password=x")
			if p.status != http.StatusSeeOther || p.header.Get("Location") != hub {
				t.Errorf("%s %s: %d to %s, want 303 to the hub", method, path, p.status, p.header.Get("Location"))
			}
		}
	}
	if after := h.flow(hub); after.Version != before.Version || len(h.passwords.tried) != 1 || h.pushes.sent() != 1 {
		t.Error("a page out of turn changed something")
	}
}

func TestDoubleClickOnSignInIsOneSignIn(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub := b.start()
	seen := b.get(hub)
	for range 2 {
		if p := b.post(seen, hub+"/sign-in", "username", "ann@example.com", "password", right); p.path != hub+"/push" {
			t.Errorf("at %s", p.path)
		}
	}
	if h.proved(hub) != "password" || h.pushes.sent() != 1 {
		t.Errorf("proved %q with %d requests", h.proved(hub), h.pushes.sent())
	}
}

func TestSeveralTabsGoOnByThemselves(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	one, two := b.start(), b.start(func(s *flow.Session) { s.App.Name = "Wiki" })
	first, second := b.get(one), b.get(two)
	if p := b.post(second, two+"/sign-in", "username", "ann@example.com", "password", right); !strings.Contains(p.body, "Wiki") {
		t.Errorf("the second tab is at %s", p.path)
	}
	if p := b.post(first, one+"/sign-in", "username", "ann@example.com", "password", right); !strings.Contains(p.body, "Payroll") {
		t.Errorf("the first tab is at %s", p.path)
	}
	if got := h.pushes.states(); got[0] != wire.StateSuperseded || got[1] != wire.StatePending {
		t.Errorf("the requests are %v", got)
	}
	if p := b.get(two); !strings.Contains(p.body, "newer request") {
		t.Error("the second tab is not told that a newer request replaced its own")
	}
}

func TestEndedSignInHasAWayOn(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	expired := b.start()
	h.clock.Advance(30 * time.Minute)
	cancelled, seen := b.signIn()
	b.post(seen, cancelled+"/push/cancel")
	used, _ := b.complete()
	if _, err := h.db.Flows().Consume(t.Context(), h.flow(used).ID, web.Hash(b.cookies["__Host-cs_flow"]), h.clock.Now()); err != nil {
		t.Fatal(err)
	}
	lost, _ := b.complete()
	forgotten := h.flow(lost)
	if forgotten.State != flow.Done {
		t.Fatalf("the sign-in is %s", forgotten.State)
	}
	h.clock.Advance(30 * time.Minute)
	for name, c := range map[string]struct{ hub, back, says string }{
		"finished and never taken": {lost, "https://payroll.example/", "no longer valid"},
		"expired":                  {expired, "https://payroll.example/", "no longer valid"},
		"cancelled":                {cancelled, "/authorize/resume?flow=", "cancelled"},
		"used":                     {used, "https://payroll.example/", "no longer valid"},
	} {
		for _, path := range []string{"", "/sign-in", "/push", "/done"} {
			p := b.get(c.hub + path)
			if p.status != http.StatusGone || !strings.Contains(p.body, c.back) || !strings.Contains(p.body, c.says) {
				t.Errorf("%s%s: %d at %s", name, path, p.status, p.path)
			}
		}
		if p := b.post(seen, c.hub+"/push/cancel"); p.status != http.StatusGone {
			t.Errorf("%s, cancelled again: %d", name, p.status)
		}
	}
}

func TestNotYouEndsTheSignInAndWhatItAsked(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, p := b.signIn()
	h.pushes.answer(wire.StateApproved)
	if p = b.post(p, hub+"/push/cancel"); p.status != http.StatusGone || !strings.Contains(p.body, "Nobody was signed in") {
		t.Errorf("got %d at %s", p.status, p.path)
	}
	if s := h.flow(hub); s.State != flow.Ended || s.EndedBy != flow.EndedByPerson || h.pushes.states()[0] != wire.StateCancelled {
		t.Errorf("the sign-in is %s, the request %v", s.State, h.pushes.states())
	}
}

func TestAccountDisabledOnTheWayIsRefusedWithoutSayingWhy(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, p := b.signIn()
	if err := h.db.People().Disable(t.Context(), h.ann.ID, h.clock.Now()); err != nil {
		t.Fatal(err)
	}
	h.pushes.answer(wire.StateApproved)
	if p = b.post(p, hub+"/push/continue"); p.status != http.StatusGone || strings.Contains(p.body, "disabled") || b.session().ID != "" {
		t.Errorf("got %d at %s", p.status, p.path)
	}
}

func TestEveryPageLetsItsFormsLeadToTheApplication(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub := b.start()
	b.signIn()
	for _, p := range []page{b.get(hub), b.get(hub + "/sign-in")} {
		if policy := p.header.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' https://payroll.example;") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", p.path, policy)
		}
		if p.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be cached", p.path)
		}
	}
}
