package push_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// scanning puts the flow's open challenge as a code to scan.
func (h *house) scanning(flow string, instead push.ID) (push.Challenge, error) {
	q := request(flow)
	q.Mode, q.Instead = factors.MatchScan, instead
	return h.Open(context.Background(), q)
}

func TestScanReplacesTheNumberAndRingsNobody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one", wire.ModeNum2, wire.ModeScan)
		first := h.open(t, "flw_1")
		if !first.Scannable {
			t.Fatal("a phone that can scan is not offered it")
		}
		c, err := h.scanning("flw_1", first.ID)
		if err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, first.ID, wire.StateSuperseded)
		rung := 0
		for _, m := range h.messages() {
			if m.Challenge == string(c.ID) {
				rung++
			}
		}
		if rung != 0 {
			t.Errorf("the phone rang %d times for the code", rung)
		}
		if err := h.Resend(t.Context(), c.ID, "flw_1"); !errors.Is(err, push.ErrOver) {
			t.Errorf("it is sent again: %v", err)
		}
		page, err := h.Find(t.Context(), c.ID, "flw_1")
		if err != nil {
			t.Fatal(err)
		}
		secret, err := wire.ParseScan(page.Scan.Reveal(), issuer, string(c.ID))
		if err != nil {
			t.Fatal(err)
		}
		if jws, claims := h.read(t, p, c.ID); claims.Match.Mode != wire.ModeScan || strings.Contains(decode(t, strings.Split(jws, ".")[1]), secret) {
			t.Errorf("the phone is asked in mode %s, or told the answer", claims.Match.Mode)
		}
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, secret)); err != nil {
			t.Fatal(err)
		}
		out, err := h.Finish(t.Context(), c.ID, "flw_1")
		if err != nil || out.Match != factors.MatchScan {
			t.Errorf("outcome %+v, %v", out, err)
		}
		if found, err := h.Find(t.Context(), c.ID, "flw_1"); err != nil || found.Scan != "" || found.Number != "" {
			t.Errorf("the code is shown after the end: %v", err)
		}
	})
}

func TestScanHasOneTry(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one", wire.ModeNum2, wire.ModeScan)
		c, err := h.scanning("flw_1", h.open(t, "flw_1").ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, "47")); !errors.Is(err, push.ErrRefused) {
			t.Errorf("a number answers it: %v", err)
		}
		h.mustBe(t, c.ID, wire.StatePending) // it was no guess
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, "AAAAAAAAAAAAAAAAAAAAAA")); !errors.Is(err, push.ErrRefused) {
			t.Errorf("another code answers it: %v", err)
		}
		h.mustBe(t, c.ID, wire.StateFailed)
	})
}

func TestOnlyTheHoldersOpenRequestIsPutInAnotherWay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one", wire.ModeNum2, wire.ModeScan)
		c := h.open(t, "flw_1")
		for what, try := range map[string]struct {
			flow string
			id   push.ID
		}{"another flow's": {"flw_2", c.ID}, "another one": {"flw_1", "chl_other"}} {
			if _, err := h.scanning(try.flow, try.id); !errors.Is(err, push.ErrOver) {
				t.Errorf("%s is put in another way: %v", what, err)
			}
		}
		h.mustBe(t, c.ID, wire.StatePending)
		h.clock.Advance(2 * time.Minute)
		if _, err := h.scanning("flw_1", c.ID); !errors.Is(err, push.ErrOver) {
			t.Errorf("one that ran out is put in another way: %v", err)
		}
	})
}

func TestScanIsOfferedForPhonesThatCanScanOnly(t *testing.T) {
	h := onSQLite(t, patient())
	h.enrol(t, alice, "one", wire.ModeNum2)
	c := h.open(t, "flw_1")
	if c.Scannable {
		t.Error("it is offered")
	}
	if _, err := h.scanning("flw_1", c.ID); !errors.Is(err, push.ErrNoDevice) {
		t.Errorf("it is asked: %v", err)
	}
	h.mustBe(t, c.ID, wire.StatePending)
	deps := h.Deps
	if _, err := push.New(deps); err != nil {
		t.Fatal(err)
	}
	deps.Policy.Mode = factors.MatchScan
	if _, err := push.New(deps); err == nil {
		t.Error("it can be the policy")
	}
}

// The phone rang once for both, so that the limits count one request.
func TestLimitsCountWhatIsPutInAnotherWayOnce(t *testing.T) {
	h := onSQLite(t, push.DefaultPolicy())
	p := h.enrol(t, alice, "one", wire.ModeNum2, wire.ModeScan)
	c, err := h.scanning("flw_1", h.open(t, "flw_1").ID)
	if err != nil {
		t.Fatalf("within the pause: %v", err)
	}
	if _, claims := h.read(t, p, c.ID); claims.Context.Count != 1 {
		t.Errorf("the phone is told of request %d", claims.Context.Count)
	}
	if err := h.Cancel(t.Context(), c.ID, "flw_1", "test"); err != nil {
		t.Fatal(err)
	}
	ruling, err := h.Outlook(t.Context(), alice, false)
	if want := c.Created.Add(30 * time.Second); err != nil || !ruling.Until.Equal(want) {
		t.Errorf("the next may come at %s, want %s: %v", ruling.Until, want, err)
	}
}
