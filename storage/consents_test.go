package storage_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/audit"
	"countersign/idp/account"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// allow has ann allow the application what c says, and gives the sign-in.
func allow(t *testing.T, db *storage.DB, app string, c flow.Consent, at time.Time) flow.Session {
	t.Helper()
	s := newFlow(at)
	s.App.ID, s.Person, s.Need.Consent = app, "ann", &c
	startFlow(t, db, s)
	if err := db.Flows().Consent(t.Context(), s, at); err != nil {
		t.Fatal(err)
	}
	return s
}

func allowed(t *testing.T, db *storage.DB, who, app string) flow.Allowed {
	t.Helper()
	a, err := db.Consents().Find(t.Context(), who, app)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestConsentIsKeptForThePersonAndTheClient(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		first := clock.Now()
		s := allow(t, db, "payroll", flow.Consent{Scope: []string{"openid", "email"}, Resource: []string{"https://api.example"}}, first)
		if got := findFlow(t, db, s.ID); !got.Consented || got.Version != 1 {
			t.Errorf("the sign-in is %+v", got)
		}
		clock.Advance(time.Hour)
		allow(t, db, "payroll", flow.Consent{Scope: []string{"openid", "profile"}, Details: []byte(`[{"type":"payment"}]`)}, clock.Now())
		allow(t, db, "other", flow.Consent{}, clock.Now())
		want := flow.Allowed{Known: true, Scope: []string{"email", "openid", "profile"}, Resource: []string{"https://api.example"}}
		if d := cmp.Diff(want, allowed(t, db, "ann", "payroll")); d != "" {
			t.Error(d)
		}
		if got := allowed(t, db, "ann", "other"); !got.Known || got.Scope != nil {
			t.Errorf("nothing in particular became %+v", got)
		}
		if allowed(t, db, "bob", "payroll").Known || allowed(t, db, "ann", "pay").Known {
			t.Error("it counts for others")
		}
		every, err := db.Consents().Every(t.Context(), "ann")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]account.Consent{
			{Client: "other", Given: clock.Now()},
			{Client: "payroll", Given: clock.Now(), Scope: want.Scope, Resource: want.Resource},
		}, every); d != "" {
			t.Error(d)
		}
	})
}

func TestConsentOfASignInIsWrittenOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		s := newFlow(clock.Now())
		s.Person, s.Need.Consent = "ann", &flow.Consent{Scope: []string{"openid"}}
		startFlow(t, db, s)
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				err := db.Flows().Consent(context.Background(), s, clock.Now(), audit.New(context.Background(), clock.Now(), audit.ConsentGiven))
				switch {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, flow.ErrStale):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		events, err := db.Events().Find(t.Context(), storage.Query{Kind: audit.ConsentGiven, Limit: 10})
		if err != nil || won.Load() != 1 || len(events) != 1 {
			t.Errorf("%d won, %d on record, %v", won.Load(), len(events), err)
		}
	})
}

func TestConsentIsRefusedOnceTheSignInMovedOn(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		for name, change := range map[string]func(*flow.Session){
			"another version": func(s *flow.Session) { s.Version++ },
			"another person":  func(s *flow.Session) { s.Person = "bob" },
			"expired":         func(*flow.Session) { clock.Advance(31 * time.Minute) },
			"ended": func(s *flow.Session) {
				if err := db.Flows().End(t.Context(), s.ID, flow.EndedByPerson); err != nil {
					t.Fatal(err)
				}
			},
		} {
			s := newFlow(clock.Now())
			s.Person, s.Need.Consent = "ann", &flow.Consent{Scope: []string{"openid"}}
			startFlow(t, db, s)
			change(&s)
			if err := db.Flows().Consent(t.Context(), s, clock.Now()); !errors.Is(err, flow.ErrStale) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if allowed(t, db, "ann", "payroll").Known || allowed(t, db, "bob", "payroll").Known {
			t.Error("something was kept")
		}
	})
}

func TestConsentGoesWithWhatItIsAbout(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		scope := flow.Consent{Scope: []string{"openid"}}
		allow(t, db, "payroll", scope, clock.Now())
		allow(t, db, "other", scope, clock.Now())
		e := audit.New(t.Context(), clock.Now(), audit.GrantRevoked)
		for range 2 {
			if err := db.Grants().RevokeApp(t.Context(), "ann", "payroll", clock.Now(), e); err != nil {
				t.Fatal(err)
			}
		}
		if allowed(t, db, "ann", "payroll").Known || !allowed(t, db, "ann", "other").Known {
			t.Error("took back too little or too much")
		}
		events, err := db.Events().Find(t.Context(), storage.Query{Kind: audit.GrantRevoked, Limit: 10})
		if err != nil || len(events) != 1 {
			t.Errorf("%d on record, %v", len(events), err)
		}
		who, err := person.New(person.Particulars{Username: "eve"}, clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		s := newFlow(clock.Now())
		s.Person, s.Need.Consent = string(who.ID), &scope
		startFlow(t, db, s)
		if err := errors.Join(db.People().Create(t.Context(), who), db.Flows().Consent(t.Context(), s, clock.Now()), db.People().Erase(t.Context(), who.ID, clock.Now())); err != nil {
			t.Fatal(err)
		}
		if allowed(t, db, string(who.ID), "payroll").Known {
			t.Error("it outlives the account")
		}
		c := client.Client{ID: "other", Name: "Other", Created: clock.Now(), Updated: clock.Now()}
		if err := errors.Join(db.Clients().Create(t.Context(), c), db.Clients().Delete(t.Context(), c.ID)); err != nil {
			t.Fatal(err)
		}
		if allowed(t, db, "ann", "other").Known {
			t.Error("it outlives the client")
		}
	})
}
