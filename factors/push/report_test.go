package push_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/sso"
)

// signIn starts a flow for alice, and finishes it with a session that rests on
// the challenge, in the browser of that name.
func (h *house) signIn(t *testing.T, id, browser, challenge string) sso.Session {
	t.Helper()
	f := h.startFlow(t, id, browser)
	now := h.clock.Now()
	f.Outcomes = []factors.Outcome{{Kind: factors.Push, At: now, Ref: challenge}}
	f.Challenge = challenge
	f.Session = "ses_" + id
	session := sso.Session{
		ID: sso.ID(f.Session), Person: string(alice), Outcomes: f.Outcomes, Browser: f.Browser,
		Started: now, LastUsed: now, Expires: now.Add(time.Hour),
	}
	err := h.db.Flows().Finish(t.Context(), f, sso.Change{Session: session, Hash: []byte("cookie " + id), Challenge: challenge, Known: sso.Mark{Hash: []byte("mark " + id), Expires: now.Add(24 * time.Hour)}})
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func (h *house) startFlow(t *testing.T, id, browser string) flow.Session {
	t.Helper()
	now := h.clock.Now()
	f := flow.Session{
		ID: flow.ID(id), Browser: []byte(browser), State: flow.Open, Person: string(alice),
		Started: now, Expires: now.Add(30 * time.Minute),
	}
	if err := h.db.Flows().Start(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return f
}

func (h *house) lives(t *testing.T, id string) bool {
	t.Helper()
	s, err := h.db.Sessions().Find(context.Background(), []byte("cookie "+id))
	if err != nil {
		t.Fatal(err)
	}
	return s.Ended.IsZero()
}

func TestReportEndsWhatWasBornOfTheChallenge(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		h.signIn(t, "flw_before", "home", "chl_before")
		h.clock.Advance(2 * time.Hour)
		h.signIn(t, "flw_thief1", "thief", "chl_earlier")

		q := request("flw_thief2")
		q.Browser = []byte("thief")
		h.startFlow(t, "flw_thief2", "thief")
		c, err := h.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		stepup := request("flw_else")
		stepup.Purpose = wire.PurposeStepUp
		waiting, err := h.Open(t.Context(), stepup)
		if err != nil {
			t.Fatal(err)
		}
		got, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Report, ""))
		if err != nil || got.State != wire.StateReported {
			t.Fatalf("report: %v, %v", got, err)
		}
		h.mustBe(t, waiting.ID, wire.StateCancelled)
		if f, err := h.db.Flows().Find(t.Context(), "flw_thief2"); err != nil || f.State != flow.Ended {
			t.Errorf("the sign-in is %s, %v", f.State, err)
		}
		if h.lives(t, "flw_thief1") {
			t.Error("the thief's other session lives")
		}
		if !h.lives(t, "flw_before") {
			t.Error("a session of another browser ended")
		}
		if known, err := h.db.Browsers().Knows(t.Context(), []byte("mark flw_before"), string(alice)); err != nil || known {
			t.Errorf("a browser is still known: %v, %v", known, err)
		}
		account, err := h.db.Accounts().Account(t.Context(), string(alice), "")
		if err != nil || !account.PushOff || !account.PasswordReset || account.Disabled {
			t.Errorf("account %+v, %v", account, err)
		}
		if _, err := h.Open(t.Context(), request("flw_x")); !errors.Is(err, push.ErrOff) {
			t.Errorf("push after a report: %v", err)
		}
		// To the browser a report looks like a denial.
		s, err := h.Status(t.Context(), c.ID, "flw_thief2")
		if err != nil || s.State != wire.StateDenied || !s.IsConsumed || s.IsVerified {
			t.Errorf("status %+v, %v", s, err)
		}
	})
}

func TestReportAfterTheFinishEndsTheSession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		report := h.answers(t, p, c.ID, wire.Report, "")
		again := h.answers(t, p, c.ID, wire.Report, "")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); err != nil {
			t.Fatal(err)
		}
		h.signIn(t, "flw_a", "thief", string(c.ID))
		h.clock.Advance(23 * time.Hour)
		got, err := h.send(p, c.ID, report)
		if err != nil || got.State != wire.StateConsumed {
			t.Fatalf("report: %v, %v", got, err)
		}
		if h.lives(t, "flw_a") {
			t.Error("the session lives")
		}
		h.mustBe(t, c.ID, wire.StateConsumed)
		if _, err := h.send(p, c.ID, again); !errors.Is(err, push.ErrConflict) || !strings.Contains(err.Error(), "check 9,") {
			t.Errorf("a second report: %v", err)
		}
	})
}

func TestReportIsTakenForADayAfterTheEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		old := h.open(t, "flw_a")
		tooLate := h.answers(t, p, old.ID, wire.Report, "")
		h.clock.Advance(25 * time.Hour)
		if _, err := h.send(p, old.ID, tooLate); !errors.Is(err, push.ErrConflict) {
			t.Errorf("after a day: %v", err)
		}
		c := h.open(t, "flw_b")
		report := h.answers(t, p, c.ID, wire.Report, "")
		h.clock.Advance(3 * time.Minute) // expired, and the janitor was not here
		got, err := h.send(p, c.ID, report)
		if err != nil || got.State != wire.StateExpired {
			t.Errorf("of an expired one: %v, %v", got, err)
		}
		h.mustBe(t, c.ID, wire.StateExpired)
	})
}

func TestReportTakesAnApprovalBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		c := h.open(t, "flw_a")
		report := h.answers(t, two, c.ID, wire.Report, "")
		if _, err := h.send(one, c.ID, h.answers(t, one, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		if got, err := h.send(two, c.ID, report); err != nil || got.State != wire.StateCancelled {
			t.Fatalf("report: %v, %v", got, err)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished after the report: %v", err)
		}
	})
}

func TestReportsAtTheSameMomentHaveTheirEffectOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		var bodies [][]byte
		for range 8 {
			bodies = append(bodies, h.answers(t, p, c.ID, wire.Report, ""))
		}
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Deny, "")); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		accepted := 0
		var wg sync.WaitGroup
		for _, body := range bodies {
			wg.Go(func() {
				_, err := h.Decide(context.Background(), p.Device, string(c.ID), body)
				if err != nil && !errors.Is(err, push.ErrConflict) {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					accepted++
				}
			})
		}
		wg.Wait()
		if accepted != 1 {
			t.Errorf("%d reports were accepted", accepted)
		}
	})
}
