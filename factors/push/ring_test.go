package push_test

import (
	"slices"
	"testing"

	"countersign/factors/notify"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// rings are what a page hears of the pushes of c, by stream and by poll.
func (h *house) rings(t *testing.T, c push.Challenge) []push.Ring {
	t.Helper()
	all, err := h.Statuses(t.Context(), []push.ID{c.ID})
	if err != nil {
		t.Fatal(err)
	}
	one, err := h.Status(t.Context(), c.ID, c.Holder)
	if err != nil || !slices.Equal(one.Rings, all[c.ID].Rings) {
		t.Errorf("polled %v, streamed %v, %v", one.Rings, all[c.ID].Rings, err)
	}
	return one.Rings
}

func TestKnownBrowserHearsWhatBecameOfEachPush(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		h.enrolWith(t, alice, "two", func(r *wire.Register) { r.Channel = wire.Channel{Provider: wire.ProviderNone} })
		h.late = true
		q := request("flw_a")
		q.Known = true
		c, err := h.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		bell, stop := h.db.Bell().Listen("challenge:" + string(c.ID))
		defer stop()
		polling := push.Ring{Device: "two", Reach: push.ReachPolling}
		want := []push.Ring{{Device: "one", Reach: push.ReachSending}, polling}
		if got := h.rings(t, c); !slices.Equal(got, want) || !slices.Equal(c.Rings, want) {
			t.Errorf("before the provider answered: %v, and the page %v", got, c.Rings)
		}
		for _, tell := range h.slow {
			tell()
		}
		select {
		case <-bell:
		default:
			t.Error("the page does not hear that the provider answered")
		}
		want = []push.Ring{{Device: "one", Reach: push.ReachSent}, polling}
		if got := h.rings(t, c); !slices.Equal(got, want) {
			t.Errorf("after it answered: %v", got)
		}
		for _, result := range []notify.Result{notify.Failed, notify.Slow, notify.Dead} {
			if got := push.RingOf("one", string(result)).Reach; got != push.ReachUnreached {
				t.Errorf("%s is told as %s", result, got)
			}
		}
	})
}

func TestUnknownBrowserHearsNothingOfThePhones(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		if got := h.rings(t, c); got != nil {
			t.Errorf("a browser that the account never used hears %v", got)
		}
	})
}
