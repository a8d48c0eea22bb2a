package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"countersign/factors/password"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// mailedReset gives somebody a link for a new password.
func mailedReset(t *testing.T, db *storage.DB, clock *storagetest.Clock, who person.Person) person.Invitation {
	t.Helper()
	i, token := person.NewInvitation(who.ID, person.Reset, clock.Now(), 30*time.Minute)
	i.Mailed = who.Email
	if err := db.Invitations().Create(t.Context(), i, token.Hash()); err != nil {
		t.Fatal(err)
	}
	return i
}

func TestLinkForANewPasswordWorksOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := addressee(t, db, clock, "ada", "ada@northwind.example")
		link := mailedReset(t, db, clock, ada)
		const many = 8
		var mu sync.Mutex
		won := 0
		var all sync.WaitGroup
		for n := range many {
			all.Go(func() {
				err := db.Passwords().SetPassword(t.Context(), password.Change{
					Person: string(ada.ID), Hash: fmt.Sprint("hash ", n), Link: link.ID, At: clock.Now(),
				})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if !errors.Is(err, password.ErrLink) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won != 1 {
			t.Errorf("the link set %d passwords", won)
		}
		who, err := db.People().Find(t.Context(), ada.ID)
		if err != nil || !who.EmailVerified {
			t.Errorf("%+v, %v", who, err)
		}
	})
}

func TestLinkForANewPasswordIsGoodForItsPersonTimeAndAddress(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := addressee(t, db, clock, "ada", "ada@northwind.example")
		bob := addressee(t, db, clock, "bob", "bob@northwind.example")
		link := mailedReset(t, db, clock, ada)
		pass, token := person.NewInvitation(ada.ID, person.Pass, clock.Now(), time.Hour)
		if err := db.Invitations().Create(t.Context(), pass, token.Hash()); err != nil {
			t.Fatal(err)
		}
		refused := func(what string, who person.ID, id string) {
			t.Helper()
			err := db.Passwords().SetPassword(t.Context(), password.Change{Person: string(who), Hash: "new", Link: id, At: clock.Now()})
			if !errors.Is(err, password.ErrLink) {
				t.Errorf("%s: %v", what, err)
			}
			if a, err := db.Accounts().Account(t.Context(), string(who), id); err != nil || a.Resetting {
				t.Errorf("%s: resetting %v, %v", what, a.Resetting, err)
			}
		}
		refused("another's", bob.ID, link.ID)
		refused("a pass", ada.ID, pass.ID)
		if a, err := db.Accounts().Account(t.Context(), string(ada.ID), link.ID); err != nil || !a.Resetting || a.Invited {
			t.Errorf("the link: %+v, %v", a, err)
		}
		if a, err := db.Accounts().Account(t.Context(), string(ada.ID), pass.ID); err != nil || a.Resetting || !a.Invited {
			t.Errorf("a pass beside it: %+v, %v", a, err)
		}
		if err := db.Tamper(t.Context(), "UPDATE people SET email = 'new@northwind.example' WHERE id = ?", string(ada.ID)); err != nil {
			t.Fatal(err)
		}
		refused("an address of before", ada.ID, link.ID)
		if err := db.Tamper(t.Context(), "UPDATE people SET email = ? WHERE id = ?", link.Mailed, string(ada.ID)); err != nil {
			t.Fatal(err)
		}
		clock.Advance(30 * time.Minute)
		refused("an expired one", ada.ID, link.ID)
	})
}

func TestPersonIsFoundByAddressInAnyCase(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := addressee(t, db, clock, "ada", "Ada@Northwind.example")
		addressee(t, db, clock, "bob", "")
		for typed, want := range map[string]error{"ada@northwind.EXAMPLE": nil, "": person.ErrNotFound, "ada": person.ErrNotFound, "%": person.ErrNotFound} {
			who, err := db.People().FindByEmail(t.Context(), typed)
			if !errors.Is(err, want) || want == nil && who.ID != ada.ID {
				t.Errorf("%q: %+v, %v", typed, who, err)
			}
		}
	})
}
