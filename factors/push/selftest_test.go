package push_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/notify"
	"countersign/factors/push"
	"countersign/factors/wire"
)

func TestSelfTestRingsTheDeviceAloneAndNothingIsApprovedByIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one := h.enrol(t, alice, "one")
		h.enrol(t, alice, "two")
		id, err := h.SelfTest(t.Context(), one.Device)
		if err != nil {
			t.Fatal(err)
		}
		all := h.messages()
		if len(all) != 1 || all[0].Device != string(one.ID) || all[0].Challenge != string(id) || all[0].Type != notify.TypeChallenge {
			t.Fatalf("sent %+v", all)
		}
		_, c := h.read(t, one, id)
		if err := c.Check(); err != nil || c.Purpose != wire.PurposeTest || c.Expires-c.IssuedAt != 30 {
			t.Errorf("%+v, %v", c, err)
		}
		if _, err := h.send(one, id, h.answers(t, one, id, wire.Approve, "")); !errors.Is(err, push.ErrRefused) {
			t.Errorf("approved: %v", err)
		}
		if _, err := h.Finish(t.Context(), id, push.SelfTester); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished: %v", err)
		}
		if _, err := h.send(one, id, h.answers(t, one, id, wire.Deny, "")); err != nil {
			t.Errorf("put away: %v", err)
		}
	})
}

func TestSelfTestsHaveTheirOwnLimitsAndCountForNoOther(t *testing.T) {
	h := newLimited(t)
	p := h.enrol(t, alice, "one")
	for i := range 20 {
		id, err := h.SelfTest(t.Context(), p.Device)
		if err != nil {
			t.Fatalf("test %d: %v", i+1, err)
		}
		var slow *push.SlowDown
		if _, err := h.SelfTest(t.Context(), p.Device); !errors.As(err, &slow) || slow.After != 10*time.Second {
			t.Fatalf("two at once: %v", err)
		}
		if i%2 == 0 {
			if _, err := h.send(p, id, h.answers(t, p, id, wire.Deny, "")); err != nil {
				t.Fatal(err)
			}
		}
		h.clock.Advance(10 * time.Second)
	}
	var slow *push.SlowDown
	if _, err := h.SelfTest(t.Context(), p.Device); !errors.As(err, &slow) || slow.After != time.Hour {
		t.Errorf("the 21st of a day: %v", err)
	}
	if ruling, err := h.Outlook(t.Context(), alice, true); err != nil || ruling.Count != 1 || ruling.Crowded || !ruling.Allows(h.clock.Now()) {
		t.Errorf("a sign-in is judged by them: %+v, %v", ruling, err)
	}
	h.clock.Advance(24 * time.Hour)
	if _, err := h.SelfTest(t.Context(), p.Device); err != nil {
		t.Errorf("on the next day: %v", err)
	}
}

func TestSelfTestOfADeviceThatNothingRingsIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrolWith(t, alice, "one", func(r *wire.Register) { r.Channel = wire.Channel{Provider: wire.ProviderNone} })
		if _, err := h.SelfTest(t.Context(), p.Device); !errors.Is(err, push.ErrConflict) {
			t.Errorf("%v", err)
		}
		two := h.enrol(t, alice, "two")
		q := request("flw_me")
		q.Purpose = wire.PurposeTest
		asked, err := h.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.SelfTest(t.Context(), two.Device); !errors.Is(err, push.ErrConflict) {
			t.Errorf("beside the person's own test: %v", err)
		}
		h.mustBe(t, asked.ID, wire.StatePending)
	})
}

func TestSelfTestWaitsForWhateverHoldsPushesBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		h.Valve = func(context.Context) (time.Duration, error) { return 7 * time.Second, nil }
		_, err := h.SelfTest(t.Context(), p.Device)
		if full, ok := errors.AsType[*push.Full](err); !ok || full.After != 7*time.Second {
			t.Errorf("where too many go out: %v", err)
		}
		h.Valve = nil
		old := h.enrol(t, alice, "old", wire.ModeNum2)
		if _, err := h.SelfTest(t.Context(), old.Device); !errors.Is(err, push.ErrConflict) {
			t.Errorf("on a phone that can answer none: %v", err)
		}
		store := h.Store
		h.Store = late{store, func() { h.Store = store; h.open(t, "flw_a") }}
		_, err = h.SelfTest(t.Context(), p.Device)
		if slow, ok := errors.AsType[*push.SlowDown](err); !ok || slow.After != 10*time.Second {
			t.Errorf("beside a request that was faster: %v", err)
		}
		must(t, h, p, h.open(t, "flw_a"), wire.Report, "")
		if _, err := h.SelfTest(t.Context(), p.Device); !errors.Is(err, push.ErrConflict) {
			t.Errorf("where push is off: %v", err)
		}
		if n := h.count(t, audit.ChallengeOpened); n != 2 {
			t.Errorf("%d requests were opened, want those of the sign-in alone", n)
		}
	})
}

// late lets something happen just before a challenge is opened.
type late struct {
	push.Store
	before func()
}

func (s late) OpenChallenge(ctx context.Context, o push.Opening, opened audit.Event) error {
	s.before()
	return s.Store.OpenChallenge(ctx, o, opened)
}
