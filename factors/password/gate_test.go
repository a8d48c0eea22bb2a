package password

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestGateRefusesWhoWouldWaitTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1)
		leave, err := g.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := g.enter(t.Context()); !errors.Is(err, ErrBusy) || time.Since(start) != gateWait {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
		leave()
		leave, err = g.enter(t.Context())
		if err != nil {
			t.Errorf("after the slot was free: %v", err)
		}
		leave()
	})
}

func TestGateQueueIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(2)
		ctx, stop := context.WithCancel(t.Context())
		for range cap(g.queue) {
			go func() { _, _ = g.enter(ctx) }()
		}
		synctest.Wait()
		start := time.Now()
		if _, err := g.enter(t.Context()); !errors.Is(err, ErrBusy) || time.Since(start) != 0 {
			t.Errorf("with a full queue: %v after %v", err, time.Since(start))
		}
		stop()
		synctest.Wait()
		if len(g.queue) != 2 {
			t.Errorf("%d stand in the queue after the rest went away, want the 2 that entered", len(g.queue))
		}
	})
}

func TestGateLetsGoOfWhoGoesAway(t *testing.T) {
	g := newGate(1)
	if _, err := g.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := g.enter(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
