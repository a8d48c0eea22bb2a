package login_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
)

func TestRequestIsSentOnArrivalAndAgainOnlyWhenPressed(t *testing.T) {
	for _, ended := range []wire.State{wire.StateDenied, wire.StateExpired, wire.StateFailed, wire.StateCancelled, wire.StateSuperseded, wire.StateLapsed, wire.StateConsumed} {
		t.Run(string(ended), func(t *testing.T) {
			h := newHouse(t)
			b := h.browser()
			hub, p := b.signIn()
			for range 3 {
				b.get(hub)
				b.get(hub + "/push")
			}
			if h.pushes.sent() != 1 {
				t.Fatalf("%d requests on arrival, want 1", h.pushes.sent())
			}
			h.pushes.answer(ended)
			for range 3 {
				p = b.get(hub)
				b.get(hub + "/push")
			}
			if h.pushes.sent() != 1 || p.has("push-number") {
				t.Fatalf("%d requests after the first ended, want 1", h.pushes.sent())
			}
			if early := b.post(p, hub+"/push/again"); early.status != http.StatusTooManyRequests || early.header.Get("Retry-After") != "30" || h.pushes.sent() != 1 {
				t.Errorf("pressed at once: %d, %d requests", early.status, h.pushes.sent())
			}
			h.clock.Advance(againAfter)
			p = b.post(b.get(hub+"/push"), hub+"/push/again")
			if h.pushes.sent() != 2 || !p.has("push-number") {
				t.Errorf("pressed after the pause: %d requests, want 2, at %s", h.pushes.sent(), p.path)
			}
		})
	}
}

func TestPressingAgainChangesNothingWhileARequestWaits(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, p := b.signIn()
	h.clock.Advance(time.Minute)
	for _, s := range []wire.State{wire.StatePending, wire.StateApproved} {
		h.pushes.answer(s)
		if got := b.post(p, hub+"/push/again"); got.path != hub+"/push" || h.pushes.sent() != 1 {
			t.Errorf("%s: at %s with %d requests", s, got.path, h.pushes.sent())
		}
	}
}

func TestEachStateHasItsPageAndOnlyTheWaitingOneTheNumber(t *testing.T) {
	for state, text := range map[wire.State]string{
		wire.StatePending: "Enter this number", wire.StateApproved: "Approved", wire.StateDenied: "was not approved",
		wire.StateReported: "was not approved", wire.StateFailed: "not the right number", wire.StateExpired: "ran out",
		wire.StateSuperseded: "newer request", wire.StateCancelled: "withdrawn", wire.StateLapsed: "not used in time",
		wire.StateConsumed: "not used in time",
	} {
		t.Run(string(state), func(t *testing.T) {
			h := newHouse(t)
			b := h.browser()
			hub, _ := b.signIn()
			h.pushes.answer(state)
			p := b.get(hub + "/push")
			if p.status != http.StatusOK || !strings.Contains(p.body, text) {
				t.Errorf("%d without %q", p.status, text)
			}
			if number := strings.Contains(p.body, ">47<"); number != (state == wire.StatePending) {
				t.Errorf("number shown: %v", number)
			}
			if !p.has("push-status") || strings.Contains(p.body, "Ada") {
				t.Error("no status, or a phone's name in a browser that is not known")
			}
		})
	}
}

// TestReportedLooksLikeDenied compares the pages byte for byte: the report has
// ended the sign-in, the denial has not.
func TestReportedLooksLikeDenied(t *testing.T) {
	for _, app := range []bool{true, false} {
		h := newHouse(t)
		b := h.browser()
		show := func(end func(hub string)) (string, page) {
			hub, _ := b.signIn(func(s *flow.Session) {
				if !app {
					s.App = flow.App{}
				}
			})
			end(hub)
			p := b.get(hub)
			body := strings.ReplaceAll(tokens.ReplaceAllString(p.body, "token"), strings.TrimPrefix(hub, "/login/"), "id")
			return body, page{status: p.status, path: strings.TrimPrefix(p.path, hub)}
		}
		denied, deniedAt := show(func(string) { h.pushes.answer(wire.StateDenied) })
		reported, reportedAt := show(func(hub string) {
			h.pushes.answer(wire.StateReported)
			if err := h.db.Flows().End(t.Context(), h.flow(hub).ID, flow.EndedByReport); err != nil {
				t.Fatal(err)
			}
		})
		if denied != reported || deniedAt.status != reportedAt.status || deniedAt.path != reportedAt.path {
			t.Errorf("with application %v they differ: %v %v\n%s\n%s", app, deniedAt, reportedAt, denied, reported)
		}
		if app != strings.Contains(denied, "https://payroll.example/") || !strings.Contains(denied, `id="push-again"`) {
			t.Errorf("with application %v the way on is missing: %s", app, denied)
		}
	}
}

func TestPhonesAreNamedOnlyInAKnownBrowser(t *testing.T) {
	h := newHouse(t)
	b, stranger := h.browser(), h.browser()
	b.complete()
	const told = `"devices":[{"name":"Ada’s Pixel","result":"polling"}]`
	hub, p := b.signIn()
	if !strings.Contains(p.body, "Ada’s Pixel") || !strings.Contains(p.body, "couldn’t reach") || !strings.Contains(p.body, `data-reach="polling"`) {
		t.Error("the known browser is not told of the phone")
	}
	if p := b.send(http.MethodGet, hub+"/push/status", ""); !strings.Contains(p.body, told) {
		t.Errorf("the known browser hears %s", p.body)
	}
	hub, p = stranger.signIn()
	if strings.Contains(p.body, "Pixel") || strings.Contains(p.body, "couldn’t reach") || p.has("push-rings") {
		t.Error("a stranger is told of the phone")
	}
	if p := stranger.send(http.MethodGet, hub+"/push/status", ""); strings.Contains(p.body, "devices") {
		t.Errorf("a stranger hears %s", p.body)
	}
	if first, last := h.pushes.asked[1], h.pushes.asked[2]; !first.Known || last.Known || first.Context.NewBrowser || !last.Context.NewBrowser {
		t.Errorf("the engine was told %+v and %+v", first, last)
	}
}

func TestPhoneIsShownWhoAsksWhereFrom(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, _ := b.signIn()
	q := h.pushes.asked[0]
	want := wire.Context{
		Client: &wire.Client{ID: "payroll", Name: "Payroll"}, Browser: "Firefox", OS: "Linux", IP: "192.0.2.1",
		NewBrowser: true, First: "password",
	}
	if q.Context.Client == nil || *q.Context.Client != *want.Client {
		t.Errorf("client %+v", q.Context.Client)
	}
	q.Context.Client, want.Client = nil, nil
	if q.Context != want || q.AccountLabel != "a***@example.com" || q.Holder != strings.TrimPrefix(hub, "/login/") || q.Purpose != wire.PurposeLogin || q.Mode != "" {
		t.Errorf("asked %+v", q)
	}
}

// TestPhoneShowsNoWordsOfTheCaller: the header is the caller's, the phone may
// be somebody else's.
func TestPhoneShowsNoWordsOfTheCaller(t *testing.T) {
	h := newHouse(t)
	for header, want := range map[string]string{
		"Your-Bank-Please-Approve/1.0 (Trust Me OS)":  "",
		"Mozilla/5.0 (X11; Evil) AppleWebKit/1 Evil/": "",
		"": "",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36": "Chrome on Windows",
		strings.Repeat("Evil/", 10_000): "",
	} {
		b := h.browser()
		b.agent = header
		_, p := b.signIn()
		got := h.pushes.asked[len(h.pushes.asked)-1].Context
		if strings.Trim(got.Browser+" on "+got.OS, " on") != strings.Trim(want, " on") || strings.Contains(p.body, "Evil") {
			t.Errorf("%.60q is shown as %q on %q", header, got.Browser, got.OS)
		}
	}
}

// TestRequestOfASignInThatEndedMeanwhileIsWithdrawn: nobody may be asked for a
// number that no page shows.
func TestRequestOfASignInThatEndedMeanwhileIsWithdrawn(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub := b.start()
	h.pushes.meanwhile = func() {
		if err := h.db.Flows().End(t.Context(), h.flow(hub).ID, flow.EndedByPerson); err != nil {
			t.Error(err)
		}
	}
	p := b.post(b.get(hub), hub+"/sign-in", "username", "ann@example.com", "password", right)
	if p.status != http.StatusGone || h.pushes.states()[0] != wire.StateCancelled {
		t.Errorf("got %d, the request is %v", p.status, h.pushes.states())
	}
}

func TestSixDigitsAreAskedWhereNothingLessSatisfies(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.signIn(wants(factors.OutOfBand))
	b.signIn(wants(factors.TwoFactors, factors.OutOfBand))
	if a, c := h.pushes.asked[0].Mode, h.pushes.asked[1].Mode; a != factors.MatchNum6 || c != "" {
		t.Errorf("asked %q and %q, want num6 and the policy's", a, c)
	}
}

// What the application asks in detail is put to the phone, in its language, with
// the very bytes that will be granted.
func TestPhoneIsShownWhatIsAskedInDetail(t *testing.T) {
	h := newHouse(t)
	details := json.RawMessage(`[{"type":"payment","amount":{"amount":"123.50","currency":"EUR"},"payee":"Merchant"}]`)
	b := h.browser()
	b.signIn(func(s *flow.Session) { s.Need.Consent = &flow.Consent{Scope: []string{"openid"}, Details: details} })
	asked := h.pushes.asked[0].Agreed
	if string(asked.Details) != string(details) {
		t.Fatalf("the phone is asked for %s", asked.Details)
	}
	shown, err := asked.Show("en")
	if err != nil || len(shown) != 1 || shown[0].Title != "Payment" || len(shown[0].Lines) != 2 || shown[0].Lines[0].Text != "123.50 EUR" {
		t.Errorf("it is shown %+v, %v", shown, err)
	}
	b.signIn()
	if h.pushes.asked[1].Agreed.Details != nil {
		t.Error("another sign-in has details")
	}
}

func TestAnotherSignInWaitingIsSaidAndAskedAgainByHand(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	h.pushes.fail = push.ErrBusy
	hub, p := b.signIn()
	if p.path != hub || p.status != http.StatusConflict || !p.has("push-again") || !strings.Contains(p.body, "Another sign-in is waiting") {
		t.Fatalf("got %d at %s", p.status, p.path)
	}
	h.pushes.fail = &push.Paused{Until: h.clock.Now().Add(90 * time.Second)}
	if slow := b.post(p, hub+"/push/again"); slow.status != http.StatusTooManyRequests || slow.header.Get("Retry-After") != "90" {
		t.Errorf("too soon: got %d", slow.status)
	}
	h.pushes.fail = nil
	if p = b.post(p, hub+"/push/again"); p.path != hub+"/push" || !p.has("push-number") {
		t.Errorf("after it: at %s", p.path)
	}
}

func TestPushThatIsOffLeadsToWhomToAsk(t *testing.T) {
	for _, why := range []error{push.ErrOff, push.ErrNoDevice} {
		h := newHouse(t)
		h.pushes.fail = why
		if _, p := h.browser().signIn(); p.status != http.StatusForbidden || !strings.Contains(p.body, "the help desk on 555") {
			t.Errorf("%v: got %d", why, p.status)
		}
	}
	h := newHouse(t)
	h.pushOff = true
	if _, p := h.browser().signIn(); p.status != http.StatusForbidden || h.pushes.sent() != 0 {
		t.Errorf("off by the account's facts: got %d", p.status)
	}
}

func TestResendIsForTheSameRequestAndNotTooSoon(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, p := b.signIn()
	if p = b.post(p, hub+"/push/resend"); p.path != hub+"/push" || h.pushes.wakes != 0 {
		t.Errorf("at once: at %s, %d wakes", p.path, h.pushes.wakes)
	}
	h.clock.Advance(20 * time.Second)
	if p = b.post(p, hub+"/push/resend"); p.path != hub+"/push" || h.pushes.wakes != 1 || h.pushes.sent() != 1 {
		t.Errorf("after the pause: at %s, %d wakes, %d requests", p.path, h.pushes.wakes, h.pushes.sent())
	}
	h.pushes.answer(wire.StateDenied)
	if b.post(p, hub+"/push/resend"); h.pushes.wakes != 1 {
		t.Error("an ended request was sent again")
	}
}

func TestApprovalIsConsumedOnce(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, p := b.signIn()
	h.pushes.answer(wire.StateApproved)
	body := "_token=" + p.token()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			tab := &browser{h: h, cookies: map[string]string{"__Host-cs_flow": b.cookies["__Host-cs_flow"]}}
			if got := tab.send(http.MethodPost, hub+"/push/continue", body); got.status != http.StatusSeeOther {
				t.Errorf("got %d", got.status)
			}
		})
	}
	wg.Wait()
	if got := h.proved(hub); got != "password push" {
		t.Errorf("the sign-in proved %q", got)
	}
}

// Between the approval being taken and the sign-in saying so, a second tab or
// click may look: it is not told that the approval came to nothing.
func TestApprovalThatIsBeingTakenIsNotCalledUnused(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, p := b.signIn()
	h.pushes.answer(wire.StateConsumed)
	h.pushes.all[0].Ended = h.clock.Now()
	if p = b.post(p, hub+"/push/continue"); !p.has("push-continue") {
		t.Errorf("at once: %s", p.body)
	}
	h.clock.Advance(time.Minute)
	if p = b.post(p, hub+"/push/continue"); p.has("push-continue") || !strings.Contains(p.body, "not used in time") {
		t.Errorf("an answer that was lost: %s", p.body)
	}
}

func TestContinueWithoutAnApprovalChangesNothing(t *testing.T) {
	for _, s := range []wire.State{wire.StatePending, wire.StateDenied, wire.StateLapsed} {
		h := newHouse(t)
		b := h.browser()
		hub, p := b.signIn()
		h.pushes.answer(s)
		if p = b.post(p, hub+"/push/continue"); p.path != hub+"/push" || h.proved(hub) != "password" || h.pushes.sent() != 1 {
			t.Errorf("%s: at %s, proved %q", s, p.path, h.proved(hub))
		}
	}
}

// TestTwoTabsThatArriveAtOnceShareOneRequest: whatever their order, the one
// that waits is the one whose number the page shows.
func TestTwoTabsThatArriveAtOnceShareOneRequest(t *testing.T) {
	for range 20 {
		h := newHouse(t)
		b := h.browser()
		hub := b.start()
		seen := b.get(hub)
		form := "_token=" + seen.token() + "&username=ann%40example.com&password=" + strings.ReplaceAll(right, " ", "+")
		b.send(http.MethodPost, hub+"/sign-in", form)
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				tab := &browser{h: h, cookies: map[string]string{"__Host-cs_flow": b.cookies["__Host-cs_flow"]}}
				tab.send(http.MethodGet, hub, "")
			})
		}
		wg.Wait()
		pending := 0
		for i, s := range h.pushes.states() {
			if s == wire.StatePending {
				pending++
				if got := h.flow(hub).Challenge; got != string(h.pushes.all[i].ID) {
					t.Errorf("%s waits and the page shows %s", h.pushes.all[i].ID, got)
				}
			}
		}
		if pending != 1 {
			t.Fatalf("%d requests wait: %v", pending, h.pushes.states())
		}
	}
}

func TestOtherWaysAreListed(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, _ := b.signIn()
	p := b.get(hub + "/choose")
	if !p.has("choose-push") || !strings.Contains(p.body, "Lost your phone?") || !strings.Contains(p.body, "the help desk on 555") {
		t.Errorf("got %d %s", p.status, p.body)
	}
	if bad := b.post(p, hub+"/choose", "method", "carrier-pigeon"); bad.status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown way: %d", bad.status)
	}
	if p = b.post(p, hub+"/choose", "method", "push"); p.path != hub+"/push" || h.pushes.sent() != 1 {
		t.Errorf("push: at %s, %d requests", p.path, h.pushes.sent())
	}
}

var secrets = regexp.MustCompile(`47|Pixel|chl_|ann@`)

func TestStatusTellsTheStateAndNothingElse(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, _ := b.signIn()
	for _, c := range []struct{ state, says wire.State }{
		{wire.StatePending, wire.StatePending}, {wire.StateApproved, wire.StateApproved}, {wire.StateReported, wire.StateDenied},
	} {
		h.pushes.answer(c.state)
		p := b.send(http.MethodGet, hub+"/push/status", "")
		if p.status != http.StatusOK || !strings.Contains(p.body, `"state":"`+string(c.says)+`"`) || secrets.MatchString(p.body) {
			t.Errorf("%s: %d %s", c.state, p.status, p.body)
		}
		if p.header.Get("Cache-Control") != "no-store" {
			t.Error("the status may be cached")
		}
	}
}

func TestPollingTooFastIsSlowedDown(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, _ := b.signIn()
	var p page
	for range 16 {
		p = b.send(http.MethodGet, hub+"/push/status", "")
	}
	if p.status != http.StatusTooManyRequests || !strings.Contains(p.body, "slow_down") || p.header.Get("Retry-After") != "10" {
		t.Errorf("the 16th in a moment: %d %s", p.status, p.body)
	}
	h.clock.Advance(10 * time.Second)
	if p = b.send(http.MethodGet, hub+"/push/status", ""); p.status != http.StatusOK {
		t.Errorf("after the window: %d", p.status)
	}
}
