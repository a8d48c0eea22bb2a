package push_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/notify"
	"countersign/factors/password"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/person"
)

// told are the devices that were told how a challenge ended.
func (h *house) told(id push.ID, state string) []string {
	var out []string
	for _, m := range h.messages() {
		if m.Type == notify.TypeStatus && m.Challenge == string(id) && m.State == state {
			out = append(out, m.Device)
		}
	}
	slices.Sort(out)
	return out
}

func TestReportTellsThePhonesOfTheOtherRequestsThatItEnds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		c := h.open(t, "flw_a")
		q := request("flw_b")
		q.Purpose = wire.PurposeStepUp
		other, err := h.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.send(one, c.ID, h.answers(t, one, c.ID, wire.Report, "")); err != nil {
			t.Fatal(err)
		}
		both := []string{string(one.ID), string(two.ID)}
		slices.Sort(both)
		if got := h.told(other.ID, notify.StateCancelled); !slices.Equal(got, both) {
			t.Errorf("of the other request %v are told, want %v", got, both)
		}
		if got := h.told(c.ID, notify.StateDenied); !slices.Equal(got, []string{string(two.ID)}) {
			t.Errorf("of the reported one %v are told", got)
		}
	})
}

func TestRefusalByTheLimitsTellsTheOtherPhones(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		c := h.open(t, "flw_a")
		q := request("flw_b")
		q.Purpose = wire.PurposeStepUp
		other, err := h.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		approve := h.answers(t, one, c.ID, wire.Approve, c.Number.Reveal())
		now := h.clock.Now() // a wrong number elsewhere was the last
		err = h.db.Challenges().CountMiss(t.Context(), push.Miss{
			Challenge: other.ID, Account: alice, At: now, LockAfter: 1, LockUntil: now.Add(time.Hour), HardStop: 100,
		}, audit.New(t.Context(), now, audit.ChallengeMissed), audit.New(t.Context(), now, audit.DecisionRefused))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.send(one, c.ID, approve); !errors.Is(err, push.ErrRefused) {
			t.Fatalf("approved while push is off: %v", err)
		}
		h.mustBe(t, c.ID, wire.StateCancelled)
		if got := h.told(c.ID, notify.StateCancelled); !slices.Equal(got, []string{string(two.ID)}) {
			t.Errorf("%v are told", got)
		}
	})
}

func TestEveryEndTellsThePhonesOnceAndARevokedOneNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		h.enrolWith(t, alice, "browser", func(r *wire.Register) { r.Channel = wire.Channel{Provider: wire.ProviderNone} })
		both := []string{string(one.ID), string(two.ID)}
		slices.Sort(both)
		cancel := func(c push.Challenge) error { return h.Cancel(t.Context(), c.ID, c.Holder, "the sign-in ended") }
		for name, end := range map[string]struct {
			act   func(c push.Challenge) error
			state string
		}{
			"expired": {func(push.Challenge) error {
				h.clock.Advance(120 * time.Second)
				_, err := h.db.Challenges().ExpireOld(t.Context(), 10, nil)
				return err
			}, notify.StateExpired},
			"superseded": {func(c push.Challenge) error {
				_, err := h.Open(t.Context(), request(c.Holder))
				return err
			}, notify.StateSuperseded},
			"replaced after its time": {func(c push.Challenge) error {
				h.clock.Advance(120 * time.Second)
				_, err := h.Open(t.Context(), request(c.Holder))
				return err
			}, notify.StateExpired},
			"cancelled": {cancel, notify.StateCancelled},
			"password changed": {func(push.Challenge) error {
				return h.db.Passwords().SetPassword(t.Context(), password.Change{Person: string(alice), Hash: "hash", At: h.clock.Now()})
			}, notify.StateCancelled},
		} {
			c := h.open(t, "flw_a")
			if err := end.act(c); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got := h.told(c.ID, end.state); !slices.Equal(got, both) {
				t.Errorf("%s: %v are told that it is %s, want %v", name, got, end.state, both)
			}
			if err := cancel(c); err != nil { // it is over: nobody is told again
				t.Fatal(err)
			}
			if n := h.tellings(c.ID); n != 2 {
				t.Errorf("%s: told %d times", name, n)
			}
		}
		c := h.open(t, "flw_a")
		if err := h.devices.Revoke(t.Context(), two.ID, "lost"); err != nil {
			t.Fatal(err)
		}
		if got := h.told(c.ID, notify.StateCancelled); !slices.Equal(got, []string{string(one.ID)}) || h.tellings(c.ID) != 1 {
			t.Errorf("of the request to a phone that was revoked %v are told", got)
		}
		c = h.open(t, "flw_a")
		if err := h.db.People().Disable(t.Context(), person.ID(alice), h.clock.Now()); err != nil {
			t.Fatal(err)
		}
		if got := h.told(c.ID, notify.StateCancelled); !slices.Equal(got, []string{string(one.ID)}) {
			t.Errorf("of a disabled account's request %v are told", got)
		}
	})
}

func TestApprovalThatIsUsedOrLapsesTellsNobodyAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		for name, next := range map[string]func(push.Challenge) error{
			"used": func(c push.Challenge) error { _, err := h.Finish(t.Context(), c.ID, c.Holder); return err },
			"lapsed": func(push.Challenge) error {
				h.clock.Advance(time.Minute)
				_, err := h.db.Challenges().ExpireOld(t.Context(), 10, nil)
				return err
			},
		} {
			c := h.open(t, "flw_a")
			must(t, h, one, c, wire.Approve, c.Number.Reveal())
			if err := next(c); err != nil {
				t.Fatal(err)
			}
			if got := h.told(c.ID, notify.StateApproved); !slices.Equal(got, []string{string(two.ID)}) || h.tellings(c.ID) != 1 {
				t.Errorf("%s: %v are told, %d times", name, got, h.tellings(c.ID))
			}
		}
	})
}

func TestActThatDoesNotCommitTellsNobody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := h.Cancel(ctx, c.ID, c.Holder, "the sign-in ended"); err == nil {
			t.Fatal("cancelled without a transaction")
		}
		if n := h.tellings(c.ID); n != 0 {
			t.Errorf("told %d times of what did not happen", n)
		}
	})
}

// tellings counts the ends of a challenge that went out.
func (h *house) tellings(id push.ID) int {
	n := 0
	for _, m := range h.messages() {
		if m.Type == notify.TypeStatus && m.Challenge == string(id) {
			n++
		}
	}
	return n
}
