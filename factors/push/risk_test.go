package push_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/attest"
	"countersign/factors/attest/attesttest"
	"countersign/factors/place"
	"countersign/factors/push"
	"countersign/factors/risk"
	"countersign/factors/wire"
	"countersign/storage"
)

// risky is a house whose sign-ins all have this score.
func risky(t *testing.T, points int) *house {
	t.Helper()
	h := onSQLite(t, patient())
	h.Risk = func(context.Context, factors.Account, string, risk.Signals) (risk.Score, error) {
		return risk.Score{{Signal: "moon", Points: points}}, nil
	}
	return h
}

// last is the newest event of a kind.
func (h *house) last(t *testing.T, kind audit.Kind) audit.Event {
	t.Helper()
	events, err := h.db.Events().Find(t.Context(), storage.Query{Person: string(alice), Kind: kind, Limit: 1})
	if err != nil || len(events) == 0 {
		t.Fatalf("no %s on record: %v", kind, err)
	}
	return events[0].Event
}

func TestUnusualSignInAsksForSixDigitsAndSaysWhyOnRecord(t *testing.T) {
	for points, want := range map[int]factors.Match{29: factors.MatchNum2, 30: factors.MatchNum6} {
		h := risky(t, points)
		h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		if c.Mode != want || c.Forced != (want == factors.MatchNum6) {
			t.Errorf("%d points: mode %s, forced %v", points, c.Mode, c.Forced)
		}
		if d := h.last(t, audit.ChallengeOpened).Detail; d["risk_parts"] == "" || d["risk"] == "" || d["unusual"] != "" {
			t.Errorf("%d points: on record %v", points, d)
		}
	}
}

func TestVeryUnusualSignInIsAnsweredByAScannedCodeAlone(t *testing.T) {
	h := risky(t, 60)
	plain := h.enrol(t, alice, "plain", wire.ModeNum2, wire.ModeNum6)
	if _, err := h.Open(t.Context(), request("flw_a")); !errors.Is(err, push.ErrNoDevice) {
		t.Errorf("with a phone that cannot scan: %v", err)
	}
	if d := h.last(t, audit.PushRefused).Detail; d["risk"] != "60" {
		t.Errorf("on record %v", d)
	}
	scanner := h.enrol(t, alice, "scanner", wire.ModeNum2, wire.ModeNum6, wire.ModeScan)
	six := request("flw_a")
	six.Mode = factors.MatchNum6
	c, err := h.Open(t.Context(), six)
	if err != nil || c.Mode != factors.MatchScan || !c.Forced {
		t.Fatalf("asked for six digits: mode %s, forced %v, %v", c.Mode, c.Forced, err)
	}
	if d := h.last(t, audit.ChallengeOpened).Detail; d["unusual"] != "true" {
		t.Errorf("on record %v, so that nobody is told", d)
	}
	if _, err := h.Fetch(t.Context(), plain.Device, string(c.ID)); !errors.Is(err, push.ErrNotFound) {
		t.Errorf("the phone that cannot scan was asked: %v", err)
	}
	if _, claims := h.read(t, scanner, c.ID); claims.Match.Mode != wire.ModeScan {
		t.Errorf("the other is asked in mode %s", claims.Match.Mode)
	}
	again := six
	again.Instead = c.ID
	if c, err = h.Open(t.Context(), again); err != nil || c.Mode != factors.MatchScan {
		t.Errorf("put in another way: mode %s, %v", c.Mode, err)
	}
}

// A collision asks for six digits, and takes nothing back of what the risk
// asks.
func TestCollisionDoesNotMakeARiskySignInWeaker(t *testing.T) {
	h := risky(t, 60)
	h.enrol(t, alice, "scanner", wire.ModeNum2, wire.ModeNum6, wire.ModeScan)
	h.open(t, "flw_a")
	if _, err := h.Open(t.Context(), request("flw_b")); !errors.Is(err, push.ErrBusy) {
		t.Fatal(err)
	}
	if c := h.open(t, "flw_a"); c.Mode != factors.MatchScan {
		t.Errorf("mode %s", c.Mode)
	}
}

func TestPhoneIsToldWhereTheBrowserIs(t *testing.T) {
	lyon := place.Place{Country: "FR", City: "Lyon", Located: true, Latitude: 45.75, Longitude: 4.85, RadiusKM: 20, Network: "Example Net"}
	for _, c := range []struct {
		name  string
		at    place.Place
		score risk.Score
		want  wire.Context
	}{
		{"known", lyon, nil, wire.Context{Place: "Lyon, FR", RadiusKM: 20, Network: "Example Net"}},
		{"a new country", lyon, risk.Score{{Signal: "new_country", Points: 20}}, wire.Context{Place: "Lyon, FR", RadiusKM: 20, Network: "Example Net", NewPlace: true}},
		{"the country alone", place.Place{Country: "FR"}, nil, wire.Context{Place: "FR"}},
		{"nothing", place.Place{}, nil, wire.Context{}},
	} {
		h := onSQLite(t, patient())
		h.Risk = func(context.Context, factors.Account, string, risk.Signals) (risk.Score, error) { return c.score, nil }
		h.Place = func(address string) place.Place {
			if address != "192.0.2.7" {
				t.Errorf("%s: asked about %q", c.name, address)
			}
			return c.at
		}
		p := h.enrol(t, alice, "one")
		_, claims := h.read(t, p, h.open(t, "flw_a").ID)
		got := wire.Context{Place: claims.Context.Place, RadiusKM: claims.Context.RadiusKM, Network: claims.Context.Network, NewPlace: claims.Context.NewPlace}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestFarTooUnusualSignInLooksLikePushThatIsOff(t *testing.T) {
	h := risky(t, 85)
	h.enrol(t, alice, "one")
	if _, err := h.Open(t.Context(), request("flw_a")); !errors.Is(err, push.ErrOff) {
		t.Errorf("got %v, want the answer of push that is off", err)
	}
	if n := len(h.messages()); n != 0 {
		t.Errorf("%d pushes went out", n)
	}
	if d := h.last(t, audit.PushRefused).Detail; d["risk"] != "85" || d["risk_parts"] != "moon 85" {
		t.Errorf("on record %v", d)
	}
}

// Case 32: whatever strangers do, the owner gets in where they always do.
func TestRiskComesToSixDigitsAtMostInAKnownBrowser(t *testing.T) {
	h := risky(t, 200)
	h.enrol(t, alice, "plain")
	q := request("flw_a")
	q.Known = true
	c, err := h.Open(t.Context(), q)
	if err != nil || c.Mode != factors.MatchNum6 || !c.Forced {
		t.Errorf("mode %s, forced %v, %v", c.Mode, c.Forced, err)
	}
}

func TestRiskIsToldWhatThePushFactorKnows(t *testing.T) {
	h := onSQLite(t, patient())
	var got risk.Signals
	h.Risk = func(_ context.Context, account factors.Account, address string, s risk.Signals) (risk.Score, error) {
		if account != alice || address != "192.0.2.7" {
			t.Errorf("asked about %s from %s", account, address)
		}
		got = s
		return nil, nil
	}
	h.Policy.Attested = true
	h.enrol(t, alice, "one")
	h.enrol(t, alice, "two") // the first is in no probation
	ask := func(known bool, want risk.Signals) {
		t.Helper()
		q := request("flw_a")
		q.Known = known
		if _, err := h.Open(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		h.clock.Advance(h.Policy.Life + time.Second)
	}
	ask(false, risk.Signals{NewBrowser: true, Probation: true, Unattested: true})
	ask(false, risk.Signals{NewBrowser: true, Probation: true, Unattested: true, Unapproved: 1})
	ask(true, risk.Signals{Probation: true, Unattested: true}) // strangers' requests are not theirs
	h.clock.Advance(25 * time.Hour)
	h.Policy.Attested = false
	ask(false, risk.Signals{NewBrowser: true})
}

func TestPhoneWhoseMakerVouchesForItsAppIsNotUnattested(t *testing.T) {
	h := onSQLite(t, patient())
	m := attesttest.New(attesttest.FarAhead)
	h.devices.Attestation = attest.Rules{
		Policy: attest.Prefer, Apple: attest.Apple{Makers: attest.Makers{Roots: m.Pool()}, Apps: []string{attesttest.AppID}},
	}
	h.Policy.Attested = true
	h.enrolWith(t, alice, "one", func(r *wire.Register) {
		r.Att = m.AppAttest(attesttest.Vouch(r.CodeHash, jktOf(t, "one")))
	})
	h.Risk = func(_ context.Context, _ factors.Account, _ string, s risk.Signals) (risk.Score, error) {
		if s.Unattested {
			t.Error("it counts as unattested")
		}
		return nil, nil
	}
	if _, err := h.Open(t.Context(), request("flw_a")); err != nil {
		t.Fatal(err)
	}
}

func TestNoRequestGoesOutIfItsRiskCannotBeTold(t *testing.T) {
	h := onSQLite(t, patient())
	h.enrol(t, alice, "one")
	broken := errors.New("broken")
	h.Risk = func(context.Context, factors.Account, string, risk.Signals) (risk.Score, error) { return nil, broken }
	if _, err := h.Open(t.Context(), request("flw_a")); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
