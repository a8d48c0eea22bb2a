package storage_test

import (
	"errors"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/flow"
	"countersign/idp/sso"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestRenewedSessionHasItsNewCookieAlone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		first := startFlow(t, db, newFlow(clock.Now()))
		old := finishFlow(t, db, first)
		clock.Advance(time.Minute)

		second := startFlow(t, db, newFlow(clock.Now()))
		renewed := newSessionOf("ann", second)
		renewed.Session.ID, renewed.Renewed = old.Session.ID, true
		if err := db.Flows().Finish(t.Context(), second, renewed); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Sessions().Find(t.Context(), old.Hash); !errors.Is(err, sso.ErrNone) {
			t.Errorf("the old cookie: %v, want ErrNone", err)
		}
		got, err := db.Sessions().Find(t.Context(), renewed.Hash)
		if err != nil || got.ID != old.Session.ID || !got.Started.Equal(old.Session.Started) || !got.LastUsed.Equal(clock.Now()) {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestEndedSessionIsNotRenewed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		old := finishFlow(t, db, startFlow(t, db, newFlow(clock.Now())))
		if err := db.Sessions().End(t.Context(), old.Session.ID, clock.Now()); err != nil {
			t.Fatal(err)
		}
		for what, change := range map[string]func(*sso.Change){
			"ended":            func(*sso.Change) {},
			"another person's": func(c *sso.Change) { c.Session.Person = "bob" },
		} {
			s := startFlow(t, db, newFlow(clock.Now()))
			c := newSessionOf("ann", s)
			c.Session.ID, c.Renewed = old.Session.ID, true
			change(&c)
			if err := db.Flows().Finish(t.Context(), s, c); !errors.Is(err, flow.ErrStale) {
				t.Errorf("%s: %v, want ErrStale", what, err)
			}
			if got := findFlow(t, db, s.ID); got.State != flow.Open {
				t.Errorf("%s: the sign-in is %s", what, got.State)
			}
		}
	})
}

func TestAnotherPersonsSignInEndsTheSessionAndItsGrants(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		g.grant.ID, g.grant.Offline, g.code = "grt_online", false, fresh()
		if err := g.issue(); err != nil {
			t.Fatal(err)
		}
		online := g.redeem()
		if !g.alive(online.Access) {
			t.Fatal("the token is not alive to begin with")
		}
		s := startFlow(t, db, newFlow(clock.Now()))
		c := newSessionOf("bob", s)
		c.Ends = sso.ID(g.grant.Session)
		if err := db.Flows().Finish(t.Context(), s, c); err != nil {
			t.Fatal(err)
		}
		if g.alive(online.Access) {
			t.Error("a grant outlived its session")
		}
		if got, err := db.Sessions().Find(t.Context(), c.Hash); err != nil || got.Person != "bob" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestSignOutLeavesOfflineGrants(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		offline := g.redeem()
		g.grant.ID, g.grant.Offline, g.code = "grt_online", false, fresh()
		if err := g.issue(); err != nil {
			t.Fatal(err)
		}
		online := g.redeem()
		end := func() error {
			return db.Sessions().End(t.Context(), sso.ID(g.grant.Session), clock.Now(), audit.New(t.Context(), clock.Now(), audit.SessionEnded))
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if g.alive(online.Access) || !g.alive(offline.Access) {
			t.Errorf("online alive: %v, offline alive: %v; want false, true", g.alive(online.Access), g.alive(offline.Access))
		}
		if err := end(); err != nil {
			t.Errorf("ending it twice: %v", err)
		}
	})
}

func TestSessionsUseIsNotedForwardsAndWhileItLives(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		c := finishFlow(t, db, startFlow(t, db, newFlow(clock.Now())))
		used := func(at, want time.Time) {
			t.Helper()
			if err := db.Sessions().Touch(t.Context(), c.Session.ID, at); err != nil {
				t.Fatal(err)
			}
			if got, err := db.Sessions().Find(t.Context(), c.Hash); err != nil || !got.LastUsed.Equal(want) {
				t.Errorf("last used %v, %v, want %v", got.LastUsed, err, want)
			}
		}
		later := clock.Now().Add(time.Hour)
		used(later, later)
		used(clock.Now(), later)
		if err := db.Sessions().End(t.Context(), c.Session.ID, later); err != nil {
			t.Fatal(err)
		}
		used(later.Add(time.Hour), later)
	})
}

func TestBrowserIsKnownToItsPersonUntilItsCookieChanges(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		knows := func(hash []byte, who string) bool {
			t.Helper()
			ok, err := db.Browsers().Knows(t.Context(), hash, who)
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		finish := func(who string, m sso.Mark) {
			t.Helper()
			s := startFlow(t, db, newFlow(clock.Now()))
			c := newSessionOf(who, s)
			c.Known = m
			if err := db.Flows().Finish(t.Context(), s, c); err != nil {
				t.Fatal(err)
			}
		}
		first, second, year := fresh(), fresh(), 365*24*time.Hour
		finish("ann", sso.Mark{Hash: first, Expires: clock.Now().Add(year)})
		if !knows(first, "ann") || knows(first, "bob") || knows(nil, "ann") || knows(second, "ann") {
			t.Error("want the browser known to ann alone, by its cookie alone")
		}
		finish("bob", sso.Mark{Hash: second, Before: first, Expires: clock.Now().Add(year)})
		if knows(first, "ann") || !knows(second, "ann") || !knows(second, "bob") {
			t.Error("want the marks of both to have moved to the new cookie")
		}
		finish("ann", sso.Mark{})
		if !knows(second, "ann") {
			t.Error("a sign-in without a second factor took the mark away")
		}
		clock.Advance(year)
		if knows(second, "ann") {
			t.Error("the mark did not run out")
		}
		if n, err := db.Browsers().DeleteExpired(t.Context(), clock.Now().Add(1), 10); err != nil || n != 0 {
			t.Errorf("deleted %d, %v before the time", n, err)
		}
		if n, err := db.Browsers().DeleteExpired(t.Context(), clock.Now().Add(time.Second), 10); err != nil || n != 2 {
			t.Errorf("deleted %d, %v, want 2", n, err)
		}
	})
}

func TestExpiredSessionsAreDeleted(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		c := finishFlow(t, db, startFlow(t, db, newFlow(clock.Now())))
		for _, step := range []struct {
			at   time.Time
			want int
		}{{c.Session.Expires, 0}, {c.Session.Expires.Add(time.Second), 1}} {
			if n, err := db.Sessions().DeleteExpired(t.Context(), step.at, 10); err != nil || n != step.want {
				t.Errorf("before %v: deleted %d, %v, want %d", step.at, n, err, step.want)
			}
		}
	})
}

func TestOutcomesOfASessionKeepTheirTimes(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		s := startFlow(t, db, newFlow(clock.Now()))
		c := newSessionOf("ann", s)
		c.Session.Outcomes = []factors.Outcome{{Kind: factors.Password, At: clock.Now().Add(-time.Hour)}, {Kind: factors.Push, At: clock.Now(), Match: factors.MatchNum6}}
		if err := db.Flows().Finish(t.Context(), s, c); err != nil {
			t.Fatal(err)
		}
		got, err := db.Sessions().Find(t.Context(), c.Hash)
		if err != nil {
			t.Fatal(err)
		}
		if a := got.Assurance(); !a.AuthTime.Equal(clock.Now().Add(-time.Hour)) || a.Strongest() != factors.TwoFactors {
			t.Errorf("got %+v", a)
		}
	})
}
