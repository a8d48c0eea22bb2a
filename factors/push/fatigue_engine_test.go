package push_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// limited runs a test with the limits as they are by default.
func limited(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		f(t, newHouse(t, db, clock, push.DefaultPolicy()))
	})
}

// bomb asks from unknown browsers, each time as soon as it may, and takes the
// request back at once. It says when how many had been let through.
func (h *house) bomb(t *testing.T, during, every time.Duration) (opened []time.Duration) {
	t.Helper()
	start := h.clock.Now()
	for i := 0; h.clock.Now().Before(start.Add(during)); i++ {
		flow := "flw_" + strconv.Itoa(i)
		c, err := h.Open(t.Context(), request(flow))
		var paused *push.Paused
		switch {
		case errors.As(err, &paused):
		case err != nil:
			t.Fatal(err)
		default:
			opened = append(opened, h.clock.Now().Sub(start))
			if err := h.Cancel(t.Context(), c.ID, flow, "taken back"); err != nil {
				t.Fatal(err)
			}
		}
		h.clock.Advance(every)
	}
	return opened
}

// Cases 29 and 32: a hundred tries with the right password ring a handful of
// times, and the owner still signs in where they always do.
func TestBombingIsStoppedAndTheOwnerIsNot(t *testing.T) {
	limited(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		opened := h.bomb(t, 10*time.Minute, 5*time.Second)
		want := []time.Duration{0, 30 * time.Second, 90 * time.Second, 210 * time.Second, 450 * time.Second}
		if len(opened) != len(want) {
			t.Fatalf("the phone rang at %v, want %v", opened, want)
		}
		for i := range want {
			if opened[i] != want[i] {
				t.Errorf("ring %d at %s, want %s", i+1, opened[i], want[i])
			}
		}
		_, err := h.Open(t.Context(), request("flw_stranger"))
		if paused, ok := errors.AsType[*push.Paused](err); !ok || !paused.Off {
			t.Errorf("after five: %v, want push to be off", err)
		}
		owner := request("flw_owner")
		owner.Known = true
		c, err := h.Open(t.Context(), owner)
		if err != nil {
			t.Fatalf("the owner's known browser: %v", err)
		}
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_owner"); err != nil {
			t.Error(err)
		}
		if _, err := h.Open(t.Context(), request("flw_stranger")); err == nil {
			t.Error("the owner's approval let strangers ask again")
		}
	})
}

func TestThreeUnapprovedAskForSixDigitsAndSayWhy(t *testing.T) {
	h := newLimited(t)
	p := h.enrol(t, alice, "one")
	for i := range 4 {
		c := h.open(t, "flw_a")
		_, claims := h.read(t, p, c.ID)
		if claims.Context.Count != i+1 {
			t.Errorf("request %d is shown as number %d", i+1, claims.Context.Count)
		}
		if six := c.Mode == factors.MatchNum6; six != (i == 3) || c.Forced != six {
			t.Errorf("request %d: mode %s, forced %v", i+1, c.Mode, c.Forced)
		}
		if quiet := h.rung()[i].Quiet; quiet != (i >= 2) {
			t.Errorf("request %d: quiet %v", i+1, quiet)
		}
		h.clock.Advance(2 * time.Minute)
	}
}

func TestOutcomeOfARaisedModeIsForced(t *testing.T) {
	h := newLimited(t)
	p := h.enrol(t, alice, "one")
	for range 3 {
		h.open(t, "flw_a")
		h.clock.Advance(2 * time.Minute)
	}
	c := h.open(t, "flw_a")
	if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
		t.Fatal(err)
	}
	o, err := h.Finish(t.Context(), c.ID, "flw_a")
	if err != nil || !o.Forced || o.Match != factors.MatchNum6 {
		t.Errorf("outcome %+v, %v", o, err)
	}
}

// newLimited is a house on SQLite with the default limits.
func newLimited(t *testing.T) *house {
	t.Helper()
	return onSQLite(t, push.DefaultPolicy())
}

// Many sign-ins at once are let through as often as one after the other:
// whoever asks is judged by what was opened before, even if that was over again
// a moment later.
func TestParallelSignInsAreJudgedOneAfterTheOther(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		h := newLimited(t)
		bombAtOnce(t, h, h.Engine)
	})
	t.Run("two replicas", func(t *testing.T) {
		url, clock := storagetest.PostgresURL(t), storagetest.NewClock()
		h := newHouse(t, storagetest.Open(t, url, clock), clock, push.DefaultPolicy())
		deps := h.Deps
		deps.Store = storagetest.Open(t, url, clock).Challenges()
		other, err := push.New(deps)
		if err != nil {
			t.Fatal(err)
		}
		bombAtOnce(t, h, other)
	})
}

func bombAtOnce(t *testing.T, h *house, other *push.Engine) {
	t.Helper()
	h.enrol(t, alice, "one")
	var opened atomic.Int64
	var wg sync.WaitGroup
	for i := range 40 {
		e := h.Engine
		if i%2 == 1 {
			e = other
		}
		wg.Go(func() {
			flow := "flw_" + strconv.Itoa(i)
			c, err := e.Open(context.Background(), request(flow))
			if err != nil {
				return
			}
			opened.Add(1)
			if err := e.Cancel(context.Background(), c.ID, flow, "taken back"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := opened.Load(); n != 1 {
		t.Errorf("%d requests at the same moment, want 1", n)
	}
}

// The gate itself: a challenge that was judged by an older situation is not
// kept, even where no other is open any more.
func TestChallengeJudgedByAnOldSituationIsNotKept(t *testing.T) {
	limited(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		before, err := h.db.Challenges().Situation(t.Context(), alice, wire.PurposeLogin, h.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		c := h.open(t, "flw_a")
		if err := h.Cancel(t.Context(), c.ID, "flw_a", "taken back"); err != nil {
			t.Fatal(err)
		}
		c.ID, c.Number = "chl_late", "12"
		o := push.Opening{Challenge: c, Opened: before.Opened, Copies: []push.Copy{{Challenge: c.ID, Device: before.Devices[0].ID}}}
		err = h.db.Challenges().OpenChallenge(t.Context(), o, audit.New(t.Context(), h.clock.Now(), audit.ChallengeOpened))
		if !errors.Is(err, push.ErrRaced) {
			t.Errorf("got %v, want ErrRaced", err)
		}
	})
}

func (h *house) deny(t *testing.T, p phone, flow string) {
	t.Helper()
	c := h.open(t, flow)
	if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Deny, "")); err != nil {
		t.Fatal(err)
	}
}

func (h *house) count(t *testing.T, kind audit.Kind) int {
	t.Helper()
	events, err := h.db.Events().Find(t.Context(), storage.Query{Person: string(alice), Kind: kind, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return len(events)
}

func TestTwoDenialsPauseAndAreToldOnce(t *testing.T) {
	limited(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		h.deny(t, p, "flw_a")
		if n := h.count(t, audit.PushWarned); n != 0 {
			t.Errorf("one denial made %d notices", n)
		}
		h.clock.Advance(time.Minute)
		h.deny(t, p, "flw_b")
		if n := h.count(t, audit.PushWarned); n != 1 {
			t.Errorf("two denials made %d notices", n)
		}
		h.clock.Advance(14 * time.Minute)
		_, err := h.Open(t.Context(), request("flw_c"))
		if _, ok := errors.AsType[*push.Paused](err); !ok {
			t.Errorf("14 minutes after the second denial: %v, want a pause", err)
		}
		h.clock.Advance(time.Minute)
		if c := h.open(t, "flw_c"); c.Mode != factors.MatchNum6 || !c.Forced {
			t.Errorf("after two denials the mode is %s, forced %v", c.Mode, c.Forced)
		}
		if n := h.count(t, audit.PushWarned); n != 1 {
			t.Errorf("the same denials made %d notices", n)
		}
	})
}

func TestTenUnapprovedAreReviewedOnce(t *testing.T) {
	limited(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		opened := h.bomb(t, 20*time.Hour, 2*time.Minute)
		if len(opened) != 10 {
			t.Errorf("the phone rang %d times in 20 hours, want 10: %v", len(opened), opened)
		}
		if n := h.count(t, audit.PushReview); n != 1 {
			t.Errorf("%d reviews, want 1", n)
		}
	})
}

func TestAdministratorForgivesWhatWas(t *testing.T) {
	limited(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		h.bomb(t, 10*time.Minute, 5*time.Second)
		if _, err := h.Open(t.Context(), request("flw_a")); err == nil {
			t.Fatal("push is not off")
		}
		if err := h.db.People().ClearReport(t.Context(), "per_alice", h.clock.Now()); err != nil {
			t.Fatal(err)
		}
		h.open(t, "flw_a")
	})
}

func TestHundredWrongNumbersTurnPushOffForGood(t *testing.T) {
	policy := patient()
	policy.Limits.HardStop, policy.Misses = 7, 5
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		h := newHouse(t, db, clock, policy)
		p := h.enrol(t, alice, "one")
		for range 7 {
			h.clock.Advance(25 * time.Hour) // longer than the lock
			c := h.open(t, "flw_a")
			if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c))); !errors.Is(err, push.ErrRefused) {
				t.Fatal(err)
			}
		}
		h.clock.Advance(1000 * time.Hour)
		if _, err := h.Open(t.Context(), request("flw_a")); !errors.Is(err, push.ErrOff) {
			t.Errorf("after the hard stop: %v, want ErrOff", err)
		}
		if err := h.db.People().ClearReport(t.Context(), "per_alice", h.clock.Now()); err != nil {
			t.Fatal(err)
		}
		h.open(t, "flw_a")
	})
}

// The person did without the request: that is no sign of trouble.
func TestSigningInAnotherWayIsNotHeldAgainstThePerson(t *testing.T) {
	h := newLimited(t)
	h.enrol(t, alice, "one")
	c := h.open(t, "flw_a")
	if err := h.Cancel(t.Context(), c.ID, "flw_a", push.FinishedWithout); err != nil {
		t.Fatal(err)
	}
	h.open(t, "flw_b")
}
