package push_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/notify"
	"countersign/factors/push"
	"countersign/factors/wire"
)

func TestTwoResendsTwentySecondsApart(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		resend := func(holder string) error { return h.Resend(t.Context(), c.ID, holder) }
		var slow *push.SlowDown
		if err := resend("flw_a"); !errors.As(err, &slow) || slow.After != 20*time.Second {
			t.Errorf("at once: %v", err)
		}
		h.clock.Advance(20 * time.Second)
		if err := resend("flw_other"); !errors.Is(err, push.ErrNotFound) {
			t.Errorf("by another flow: %v", err)
		}
		for range 2 {
			if err := resend("flw_a"); err != nil {
				t.Fatal(err)
			}
			h.clock.Advance(20 * time.Second)
		}
		if err := resend("flw_a"); !errors.Is(err, push.ErrOver) {
			t.Errorf("a third: %v", err)
		}
		again, err := h.Find(t.Context(), c.ID, "flw_a")
		if err != nil || again.Number != c.Number || again.ResendsLeft != 0 {
			t.Errorf("after resending: %+v, %v", again, err)
		}
		if n := len(h.messages()); n != 3 {
			t.Errorf("%d pushes, want 3", n)
		}
	})
}

// Case 31: two clicks at once take one resend.
func TestResendAtTheSameMomentIsSentOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		h.clock.Advance(20 * time.Second)
		results := make(chan error, 8)
		for range cap(results) {
			go func() { results <- h.Resend(context.Background(), c.ID, "flw_a") }()
		}
		sent := 0
		for range cap(results) {
			if err := <-results; err == nil {
				sent++
			}
		}
		if sent != 1 {
			t.Errorf("sent %d times", sent)
		}
	})
}

// Case 75, and the states of a page.
func TestCancelledRequestCannotBeApproved(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
		if err := h.Cancel(t.Context(), c.ID, "flw_other", "x"); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StatePending) // another flow cancels nothing
		rings, stop := h.db.Bell().Listen("challenge:" + string(c.ID))
		defer stop()
		if err := h.Cancel(t.Context(), c.ID, "flw_a", "another way was chosen"); err != nil {
			t.Fatal(err)
		}
		select {
		case <-rings:
		case <-time.After(5 * time.Second):
			t.Error("the page was not woken")
		}
		if _, err := h.send(p, c.ID, body); !errors.Is(err, push.ErrConflict) {
			t.Errorf("a late approval: %v", err)
		}
		h.mustBe(t, c.ID, wire.StateCancelled)
		last := h.messages()[len(h.messages())-1]
		if last.Type != notify.TypeStatus || last.State != notify.StateCancelled {
			t.Errorf("the phone was told %+v", last)
		}
	})
}

func TestApprovalIsCancelledWithTheSignInOrTheDevice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		approved := func() push.Challenge {
			t.Helper()
			c := h.open(t, "flw_a")
			must(t, h, p, c, wire.Approve, c.Number.Reveal())
			return c
		}
		c := approved()
		if err := h.Cancel(t.Context(), c.ID, "flw_a", "given up"); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StateCancelled)

		c = approved()
		if err := h.devices.Revoke(t.Context(), h.enrol(t, alice, "late").ID, "lost"); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StateApproved) // that device was not asked
		if err := h.devices.Revoke(t.Context(), p.ID, "lost"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished after the revocation: %v", err)
		}
		h.mustBe(t, c.ID, wire.StateCancelled)
	})
}

func TestStatusIsThatOfTheProtocol(t *testing.T) {
	h := onSQLite(t, patient())
	p := h.enrol(t, alice, "one")
	for want, act := range map[wire.State]func(c push.Challenge){
		wire.StatePending:  func(push.Challenge) {},
		wire.StateApproved: func(c push.Challenge) { must(t, h, p, c, wire.Approve, c.Number.Reveal()) },
		wire.StateConsumed: func(c push.Challenge) {
			must(t, h, p, c, wire.Approve, c.Number.Reveal())
			if _, err := h.Finish(t.Context(), c.ID, "flw_a"); err != nil {
				t.Fatal(err)
			}
		},
		wire.StateDenied:  func(c push.Challenge) { must(t, h, p, c, wire.Deny, "") },
		wire.StateExpired: func(push.Challenge) { h.clock.Advance(120 * time.Second) },
		wire.StateLapsed: func(c push.Challenge) {
			must(t, h, p, c, wire.Approve, c.Number.Reveal())
			h.clock.Advance(time.Minute)
		},
	} {
		c := h.open(t, "flw_a")
		act(c)
		s, err := h.Status(t.Context(), c.ID, "flw_a")
		if err != nil {
			t.Fatal(err)
		}
		verified := want == wire.StateApproved || want == wire.StateConsumed
		if s.State != want || s.IsVerified != verified || s.IsConsumed != (want != wire.StatePending) {
			t.Errorf("%s: %+v", want, s)
		}
		if all, err := h.Statuses(t.Context(), []push.ID{c.ID, "chl_none"}); err != nil || len(all) != 1 || !reflect.DeepEqual(all[c.ID], s) {
			t.Errorf("%s: together with others %+v, %v", want, all, err)
		}
		if found, err := h.Find(t.Context(), c.ID, "flw_a"); err != nil || (found.Number != "") != (want == wire.StatePending) {
			t.Errorf("%s: the number is shown: %v, %v", want, found.Number != "", err)
		}
	}
}

func TestManyPagesAreToldInOneStatement(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.addPerson(t, "per_bob")
		h.enrol(t, alice, "one")
		h.enrol(t, "per_bob", "two")
		a := h.open(t, "flw_a")
		b, err := h.Open(t.Context(), push.Request{Account: "per_bob", Purpose: a.Purpose, Holder: "flw_b"})
		if err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Minute)
		ids := []push.ID{a.ID, "chl_none", b.ID}
		for len(ids) < 70 { // of several tabs
			ids = append(ids, b.ID)
		}
		for _, some := range [][]push.ID{ids, ids[:3]} {
			all, err := h.Statuses(t.Context(), some)
			if err != nil || len(all) != 2 {
				t.Fatalf("of %d: %+v, %v", len(some), all, err)
			}
			for id, s := range all {
				if s.State != wire.StatePending || s.ExpiresIn != 60 || s.Turns != time.Minute {
					t.Errorf("%s: %+v, want it to expire in a minute", id, s)
				}
			}
		}
	})
}

func must(t *testing.T, h *house, p phone, c push.Challenge, v wire.Verdict, match string) {
	t.Helper()
	if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, v, match)); err != nil {
		t.Fatal(err)
	}
}

func TestFetchingIsSeenByThePageAndOnlyByTheAskedDevice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.addPerson(t, "per_bob")
		p, other := h.enrol(t, alice, "one"), h.enrol(t, "per_bob", "two")
		c := h.open(t, "flw_a")
		if _, err := h.Fetch(t.Context(), other.Device, string(c.ID)); !errors.Is(err, push.ErrNotFound) {
			t.Errorf("another's device: %v", err)
		}
		if s, err := h.Status(t.Context(), c.ID, "flw_a"); err != nil || s.Seen {
			t.Errorf("seen before: %+v, %v", s, err)
		}
		copies, err := h.OpenFor(t.Context(), p.Device)
		if err != nil || len(copies) != 1 {
			t.Fatalf("%d copies, %v", len(copies), err)
		}
		if s, err := h.Status(t.Context(), c.ID, "flw_a"); err != nil || !s.Seen {
			t.Errorf("not seen after: %+v, %v", s, err)
		}
		must(t, h, p, c, wire.Deny, "")
		if _, err := h.Fetch(t.Context(), p.Device, string(c.ID)); !errors.Is(err, push.ErrNotFound) {
			t.Errorf("an answered challenge: %v", err)
		}
	})
}

func TestJanitorMovesWhatTimeHasMoved(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		approved := h.open(t, "flw_a")
		must(t, h, p, approved, wire.Approve, approved.Number.Reveal())
		pending := h.open(t, "flw_b")
		if n, err := h.db.Challenges().ExpireOld(t.Context(), 10, nil); err != nil || n != 0 {
			t.Errorf("moved %d too early, %v", n, err)
		}
		h.clock.Advance(2 * time.Minute)
		if n, err := h.db.Challenges().ExpireOld(t.Context(), 10, nil); err != nil || n != 2 {
			t.Errorf("moved %d, %v", n, err)
		}
		for id, want := range map[push.ID]wire.State{approved.ID: wire.StateLapsed, pending.ID: wire.StateExpired} {
			if c, err := h.db.Challenges().FindChallenge(t.Context(), id); err != nil || c.State != want {
				t.Errorf("stored as %s, %v; want %s", c.State, err, want)
			}
		}
		if n, err := h.db.Challenges().DeleteExpired(t.Context(), h.clock.Now(), 10); err != nil || n != 2 {
			t.Errorf("deleted %d, %v", n, err)
		}
	})
}

func TestDecisionCanBeProvedLater(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		jws, _ := h.read(t, p, c.ID)
		body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
		if _, err := h.send(p, c.ID, body); err != nil {
			t.Fatal(err)
		}
		e := audit.Event{
			Challenge: string(c.ID), Device: string(p.ID), Evidence: audit.EvidenceDigest(jws, string(body)),
			Detail: map[string]string{"decision": "approve"},
		}
		v, err := h.db.Events().Evidence(t.Context(), e)
		if err != nil || v.Challenge != jws || v.Decision != string(body) {
			t.Fatalf("evidence %+v, %v", v, err)
		}
		if err := push.CheckEvidence(e, v); err != nil {
			t.Error(err)
		}
		twisted := e
		twisted.Detail = map[string]string{"decision": "deny"}
		if push.CheckEvidence(twisted, v) == nil {
			t.Error("an event that says deny is proved by an approval")
		}
		other := v
		other.Challenge = strings.Replace(v.Challenge, "a", "b", 1)
		if push.CheckEvidence(e, other) == nil {
			t.Error("an edited challenge is proved")
		}
		e.Device = "dev_other"
		if _, err := h.db.Events().Evidence(t.Context(), e); !errors.Is(err, audit.ErrNoEvidence) {
			t.Errorf("evidence of a device that did not answer: %v", err)
		}
	})
}
