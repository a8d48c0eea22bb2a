package storage_test

import (
	"sync"
	"testing"
	"time"

	"countersign/idp/keys"
	"countersign/idp/protocol"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func ring(t *testing.T, db *storage.DB, clock *storagetest.Clock) (*keys.Ring, error) {
	return keys.New(t.Context(), keys.Deps{
		Store: db.Keys(), Overlap: time.Hour, Longest: time.Hour, Now: clock.Now, Log: quiet(t),
	})
}

func TestReplicasThatStartTogetherMakeOneKeyEach(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		rings := make([]*keys.Ring, 4)
		var wg sync.WaitGroup
		for i := range rings {
			wg.Go(func() {
				var err error
				if rings[i], err = ring(t, db, clock); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		all, err := db.Keys().Keys(t.Context())
		if err != nil || len(all) != 2+len(protocol.SigningAlgs()) {
			t.Fatalf("%d keys, %v; want one of each kind", len(all), err)
		}
		for i, r := range rings {
			if r == nil {
				continue
			}
			if got, want := string(r.Public(t.Context(), keys.Token).Body), string(rings[0].Public(t.Context(), keys.Token).Body); got != want {
				t.Errorf("replica %d publishes %s, another %s", i, got, want)
			}
		}
	})
}

func TestSupersededKeysRetireAndAreDeleted(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		r, err := ring(t, db, clock)
		if err != nil {
			t.Fatal(err)
		}
		made, err := r.Rotate(t.Context(), keys.Token)
		if err != nil || len(made) != len(protocol.SigningAlgs()) {
			t.Fatalf("rotated %d keys, %v", len(made), err)
		}
		all, err := db.Keys().Keys(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range all {
			retires := k.Purpose == keys.Token && k.Generation == 1
			if retires && !k.RetireAt.Equal(clock.Now().Add(2*time.Hour)) || !retires && !k.RetireAt.IsZero() {
				t.Errorf("key %s %s %d retires at %v", k.Purpose, k.Alg, k.Generation, k.RetireAt)
			}
		}
		if n, err := db.Keys().DeleteExpired(t.Context(), clock.Now().Add(80*24*time.Hour), 10); err != nil || n != 0 {
			t.Errorf("deleted %d keys that may still verify a hint, %v", n, err)
		}
		if n, err := db.Keys().DeleteExpired(t.Context(), clock.Now().Add(100*24*time.Hour), 10); err != nil || n != len(protocol.SigningAlgs()) {
			t.Errorf("deleted %d keys, %v, want one of each algorithm", n, err)
		}
	})
}
