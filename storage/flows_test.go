package storage_test

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/flow"
	"countersign/idp/sso"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// newFlow is an open sign-in that no person has yet.
func newFlow(now time.Time) flow.Session {
	return flow.Session{
		ID: flow.ID("flow_" + rand.Text()), Browser: fresh(), State: flow.Open,
		App:     flow.App{ID: "payroll", Name: "Payroll", Origin: "https://app.example", Home: "https://app.example/"},
		Request: []byte(`{"state":"x"}`),
		Need:    flow.Need{ACR: []factors.ACR{factors.TwoFactors}, Since: now.Add(-time.Minute)},
		Hint:    "ada", Started: now, Expires: now.Add(30 * time.Minute),
	}
}

func startFlow(t *testing.T, db *storage.DB, s flow.Session) flow.Session {
	t.Helper()
	if err := db.Flows().Start(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return s
}

func findFlow(t *testing.T, db *storage.DB, id flow.ID) flow.Session {
	t.Helper()
	s, err := db.Flows().Find(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// finishFlow makes the sign-in ann's and finishes it.
func finishFlow(t *testing.T, db *storage.DB, s flow.Session) sso.Change {
	t.Helper()
	c := newSessionOf("ann", s)
	if err := db.Flows().Finish(t.Context(), s, c); err != nil {
		t.Fatal(err)
	}
	return c
}

func newSessionOf(who string, s flow.Session) sso.Change {
	return sso.Change{Hash: fresh(), Challenge: s.Challenge, Session: sso.Session{
		ID: sso.ID("ses_" + rand.Text()), Person: who, Browser: s.Browser,
		Outcomes: []factors.Outcome{{Kind: factors.Password, At: s.Started}},
		Started:  s.Started, LastUsed: s.Started, Expires: s.Started.Add(7 * 24 * time.Hour),
	}}
}

func TestFlowIsKeptAsGivenAndAsSaved(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		asked := newFlow(clock.Now())
		asked.Origin = "https://app.example"
		want := startFlow(t, db, asked)
		if d := cmp.Diff(want, findFlow(t, db, want.ID), cmpopts.EquateEmpty()); d != "" {
			t.Error(d)
		}
		want.Person, want.Challenge, want.Enrolment, want.Link = "ann", "chl_1", "enr_1", "https://id.example/a/e#secret"
		want.TypedCode = "BCDFGHJKLM"
		want.Outcomes = []factors.Outcome{{Kind: factors.Password, At: clock.Now()}, {
			Kind: factors.Push, At: clock.Now(), Ref: "chl_1", Device: "dev_1", Probation: true,
			Protection: factors.SoftwareKey, Match: factors.MatchNum6, Verified: true, Forced: true,
		}}
		if err := db.Flows().Save(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		want.Version = 1
		if d := cmp.Diff(want, findFlow(t, db, want.ID)); d != "" {
			t.Error(d)
		}
		if _, err := db.Flows().Find(t.Context(), "flow_other"); !errors.Is(err, flow.ErrNotFound) {
			t.Errorf("an unknown id: %v", err)
		}
	})
}

func TestSaveIsRefusedOnceTheSignInMovedOn(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		stale := func(what string, s flow.Session) {
			t.Helper()
			if err := db.Flows().Save(t.Context(), s); !errors.Is(err, flow.ErrStale) {
				t.Errorf("%s: %v, want ErrStale", what, err)
			}
		}
		s := startFlow(t, db, newFlow(clock.Now()))
		s.Person = "ann"
		if err := db.Flows().Save(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		stale("the same version again", s)
		s.Version, s.Person = 1, "bob"
		stale("another person", s)
		if got := findFlow(t, db, s.ID); got.Person != "ann" || got.Version != 1 {
			t.Errorf("a refused change changed something: %+v", got)
		}

		ended := startFlow(t, db, newFlow(clock.Now()))
		if err := db.Flows().End(t.Context(), ended.ID, flow.EndedByPerson); err != nil {
			t.Fatal(err)
		}
		ended.Version = 1
		stale("ended", ended)

		late := startFlow(t, db, newFlow(clock.Now()))
		clock.Advance(30 * time.Minute)
		stale("expired", late)
	})
}

// TestOneOfManyChangesWins races saves, an end and a finish of one version.
func TestOneOfManyChangesWins(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		s := startFlow(t, db, newFlow(clock.Now()))
		s.Person = "ann"
		var won atomic.Int64
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				var err error
				if i%2 == 0 {
					err = db.Flows().Save(context.Background(), s)
				} else {
					err = db.Flows().Finish(context.Background(), s, newSessionOf("ann", s))
				}
				switch {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, flow.ErrStale):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d changes of one version won, want 1", won.Load())
		}
	})
}

func TestFinishMakesTheSessionOrNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		s := startFlow(t, db, newFlow(clock.Now()))
		c := finishFlow(t, db, s)
		got := findFlow(t, db, s.ID)
		if got.State != flow.Done || got.Session != string(c.Session.ID) {
			t.Errorf("the sign-in is %+v", got)
		}
		session, err := db.Sessions().Find(t.Context(), c.Hash)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.Session, session); d != "" {
			t.Error(d)
		}

		again := newSessionOf("ann", s)
		if err := db.Flows().Finish(t.Context(), s, again); !errors.Is(err, flow.ErrStale) {
			t.Errorf("a second finish: %v", err)
		}
		if _, err := db.Sessions().Find(t.Context(), again.Hash); !errors.Is(err, sso.ErrNone) {
			t.Errorf("a refused finish made a session: %v", err)
		}
	})
}

func TestFinishedSignInIsConsumedOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		s := startFlow(t, db, newFlow(clock.Now()))
		finishFlow(t, db, s)
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				got, err := db.Flows().Consume(context.Background(), s.ID, s.Browser, clock.Now(),
					audit.New(context.Background(), clock.Now(), audit.CodeIssued))
				switch {
				case err == nil:
					won.Add(1)
					if got.State != flow.Consumed || string(got.Request) != `{"state":"x"}` {
						t.Errorf("got %+v", got)
					}
				case !errors.Is(err, flow.ErrStale):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d took it, want 1", won.Load())
		}
	})
}

func TestSignInIsNotConsumedByOthersNorLateNorWithoutItsSession(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		refused := func(what string, id flow.ID, browser []byte, want error) {
			t.Helper()
			if _, err := db.Flows().Consume(t.Context(), id, browser, clock.Now()); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", what, err, want)
			}
		}
		open := startFlow(t, db, newFlow(clock.Now()))
		refused("still open", open.ID, open.Browser, flow.ErrStale)

		done := startFlow(t, db, newFlow(clock.Now()))
		finishFlow(t, db, done)
		refused("another browser", done.ID, fresh(), flow.ErrNotFound)
		refused("no browser", done.ID, nil, flow.ErrNotFound)
		refused("an unknown id", "flow_other", done.Browser, flow.ErrNotFound)

		signedOut := startFlow(t, db, newFlow(clock.Now()))
		c := finishFlow(t, db, signedOut)
		if err := db.Sessions().End(t.Context(), c.Session.ID, clock.Now()); err != nil {
			t.Fatal(err)
		}
		refused("its session ended", signedOut.ID, signedOut.Browser, flow.ErrStale)

		clock.Advance(30 * time.Minute)
		refused("expired", done.ID, done.Browser, flow.ErrStale)
	})
}

func TestEndIsForOpenSignInsAndSaysWhy(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		s := startFlow(t, db, newFlow(clock.Now()))
		s.Link = "https://id.example/a/e#secret"
		if err := db.Flows().Save(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if err := db.Flows().End(t.Context(), s.ID, flow.EndedByNeed); err != nil {
			t.Fatal(err)
		}
		if got := findFlow(t, db, s.ID); got.State != flow.Ended || got.EndedBy != flow.EndedByNeed || got.Link != "" {
			t.Errorf("got %+v", got)
		}
		if err := db.Flows().End(t.Context(), s.ID, flow.EndedByPerson); !errors.Is(err, flow.ErrStale) {
			t.Errorf("a second end: %v", err)
		}
		done := startFlow(t, db, newFlow(clock.Now()))
		finishFlow(t, db, done)
		if err := db.Flows().End(t.Context(), done.ID, flow.EndedByPerson); !errors.Is(err, flow.ErrStale) {
			t.Errorf("the end of a finished one: %v", err)
		}
	})
}

func TestExpiredSignInsAreDeletedInBatches(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		for range 3 {
			startFlow(t, db, newFlow(clock.Now()))
		}
		clock.Advance(time.Hour)
		kept := startFlow(t, db, newFlow(clock.Now()))
		for _, want := range []int{2, 1, 0} {
			if n, err := db.Flows().DeleteExpired(t.Context(), clock.Now(), 2); err != nil || n != want {
				t.Errorf("deleted %d, %v, want %d", n, err, want)
			}
		}
		findFlow(t, db, kept.ID)
	})
}
