package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	apps "countersign/factors/totp"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// bounds are those of the settings' defaults.
var bounds = limit.Bounds{Failures: 5, Source: 30, Window: 10 * time.Minute, Total: 100}

func newTOTP(t *testing.T, db *storage.DB, clock *storagetest.Clock) *apps.Factor {
	t.Helper()
	f, err := apps.New(apps.Deps{
		Store: db.TOTP(), Counters: db.Counters(), Bounds: bounds, Log: db.Events(), Issuer: "Test", Now: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// try is an attempt of an account from a browser that it does not know.
func try(account factors.Account, code string) apps.Attempt {
	return apps.Attempt{Try: limit.Try{Account: account, Source: "192.0.2.1"}, Code: code, Flow: "f"}
}

// code is what the app shows.
func code(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// withApp gives an account an app, a step ago.
func withApp(t *testing.T, f *apps.Factor, account factors.Account, clock *storagetest.Clock) (secret string) {
	t.Helper()
	begun, err := f.Begin(t.Context(), account, "ada")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Confirm(t.Context(), try(account, code(t, begun.Text, clock.Now()))); err != nil {
		t.Fatal(err)
	}
	clock.Advance(30 * time.Second)
	return begun.Text
}

func TestTOTPCodeCountsOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := factors.Account(newPerson(t, db, "ada").ID)
		f := newTOTP(t, db, clock)
		secret := withApp(t, f, ada, clock)
		now := code(t, secret, clock.Now())
		got, err := f.Verify(t.Context(), try(ada, now[:3]+" "+now[3:]))
		if err != nil || got.Kind != factors.TOTP || !got.At.Equal(clock.Now()) {
			t.Fatalf("the code: %+v, %v", got, err)
		}
		if _, err := f.Verify(t.Context(), try(ada, now)); !errors.Is(err, apps.ErrUsed) {
			t.Errorf("a second time: %v", err)
		}
		if _, err := f.Verify(t.Context(), try(ada, code(t, secret, clock.Now().Add(-30*time.Second)))); !errors.Is(err, apps.ErrUsed) {
			t.Errorf("one before the one that counted: %v", err)
		}
		if _, err := f.Verify(t.Context(), try(ada, code(t, secret, clock.Now().Add(30*time.Second)))); err != nil {
			t.Errorf("that of a clock a step ahead: %v", err)
		}
		clock.Advance(10 * time.Minute)
		for _, off := range []time.Duration{-60 * time.Second, 60 * time.Second} {
			if _, err := f.Verify(t.Context(), try(ada, code(t, secret, clock.Now().Add(off)))); !errors.Is(err, apps.ErrWrong) {
				t.Errorf("two steps off (%v): %v", off, err)
			}
		}
		if _, err := f.Verify(t.Context(), try(ada, code(t, secret, clock.Now().Add(-30*time.Second)))); err != nil {
			t.Errorf("that of a clock a step behind: %v", err)
		}
	})
}

func TestTOTPCodeCountsOnceOnTwoReplicas(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := factors.Account(newPerson(t, db, "ada").ID)
		f := newTOTP(t, db, clock)
		secret := withApp(t, f, ada, clock)
		now := code(t, secret, clock.Now())
		var won atomic.Int32
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				switch _, err := f.Verify(t.Context(), try(ada, now)); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, apps.ErrUsed):
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("the code counted %d times", won.Load())
		}
	})
}

func TestTOTPGuessesAreLimited(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := factors.Account(newPerson(t, db, "ada").ID)
		f := newTOTP(t, db, clock)
		secret := withApp(t, f, ada, clock)
		var answers, limited atomic.Int32
		var all sync.WaitGroup
		for i := range 12 {
			all.Go(func() {
				a := try(ada, "no")
				a.Source = fmt.Sprintf("192.0.2.%d", i)
				_, err := f.Verify(t.Context(), a)
				if _, is := errors.AsType[*limit.Limited](err); is {
					limited.Add(1)
				} else if errors.Is(err, apps.ErrWrong) {
					answers.Add(1)
				} else {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if answers.Load() != 5 || limited.Load() != 7 {
			t.Fatalf("%d got an answer and %d did not, want 5 and 7", answers.Load(), limited.Load())
		}
		right := try(ada, code(t, secret, clock.Now()))
		if _, err := f.Verify(t.Context(), right); !isLimited(err) {
			t.Errorf("the right code past the limit: %v", err)
		}
		right.Known = true
		if _, err := f.Verify(t.Context(), right); err != nil {
			t.Errorf("the owner in a known browser: %v", err)
		}
		clock.Advance(10 * time.Minute)
		if _, err := f.Verify(t.Context(), try(ada, code(t, secret, clock.Now()))); err != nil {
			t.Errorf("after the window: %v", err)
		}
	})
}

func isLimited(err error) bool {
	_, is := errors.AsType[*limit.Limited](err)
	return is
}

func TestTOTPIsLockedAfterAHundredFailuresSinceItWasRight(t *testing.T) {
	clock := storagetest.NewClock()
	db := storagetest.SQLite(t, clock)
	ada := factors.Account(newPerson(t, db, "ada").ID)
	f := newTOTP(t, db, clock)
	secret := withApp(t, f, ada, clock)
	for i := range 100 {
		if _, err := f.Verify(t.Context(), try(ada, "no")); !errors.Is(err, apps.ErrWrong) {
			t.Fatalf("guess %d: %v", i, err)
		}
		clock.Advance(10 * time.Minute)
	}
	_, err := f.Verify(t.Context(), try(ada, code(t, secret, clock.Now())))
	l, is := errors.AsType[*limit.Limited](err)
	if !is || !l.Until.IsZero() {
		t.Fatalf("the right code after a hundred wrong ones: %v", err)
	}
	secret = withApp(t, f, ada, clock)
	if _, err := f.Verify(t.Context(), try(ada, code(t, secret, clock.Now()))); err != nil {
		t.Errorf("a new app starts anew: %v", err)
	}
}

func TestTOTPOfOneNetworkIsLimitedWhateverTheAccounts(t *testing.T) {
	clock := storagetest.NewClock()
	db := storagetest.SQLite(t, clock)
	f := newTOTP(t, db, clock)
	wrong := 0
	for i := range 8 {
		who := factors.Account(newPerson(t, db, fmt.Sprintf("p%d", i)).ID)
		withApp(t, f, who, clock)
		for range 5 {
			if _, err := f.Verify(t.Context(), try(who, "no")); errors.Is(err, apps.ErrWrong) {
				wrong++
			}
		}
	}
	if wrong != 30 {
		t.Errorf("%d answers for one network, want 30", wrong)
	}
}

func TestTOTPSecretCountsOnlyAfterItsFirstCode(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		who := newPerson(t, db, "ada")
		ada := factors.Account(who.ID)
		f := newTOTP(t, db, clock)
		begun, err := f.Begin(t.Context(), ada, "ada")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Verify(t.Context(), try(ada, code(t, begun.Text, clock.Now()))); !errors.Is(err, apps.ErrNone) {
			t.Errorf("before it was confirmed: %v", err)
		}
		if _, err := f.Confirm(t.Context(), try(ada, "000000x")); !errors.Is(err, apps.ErrWrong) {
			t.Errorf("a wrong first code: %v", err)
		}
		first := code(t, begun.Text, clock.Now())
		if _, err := f.Confirm(t.Context(), try(ada, first)); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Confirm(t.Context(), try(ada, first)); !errors.Is(err, apps.ErrNone) {
			t.Errorf("confirmed twice: %v", err)
		}
		if _, err := f.Verify(t.Context(), try(ada, first)); !errors.Is(err, apps.ErrUsed) {
			t.Errorf("the code that confirmed it: %v", err)
		}
		if got, err := db.People().Find(t.Context(), who.ID); err != nil || !got.HadSecondFactor {
			t.Errorf("the person never had a second factor: %+v, %v", got, err)
		}
		late, err := f.Begin(t.Context(), ada, "ada")
		if err != nil {
			t.Fatal(err)
		}
		clock.Advance(15 * time.Minute)
		if _, err := f.Confirm(t.Context(), try(ada, code(t, late.Text, clock.Now()))); !errors.Is(err, apps.ErrNone) {
			t.Errorf("confirmed too late: %v", err)
		}
		if n, err := db.TOTP().DeleteExpired(t.Context(), clock.Now(), 10); err != nil || n != 1 {
			t.Errorf("swept %d, %v; want the one that waited", n, err)
		}
		if _, err := f.Verify(t.Context(), try(ada, code(t, begun.Text, clock.Now()))); err != nil {
			t.Errorf("the app that counts, after another was begun: %v", err)
		}
	})
}

func TestTOTPTakenAwayCountsNoMore(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := factors.Account(newPerson(t, db, "ada").ID)
		f := newTOTP(t, db, clock)
		if err := f.Remove(t.Context(), ada, nil); !errors.Is(err, apps.ErrNone) {
			t.Errorf("none to take away: %v", err)
		}
		secret := withApp(t, f, ada, clock)
		if at, err := f.Added(t.Context(), ada); err != nil || at.IsZero() {
			t.Errorf("added %v, %v", at, err)
		}
		if err := f.Remove(t.Context(), ada, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Verify(t.Context(), try(ada, code(t, secret, clock.Now()))); !errors.Is(err, apps.ErrNone) {
			t.Errorf("after that: %v", err)
		}
	})
}

func TestTOTPSecretIsSealedForItsRow(t *testing.T) {
	clock := storagetest.NewClock()
	db := storagetest.SQLite(t, clock)
	f := newTOTP(t, db, clock)
	ada, bob := factors.Account(newPerson(t, db, "ada").ID), factors.Account(newPerson(t, db, "bob").ID)
	secret := withApp(t, f, ada, clock)
	withApp(t, f, bob, clock)
	if err := db.Tamper(t.Context(), "UPDATE totp SET secret = (SELECT secret FROM totp WHERE account = ?) WHERE account = ?", string(ada), string(bob)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Verify(t.Context(), try(bob, code(t, secret, clock.Now()))); !errors.Is(err, storage.ErrSealed) {
		t.Errorf("another's secret in one's own row: %v", err)
	}
}

func TestTOTPEventsSayWhat(t *testing.T) {
	clock := storagetest.NewClock()
	db := storagetest.SQLite(t, clock)
	ada := factors.Account(newPerson(t, db, "ada").ID)
	f := newTOTP(t, db, clock)
	secret := withApp(t, f, ada, clock)
	for _, typed := range []string{"no", code(t, secret, clock.Now()), code(t, secret, clock.Now())} {
		_, _ = f.Verify(t.Context(), try(ada, typed))
	}
	for range 5 {
		_, _ = f.Verify(t.Context(), try(ada, "no"))
	}
	if err := f.Remove(t.Context(), ada, nil); err != nil {
		t.Fatal(err)
	}
	haveEvents(t, db, ada, audit.TOTPAdded, audit.TOTPWrong, audit.TOTPRight, audit.TOTPLimited, audit.TOTPRemoved)
}

// haveEvents fails for each kind of which the account has no event.
func haveEvents(t *testing.T, db *storage.DB, account factors.Account, kinds ...audit.Kind) {
	t.Helper()
	for _, k := range kinds {
		found, err := db.Events().Find(t.Context(), storage.Query{Person: string(account), Kind: k, Limit: 10})
		if err != nil || len(found) == 0 {
			t.Errorf("no event %s of the account: %v", k, err)
		}
	}
}
