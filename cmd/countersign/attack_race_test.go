package main

import (
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/person"
	"countersign/idp/web"
)

// raceRuns is how often approve and deny race. The case asks for 1000, which
// COUNTERSIGN_RUNS=1000 gives.
const raceRuns = 200

// racers is how many come at the same moment where once means once.
const racers = 16

func raceCount(t *testing.T) int {
	t.Helper()
	text := os.Getenv("COUNTERSIGN_RUNS")
	if text == "" {
		return raceRuns
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("COUNTERSIGN_RUNS: %v", err)
	}
	return n
}

// atOnce sends all requests at the same moment, each to its replica.
func (a attacker) atOnce(all []attackRequest) []attackAnswer {
	a.t.Helper()
	out, errs := make([]attackAnswer, len(all)), make([]error, len(all))
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i, q := range all {
		c := a.http(q.replica)
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			out[i], errs[i] = a.try(c, q)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	a.ok(errs...)
	return out
}

// opened puts a challenge to all phones of somebody without a browser: races
// need many, and a password takes long.
func (a attacker) opened(who member) push.Challenge {
	a.t.Helper()
	c, err := a.replicas[0].pushes.Open(a.t.Context(), push.Request{
		Account: factors.Account(who.id), AccountLabel: "a***", Purpose: wire.PurposeLogin, Holder: "flow_race",
		Browser: web.Hash("race"), Known: true,
	})
	a.ok(err)
	return c
}

// copyFor is the challenge as a phone got it, with the number as its browser
// has it.
func (a attacker) copyFor(who member, c push.Challenge) waiting {
	a.t.Helper()
	copies, err := a.replicas[0].db.Challenges().CopiesOf(a.t.Context(), c.ID)
	a.ok(err)
	for _, k := range copies {
		if string(k.Device) == who.phone.State().DeviceID {
			asked, err := who.phone.Verify(a.t.Context(), k.JWS)
			a.ok(err)
			return waiting{phone: who.phone, number: c.Number.Reveal(), asked: asked}
		}
	}
	a.t.Fatal("the phone has no copy")
	return waiting{}
}

func TestAttack21ApproveAndDenyRaceOnTwoReplicas(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		again := member{id: ada.id, name: ada.name, phone: a.second(ada)}
		met := map[wire.State]int{}
		for i := range raceCount(t) {
			a.clock.Advance(3 * time.Second) // below a device's limit of calls
			// What was denied would hold up the next request.
			a.ok(a.replicas[0].db.People().ClearReport(t.Context(), person.ID(ada.id), a.clock.Now().Add(-time.Second)))
			c := a.opened(ada)
			one, two := a.copyFor(ada, c), a.copyFor(again, c)
			approve := a.decision(one.phone, string(c.ID), one.sign())
			deny := a.decision(two.phone, string(c.ID), two.sign(edit("decision", "deny"), edit("match", nil)))
			approve.replica, deny.replica = i%2, 1-i%2
			got := a.atOnce([]attackRequest{approve, deny})
			state := a.state(string(c.ID))
			met[state]++
			if why := contradiction(state, got[0], got[1]); why != "" {
				t.Fatalf("run %d: %s\nstate %s, approve %d %s, deny %d %s", i, why, state, got[0].status, got[0].body, got[1].status, got[1].body)
			}
			_, err := a.replicas[i%2].pushes.Finish(t.Context(), c.ID, "flow_race")
			if (err == nil) != (state == wire.StateApproved) {
				t.Fatalf("run %d: state %s, to finish it: %v", i, state, err)
			}
		}
		t.Logf("ended as %v", met)
	})
}

// contradiction is what an end says that an answer does not.
func contradiction(state wire.State, approve, deny attackAnswer) string {
	approved, denied := approve.status == http.StatusOK, deny.status == http.StatusOK
	switch state {
	case wire.StateApproved:
		if !approved || denied || deny.status != http.StatusConflict {
			return "approved, though the approval lost or the deny was accepted"
		}
	case wire.StateDenied:
		if approved || !denied || approve.status != http.StatusConflict {
			return "denied, though the deny lost or the approval was accepted"
		}
	case wire.StateCancelled: // the deny came after the approval and took it back
		if !approved || !denied {
			return "taken back, though one of the two was refused"
		}
	default:
		return "an end that neither answer can have"
	}
	return ""
}

func TestAttack23DenyOfASecondPhoneTakesTheApprovalBack(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		other := a.second(ada)
		w := a.waits(ada, nil)
		theirs := a.open(other)
		a.ok(a.approve(ada.phone, w.number), await(ctx, w.tab, "push-continue"))
		got, err := other.Deny(ctx, theirs, wire.ReasonNotMe)
		if a.ok(err); got.State != wire.StateCancelled {
			t.Errorf("the phone is told %s", got.State)
		}
		if a.ok(w.tab.Click(ctx, "push-continue")); strings.HasPrefix(w.tab.URL(), a.app.URL) {
			t.Fatalf("the sign-in went on to %s", w.tab.URL())
		}
		alert := a.recorded(audit.ChallengeCancelled)
		if len(alert) != 1 || alert[0].Reason != "taken back after the approval" || alert[0].Device != theirs.Device {
			t.Errorf("on record %+v", alert)
		}
		if n := len(a.recorded(audit.ChallengeConsumed)); n != 2 { // of the two enrolments
			t.Errorf("%d approvals were used", n)
		}
	})
}

func TestAttack20FinalisedByManyAtOnceGivesOneSetOfTokens(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		a.ok(a.approve(ada.phone, w.number), w.tab.Refresh(t.Context()))
		cookies := w.tab.Cookies()
		at := func(method, path, body string) []attackRequest {
			all := make([]attackRequest, racers)
			for i := range all {
				all[i] = attackRequest{replica: i % 2, method: method, path: path, cookies: cookies, kind: attackForm, body: body}
			}
			return all
		}
		consumed, sessions := a.recorded(audit.ChallengeConsumed), a.recorded(audit.SessionStarted)
		a.atOnce(at(http.MethodPost, w.path("/push/continue"), w.form()))
		a.atOnce(at(http.MethodGet, w.path(""), ""))
		_, id, _ := strings.Cut(w.path(""), "/login/")
		var codes []string
		for _, got := range a.atOnce(at(http.MethodGet, "/authorize/resume?flow="+id, "")) {
			u, err := url.Parse(got.header.Get("Location"))
			a.ok(err)
			if code := u.Query().Get("code"); code != "" {
				codes = append(codes, code)
			}
		}
		if len(codes) != 1 {
			t.Fatalf("%d codes, want 1", len(codes))
		}
		if n := len(a.news(audit.ChallengeConsumed, consumed)); n != 1 {
			t.Errorf("the approval was used %d times", n)
		}
		if n := len(a.news(audit.SessionStarted, sessions)); n != 1 {
			t.Errorf("%d sessions", n)
		}
		if status, got := a.redeem(1, w.request, codes[0]); status != http.StatusOK {
			t.Errorf("the code: %d %s", status, got.Error)
		}
	})
}

// once posts form to the token endpoint of both replicas from many at once:
// as many as may get tokens, and that more tried ends them.
func (a attacker) once(q request, form url.Values, may int) {
	a.t.Helper()
	header := http.Header{}
	r := &http.Request{Header: header}
	r.SetBasicAuth(url.QueryEscape(string(q.client.ID)), url.QueryEscape(q.secret))
	all := make([]attackRequest, racers)
	for i := range all {
		all[i] = attackRequest{replica: i % 2, method: http.MethodPost, path: "/token", header: header, kind: attackForm, body: form.Encode()}
	}
	revoked := a.recorded(audit.GrantRevoked)
	var won []string
	for _, got := range a.atOnce(all) {
		switch got.status {
		case http.StatusOK:
			won = append(won, got.body)
		case http.StatusBadRequest:
			if !strings.Contains(got.body, `"invalid_grant"`) {
				a.t.Errorf("refused with %s", got.body)
			}
		default:
			a.t.Errorf("answer %d %s", got.status, got.body)
		}
	}
	if len(won) != may {
		a.t.Fatalf("%d of %d got tokens, want %d", len(won), racers, may)
	}
	for _, other := range won {
		if cutOut(other, `"refresh_token":"`, `"`) != cutOut(won[0], `"refresh_token":"`, `"`) {
			a.t.Error("there is more than one line of refresh tokens")
		}
	}
	if n := len(a.news(audit.GrantRevoked, revoked)); n != 1 {
		a.t.Errorf("the grant was revoked %d times, want 1", n)
	}
	access := cutOut(won[0], `"access_token":"`, `"`)
	for replica := range a.replicas {
		got := a.do(attackRequest{replica: replica, method: http.MethodGet, path: "/userinfo", header: http.Header{"Authorization": {"Bearer " + access}}})
		if got.status != http.StatusUnauthorized {
			a.t.Errorf("replica %d still takes the access token: %d", replica, got.status)
		}
	}
	if refresh := cutOut(won[0], `"refresh_token":"`, `"`); refresh != "" {
		status, got := a.token(1, q, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}})
		if status != http.StatusBadRequest || got.Error != "invalid_grant" {
			a.t.Errorf("the refresh token of the winner: %d %s", status, got.Error)
		}
	}
}

func cutOut(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	found, _, _ := strings.Cut(rest, to)
	return found
}

func TestCodeRedeemedByManyOnTwoReplicasGivesOneAndItsReuseEndsIt(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		a.finish(w.tab, ada.phone)
		a.once(w.request, url.Values{
			"grant_type": {"authorization_code"}, "code": {a.landed(w.tab).Get("code")},
			"redirect_uri": {a.callback}, "code_verifier": {w.verifier},
		}, 1)
	})
}

func TestRefreshTokenUsedByManyOnTwoReplicasGivesOneLineAndEndsItsFamily(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		w, got := a.signedIn(a.join("ada"), nil)
		a.once(w.request, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}}, 9) // one, and the tabs of a moment
	})
}
