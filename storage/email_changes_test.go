package storage_test

import (
	"crypto/rand"
	"errors"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/idp/account"
	"countersign/idp/mail"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// asksEmail begins a change whose mail is written: its code is 123456.
func asksEmail(t *testing.T, db *storage.DB, clock *storagetest.Clock, who person.ID, to string) string {
	t.Helper()
	now := clock.Now()
	c := account.EmailChange{ID: "eml_" + to, Person: string(who), Email: to, Created: now, Expires: now.Add(time.Hour)}
	if err := db.EmailChanges().Ask(t.Context(), c, mail.Item{Kind: mail.EmailCode, Person: c.Person, To: to, At: now, Expires: c.Expires}); err != nil {
		t.Fatal(err)
	}
	return c.ID
}

func confirmsEmail(t *testing.T, db *storage.DB, clock *storagetest.Clock, who person.ID, code string) error {
	t.Helper()
	now := clock.Now()
	_, err := db.EmailChanges().Confirm(t.Context(), string(who), code, now, now.Add(time.Hour), mail.Item{Kind: mail.EmailLeft, At: now, Expires: now.Add(time.Hour)}, account.Told{
		Changed: audit.New(t.Context(), now, audit.EmailChanged), Verified: audit.New(t.Context(), now, audit.EmailVerified), Wrong: audit.New(t.Context(), now, audit.EmailWrong),
	})
	return err
}

// atOnce runs f a few times at once, and counts what succeeded; other errors
// than want fail the test.
func atOnce(t *testing.T, want error, f func() error) (n int) {
	t.Helper()
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = f() })
	}
	all.Wait()
	for _, err := range errs {
		switch {
		case err == nil:
			n++
		case !errors.Is(err, want):
			t.Error(err)
		}
	}
	return n
}

func TestAddressIsChangedAndTakenBackOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ctx := t.Context()
		ada := newPerson(t, db, "ada").ID
		id := asksEmail(t, db, clock, ada, "new@example.com")
		if err := confirmsEmail(t, db, clock, ada, ""); !errors.Is(err, account.ErrWrongCode) {
			t.Errorf("no code, before one was mailed: %v", err)
		}
		if _, _, err := db.EmailChanges().SetCode(ctx, id, "123456"); err != nil {
			t.Fatal(err)
		}
		if n := atOnce(t, account.ErrNoChange, func() error { return confirmsEmail(t, db, clock, ada, "123456") }); n != 1 {
			t.Errorf("confirmed %d times", n)
		}
		hash := person.NewToken().Hash()
		if to, _, err := db.EmailChanges().SetUndo(ctx, id, hash); err != nil || to != "ada@example.com" {
			t.Fatalf("the way back: %q, %v", to, err)
		}
		undo := func() error {
			return db.EmailChanges().Undo(ctx, hash, audit.New(ctx, clock.Now(), audit.EmailUndone))
		}
		if n := atOnce(t, account.ErrNoChange, undo); n != 1 {
			t.Errorf("taken back %d times", n)
		}
		p, err := db.People().Find(ctx, ada)
		if err != nil || p.Email != "ada@example.com" || p.EmailVerified {
			t.Errorf("%+v, %v", p, err)
		}
	})
}

func TestCodeOfAnAddressHasFiveTriesAndItsTime(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := newPerson(t, db, "ada").ID
		for _, spoil := range []func(){
			func() {
				for range account.EmailTries {
					if err := confirmsEmail(t, db, clock, ada, "000000"); !errors.Is(err, account.ErrWrongCode) {
						t.Error(err)
					}
				}
			},
			func() { clock.Advance(time.Hour) },
			func() { asksEmail(t, db, clock, ada, "another@example.com") },
		} {
			id := asksEmail(t, db, clock, ada, "new@example.com")
			if _, _, err := db.EmailChanges().SetCode(t.Context(), id, "123456"); err != nil {
				t.Fatal(err)
			}
			spoil()
			if err := confirmsEmail(t, db, clock, ada, "123456"); err == nil {
				t.Error("the code still counts")
			}
		}
	})
}

func TestAddressOfAnotherIsNotTaken(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := newPerson(t, db, "ada").ID
		newPerson(t, db, "eve")
		id := asksEmail(t, db, clock, ada, "Eve@Example.com")
		if _, _, err := db.EmailChanges().SetCode(t.Context(), id, "123456"); err != nil {
			t.Fatal(err)
		}
		if err := confirmsEmail(t, db, clock, ada, "123456"); !errors.Is(err, person.ErrTaken) {
			t.Errorf("%v", err)
		}
		p, err := db.People().Find(t.Context(), ada)
		if err != nil || p.Email != "ada@example.com" {
			t.Errorf("%+v, %v", p, err)
		}
	})
}

func TestAddressIsProvedOnceWhileItIsTheAccounts(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ctx := t.Context()
		proof := func(who person.Person) {
			t.Helper()
			c := account.EmailChange{
				ID: "eml_" + rand.Text(), Person: string(who.ID), Email: who.Email, Verifies: true, Created: clock.Now(), Expires: clock.Now().Add(time.Hour),
			}
			if err := db.EmailChanges().Ask(ctx, c, mail.Item{Kind: mail.EmailVerify, Person: c.Person, To: c.Email, At: c.Created, Expires: c.Expires}); err != nil {
				t.Fatal(err)
			}
			if _, _, err := db.EmailChanges().SetCode(ctx, c.ID, "123456"); err != nil {
				t.Fatal(err)
			}
		}
		verified := func(who person.Person) bool {
			t.Helper()
			p, err := db.People().Find(ctx, who.ID)
			if err != nil || p.Email != who.Email {
				t.Fatalf("%+v, %v", p, err)
			}
			return p.EmailVerified
		}
		ada := newPerson(t, db, "ada")
		proof(ada)
		if err := confirmsEmail(t, db, clock, ada.ID, "654321"); !errors.Is(err, account.ErrWrongCode) || verified(ada) {
			t.Errorf("by a wrong code: %v", err)
		}
		n := atOnce(t, account.ErrNoChange, func() error { return confirmsEmail(t, db, clock, ada.ID, "123456") })
		if n != 1 || !verified(ada) {
			t.Errorf("proved %d times", n)
		}
		// The address was changed since: the code proves nothing of the new one,
		// and does not bring the old one back.
		bob := newPerson(t, db, "bob")
		proof(bob)
		bob.Email = "bob2@example.com"
		if err := db.Tamper(ctx, "UPDATE people SET email = ? WHERE id = ?", bob.Email, string(bob.ID)); err != nil {
			t.Fatal(err)
		}
		if err := confirmsEmail(t, db, clock, bob.ID, "123456"); !errors.Is(err, account.ErrNoChange) || verified(bob) {
			t.Errorf("of an address that was: %v", err)
		}
		off := newPerson(t, db, "off")
		proof(off)
		if err := db.Tamper(ctx, "UPDATE people SET status = ? WHERE id = ?", string(person.Disabled), string(off.ID)); err != nil {
			t.Fatal(err)
		}
		if err := confirmsEmail(t, db, clock, off.ID, "123456"); !errors.Is(err, account.ErrNoChange) || verified(off) {
			t.Errorf("of an account that is turned off: %v", err)
		}
		late := newPerson(t, db, "late")
		proof(late)
		clock.Advance(time.Hour)
		if err := confirmsEmail(t, db, clock, late.ID, "123456"); !errors.Is(err, account.ErrNoChange) || verified(late) {
			t.Errorf("too late: %v", err)
		}
	})
}
