package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/audit"
	"countersign/factors/password"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// newPerson stores somebody with a password.
func newPerson(t *testing.T, db *storage.DB, name string) person.Person {
	t.Helper()
	p, err := person.New(person.Particulars{Username: name, Email: name + "@example.com"}, storagetest.Start)
	if err != nil {
		t.Fatal(err)
	}
	p.Password = "hash-1"
	if err := db.People().Create(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPersonIsKeptAsGiven(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *storagetest.Clock) {
		want, err := person.New(person.Particulars{Username: "Ada", Name: "Ada Lovelace", Email: "Ada@example.com"}, storagetest.Start)
		if err != nil {
			t.Fatal(err)
		}
		want.EmailVerified, want.HadSecondFactor, want.PasswordReset, want.Language = true, true, true, "de"
		want.Reported = storagetest.Start.Add(time.Second)
		if err := db.People().Create(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		byID, err := db.People().Find(t.Context(), want.ID)
		if d := cmp.Diff(want, byID); d != "" || err != nil {
			t.Error(d, err)
		}
		byKey, err := db.People().FindByKey(t.Context(), "ada")
		if d := cmp.Diff(want, byKey); d != "" || err != nil {
			t.Error(d, err)
		}
		if _, err := db.People().FindByKey(t.Context(), "bob"); !errors.Is(err, person.ErrNotFound) {
			t.Errorf("an unknown key: %v", err)
		}
	})
}

func TestUsernameAndEmailAreOnePersons(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *storagetest.Clock) {
		newPerson(t, db, "ada")
		for _, p := range []person.Particulars{{Username: "ADA"}, {Username: "other", Email: "ADA@example.com"}} {
			second, err := person.New(p, storagetest.Start)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.People().Create(t.Context(), second); !errors.Is(err, person.ErrTaken) {
				t.Errorf("%+v: %v, want ErrTaken", p, err)
			}
		}
		for _, name := range []string{"no-mail-1", "no-mail-2"} {
			p, err := person.New(person.Particulars{Username: name}, storagetest.Start)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.People().Create(t.Context(), p); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestPeopleAreListedInPages(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *storagetest.Clock) {
		for i := range 5 {
			newPerson(t, db, fmt.Sprintf("p%d", i))
		}
		var seen []string
		after := ""
		for {
			page, err := db.People().List(t.Context(), after, 2)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			for _, p := range page {
				seen, after = append(seen, p.Key), p.Key
			}
		}
		if d := cmp.Diff([]string{"p0", "p1", "p2", "p3", "p4"}, seen); d != "" {
			t.Error(d)
		}
	})
}

func TestPasswordIsSetOnceByInvitation(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p, err := person.New(person.Particulars{Username: "ada"}, clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := db.People().Create(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		var won atomic.Int64
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				c := password.Change{Person: string(p.ID), Hash: fmt.Sprint("hash-", i), First: true, At: clock.Now()}
				switch err := db.Passwords().SetPassword(context.Background(), c, audit.New(context.Background(), c.At, audit.PasswordSet)); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, password.ErrAlreadySet):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d set the first password, want 1", won.Load())
		}
		events, err := db.Events().Find(t.Context(), storage.Query{Kind: audit.PasswordSet, Limit: 10})
		if err != nil || len(events) != 1 {
			t.Errorf("%d events, %v", len(events), err)
		}
		nobody := password.Change{Person: "per_none", Hash: "h", At: clock.Now()}
		if err := db.Passwords().SetPassword(t.Context(), nobody); !errors.Is(err, password.ErrNobody) {
			t.Errorf("nobody's password: %v", err)
		}
	})
}

func TestCredentialSaysWhatMakesItUseless(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newPerson(t, db, "ada")
		get := func() password.Credential {
			t.Helper()
			c, err := db.Passwords().Credential(t.Context(), "ada")
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if c := get(); c.Person != string(p.ID) || c.Hash != "hash-1" || c.Disabled || c.Reset {
			t.Errorf("got %+v", c)
		}
		if err := db.Passwords().Rehash(t.Context(), string(p.ID), "another", "hash-x"); err != nil || get().Hash != "hash-1" {
			t.Errorf("a hash that had changed was replaced: %v", err)
		}
		if err := db.Passwords().Rehash(t.Context(), string(p.ID), "hash-1", "hash-2"); err != nil || get().Hash != "hash-2" {
			t.Errorf("the hash was not replaced: %v", err)
		}
		if err := db.People().Disable(t.Context(), p.ID, clock.Now()); err != nil || !get().Disabled {
			t.Errorf("disabled: %v", err)
		}
		if err := db.People().Enable(t.Context(), p.ID, clock.Now()); err != nil || get().Disabled {
			t.Errorf("enabled: %v", err)
		}
		if c, err := db.Passwords().Credential(t.Context(), "bob"); err != nil || c.Person != "" {
			t.Errorf("nobody: %+v, %v", c, err)
		}
	})
}

func TestRepeatedActsWriteNoSecondEvent(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newPerson(t, db, "ada")
		for kind, act := range map[audit.Kind]func(context.Context, person.ID, time.Time, ...audit.Event) error{
			audit.PersonDisabled: db.People().Disable,
			audit.PersonEnabled:  db.People().Enable,
			audit.ReportCleared:  db.People().ClearReport,
		} {
			if kind == audit.PersonEnabled {
				if err := db.People().Disable(t.Context(), p.ID, clock.Now()); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 {
				if err := act(t.Context(), p.ID, clock.Now(), audit.New(t.Context(), clock.Now(), kind)); err != nil {
					t.Errorf("%s: %v", kind, err)
				}
			}
			events, err := db.Events().Find(t.Context(), storage.Query{Kind: kind, Limit: 10})
			if err != nil || len(events) > 1 {
				t.Errorf("%s: %d events, %v", kind, len(events), err)
			}
			if err := act(t.Context(), "per_none", clock.Now()); !errors.Is(err, person.ErrNotFound) {
				t.Errorf("%s of nobody: %v", kind, err)
			}
		}
	})
}

func TestInvitationOpensUntilItEnds(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newPerson(t, db, "ada")
		first, token := person.NewInvitation(p.ID, person.Invite, clock.Now(), time.Hour)
		if err := db.Invitations().Create(t.Context(), first, token.Hash()); err != nil {
			t.Fatal(err)
		}
		got, err := db.Invitations().Open(t.Context(), token.Hash())
		if d := cmp.Diff(first, got); d != "" || err != nil {
			t.Error(d, err)
		}
		if _, err := db.Invitations().Find(t.Context(), first.ID); err != nil {
			t.Error(err)
		}
		if _, err := db.Invitations().Open(t.Context(), person.Token("wrong").Hash()); !errors.Is(err, person.ErrInvitation) {
			t.Errorf("another token: %v", err)
		}
		second, newer := person.NewInvitation(p.ID, person.Pass, clock.Now(), time.Hour)
		if err := db.Invitations().Create(t.Context(), second, newer.Hash()); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Invitations().Open(t.Context(), token.Hash()); !errors.Is(err, person.ErrInvitation) {
			t.Errorf("the earlier link after a later one was made: %v", err)
		}
		clock.Advance(time.Hour)
		if _, err := db.Invitations().Open(t.Context(), newer.Hash()); !errors.Is(err, person.ErrInvitation) {
			t.Errorf("after it expired: %v", err)
		}
		clock.Advance(time.Second)
		if n, err := db.Invitations().DeleteExpired(t.Context(), clock.Now(), 10); err != nil || n != 2 {
			t.Errorf("deleted %d, %v", n, err)
		}
		third, third3 := person.NewInvitation("per_none", person.Pass, clock.Now(), time.Hour)
		if err := db.Invitations().Create(t.Context(), third, third3.Hash()); !errors.Is(err, person.ErrNotFound) {
			t.Errorf("an invitation of nobody: %v", err)
		}
	})
}

func TestLanguageIsKeptUntilThePersonIsErased(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newPerson(t, db, "ada")
		language := func() string {
			t.Helper()
			who, err := db.People().Find(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			return who.Language
		}
		for _, want := range []string{"ar", "ar", "", "de"} {
			if err := db.People().SetLanguage(t.Context(), p.ID, want, clock.Now()); err != nil || language() != want {
				t.Errorf("%q, %v; want %q", language(), err, want)
			}
		}
		if err := db.People().Erase(t.Context(), p.ID, clock.Now()); err != nil || language() != "" {
			t.Errorf("of somebody erased: %q, %v", language(), err)
		}
		if err := db.People().SetLanguage(t.Context(), p.ID, "de", clock.Now()); !errors.Is(err, person.ErrNotFound) {
			t.Errorf("of somebody erased: %v", err)
		}
	})
}
