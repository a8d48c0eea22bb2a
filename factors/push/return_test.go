package push_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// onPhone is a request of a sign-in on the phone itself: asked with a number
// first, then put in mode return.
func (h *house) onPhone(t *testing.T, flow string) push.Challenge {
	t.Helper()
	q := request(flow)
	q.Known = true
	first, err := h.Open(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if !first.Returnable {
		t.Fatal("the page does not offer it")
	}
	q.Here, q.Instead = true, first.ID
	c, err := h.Open(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	h.mustBe(t, first.ID, wire.StateSuperseded)
	return c
}

// returns is a phone that can approve in mode return.
func (h *house) returns(t *testing.T, name string) phone {
	t.Helper()
	return h.enrol(t, alice, name, wire.ModeNum2, wire.ModeNum6, wire.ModeReturn)
}

func TestReturnIsFinishedByHolderAndCodeOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.returns(t, "one")
		rung := len(h.rung())
		c := h.onPhone(t, "flw_a")
		if c.Mode != factors.MatchReturn || c.Number != "" || len(h.rung()) != rung+1 {
			t.Fatalf("mode %s, number %v, %d rings: only the first request rings", c.Mode, c.Number != "", len(h.rung())-rung)
		}
		body := h.answers(t, p, c.ID, wire.Approve, "")
		a, err := h.send(p, c.ID, body)
		if err != nil || a.State != wire.StateApproved || len(a.ReturnCode.Reveal()) != 22 {
			t.Fatalf("%+v, %v", a, err)
		}
		again, err := h.send(p, c.ID, body)
		if err != nil || again != a {
			t.Errorf("the same bytes: %+v, %v", again, err)
		}
		if found, err := h.Returning(t.Context(), a.ReturnCode); err != nil || found.ID != c.ID || found.Holder != "flw_a" {
			t.Errorf("the code is of %+v, %v", found, err)
		}
		for name, finish := range map[string]func() (factors.Outcome, error){
			"cookie without code": func() (factors.Outcome, error) { return h.Finish(t.Context(), c.ID, "flw_a") },
			"an empty code":       func() (factors.Outcome, error) { return h.FinishReturn(t.Context(), c.ID, "flw_a", "") },
			"another code": func() (factors.Outcome, error) {
				return h.FinishReturn(t.Context(), c.ID, "flw_a", "AAAAAAAAAAAAAAAAAAAAAA")
			},
			"code in another sign-in": func() (factors.Outcome, error) {
				return h.FinishReturn(t.Context(), c.ID, "flw_b", a.ReturnCode)
			},
			"code without cookie": func() (factors.Outcome, error) { return h.FinishReturn(t.Context(), c.ID, "", a.ReturnCode) },
		} {
			if o, err := finish(); !errors.Is(err, push.ErrNotApproved) {
				t.Errorf("%s: %+v, %v", name, o, err)
			}
		}
		var wins atomic.Int32
		var trying sync.WaitGroup
		for range 4 {
			trying.Go(func() {
				o, err := h.FinishReturn(t.Context(), c.ID, "flw_a", a.ReturnCode)
				if err == nil && o.Match == factors.MatchReturn && o.Device == string(p.ID) {
					wins.Add(1)
				}
			})
		}
		trying.Wait()
		if wins.Load() != 1 {
			t.Errorf("finished %d times", wins.Load())
		}
		h.mustBe(t, c.ID, wire.StateConsumed)
	})
}

func TestReturnTakesNoNumberAndLapses(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.returns(t, "one")
		c := h.onPhone(t, "flw_a")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, "42")); !errors.Is(err, push.ErrRefused) {
			t.Errorf("approved with a number: %v", err)
		}
		h.mustBe(t, c.ID, wire.StatePending) // it can be no guess
		a, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, ""))
		if err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Minute)
		if _, err := h.FinishReturn(t.Context(), c.ID, "flw_a", a.ReturnCode); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished after a minute: %v", err)
		}
		if _, err := h.PutWithNumber(t.Context(), a.ReturnCode); !errors.Is(err, push.ErrNotFound) {
			t.Errorf("put with a number after a minute: %v", err)
		}
	})
}

func TestReturnElsewhereIsWithdrawnAndAskedWithANumber(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.returns(t, "one")
		c := h.onPhone(t, "flw_a")
		a, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, ""))
		if err != nil {
			t.Fatal(err)
		}
		next, err := h.PutWithNumber(t.Context(), a.ReturnCode)
		if err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StateApproved) // until the page can show the number
		if next.Mode != factors.MatchNum2 || next.Holder != "flw_a" || !next.Known || len(next.Number.Reveal()) != 2 {
			t.Errorf("put as %+v", next)
		}
		_, was := h.read(t, p, next.ID)
		if was.Context.IP != "192.0.2.7" || was.Context.Account != "a***@example.com" {
			t.Errorf("the phone is shown %+v", was.Context)
		}
		if _, err := h.FinishReturn(t.Context(), c.ID, "flw_a", a.ReturnCode); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished after it was withdrawn: %v", err)
		}
		if _, err := h.PutWithNumber(t.Context(), a.ReturnCode); !errors.Is(err, push.ErrNotFound) {
			t.Errorf("withdrawn twice: %v", err)
		}
	})
}

func TestReturnIsNotToBeHadWhereMoreIsAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.returns(t, "one")
		h.enrol(t, alice, "old") // cannot do it
		for name, change := range map[string]func(*push.Request){
			"a browser that the account never used": func(q *push.Request) { q.Known = false },
			"an application that wants six digits":  func(q *push.Request) { q.Mode = factors.MatchNum6 },
		} {
			q := request("flw_a")
			q.Known = true
			change(&q)
			first, err := h.Open(t.Context(), q)
			if err != nil || first.Returnable {
				t.Fatalf("%s: offered %v, %v", name, first.Returnable, err)
			}
			q.Here, q.Instead = true, first.ID
			if _, err := h.Open(t.Context(), q); !errors.Is(err, push.ErrNotHere) {
				t.Errorf("%s: %v", name, err)
			}
			h.mustBe(t, first.ID, wire.StatePending)
		}
		// A stranger who had to wait makes the next one ask for six digits.
		if _, err := h.Open(t.Context(), request("flw_stranger")); !errors.Is(err, push.ErrBusy) {
			t.Fatal(err)
		}
		q := request("flw_a")
		q.Known, q.Here = true, true
		if _, err := h.Open(t.Context(), q); !errors.Is(err, push.ErrNotHere) {
			t.Errorf("after a collision: %v", err)
		}
	})
}

func TestReturnIsNoModeOfAPolicyAndNothingWeakerThanChosen(t *testing.T) {
	p := patient()
	p.Mode = factors.MatchNum6
	h := onSQLite(t, p)
	for mode, good := range map[factors.Match]bool{factors.MatchNum2: true, factors.MatchReturn: false} {
		d := h.Deps
		d.Policy.Mode = mode
		if _, err := push.New(d); (err == nil) != good {
			t.Errorf("%s as the policy's mode: %v", mode, err)
		}
	}
	h.returns(t, "one")
	q := request("flw_a")
	q.Known = true
	first, err := h.Open(t.Context(), q)
	if err != nil || first.Returnable {
		t.Fatalf("offered %v where the operator wants six digits, %v", first.Returnable, err)
	}
	q.Here, q.Instead = true, first.ID
	if _, err := h.Open(t.Context(), q); !errors.Is(err, push.ErrNotHere) {
		t.Errorf("%v", err)
	}
}
