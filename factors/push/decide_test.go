package push_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/storage"
)

func TestApprovalIsFinishedOnceByItsHolder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished before the approval: %v", err)
		}
		got, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal()))
		if err != nil || got.State != wire.StateApproved {
			t.Fatalf("approve: %v, %v", got, err)
		}
		// Case 18: the id is no capability.
		for _, holder := range []string{"flw_other", ""} {
			if _, err := h.Finish(t.Context(), c.ID, holder); !errors.Is(err, push.ErrNotApproved) {
				t.Errorf("finished by %q: %v", holder, err)
			}
			if _, err := h.Find(t.Context(), c.ID, holder); !errors.Is(err, push.ErrNotFound) {
				t.Errorf("found by %q: %v", holder, err)
			}
			if _, err := h.Status(t.Context(), c.ID, holder); !errors.Is(err, push.ErrNotFound) {
				t.Errorf("status for %q: %v", holder, err)
			}
		}
		o, err := h.Finish(t.Context(), c.ID, "flw_a")
		if err != nil {
			t.Fatal(err)
		}
		want := factors.Outcome{
			Kind: factors.Push, At: h.clock.Now(), Ref: string(c.ID), Device: string(p.ID), Protection: factors.SoftwareKey, Match: factors.MatchNum2,
		}
		if o != want {
			t.Errorf("outcome %+v, want %+v", o, want)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished twice: %v", err)
		}
	})
}

func TestApprovalLapsesAfterAMinute(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		h.clock.Advance(119 * time.Second) // the minute starts with the approval
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(60 * time.Second)
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished after its time: %v", err)
		}
		h.mustBe(t, c.ID, wire.StateLapsed)
	})
}

func TestDeviceThatIsNotActiveCannotAnswer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
		if err := h.devices.Revoke(t.Context(), p.ID, "lost"); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StateCancelled) // case 52
		_, err := h.send(h.phone(t, p.key), c.ID, body)
		if !errors.Is(err, push.ErrRefused) || !strings.Contains(err.Error(), "check 2,") {
			t.Errorf("got %v, want check 2", err)
		}
		if _, err := h.send(p, c.ID, body); !errors.Is(err, push.ErrConflict) {
			t.Errorf("with what was known before the revocation: %v", err)
		}
	})
}

func TestBadSignaturesSuspendADevice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		body := h.answers(t, p, c.ID, wire.Deny, "")
		parts := strings.Split(string(body), ".")
		bad := []byte(parts[0] + "." + parts[1] + "." + strings.Repeat("A", 86))
		for range 10 {
			if _, err := h.send(h.phone(t, p.key), c.ID, bad); !errors.Is(err, push.ErrRefused) {
				t.Fatal(err)
			}
		}
		if got := h.phone(t, p.key).Status; got != wire.DeviceSuspended {
			t.Errorf("device is %s", got)
		}
		h.mustBe(t, c.ID, wire.StateCancelled)
	})
}

// Case 11.
func TestSameDecisionTwiceIsAnsweredAlikeWithoutASecondEffect(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
		other := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
		for range 3 {
			if got, err := h.send(p, c.ID, body); err != nil || got.State != wire.StateApproved {
				t.Fatalf("%v, %v", got, err)
			}
		}
		if _, err := h.send(p, c.ID, other); !errors.Is(err, push.ErrConflict) {
			t.Errorf("another approval: %v, want ErrConflict", err)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Hour)
		if got, err := h.send(p, c.ID, body); err != nil || got.State != wire.StateApproved {
			t.Errorf("after the end: %v, %v", got, err)
		}
		h.mustBe(t, c.ID, wire.StateConsumed)
	})
}

func TestWrongNumberEndsTwoDigitsAtOnceAndSixAtTheThird(t *testing.T) {
	for mode, tries := range map[factors.Match]int{factors.MatchNum2: 1, factors.MatchNum6: 3} {
		t.Run(string(mode), func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				p := h.enrol(t, alice, "one")
				q := request("flw_a")
				q.Mode = mode
				c, err := h.Open(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				right := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
				for i := range tries {
					h.mustBe(t, c.ID, wire.StatePending)
					_, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c)))
					if !errors.Is(err, push.ErrRefused) {
						t.Fatalf("try %d: %v", i+1, err)
					}
				}
				h.mustBe(t, c.ID, wire.StateFailed)
				if _, err := h.send(p, c.ID, right); !errors.Is(err, push.ErrConflict) {
					t.Errorf("the right number afterwards: %v", err)
				}
			})
		})
	}
}

func TestFiveWrongNumbersInARowLockPushUntilTimeOrApproval(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		miss := func() {
			t.Helper()
			c := h.open(t, "flw_a")
			if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c))); !errors.Is(err, push.ErrRefused) {
				t.Fatal(err)
			}
		}
		for range 4 {
			miss()
		}
		c := h.open(t, "flw_a")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		for range 5 { // the approval began a new row
			miss()
		}
		if _, err := h.Open(t.Context(), request("flw_a")); !errors.Is(err, push.ErrOff) {
			t.Errorf("after five: %v, want ErrOff", err)
		}
		h.clock.Advance(24 * time.Hour)
		h.open(t, "flw_a")
	})
}

// Case 80: the limits are judged before the number.
func TestLockedAccountTellsNothingAboutTheNumber(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		texts := map[string]bool{}
		for _, guess := range []func(push.Challenge) string{func(c push.Challenge) string { return c.Number.Reveal() }, wrong} {
			stepup := request("flw_s")
			stepup.Purpose = wire.PurposeStepUp
			waiting, err := h.Open(t.Context(), stepup)
			if err != nil {
				t.Fatal(err)
			}
			body := h.answers(t, p, waiting.ID, wire.Approve, guess(waiting))
			for range 5 {
				c, err := h.Open(t.Context(), request("flw_a"))
				if errors.Is(err, push.ErrOff) {
					break
				}
				_, _ = h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c)))
			}
			_, err = h.send(p, waiting.ID, body)
			if !errors.Is(err, push.ErrRefused) {
				t.Fatalf("a locked account approved: %v", err)
			}
			texts[err.Error()] = true
			h.mustBe(t, waiting.ID, wire.StateCancelled)
			h.clock.Advance(25 * time.Hour)
		}
		if len(texts) != 1 {
			t.Errorf("right and wrong number are told apart: %v", texts)
		}
	})
}

// Case 23: deny after approve, from another device, before the finish.
func TestDenyTakesAnApprovalBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		c := h.open(t, "flw_a")
		deny := h.answers(t, two, c.ID, wire.Deny, "")
		late := h.answers(t, two, c.ID, wire.Deny, "")
		if _, err := h.send(one, c.ID, h.answers(t, one, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		got, err := h.send(two, c.ID, deny)
		if err != nil || got.State != wire.StateCancelled {
			t.Fatalf("deny: %v, %v", got, err)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished after the deny: %v", err)
		}
		if _, err := h.send(two, c.ID, late); !errors.Is(err, push.ErrConflict) {
			t.Errorf("a second deny: %v", err)
		}
	})
}

// Case 21: whoever commits first wins, and nothing is approved after a deny.
func TestApproveAndDenyAtTheSameMomentHaveOneWinner(t *testing.T) {
	runs := 200
	if testing.Short() {
		runs = 20
	}
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		for range runs {
			c := h.open(t, "flw_a")
			bodies := map[*phone][]byte{
				&one: h.answers(t, one, c.ID, wire.Approve, c.Number.Reveal()), &two: h.answers(t, two, c.ID, wire.Deny, ""),
			}
			answers := map[wire.State]int{}
			conflicts := 0
			var mu sync.Mutex
			var wg sync.WaitGroup
			for p, body := range bodies {
				wg.Go(func() {
					got, err := h.Decide(context.Background(), p.Device, string(c.ID), body)
					mu.Lock()
					defer mu.Unlock()
					switch {
					case errors.Is(err, push.ErrConflict):
						conflicts++
					case err != nil:
						t.Error(err)
					default:
						answers[got.State]++
					}
				})
			}
			wg.Wait()
			// Deny first: the approval conflicts. Approve first: the deny either
			// takes it back or, judged while pending, conflicts.
			_, err := h.Finish(t.Context(), c.ID, "flw_a")
			finished := err == nil
			if denied := answers[wire.StateDenied] + answers[wire.StateCancelled]; denied > 0 && finished {
				t.Fatalf("finished after a committed deny: %v", answers)
			}
			if answers[wire.StateDenied] == 1 && (conflicts != 1 || answers[wire.StateApproved] > 0) {
				t.Fatalf("two winners: %v, %d conflicts", answers, conflicts)
			}
			if len(answers) == 0 {
				t.Fatal("nobody won")
			}
		}
	})
}

// Case 20.
func TestFinishAtTheSameMomentHappensOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		finished := 0
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				_, err := h.Finish(context.Background(), c.ID, "flw_a")
				if err != nil && !errors.Is(err, push.ErrNotApproved) {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					finished++
				}
			})
		}
		wg.Wait()
		if finished != 1 {
			t.Errorf("finished %d times", finished)
		}
	})
}

// Guesses that arrive together are no more guesses than one after another.
func TestParallelGuessesAreLimitedToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		bodies := make([][]byte, 0, 100)
		for n := range 20 {
			if s := fmt.Sprintf("%02d", n); s != c.Number.Reveal() {
				bodies = append(bodies, h.answers(t, p, c.ID, wire.Approve, s))
			}
		}
		var wg sync.WaitGroup
		for _, body := range bodies {
			wg.Go(func() { _, _ = h.Decide(context.Background(), p.Device, string(c.ID), body) })
		}
		wg.Wait()
		h.mustBe(t, c.ID, wire.StateFailed)
		h.open(t, "flw_a") // one try counted once, so push is not locked
	})
}

// Each purpose has one consumer: a test challenge has none.
func TestApprovalOfAnotherPurposeSignsNobodyIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		q := request("flw_a")
		q.Purpose = wire.PurposeTest
		c, err := h.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished: %v", err)
		}
	})
}

func TestRefusalIsRecordedWithItsTrueReason(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c))); !errors.Is(err, push.ErrRefused) {
			t.Fatal(err)
		}
		if _, err := h.send(p, c.ID, []byte("a.b.c")); !errors.Is(err, push.ErrRefused) {
			t.Fatal(err)
		}
		events, err := h.db.Events().Find(t.Context(), storage.Query{Person: string(alice), Kind: audit.DecisionRefused, Limit: 10})
		if err != nil || len(events) != 2 {
			t.Fatalf("%d events, %v", len(events), err)
		}
		reasons := events[0].Reason + "; " + events[1].Reason
		if !strings.Contains(reasons, "check 12: wrong number") || !strings.Contains(reasons, "check 1: ") {
			t.Errorf("reasons %q", reasons)
		}
		for _, e := range events {
			if e.Device != string(p.ID) {
				t.Errorf("event %+v", e)
			}
		}
		failed, err := h.db.Events().Find(t.Context(), storage.Query{Person: string(alice), Kind: audit.ChallengeFailed, Limit: 10})
		if err != nil || len(failed) != 1 || failed[0].Challenge != string(c.ID) {
			t.Errorf("%d events of the failure, %v", len(failed), err)
		}
	})
}
