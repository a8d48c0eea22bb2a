package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"countersign/idp/subject"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestASectorHasOneNameForAPersonHoweverManyAskAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *storagetest.Clock) {
		got := make([]string, 16)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				var err error
				if got[i], err = db.Subjects().Subject(t.Context(), "a.example", "usr_1", fmt.Sprint("sub_", i)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, sub := range got {
			if sub != got[0] || sub == "" {
				t.Fatalf("names of one person: %v", got)
			}
		}
		other, err := db.Subjects().Subject(t.Context(), "b.example", "usr_1", "sub_b")
		if err != nil || other != "sub_b" {
			t.Errorf("in another sector: %q, %v", other, err)
		}
		if who, err := db.Subjects().Person(t.Context(), "a.example", got[0]); err != nil || who != "usr_1" {
			t.Errorf("back: %q, %v", who, err)
		}
		if _, err := db.Subjects().Person(t.Context(), "b.example", got[0]); !errors.Is(err, subject.ErrUnknown) {
			t.Errorf("in another sector: %v", err)
		}
	})
}
