package storage_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/logout"
	"countersign/idp/sso"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// hears registers a client that wants to be told of sign-outs.
func hears(t *testing.T, db *storage.DB, id client.ID, uri string) {
	t.Helper()
	c := client.Client{ID: id, Name: string(id), Method: client.None, Metadata: client.Metadata{BackchannelLogoutURI: uri}}
	if err := db.Clients().Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

// use gives a client one more grant in the session of g.
func (g *granted) use(c client.ID) {
	g.t.Helper()
	g.grant.ID, g.grant.Client, g.code = grant.ID(fmt.Sprintf("grt_%x", fresh()[:8])), c, fresh()
	if err := g.issue(); err != nil {
		g.t.Fatal(err)
	}
}

func claimed(t *testing.T, db *storage.DB) []logout.Notice {
	t.Helper()
	out, err := db.Logouts().Claim(t.Context(), time.Minute, 100)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(out, func(a, b logout.Notice) int { return len(a.Client) - len(b.Client) })
	return out
}

func TestEndOfASessionIsToldOnceToEachApplicationOfItThatListens(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		hears(t, db, app, "https://app.example/out")
		hears(t, db, "client_listens", "https://b.example/out")
		hears(t, db, "client_that_is_deaf", "")
		hears(t, db, "client_that_nobody_used", "https://d.example/out")
		g.use("client_listens")
		g.use("client_listens")
		g.use("client_that_is_deaf")
		g.use("client_of_nobody")
		other := newSession(t, db, clock.Now(), g.person)
		if apps, err := db.Logouts().Apps(t.Context(), g.grant.Session); err != nil || len(apps) != 4 {
			t.Errorf("applications of the session: %v, %v", apps, err)
		}
		if waits, err := db.Logouts().Waiting(t.Context()); err != nil || waits {
			t.Errorf("before the end: %v, %v", waits, err)
		}
		for range 2 {
			if err := db.Sessions().End(t.Context(), sso.ID(g.grant.Session), clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if waits, err := db.Logouts().Waiting(t.Context()); err != nil || !waits {
			t.Errorf("after the end: %v, %v", waits, err)
		}
		got := claimed(t, db)
		want := []logout.Notice{
			{Session: g.grant.Session, Client: app, Person: string(g.person), Ended: clock.Now()},
			{Session: g.grant.Session, Client: "client_listens", Person: string(g.person), Ended: clock.Now()},
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if _, err := db.Sessions().ByID(t.Context(), other); err != nil {
			t.Error(err)
		}
	})
}

func TestLogoutNoticeIsClaimedByOneUntilItsLeaseIsOver(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		for i := range 20 {
			c := client.ID(fmt.Sprint("listener_", i))
			hears(t, db, c, "https://app.example/out")
			g.use(c)
		}
		if err := db.People().SignOut(t.Context(), g.person, clock.Now()); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		got := map[client.ID]int{}
		var working sync.WaitGroup
		for range 8 {
			working.Go(func() {
				for range 10 {
					some, err := db.Logouts().Claim(context.Background(), time.Minute, 3)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					for _, n := range some {
						got[n.Client]++
					}
					mu.Unlock()
				}
			})
		}
		working.Wait()
		for c, n := range got {
			if n != 1 {
				t.Errorf("%s was claimed %d times", c, n)
			}
		}
		if len(got) != 20 {
			t.Errorf("%d were claimed", len(got))
		}
		clock.Advance(time.Minute)
		all := claimed(t, db)
		if len(all) != 20 {
			t.Fatalf("%d after the lease", len(all))
		}
		n := all[0]
		n.Tries = 3
		if err := db.Logouts().Again(t.Context(), n, clock.Now().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		for _, n := range all[1:] {
			if err := db.Logouts().Done(t.Context(), n); err != nil {
				t.Fatal(err)
			}
		}
		clock.Advance(time.Hour)
		if left := claimed(t, db); len(left) != 1 || left[0].Tries != 3 || left[0].Client != n.Client {
			t.Errorf("left: %+v", left)
		}
	})
}

// Grants say which applications were used in a session: they are kept as long
// as one can last.
func TestOldSessionStillKnowsItsApplications(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		hears(t, db, app, "https://app.example/out")
		g.grant.Expires = clock.Now().Add(time.Minute)
		g.use(app)
		clock.Advance(6 * 24 * time.Hour)
		if err := janitor(t, db, clock, "a").Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := db.Sessions().End(t.Context(), sso.ID(g.grant.Session), clock.Now()); err != nil {
			t.Fatal(err)
		}
		if got := claimed(t, db); len(got) != 1 {
			t.Errorf("%+v", got)
		}
	})
}
