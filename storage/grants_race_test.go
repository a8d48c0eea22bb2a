package storage_test

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"testing"

	"countersign/idp/grant"
	"countersign/idp/sso"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// Whoever signs out while a code is being issued leaves no live code behind:
// either the session was over first, or the sign-out found the grant.
func TestSignOutAndIssueAtOnceLeaveNoLiveCode(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		g.grant.Offline = false
		for range 100 {
			g.grant.ID, g.code = grant.ID("grt_"+rand.Text()), fresh()
			session := newSession(t, db, clock.Now(), g.person)
			g.grant.Session = string(session)
			var wg sync.WaitGroup
			start := make(chan struct{})
			wg.Go(func() {
				<-start
				if err := g.issue(); err != nil && !errors.Is(err, grant.ErrSession) {
					t.Error(err)
				}
			})
			wg.Go(func() {
				<-start
				if err := db.Sessions().End(context.Background(), sso.ID(session), clock.Now()); err != nil {
					t.Error(err)
				}
			})
			close(start)
			wg.Wait()
			if _, err := db.Grants().Redeem(t.Context(), g.redemption(), g.tokens()); !errors.Is(err, grant.ErrUnknown) {
				t.Fatalf("a code of an ended session: %v", err)
			}
		}
	})
}
