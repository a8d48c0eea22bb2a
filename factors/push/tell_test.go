package push_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/notify"
	"countersign/factors/push"
	"countersign/factors/wire"
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
