package storage_test

import (
	"context"
	"encoding/hex"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"countersign/audit"
	"countersign/idp/grant"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// rotation is of a token that is good once more for ten seconds.
func (g *granted) rotation(refresh []byte) grant.Rotation {
	now := g.clock.Now()
	return grant.Rotation{Refresh: refresh, Client: app, Served: served, At: now, Since: now.Add(-10 * time.Second)}
}

func TestTabsAtOnceGetOneSuccessor(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		first, successor := g.redeem().Refresh, fresh()
		var won, refused atomic.Int64
		var wg sync.WaitGroup
		all := make([]grant.NewTokens, 12)
		for i := range all {
			all[i] = g.tokens()
			all[i].Refresh = successor
			wg.Go(func() {
				_, err := db.Grants().Rotate(context.Background(), g.rotation(first), all[i])
				switch {
				case err == nil:
					won.Add(1)
				case errors.Is(err, grant.ErrReused):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 9 || refused.Load() != 3 {
			t.Errorf("%d tabs got tokens and %d did not, want 9 and 3: nobody has more", won.Load(), refused.Load())
		}
		for _, tokens := range all {
			if g.alive(tokens.Access) {
				t.Error("a token outlives the reuse")
			}
		}
	})
}

func TestUsedRefreshTokenIsGoodInTheMomentAlone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		for name, c := range map[string]struct {
			do   func(g *granted, first, second []byte)
			with func(r *grant.Rotation)
			want error
		}{
			"at once":                        {want: nil},
			"late":                           {do: func(*granted, []byte, []byte) { clock.Advance(10 * time.Second) }, want: grant.ErrReused},
			"without grace":                  {with: func(r *grant.Rotation) { r.Since = time.Time{} }, want: grant.ErrReused},
			"by another client":              {with: func(r *grant.Rotation) { r.Client = "client_2" }, want: grant.ErrUnknown},
			"with another key":               {with: func(r *grant.Rotation) { r.Confirmation.JKT = "other" }, want: grant.ErrReused},
			"after its successor was used":   {do: func(g *granted, _, second []byte) { g.rotate(second, fresh()) }, want: grant.ErrReused},
			"after the grant was revoked":    {do: func(g *granted, _, second []byte) { g.revoke(second) }, want: grant.ErrReused},
			"by who keeps the token as is":   {with: func(r *grant.Rotation) { r.Keep = true }, want: grant.ErrReused},
			"twice more":                     {do: func(g *granted, first, second []byte) { g.rotate(first, second) }, want: nil},
			"for a successor that is not it": {do: func(g *granted, _, second []byte) { copy(second, fresh()) }, want: grant.ErrReused},
		} {
			g := newGrantOf(t, db, clock)
			tokens := g.tokens()
			tokens.RefreshConfirmation.JKT = "key"
			if _, err := db.Grants().Redeem(t.Context(), g.redemption(), tokens); err != nil {
				t.Fatal(err)
			}
			second := fresh()
			g.rotate(tokens.Refresh, second)
			if c.do != nil {
				c.do(g, tokens.Refresh, second)
			}
			r := g.rotation(tokens.Refresh)
			r.Confirmation.JKT = "key"
			if c.with != nil {
				c.with(&r)
			}
			next := g.tokens()
			next.Refresh = second
			if _, err := db.Grants().Rotate(t.Context(), r, next); !errors.Is(err, c.want) || g.alive(next.Access) != (c.want == nil) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestKeptRefreshTokenStaysAndSlides(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		refresh := g.redeem().Refresh
		for range 3 { // 75 days, of 30 each
			clock.Advance(25 * 24 * time.Hour)
			r := grant.Rotation{Refresh: refresh, Client: app, Served: served, At: clock.Now(), Keep: true}
			next := g.tokens()
			if _, err := db.Grants().Rotate(t.Context(), r, next); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Grants().Refresh(t.Context(), next.Refresh, app, clock.Now()); !errors.Is(err, grant.ErrUnknown) {
				t.Errorf("a successor was stored: %v", err)
			}
		}
		if a, err := db.Grants().Refresh(t.Context(), refresh, app, clock.Now()); err != nil || a.Expires.After(g.grant.Expires) {
			t.Errorf("%v, %v: it outlives its grant", a.Expires, err)
		}
	})
}

// newGrantOf is newGrant for somebody else, each time.
func newGrantOf(t *testing.T, db *storage.DB, clock *storagetest.Clock) *granted {
	t.Helper()
	return newGrantFor(t, db, clock, "somebody-"+hex.EncodeToString(fresh()[:6]))
}

func (g *granted) revoke(refresh []byte) {
	g.t.Helper()
	now := g.clock.Now()
	if err := g.db.Grants().Revoke(g.t.Context(), nil, refresh, app, now, audit.New(g.t.Context(), now, audit.GrantRevoked)); err != nil {
		g.t.Fatal(err)
	}
}

func (g *granted) rotate(refresh, successor []byte) {
	g.t.Helper()
	t := g.tokens()
	t.Refresh, t.RefreshConfirmation.JKT = successor, "key"
	r := g.rotation(refresh)
	r.Confirmation.JKT = "key"
	if _, err := g.db.Grants().Rotate(g.t.Context(), r, t); err != nil {
		g.t.Fatal(err)
	}
}
