package storage_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// noEvidence is a witness for events without any.
type noEvidence struct{}

func (noEvidence) Evidence(context.Context, audit.Event) (audit.Evidence, error) {
	return audit.Evidence{}, audit.ErrNoEvidence
}
func (noEvidence) Check(audit.Event, audit.Evidence) error { return nil }

func append100(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
	t.Helper()
	for i := range 100 {
		e := audit.New(t.Context(), clock.Now().Add(time.Duration(i%7)*time.Millisecond), audit.PasswordWrong)
		e.Reason = "odd bytes: \x00 \xff é '; --"
		if i%2 == 0 {
			e.Detail = map[string]string{"n": fmt.Sprint(i), "odd": "\x00\xff"}
		}
		if err := db.Events().Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
}

func TestChainOfStoredEventsIsSound(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		for range 2 {
			append100(t, db, clock)
			for {
				n, err := db.Events().Seal(t.Context(), 30)
				if err != nil {
					t.Fatal(err)
				}
				if n == 0 {
					break
				}
			}
		}
		append100(t, db, clock)
		r, err := audit.Verify(t.Context(), db.Events(), noEvidence{})
		if err != nil || !r.Sound() || r.Links != 200 || r.Waiting != 100 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

func TestReplicasThatSealAtOnceMakeOneChain(t *testing.T) {
	url, clock := storagetest.PostgresURL(t), storagetest.NewClock()
	a, b := storagetest.Open(t, url, clock), storagetest.Open(t, url, clock)
	append100(t, a, clock)
	var wg sync.WaitGroup
	for i := range 60 {
		db := []*storage.DB{a, b}[i%2]
		wg.Go(func() {
			if _, err := db.Events().Seal(context.Background(), 3); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for {
		n, err := a.Events().Seal(t.Context(), 50)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	r, err := audit.Verify(t.Context(), b.Events(), noEvidence{})
	if err != nil || !r.Sound() || r.Links != 100 || r.Waiting != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}
