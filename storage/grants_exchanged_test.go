package storage_test

import (
	"errors"
	"testing"
	"time"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/sso"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// exchanged is a grant, and what came of it by an exchange.
type exchanged struct {
	*granted
	made grant.Grant
}

func newExchanged(t *testing.T, db *storage.DB, clock *storagetest.Clock) exchanged {
	t.Helper()
	g := newGrant(t, db, clock)
	for _, id := range []client.ID{g.grant.Client, "client_service"} {
		c := client.Client{ID: id, Name: "App", Method: client.Basic, Grants: []string{client.GrantCode}, Created: clock.Now(), Updated: clock.Now()}
		if err := db.Clients().Create(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	// One that outlives its session would do so here.
	g.redeem()
	if err := db.Tamper(t.Context(), "UPDATE grants SET offline = FALSE WHERE id = ?", string(g.grant.ID)); err != nil {
		t.Fatal(err)
	}
	return exchanged{g, grant.Grant{
		Origin: grant.FromExchange, Parent: g.grant.ID, Person: string(g.person), Client: "client_service", Session: g.grant.Session,
		AuthTime: clock.Now(), ACR: "a", AMR: []string{"pwd"}, Resource: []string{"urn:x:api"},
	}}
}

func TestExchangedGrantCountsWhileItsParentDoes(t *testing.T) {
	for what, end := range map[string]func(x exchanged, at time.Time) error{
		"revoked": func(x exchanged, at time.Time) error {
			e := audit.New(x.t.Context(), at, audit.GrantRevoked)
			return x.db.Grants().RevokeApp(x.t.Context(), string(x.person), x.grant.Client, at, e)
		},
		"session ended, and with it both": func(x exchanged, at time.Time) error {
			return x.db.Sessions().End(x.t.Context(), sso.ID(x.grant.Session), at)
		},
		"person disabled": func(x exchanged, at time.Time) error { return x.db.People().Disable(x.t.Context(), x.person, at) },
		"row gone": func(x exchanged, _ time.Time) error {
			return x.db.Tamper(x.t.Context(), "DELETE FROM grants WHERE id = ?", string(x.grant.ID))
		},
	} {
		t.Run(what, func(t *testing.T) {
			storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
				x := newExchanged(t, db, clock)
				tokens, err := x.direct(x.made)
				if err != nil {
					t.Fatal(err)
				}
				a, _, err := db.Grants().Bearer(t.Context(), tokens.Access)
				if err != nil || a.Parent != x.grant.ID || a.Actor() != "client_service" {
					t.Fatalf("%+v, %v", a, err)
				}
				if err := end(x, clock.Now()); err != nil {
					t.Fatal(err)
				}
				if x.alive(tokens.Access) {
					t.Error("it counts still")
				}
				if again, err := x.direct(x.made); !errors.Is(err, grant.ErrUnknown) || x.alive(again.Access) {
					t.Errorf("another comes of it: %v", err)
				}
			})
		})
	}
}

func TestExchangeNeedsALiveGrantOfThePerson(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		x := newExchanged(t, db, clock)
		for what, change := range map[string]func(*grant.Grant){
			"no such grant":  func(m *grant.Grant) { m.Parent = "grt_none" },
			"another person": func(m *grant.Grant) { m.Person = "per_none" },
			"no such client": func(m *grant.Grant) { m.Client = "client_none" },
			"an expired one": func(*grant.Grant) { clock.Advance(100 * 24 * time.Hour) },
		} {
			made := x.made
			change(&made)
			if tokens, err := x.direct(made); !errors.Is(err, grant.ErrUnknown) || x.alive(tokens.Access) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestExchangedGrantEndsWithTheClientThatItCameOf(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		x := newExchanged(t, db, clock)
		tokens, err := x.direct(x.made)
		if err != nil || !x.alive(tokens.Access) {
			t.Fatal(err)
		}
		if err := db.Clients().Delete(t.Context(), x.grant.Client); err != nil {
			t.Fatal(err)
		}
		if x.alive(tokens.Access) {
			t.Error("it counts still")
		}
	})
}
