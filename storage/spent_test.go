package storage_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestSpentOnceByManyAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		var first atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				ok, err := db.Spent().Spend(t.Context(), "assertion", "client_1 jti", clock.Now().Add(time.Minute))
				if err != nil {
					t.Error(err)
				}
				if ok {
					first.Add(1)
				}
			})
		}
		wg.Wait()
		if first.Load() != 1 {
			t.Errorf("%d were the first, want 1", first.Load())
		}
		for kind, what := range map[string]string{"dpop": "client_1 jti", "assertion": "client_2 jti"} {
			if ok, err := db.Spent().Spend(t.Context(), kind, what, clock.Now().Add(time.Minute)); err != nil || !ok {
				t.Errorf("%s %s: %t, %v", kind, what, ok, err)
			}
		}
	})
}

func TestSpentIsForgottenWhenItExpired(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		spend := func() bool {
			t.Helper()
			ok, err := db.Spent().Spend(t.Context(), "k", "x", clock.Now().Add(time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		if !spend() || spend() {
			t.Fatal("not once")
		}
		clock.Advance(time.Minute - time.Millisecond)
		if spend() {
			t.Error("again before it expired")
		}
		clock.Advance(time.Millisecond)
		if !spend() {
			t.Error("not again after it expired")
		}
		clock.Advance(2 * time.Minute)
		if err := janitor(t, db, clock, "a").Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, err := db.Spent().DeleteExpired(t.Context(), clock.Now(), 10); err != nil || n != 0 {
			t.Errorf("the janitor left %d, %v", n, err)
		}
	})
}
