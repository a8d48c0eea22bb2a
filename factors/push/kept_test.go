package push_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// onPostgres is a house where what a device fetched is kept for its answer.
func onPostgres(t *testing.T) *house {
	t.Helper()
	clock := storagetest.NewClock()
	return newHouse(t, storagetest.Open(t, storagetest.PostgresURL(t), clock), clock, patient())
}

// keptFor is what was kept when p fetched c.
func (h *house) keptFor(t *testing.T, p phone, c push.Challenge, body []byte) push.Asked {
	t.Helper()
	q, err := h.Asked(t.Context(), p.Key.Thumbprint(), string(c.ID), body)
	if err != nil || !q.Kept.Is() {
		t.Fatalf("not kept: %+v, %v", q, err)
	}
	return q
}

func TestWhatADeviceFetchedIsKeptForOneAnswer(t *testing.T) {
	h := onPostgres(t)
	p, twin := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
	c := h.open(t, "flw_a")
	body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal()) // which fetches it
	if q, err := h.Asked(t.Context(), twin.Key.Thumbprint(), string(c.ID), body); err != nil || q.Kept.Is() {
		t.Errorf("kept for a device that has not fetched it: %v, %v", q.Kept, err)
	}
	q := h.keptFor(t, p, c, body)
	anew, err := h.Asked(t.Context(), p.Key.Thumbprint(), string(c.ID), body)
	if err != nil || anew.Kept.Is() {
		t.Fatalf("kept twice: %v, %v", anew.Kept, err)
	}
	if got, want := *q.Facts, *anew.Facts; got.JWS != want.JWS || got.Nonce != want.Nonce || got.Challenge.Number != want.Challenge.Number ||
		!got.Challenge.Seen.Equal(want.Challenge.Seen) || got.Copies != 2 || want.Copies != 2 {
		t.Errorf("kept  %+v\nstored %+v", got, want)
	}
	if got, err := h.Engine.Decide(t.Context(), q, string(c.ID), body); err != nil || got.State != wire.StateApproved {
		t.Errorf("the answer: %v, %v", got, err)
	}
	h.mustBe(t, c.ID, wire.StateApproved)
}

func TestWhatHasRunOutIsNotKept(t *testing.T) {
	h := onPostgres(t)
	p := h.enrol(t, alice, "one")
	c := h.open(t, "flw_a")
	body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
	h.clock.Advance(c.Due.Sub(h.clock.Now()))
	if q, err := h.Asked(t.Context(), p.Key.Thumbprint(), string(c.ID), body); err != nil || q.Kept.Is() {
		t.Errorf("kept: %v, %v", q.Kept, err)
	}
}

// Each of these is something that another replica may do after the device
// fetched the request.
func TestAnswerByWhatWasKeptStandsOnlyIfNothingHasChanged(t *testing.T) {
	for name, change := range map[string]func(ctx context.Context, h *house, p, twin phone, c push.Challenge) error{
		"the device": func(ctx context.Context, h *house, p, _ phone, _ push.Challenge) error {
			return h.db.Devices().TouchDevice(ctx, p.ID, h.clock.Now())
		},
		"the device is gone": func(ctx context.Context, h *house, p, _ phone, _ push.Challenge) error {
			return h.devices.Revoke(ctx, p.ID, "lost")
		},
		"the person": func(ctx context.Context, h *house, _, _ phone, _ push.Challenge) error {
			return h.db.People().SetLanguage(ctx, person.ID(alice), "fr", h.clock.Now())
		},
		"the person is disabled": func(ctx context.Context, h *house, _, _ phone, _ push.Challenge) error {
			return h.db.People().Disable(ctx, person.ID(alice), h.clock.Now())
		},
		"the request was cancelled": func(ctx context.Context, h *house, _, _ phone, c push.Challenge) error {
			_, err := h.db.Challenges().CancelChallenge(ctx, c.ID, c.Holder, "left", "", h.clock.Now())
			return err
		},
		"another device denied": func(ctx context.Context, h *house, _, twin phone, c push.Challenge) error {
			_, err := h.send(twin, c.ID, h.answers(t, twin, c.ID, wire.Deny, ""))
			return err
		},
		"a wrong number on another device": func(ctx context.Context, h *house, _, twin phone, c push.Challenge) error {
			if _, err := h.send(twin, c.ID, h.answers(t, twin, c.ID, wire.Approve, wrong(c))); !errors.Is(err, push.ErrRefused) {
				return err
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := onPostgres(t)
			p, twin := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
			c := h.open(t, "flw_a")
			body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
			q := h.keptFor(t, p, c, body)
			if err := change(t.Context(), h, p, twin, c); err != nil {
				t.Fatal(err)
			}
			before := h.recorded(t)
			if got, err := h.Engine.Decide(t.Context(), q, string(c.ID), body); !errors.Is(err, push.ErrStale) {
				t.Errorf("got %v, %v", got, err)
			}
			if after := h.recorded(t); after != before {
				t.Errorf("%d events were recorded", after-before)
			}
			if stored, err := h.db.Challenges().FindChallenge(t.Context(), c.ID); err != nil || stored.State == wire.StateApproved {
				t.Errorf("the request is %s, %v", stored.State, err)
			}
		})
	}
}

// A refusal has consequences, so what it is judged by must be what is stored.
func TestRefusalByWhatWasKeptHasNoConsequence(t *testing.T) {
	for name, body := range map[string]func(h *house, p, twin phone, c push.Challenge) []byte{
		"no decision": func(*house, phone, phone, push.Challenge) []byte { return []byte("no") },
		"a false signature": func(h *house, p, twin phone, c push.Challenge) []byte {
			body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
			return append(body[:len(body)-4:len(body)-4], "AAAA"...)
		},
		"a wrong number": func(h *house, p, _ phone, c push.Challenge) []byte {
			return h.answers(t, p, c.ID, wire.Approve, wrong(c))
		},
		"a report": func(h *house, p, _ phone, c push.Challenge) []byte { return h.answers(t, p, c.ID, wire.Report, "") },
	} {
		t.Run(name, func(t *testing.T) {
			h := onPostgres(t)
			p, twin := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
			c := h.open(t, "flw_a")
			h.read(t, p, c.ID)
			bytes := body(h, p, twin, c)
			q := h.keptFor(t, p, c, bytes)
			before := h.recorded(t)
			if got, err := h.Engine.Decide(t.Context(), q, string(c.ID), bytes); !errors.Is(err, push.ErrStale) {
				t.Errorf("got %v, %v", got, err)
			}
			stored, err := h.db.Challenges().FindChallenge(t.Context(), c.ID)
			if err != nil || stored.State != wire.StatePending || stored.TriesLeft != c.TriesLeft || h.recorded(t) != before {
				t.Errorf("it had a consequence: %+v, %v, %d events", stored, err, h.recorded(t)-before)
			}
			// Judged anew it has one: in the record, at least.
			if _, err := h.Decide(t.Context(), p.Device, string(c.ID), bytes); errors.Is(err, push.ErrStale) || h.recorded(t) == before {
				t.Errorf("judged anew: %v, %d events", err, h.recorded(t)-before)
			}
		})
	}
}

func TestNothingIsKeptWhereAnAnswerIsOdd(t *testing.T) {
	for name, prepare := range map[string]func(h *house, p phone){
		"after a wrong number": func(h *house, p phone) {
			c := h.open(t, "flw_wrong")
			if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c))); !errors.Is(err, push.ErrRefused) {
				t.Fatal(err)
			}
		},
		"on a device that rests": func(h *house, p phone) { h.pause(t, p, time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			h := onPostgres(t)
			p := h.enrol(t, alice, "one")
			prepare(h, p)
			c := h.open(t, "flw_a")
			body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
			if q, err := h.Asked(t.Context(), p.Key.Thumbprint(), string(c.ID), body); err != nil || q.Kept.Is() {
				t.Errorf("kept: %v, %v", q.Kept, err)
			}
		})
	}
}

// recorded is how many events alice has.
func (h *house) recorded(t *testing.T) int {
	t.Helper()
	events, err := h.db.Events().Find(t.Context(), storage.Query{Person: string(alice), Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return len(events)
}
