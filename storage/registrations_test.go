package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/logo"
	"countersign/idp/registration"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func dynamic(t *testing.T, clock *storagetest.Clock) client.Client {
	t.Helper()
	c, _, err := client.NewDynamic(client.Registration{
		Name: "App", RedirectURIs: []string{"https://app.example/cb"}, Metadata: client.Metadata{ApplicationType: client.Web, ThirdParty: true},
	}, fresh(), "", clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func invited(t *testing.T, db *storage.DB, uses int, clock *storagetest.Clock) []byte {
	t.Helper()
	i, _, hash, err := registration.NewInvite("Partner", uses, time.Hour, clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Registrations().Invite(t.Context(), i, hash); err != nil {
		t.Fatal(err)
	}
	return hash
}

func TestInviteIsUsedAsOftenAsItSaysHoweverManyCome(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		const uses, tries = 3, 12
		hash := invited(t, db, uses, clock)
		var made, refused atomic.Int32
		var wg sync.WaitGroup
		for range tries {
			c := dynamic(t, clock)
			wg.Go(func() {
				switch err := db.Registrations().Register(t.Context(), c, hash, 100); {
				case err == nil:
					made.Add(1)
				case errors.Is(err, registration.ErrToken):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if made.Load() != uses || refused.Load() != tries-uses {
			t.Errorf("%d registered and %d were refused", made.Load(), refused.Load())
		}
		if all, err := db.Clients().List(t.Context()); err != nil || len(all) != uses {
			t.Errorf("%d clients, %v", len(all), err)
		}
		if _, err := db.Registrations().Invited(t.Context(), hash, clock.Now()); !errors.Is(err, registration.ErrToken) {
			t.Errorf("used up: %v", err)
		}
	})
}

func TestInviteEnds(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		hash, other := invited(t, db, 1, clock), invited(t, db, 1, clock)
		found, err := db.Registrations().Invites(t.Context())
		if err != nil || len(found) != 2 || found[0].Note != "Partner" || found[0].Uses != 1 || !found[0].Expires.Equal(clock.Now().Add(time.Hour)) {
			t.Fatalf("%+v, %v", found, err)
		}
		mine, err := db.Registrations().Invited(t.Context(), hash, clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Registrations().Uninvite(t.Context(), mine.ID); err != nil {
			t.Fatal(err)
		}
		if err := db.Registrations().Uninvite(t.Context(), mine.ID); !errors.Is(err, registration.ErrToken) {
			t.Errorf("twice: %v", err)
		}
		if err := db.Registrations().Register(t.Context(), dynamic(t, clock), hash, 10); !errors.Is(err, registration.ErrToken) {
			t.Errorf("by what was ended: %v", err)
		}
		clock.Advance(time.Hour)
		if err := db.Registrations().Register(t.Context(), dynamic(t, clock), other, 10); !errors.Is(err, registration.ErrToken) {
			t.Errorf("by what expired: %v", err)
		}
		if n, err := db.Registrations().DeleteExpired(t.Context(), clock.Now().Add(time.Second), 10); err != nil || n != 1 {
			t.Errorf("%d deleted, %v", n, err)
		}
	})
}

func TestOfTwoChangesThatKnowOneTokenOneCounts(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		before := dynamic(t, clock)
		if err := db.Registrations().Register(t.Context(), before, nil, 10); err != nil {
			t.Fatal(err)
		}
		var made atomic.Int32
		var wg sync.WaitGroup
		for i := range 8 {
			next := before
			next.Name, next.RegistrationHash, next.Updated = fmt.Sprint("App ", i), fresh(), clock.Now().Add(time.Second)
			wg.Go(func() {
				switch err := db.Registrations().Change(t.Context(), before, next); {
				case err == nil:
					made.Add(1)
				case !errors.Is(err, registration.ErrToken):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if made.Load() != 1 {
			t.Errorf("%d changes counted", made.Load())
		}
		if err := db.Registrations().Withdraw(t.Context(), before.ID, before.RegistrationHash); !errors.Is(err, registration.ErrToken) {
			t.Errorf("deleted by the old token: %v", err)
		}
		after, err := db.Registrations().Find(t.Context(), before.ID)
		if err != nil || after.Name == "App" || !cmp.Equal(after.Created, before.Created) {
			t.Fatalf("%+v, %v", after, err)
		}
		// A secret that was rotated meanwhile must not come back.
		if err := db.Clients().SetSecret(t.Context(), after.ID, fresh(), "", clock.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if err := db.Registrations().Change(t.Context(), after, after); !errors.Is(err, registration.ErrToken) {
			t.Errorf("a change of what was read before: %v", err)
		}
		if err := db.Registrations().Withdraw(t.Context(), after.ID, after.RegistrationHash); err != nil {
			t.Error(err)
		}
		if _, err := db.Registrations().Find(t.Context(), after.ID); !errors.Is(err, client.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestClientThatGoesTakesAlongItsPictureAndWhatItWasAllowed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ctx, withdrawn, unused := t.Context(), dynamic(t, clock), dynamic(t, clock)
		for _, c := range []client.Client{withdrawn, unused} {
			picture := logo.Picture{Client: c.ID, URI: "https://app.example/1", Name: string(c.ID), PNG: []byte("png"), Looked: clock.Now()}
			if err := errors.Join(db.Registrations().Register(ctx, c, nil, 3), db.Logos().Keep(ctx, picture)); err != nil {
				t.Fatal(err)
			}
		}
		allow(t, db, string(withdrawn.ID), flow.Consent{Scope: []string{"openid"}}, clock.Now())
		if err := db.Registrations().Withdraw(ctx, withdrawn.ID, withdrawn.RegistrationHash); err != nil {
			t.Fatal(err)
		}
		if n, err := db.Registrations().DeleteUnused(ctx, clock.Now().Add(time.Minute), 10); err != nil || n != 1 {
			t.Errorf("%d deleted, %v", n, err)
		}
		if every, err := db.Logos().Every(ctx); err != nil || len(every) != 0 {
			t.Errorf("pictures of clients that are gone: %v, %v", every, err)
		}
		if allowed(t, db, "ann", string(withdrawn.ID)).Known {
			t.Error("a consent outlives the client that withdrew")
		}
	})
}

func TestClientsThatNobodyAllowedAnythingAreDeletedInTime(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		unused, used, young := dynamic(t, clock), dynamic(t, clock), dynamic(t, clock)
		young.Created = clock.Now().Add(time.Hour)
		for _, c := range []client.Client{unused, used, young} {
			if err := db.Registrations().Register(t.Context(), c, nil, 3); err != nil {
				t.Fatal(err)
			}
		}
		ours := client.Client{ID: "client_ours", Name: "Ours", Method: client.None, Created: clock.Now(), Updated: clock.Now()}
		if err := db.Clients().Create(t.Context(), ours); err != nil {
			t.Fatal(err)
		}
		if err := db.Registrations().Register(t.Context(), dynamic(t, clock), nil, 3); !errors.Is(err, registration.ErrFull) {
			t.Errorf("a fourth: %v", err)
		}
		p := newPerson(t, db, "ada")
		now := clock.Now()
		s := flow.Session{
			ID: "flow_consent", Browser: fresh(), State: flow.Open, Person: string(p.ID), App: flow.App{ID: string(used.ID)},
			Need: flow.Need{Consent: &flow.Consent{Scope: []string{"openid"}}}, Started: now, Expires: now.Add(time.Hour),
		}
		if err := db.Flows().Start(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if err := db.Flows().Consent(t.Context(), s, now); err != nil {
			t.Fatal(err)
		}
		if n, err := db.Registrations().DeleteUnused(t.Context(), clock.Now().Add(time.Minute), 10); err != nil || n != 1 {
			t.Errorf("%d deleted, %v", n, err)
		}
		for id, want := range map[client.ID]error{unused.ID: client.ErrNotFound, used.ID: nil, young.ID: nil, ours.ID: nil} {
			if _, err := db.Clients().Find(t.Context(), id); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", id, err, want)
			}
		}
		if err := db.Registrations().Register(t.Context(), dynamic(t, clock), nil, 3); err != nil {
			t.Errorf("in the place of what is gone and of what is used: %v", err)
		}
	})
}
