package storage_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func janitor(t *testing.T, db *storage.DB, clock *storagetest.Clock, holder string) *storage.Janitor {
	t.Helper()
	j, err := storage.NewJanitor(storage.JanitorDeps{
		DB: db, Holder: holder, Evidence: 90 * 24 * time.Hour, Session: 7 * 24 * time.Hour, Now: clock.Now, Log: quiet(t),
	})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestJanitorsSweepTogetherAndLeaveWhatStillCounts(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newPerson(t, db, "ada")
		for i := range 1200 { // more than two batches
			if _, err := db.Counters().Add(t.Context(), fmt.Sprint("old-", i), time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := db.Counters().Add(t.Context(), "live", 24*time.Hour); err != nil {
			t.Fatal(err)
		}
		live, token := person.NewInvitation(p.ID, person.Invite, clock.Now(), 7*24*time.Hour)
		if err := db.Invitations().Create(t.Context(), live, token.Hash()); err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Hour)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if err := janitor(t, db, clock, "a").Sweep(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n, _, err := db.Counters().Read(t.Context(), "live"); err != nil || n != 1 {
			t.Errorf("a live count is %d, %v", n, err)
		}
		if _, err := db.Invitations().Open(t.Context(), token.Hash()); err != nil {
			t.Errorf("a live invitation: %v", err)
		}
		if n, err := db.Counters().DeleteExpired(t.Context(), clock.Now(), 10); err != nil || n != 0 {
			t.Errorf("%d expired counts were left, %v", n, err)
		}
	})
}

func TestJanitorNeedsItsParts(t *testing.T) {
	if _, err := storage.NewJanitor(storage.JanitorDeps{}); err == nil {
		t.Error("want an error without parts")
	}
}
