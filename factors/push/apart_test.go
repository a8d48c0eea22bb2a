package push_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/place"
	"countersign/factors/push"
	"countersign/factors/risk"
	"countersign/factors/wire"
)

// mapped is a house with a map, whose sign-ins have these points beside those
// of the phone's place.
func mapped(t *testing.T, h *house, points int) {
	t.Helper()
	h.Place = func(address string) place.Place {
		switch address {
		case "192.0.2.7":
			return place.Place{Country: "FR"}
		case "198.51.100.1":
			return place.Place{Country: "BR"}
		default:
			return place.Place{}
		}
	}
	h.Risk = func(_ context.Context, _ factors.Account, address string, s risk.Signals) (risk.Score, error) {
		if address != "192.0.2.7" {
			t.Errorf("judged the address %s, not the browser's", address)
		}
		score := risk.Assess(risk.Signals{Apart: s.Apart, Unapproved: s.Unapproved})
		return append(score, risk.Part{Signal: "moon", Points: points}), nil
	}
}

// from sends an answer from an address.
func (h *house) from(p phone, address string, id push.ID, body []byte) error {
	ctx := audit.WithRequest(context.Background(), audit.Request{Address: address})
	_, err := h.Decide(ctx, p.Device, string(id), body)
	return err
}

func (h *house) approvesFrom(t *testing.T, p phone, address string, c push.Challenge) error {
	t.Helper()
	body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
	h.clock.Advance(3 * time.Second)
	return h.from(p, address, c.ID, body)
}

func TestApprovalFromFarAwayAsksForMoreWhereThatIsTooUnusual(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		mapped(t, h, 15)
		p := h.enrol(t, alice, "one", wire.ModeNum2, wire.ModeNum6, wire.ModeScan)
		first := h.open(t, "flw_a")
		if err := h.approvesFrom(t, p, "198.51.100.1", first); !errors.Is(err, push.ErrRefused) {
			t.Fatalf("two digits from far away: %v", err)
		}
		h.mustBe(t, first.ID, wire.StateCancelled)
		if r := h.last(t, audit.DecisionRefused).Reason; r != "check 10: "+push.FarApart {
			t.Errorf("on record %q", r)
		}
		second := h.open(t, "flw_a") // at once: it was no request that nobody wanted
		if second.Mode != factors.MatchNum6 || !second.Forced {
			t.Fatalf("the next asks in mode %s, forced %v", second.Mode, second.Forced)
		}
		if err := h.approvesFrom(t, p, "198.51.100.1", second); err != nil {
			t.Fatalf("six digits from far away: %v", err)
		}
		if d := h.last(t, audit.ChallengeApproved).Detail; d["risk_parts"] != "phone_far_away 25" || d["risk"] != "25" {
			t.Errorf("on record %v", d)
		}
		other := request("flw_b")
		other.Known = true
		if c, err := h.Open(t.Context(), other); err != nil || c.Mode != factors.MatchNum2 {
			t.Errorf("what came of a stranger's browser holds in the owner's: mode %s, %v", c.Mode, err)
		}
	})
}

func TestApprovalFromFarAwayCountsWhereItDoesNotMatter(t *testing.T) {
	for _, c := range []struct {
		name    string
		points  int
		address string
		change  func(*push.Request)
		parts   string
	}{
		{"usual in all else", 4, "198.51.100.1", nil, "phone_far_away 25"},
		{"in the same country", 25, "192.0.2.7", nil, ""},
		{"from where nobody knows", 25, "203.0.113.1", nil, ""},
		{"no sign-in", 25, "198.51.100.1", func(q *push.Request) { q.Purpose = wire.PurposeStepUp }, ""},
		{"asked for six digits anyway", 25, "198.51.100.1", func(q *push.Request) { q.Mode = factors.MatchNum6 }, "phone_far_away 25"},
	} {
		h := onSQLite(t, patient())
		mapped(t, h, c.points)
		p := h.enrol(t, alice, "one")
		q := request("flw_a")
		if c.change != nil {
			c.change(&q)
		}
		asked, err := h.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.approvesFrom(t, p, c.address, asked); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if d := h.last(t, audit.ChallengeApproved).Detail; d["risk_parts"] != c.parts {
			t.Errorf("%s: on record %v", c.name, d)
		}
	}
}

func TestFarPhoneIsHeardWhereItRefuses(t *testing.T) {
	h := onSQLite(t, patient())
	mapped(t, h, 59)
	p := h.enrol(t, alice, "one")
	c := h.open(t, "flw_a")
	if err := h.from(p, "198.51.100.1", c.ID, h.answers(t, p, c.ID, wire.Deny, "")); err != nil {
		t.Fatal(err)
	}
	h.mustBe(t, c.ID, wire.StateDenied)
}

// A scanned code is the most that a push can do, and does not do where the far
// phone makes it too much.
func TestFarPhoneApprovesNothingWhereTooMuchComesTogether(t *testing.T) {
	for points, want := range map[int]error{59: nil, 60: push.ErrRefused} {
		h := onSQLite(t, patient())
		mapped(t, h, points)
		p := h.enrol(t, alice, "one", wire.ModeNum2, wire.ModeNum6, wire.ModeScan)
		q := request("flw_a")
		q.Mode = factors.MatchScan
		asked, err := h.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.approvesFrom(t, p, "198.51.100.1", asked); !errors.Is(err, want) {
			t.Errorf("%d points before: %v", points, err)
		}
		h.clock.Advance(time.Minute)
		if _, err := h.Open(t.Context(), request("flw_b")); want != nil && !errors.Is(err, push.ErrOff) {
			t.Errorf("the next: %v", err)
		}
	}
}

func TestApprovalAtOnceIsNotedAndCounts(t *testing.T) {
	for after, want := range map[time.Duration]string{1999 * time.Millisecond: "approved_at_once 15", 2 * time.Second: ""} {
		h := onSQLite(t, patient())
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
		h.clock.Advance(after)
		if err := h.from(p, "", c.ID, body); err != nil {
			t.Fatal(err)
		}
		if d := h.last(t, audit.ChallengeApproved).Detail; d["risk_parts"] != want {
			t.Errorf("after %s: on record %v", after, d)
		}
	}
}

func TestFarPhoneIsRememberedForADay(t *testing.T) {
	h := onSQLite(t, push.DefaultPolicy())
	mapped(t, h, 15)
	p := h.enrol(t, alice, "one")
	if err := h.approvesFrom(t, p, "198.51.100.1", h.open(t, "flw_a")); !errors.Is(err, push.ErrRefused) {
		t.Fatal(err)
	}
	h.clock.Advance(risk.Day - time.Minute)
	if c := h.open(t, "flw_b"); c.Mode != factors.MatchNum6 {
		t.Errorf("within a day: mode %s", c.Mode)
	}
	h.clock.Advance(2 * time.Hour)
	if c := h.open(t, "flw_b"); c.Mode != factors.MatchNum2 {
		t.Errorf("after it: mode %s", c.Mode)
	}
}
