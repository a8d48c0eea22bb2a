package storage_test

import (
	"context"
	"errors"
	"testing"

	"countersign/audit"
	"countersign/idp/grant"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestTokensAndReuseAreOnRecordOnceWithTheirGrant(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		g.redeem()
		for range 3 {
			if _, err := db.Grants().Redeem(context.Background(), g.redemption(), g.tokens()); !errors.Is(err, grant.ErrReused) {
				t.Fatal(err)
			}
		}
		for _, kind := range []audit.Kind{audit.TokensIssued, audit.GrantRevoked} {
			found, err := db.Events().Find(t.Context(), storage.Query{Person: string(g.person), Kind: kind, Limit: 10})
			if err != nil || len(found) != 1 {
				t.Fatalf("%s: %d events, %v", kind, len(found), err)
			}
			if e := found[0]; e.Grant != string(g.grant.ID) || e.Session != g.grant.Session {
				t.Errorf("%s: %+v", kind, e)
			}
		}
	})
}
