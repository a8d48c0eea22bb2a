package limit_test

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"countersign/factors/limit"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestMain(m *testing.M) { os.Exit(storagetest.Main(m)) }

// valves are those of replicas on one database.
func valves(t *testing.T, db *storage.DB, clock *storagetest.Clock, n, most int) []*limit.Valve {
	t.Helper()
	out := make([]*limit.Valve, n)
	for i := range out {
		var err error
		if out[i], err = limit.NewValve(db.Counters(), "pushes", most, time.Minute, clock.Now); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestValveBoundsAllReplicasTogether(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		const most, replicas, each = 130, 3, 100 // blocks of two
		all := valves(t, db, clock, replicas, most)
		var passed atomic.Int32
		var asking sync.WaitGroup
		for _, v := range all {
			asking.Go(func() {
				for range each {
					if wait, err := v.Pass(context.Background()); err != nil {
						t.Error(err)
					} else if wait == 0 {
						passed.Add(1)
					}
				}
			})
		}
		asking.Wait()
		if passed.Load() != most {
			t.Errorf("%d passed, want %d", passed.Load(), most)
		}
		clock.Advance(time.Minute)
		for i, v := range all {
			if wait, err := v.Pass(t.Context()); err != nil || wait != 0 {
				t.Errorf("replica %d in the next window: %v, %v", i, wait, err)
			}
		}
	})
}

func TestFullValveSaysHowLongToWait(t *testing.T) {
	clock := storagetest.NewClock()
	v := valves(t, storagetest.SQLite(t, clock), clock, 1, 1)[0]
	if wait, err := v.Pass(t.Context()); wait != 0 || err != nil {
		t.Fatalf("the first: %v, %v", wait, err)
	}
	clock.Advance(20 * time.Second)
	for range 2 {
		if wait, err := v.Pass(t.Context()); wait != 40*time.Second || err != nil {
			t.Errorf("one more: %v, %v", wait, err)
		}
	}
}
