package push_test

import (
	"errors"
	"slices"
	"testing"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
)

func choosing() push.Policy {
	p := push.DefaultPolicy()
	p.Mode = factors.MatchChoice
	return p
}

func TestChoiceOffersTheSameThreeToEveryPhoneAndMarksNone(t *testing.T) {
	places := map[int]bool{}
	for range 60 {
		h := onSQLite(t, choosing())
		p := h.enrol(t, alice, "one", wire.ModeChoice)
		twin := h.enrol(t, alice, "two", wire.ModeChoice)
		old := h.enrol(t, alice, "old")
		c := h.open(t, "flw_a")
		_, claims := h.read(t, p, c.ID)
		_, others := h.read(t, twin, c.ID)
		if err := claims.Check(); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(claims.Match.Options, others.Match.Options) {
			t.Fatalf("one phone is offered %v, the other %v", claims.Match.Options, others.Match.Options)
		}
		if _, err := h.Fetch(t.Context(), old.Device, string(c.ID)); !errors.Is(err, push.ErrNotFound) {
			t.Fatalf("a phone that does not know the mode was asked: %v", err)
		}
		places[slices.Index(claims.Match.Options, c.Number.Reveal())] = true
		if len(places) == wire.Options {
			break
		}
	}
	if len(places) != wire.Options || places[-1] {
		t.Errorf("the right number stood at %v", places)
	}
}

func TestChoiceTakesTheRightNumberAndHasOneTry(t *testing.T) {
	h := onSQLite(t, choosing())
	p := h.enrol(t, alice, "one", wire.ModeChoice)
	c := h.open(t, "flw_a")
	if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
		t.Fatal(err)
	}
	if outcome, err := h.Finish(t.Context(), c.ID, "flw_a"); err != nil || outcome.Match != factors.MatchChoice {
		t.Errorf("%+v, %v", outcome, err)
	}
	c = h.open(t, "flw_a")
	_, claims := h.read(t, p, c.ID)
	decoy := claims.Match.Options[0]
	if decoy == c.Number.Reveal() {
		decoy = claims.Match.Options[1]
	}
	if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, decoy)); !errors.Is(err, push.ErrRefused) {
		t.Errorf("a decoy: %v", err)
	}
	h.mustBe(t, c.ID, wire.StateFailed)
}

func TestMoreThanAChoiceIsStrongerThanAChoice(t *testing.T) {
	h := onSQLite(t, choosing())
	h.enrol(t, alice, "one", wire.ModeChoice, wire.ModeNum6)
	q := request("flw_a")
	q.Mode = factors.MatchNum6
	c, err := h.Open(t.Context(), q)
	if err != nil || c.Mode != factors.MatchNum6 {
		t.Errorf("mode %s, %v", c.Mode, err)
	}
}
