package sso_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/sso"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// store is one session in memory.
type store struct {
	hash    []byte
	session sso.Session
	touched int
}

func (s *store) Find(_ context.Context, hash []byte) (sso.Session, error) {
	if !bytes.Equal(hash, s.hash) {
		return sso.Session{}, sso.ErrNone
	}
	return s.session, nil
}

func (s *store) Of(context.Context, string, time.Time) ([]sso.Session, error) { return nil, nil }

func (s *store) Touch(_ context.Context, _ sso.ID, at time.Time) error {
	s.touched++
	s.session.LastUsed = at
	return nil
}

func (s *store) End(_ context.Context, _ sso.ID, at time.Time, _ ...audit.Event) error {
	s.session.Ended = at
	return nil
}

// started is a store with ann's session, the room over it, and its clock.
func started(t *testing.T, outcomes ...factors.Outcome) (*store, *sso.Sessions, *time.Time) {
	t.Helper()
	now, kept := noon, &store{}
	room, err := sso.New(sso.Deps{
		Store: kept, Idle: 12 * time.Hour, Max: 7 * 24 * time.Hour, KnownFor: 180 * 24 * time.Hour,
		Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	c := room.Start(sso.Session{}, sso.Proof{Person: "ann", Outcomes: outcomes, Browser: []byte("b"), Cookie: "cookie"})
	kept.hash, kept.session = c.Hash, c.Session
	return kept, room, &now
}

func both(at time.Time) []factors.Outcome {
	return []factors.Outcome{
		{Kind: factors.Password, At: at},
		{Kind: factors.Push, At: at.Add(time.Minute), Ref: "chl_" + at.Format("15")},
	}
}

func TestSessionIsFoundByItsCookieAlone(t *testing.T) {
	_, room, _ := started(t, both(noon)...)
	if got, err := room.Find(t.Context(), "cookie"); err != nil || got.Person != "ann" {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, cookie := range []string{"", "other"} {
		if _, err := room.Find(t.Context(), cookie); !errors.Is(err, sso.ErrNone) {
			t.Errorf("with the cookie %q: %v, want ErrNone", cookie, err)
		}
	}
}

func TestSessionIdlesOut(t *testing.T) {
	_, room, now := started(t, both(noon)...)
	*now = noon.Add(12*time.Hour - 1)
	if _, err := room.Find(t.Context(), "cookie"); err != nil {
		t.Fatalf("used in time: %v", err)
	}
	*now = now.Add(12 * time.Hour)
	if _, err := room.Find(t.Context(), "cookie"); !errors.Is(err, sso.ErrNone) {
		t.Errorf("idle for 12 h: %v, want ErrNone", err)
	}
}

func TestSessionEndsAWeekAfterItsOldestProofHoweverItIsUsed(t *testing.T) {
	kept, room, now := started(t, both(noon)...)
	for range 7*24 - 1 {
		*now = now.Add(time.Hour)
		if _, err := room.Find(t.Context(), "cookie"); err != nil {
			t.Fatalf("at %v: %v", *now, err)
		}
	}
	// A renewal by one factor does not move the end.
	c := room.Start(kept.session, sso.Proof{Person: "ann", Outcomes: both(*now)[:1], Cookie: "cookie"})
	kept.session = c.Session
	*now = now.Add(time.Hour + time.Minute)
	if _, err := room.Find(t.Context(), "cookie"); !errors.Is(err, sso.ErrNone) {
		t.Errorf("after 7 days: %v, want ErrNone", err)
	}
}

func TestEndedSessionIsGone(t *testing.T) {
	_, room, _ := started(t, both(noon)...)
	if err := room.End(t.Context(), "any"); err != nil {
		t.Fatal(err)
	}
	if _, err := room.Find(t.Context(), "cookie"); !errors.Is(err, sso.ErrNone) {
		t.Errorf("got %v, want ErrNone", err)
	}
}

func TestUseIsWrittenAtMostOnceAMinute(t *testing.T) {
	kept, room, now := started(t, both(noon)...)
	for range 119 {
		*now = now.Add(time.Second)
		if _, err := room.Find(t.Context(), "cookie"); err != nil {
			t.Fatal(err)
		}
	}
	if kept.touched != 1 {
		t.Errorf("written %d times in two minutes, want 1", kept.touched)
	}
}

func TestSamePersonsSessionIsRenewedUnderANewCookie(t *testing.T) {
	kept, room, now := started(t, both(noon)...)
	*now = noon.Add(time.Hour)
	c := room.Start(kept.session, sso.Proof{Person: "ann", Outcomes: both(*now), Browser: []byte("b2"), Cookie: "new"})
	if !c.Renewed || c.Session.ID != kept.session.ID || c.Ends != "" {
		t.Errorf("want the same session renewed, got %+v", c)
	}
	if bytes.Equal(c.Hash, kept.hash) {
		t.Error("the cookie did not change")
	}
	if c.Challenge != "chl_13" || string(c.Session.Browser) != "b2" || !c.Session.Started.Equal(noon) {
		t.Errorf("got challenge %q, browser %q, started %v", c.Challenge, c.Session.Browser, c.Session.Started)
	}
	if at := c.Session.Assurance().AuthTime; !at.Equal(*now) {
		t.Errorf("auth_time is %v, want %v", at, *now)
	}
}

func TestRenewalNeverMakesOldProofsFresh(t *testing.T) {
	kept, room, now := started(t, both(noon)...)
	*now = noon.Add(time.Hour)
	c := room.Start(kept.session, sso.Proof{Person: "ann", Outcomes: both(*now)[:1], Cookie: "new"})
	got := c.Session.Assurance()
	if !got.AuthTime.Equal(noon.Add(time.Minute)) || got.Strongest() != factors.TwoFactors {
		t.Errorf("password proved again: auth_time %v, acr %s; want the push's time and both factors", got.AuthTime, got.Strongest())
	}
	// An old proof that comes along replaces nothing newer.
	c = room.Start(c.Session, sso.Proof{Person: "ann", Outcomes: both(noon), Cookie: "new"})
	if n := len(c.Session.Outcomes); n != 2 || !c.Session.Outcomes[1].At.Equal(*now) {
		t.Errorf("got %+v", c.Session.Outcomes)
	}
}

func TestAnotherPersonsSessionEnds(t *testing.T) {
	kept, room, _ := started(t, both(noon)...)
	c := room.Start(kept.session, sso.Proof{Person: "bob", Outcomes: both(noon), Cookie: "new"})
	if c.Renewed || c.Session.ID == kept.session.ID || c.Ends != kept.session.ID || c.Session.Person != "bob" {
		t.Errorf("got %+v", c)
	}
}

func TestBrowserMarkChangesItsCookie(t *testing.T) {
	_, room, _ := started(t, both(noon)...)
	first, second := room.Recognise("a", ""), room.Recognise("b", "a")
	if first.Before != nil || !bytes.Equal(second.Before, first.Hash) || bytes.Equal(second.Hash, first.Hash) {
		t.Errorf("got %+v then %+v", first, second)
	}
	if want := noon.Add(180 * 24 * time.Hour); !second.Expires.Equal(want) {
		t.Errorf("expires %v, want %v", second.Expires, want)
	}
}

func TestNewRejectsWhatIsMissing(t *testing.T) {
	full := sso.Deps{Store: &store{}, Idle: 1, Max: 1, KnownFor: 1, Now: time.Now}
	for name, change := range map[string]func(*sso.Deps){
		"store": func(d *sso.Deps) { d.Store = nil }, "clock": func(d *sso.Deps) { d.Now = nil },
		"idle": func(d *sso.Deps) { d.Idle = 0 }, "max": func(d *sso.Deps) { d.Max = 0 }, "known": func(d *sso.Deps) { d.KnownFor = 0 },
	} {
		d := full
		change(&d)
		if _, err := sso.New(d); err == nil {
			t.Errorf("%s is missing and New took it", name)
		}
	}
}

// The methods of a token are told in the order in which they were proved.
func TestProofsOfOneMomentKeepTheirOrder(t *testing.T) {
	kept, _, _ := started(t, factors.Outcome{Kind: factors.Password, At: noon}, factors.Outcome{Kind: factors.Push, At: noon})
	if o := kept.session.Outcomes; len(o) != 2 || o[0].Kind != factors.Password || o[1].Kind != factors.Push {
		t.Errorf("%+v", o)
	}
}
