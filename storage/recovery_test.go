package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/recovery"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func newRecovery(t *testing.T, db *storage.DB, clock *storagetest.Clock) *recovery.Factor {
	t.Helper()
	f, err := recovery.New(recovery.Deps{
		Store: db.Recovery(), Counters: db.Counters(), Bounds: bounds, Log: db.Events(), Now: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func spend(account factors.Account, code string) recovery.Attempt {
	return recovery.Attempt{Try: limit.Try{Account: account, Source: "192.0.2.1"}, Code: code, Flow: "f"}
}

func TestRecoveryCodeWorksOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada, bob := factors.Account(newPerson(t, db, "ada").ID), factors.Account(newPerson(t, db, "bob").ID)
		f := newRecovery(t, db, clock)
		if _, err := f.Verify(t.Context(), spend(ada, "0000-0000-0000-0000")); !errors.Is(err, recovery.ErrNone) {
			t.Errorf("before there are any: %v", err)
		}
		codes, err := f.Make(t.Context(), ada, "f")
		if err != nil || len(codes) != recovery.Count {
			t.Fatalf("%d codes, %v", len(codes), err)
		}
		if _, err := f.Make(t.Context(), bob, "f"); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Verify(t.Context(), spend(bob, codes[0])); !errors.Is(err, recovery.ErrWrong) {
			t.Errorf("another's code: %v", err)
		}
		got, err := f.Verify(t.Context(), spend(ada, " "+strings.ReplaceAll(strings.ToLower(codes[0]), "-", " ")))
		if err != nil || got.Kind != factors.Recovery || !got.At.Equal(clock.Now()) {
			t.Fatalf("a code, otherwise spelled: %+v, %v", got, err)
		}
		if _, err := f.Verify(t.Context(), spend(ada, codes[0])); !errors.Is(err, recovery.ErrWrong) {
			t.Errorf("a second time: %v", err)
		}
		if n, err := f.Left(t.Context(), ada); err != nil || n != recovery.Count-1 {
			t.Errorf("%d left, %v", n, err)
		}
		haveEvents(t, db, ada, audit.RecoveryMade, audit.RecoveryUsed, audit.RecoveryWrong)
	})
}

func TestRecoveryCodeWorksOnceOnTwoReplicas(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := factors.Account(newPerson(t, db, "ada").ID)
		f := newRecovery(t, db, clock)
		codes, err := f.Make(t.Context(), ada, "f")
		if err != nil {
			t.Fatal(err)
		}
		var won atomic.Int32
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				switch _, err := f.Verify(t.Context(), spend(ada, codes[3])); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, recovery.ErrWrong):
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("the code worked %d times", won.Load())
		}
	})
}

func TestNewRecoveryCodesEndTheOldOnes(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := factors.Account(newPerson(t, db, "ada").ID)
		f := newRecovery(t, db, clock)
		old, err := f.Make(t.Context(), ada, "f")
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := f.Make(t.Context(), ada, "f"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n, err := f.Left(t.Context(), ada); err != nil || n != recovery.Count {
			t.Errorf("%d left of sets made at once, %v; want one set", n, err)
		}
		if _, err := f.Verify(t.Context(), spend(ada, old[0])); !errors.Is(err, recovery.ErrWrong) {
			t.Errorf("a code of the old set: %v", err)
		}
	})
}

func TestRecoveryGuessesAreLimited(t *testing.T) {
	clock := storagetest.NewClock()
	db := storagetest.SQLite(t, clock)
	ada := factors.Account(newPerson(t, db, "ada").ID)
	f := newRecovery(t, db, clock)
	codes, err := f.Make(t.Context(), ada, "f")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if _, err := f.Verify(t.Context(), spend(ada, fmt.Sprint(i))); !errors.Is(err, recovery.ErrWrong) {
			t.Fatalf("guess %d: %v", i, err)
		}
	}
	right := spend(ada, codes[0])
	if _, err := f.Verify(t.Context(), right); !isLimited(err) {
		t.Errorf("the sixth try, with the right code: %v", err)
	}
	right.Known = true
	if _, err := f.Verify(t.Context(), right); err != nil {
		t.Errorf("the owner in a known browser: %v", err)
	}
	haveEvents(t, db, ada, audit.RecoveryLimited)
}

func TestRecoveryCodesAreLongAndReadable(t *testing.T) {
	clock := storagetest.NewClock()
	db := storagetest.SQLite(t, clock)
	f := newRecovery(t, db, clock)
	codes, err := f.Make(t.Context(), factors.Account(newPerson(t, db, "ada").ID), "f")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range codes {
		// 16 of 32 characters are 80 bits.
		if len(c) != 19 || strings.Count(c, "-") != 3 || strings.ContainsAny(c, "ILOU") || strings.ToUpper(c) != c {
			t.Errorf("code %q", c)
		}
	}
	slices.Sort(codes)
	if n := len(slices.Compact(codes)); n != recovery.Count {
		t.Errorf("%d different codes", n)
	}
}
