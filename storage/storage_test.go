package storage_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"countersign/audit"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestMain(m *testing.M) { os.Exit(storagetest.Main(m)) }

func TestSchemaIsCurrentAfterMigrate(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *storagetest.Clock) {
		if err := db.CheckSchema(t.Context()); err != nil {
			t.Error(err)
		}
		n, err := db.Migrate(t.Context())
		if err != nil || n != 0 {
			t.Errorf("a second Migrate took %d steps, %v", n, err)
		}
	})
}

func TestUnmigratedDatabaseIsRefused(t *testing.T) {
	db, err := storage.Open(t.Context(), storage.Options{
		URL: "sqlite:" + t.TempDir() + "/new.db", Vault: storagetest.Vault(t), Now: time.Now, Log: quiet(t),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.CheckSchema(t.Context()); !errors.Is(err, storage.ErrSchema) {
		t.Errorf("got %v, want ErrSchema", err)
	}
}

func TestCounterCountsEveryOneOfManyAtOnceAndStartsAnew(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		var highest atomic.Int64
		var wg sync.WaitGroup
		for range 32 {
			wg.Go(func() {
				n, err := db.Counters().Add(context.Background(), "k", time.Minute)
				if err != nil {
					t.Error(err)
				}
				for {
					old := highest.Load()
					if int64(n) <= old || highest.CompareAndSwap(old, int64(n)) {
						return
					}
				}
			})
		}
		wg.Wait()
		if got := highest.Load(); got != 32 {
			t.Errorf("the highest count is %d, want 32", got)
		}
		clock.Advance(time.Minute)
		if n, _, err := db.Counters().Read(t.Context(), "k"); err != nil || n != 0 {
			t.Errorf("after its window the count is %d, %v", n, err)
		}
		if n, err := db.Counters().Add(t.Context(), "k", time.Minute); err != nil || n != 1 {
			t.Errorf("a new window starts with %d, %v", n, err)
		}
	})
}

func TestWhatIsGivenBackIsNeverMoreThanWasCounted(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		counters := db.Counters()
		if _, err := counters.Add(t.Context(), "codes", time.Minute); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := counters.GiveBack(t.Context(), "codes"); err != nil {
				t.Fatal(err)
			}
		}
		for want := 1; want <= 2; want++ {
			if n, err := counters.Add(t.Context(), "codes", time.Minute); err != nil || n != want {
				t.Errorf("%d are counted, want %d: %v", n, want, err)
			}
		}
	})
}

func TestLeaseHasOneHolder(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		take := func(who string) bool {
			t.Helper()
			ok, err := db.Leases().Take(t.Context(), "job", who, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		if !take("a") || take("b") || !take("a") {
			t.Error("want a to hold the lease and keep it, and b to wait")
		}
		clock.Advance(2 * time.Minute)
		if !take("b") || take("a") {
			t.Error("want b to have the lease after it ran out")
		}
	})
}

func TestBellCrossesReplicas(t *testing.T) {
	url, clock := storagetest.PostgresURL(t), storagetest.NewClock()
	here, there := storagetest.Open(t, url, clock), storagetest.Open(t, url, clock)
	heard := make(chan string, 1000)
	stop := there.Bell().Watch("challenge:1", func(said string) { heard <- said })
	defer stop()
	deadline := time.After(10 * time.Second)
	for {
		// The listener's connection may still be on its way: ring until heard.
		here.Bell().Tell("challenge:1", "approved")
		select {
		case said := <-heard:
			if said == "" {
				continue // the ring after connecting
			}
			if said != "approved" {
				t.Errorf("the ring said %q", said)
			}
			return
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			t.Fatal("the other replica heard nothing")
		}
	}
}

// TestBellThatListensWhereNothingRingsKnowsIt listens in another database, as
// behind a pooler that takes LISTEN and hands nothing on.
func TestBellThatListensWhereNothingRingsKnowsIt(t *testing.T) {
	vault, err := storage.NewVault(storagetest.MasterKey)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := storagetest.PostgresURL(t)
	db, err := storage.Open(t.Context(), storage.Options{
		URL: storagetest.PostgresURL(t), ListenURL: elsewhere, Vault: vault, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := pgx.Connect(t.Context(), elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for n := 0; n == 0; {
		err := conn.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		if db.Bell().Hears() {
			t.Fatal("it says that it hears the other replicas")
		}
	}
}

// TestRingIntoAFullQueueIsHeardAllTheSame rings faster than notifications go
// out: the other replica wakes everybody instead.
func TestRingIntoAFullQueueIsHeardAllTheSame(t *testing.T) {
	url, clock := storagetest.PostgresURL(t), storagetest.NewClock()
	here, there := storagetest.Open(t, url, clock), storagetest.Open(t, url, clock)
	for deadline := time.Now().Add(10 * time.Second); !there.Bell().Hears(); {
		if time.Now().After(deadline) {
			t.Fatal("the other replica does not listen")
		}
		runtime.Gosched()
	}
	rings, stop := there.Bell().Listen("challenge:1")
	defer stop()
	select {
	case <-rings: // what connecting rang
	default:
	}
	crowd := make([]string, 200_000)
	for i := range crowd {
		crowd[i] = "challenge:another"
	}
	here.Bell().Ring(append(crowd, "challenge:1")...)
	select {
	case <-rings:
	case <-time.After(10 * time.Second):
		t.Fatal("the other replica heard nothing")
	}
}

func TestSealedValueOpensOnlyInItsPlace(t *testing.T) {
	if _, err := storage.NewVault("no-colon"); !errors.Is(err, storage.ErrMasterKey) {
		t.Errorf("a malformed master key: %v", err)
	}
	if _, err := storage.NewVault(storage.NewMasterKey("a"), storage.NewMasterKey("b")); err != nil {
		t.Error(err)
	}
}

func TestEventsAreAppended(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ctx := audit.WithRequest(t.Context(), audit.Request{ID: "r1", Address: "192.0.2.1"})
		e := audit.New(ctx, clock.Now(), audit.PersonCreated)
		if err := db.Events().Append(ctx, e); err != nil {
			t.Fatal(err)
		}
		if err := db.Events().Append(ctx, e); err == nil {
			t.Error("the same event was written twice")
		}
	})
}
