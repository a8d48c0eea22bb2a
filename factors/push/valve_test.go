package push_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/storage"
)

func TestFullValveSendsNothingAndLeavesWhatIsOpen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		open := h.open(t, "flw_a")
		h.clock.Advance(30 * time.Second)
		rung := len(h.messages())
		h.Valve = func(context.Context) (time.Duration, error) { return 7 * time.Second, nil }
		_, err := h.Open(t.Context(), request("flw_a"))
		if full, ok := errors.AsType[*push.Full](err); !ok || full.After != 7*time.Second {
			t.Errorf("another request: %v", err)
		}
		if err := h.Resend(t.Context(), open.ID, "flw_a"); !errors.As(err, new(*push.Full)) {
			t.Errorf("a resend: %v", err)
		}
		h.mustBe(t, open.ID, wire.StatePending)
		if n := len(h.messages()); n != rung {
			t.Errorf("%d pushes went out", n-rung)
		}
		h.Valve = nil
		if err := h.Resend(t.Context(), open.ID, "flw_a"); err != nil {
			t.Errorf("the valve used the resend up: %v", err)
		}
	})
}

// The last request that nobody answered is the last there is: nobody waits for
// another one before an administrator is told.
func TestReviewComesWhenTheLastRequestExpires(t *testing.T) {
	limited(t, func(t *testing.T, h *house) {
		h.Policy.Limits.LongOff = push.Burst{N: 2, Within: 24 * time.Hour}
		h.enrol(t, alice, "one")
		janitor, err := storage.NewJanitor(storage.JanitorDeps{
			DB: h.db, Holder: "here", Evidence: time.Hour, Session: time.Hour, Expired: h.Review, Now: h.clock.Now, Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		for want := range 2 {
			if n := h.count(t, audit.PushReview); n != 0 {
				t.Fatalf("%d notices before request %d", n, want)
			}
			h.open(t, "flw_a")
			h.clock.Advance(h.Policy.Life + time.Minute)
			if err := janitor.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.count(t, audit.PushReview); n != 1 {
			t.Errorf("%d notices once the last one ran out, want 1", n)
		}
	})
}

func TestReviewComesWithTheLastWrongNumber(t *testing.T) {
	limited(t, func(t *testing.T, h *house) {
		h.Policy.Limits.LongOff = push.Burst{N: 2, Within: 24 * time.Hour}
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c))); !errors.Is(err, push.ErrRefused) {
			t.Fatalf("a wrong number: %v", err)
		}
		if n := h.count(t, audit.PushReview); n != 1 {
			t.Errorf("%d notices, want 1: a wrong number counts twice", n)
		}
	})
}
