package storage_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/grant"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/storage"
	"countersign/storage/storagetest"
)

const app client.ID = "client_1"

// granted is a person with a live session and a code.
type granted struct {
	t      *testing.T
	db     *storage.DB
	clock  *storagetest.Clock
	person person.ID
	grant  grant.Grant
	code   []byte
}

func fresh() []byte {
	h := sha256.Sum256([]byte(rand.Text()))
	return h[:]
}

// newSession signs somebody in and gives the session's id.
func newSession(t *testing.T, db *storage.DB, now time.Time, who person.ID) sso.ID {
	t.Helper()
	s := flow.Session{
		ID: flow.ID("flow_" + rand.Text()), Browser: fresh(), State: flow.Open,
		Started: now, Expires: now.Add(time.Hour), Person: string(who),
	}
	if err := db.Flows().Start(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	c := sso.Change{Hash: fresh(), Session: sso.Session{
		ID: sso.ID("ses_" + rand.Text()), Person: string(who), Started: now, LastUsed: now, Expires: now.Add(7 * 24 * time.Hour),
	}}
	if err := db.Flows().Finish(t.Context(), s, c); err != nil {
		t.Fatal(err)
	}
	return c.Session.ID
}

var served = []string{"https://api.example/a", "https://api.example/b"} //nolint:gochecknoglobals // a constant

func newGrant(t *testing.T, db *storage.DB, clock *storagetest.Clock) *granted {
	t.Helper()
	return newGrantFor(t, db, clock, "ada")
}

func newGrantFor(t *testing.T, db *storage.DB, clock *storagetest.Clock, name string) *granted {
	t.Helper()
	who := newPerson(t, db, name)
	now := clock.Now()
	g := &granted{t: t, db: db, clock: clock, person: who.ID, code: fresh(), grant: grant.Grant{
		ID: grant.ID("grt_" + rand.Text()), Person: string(who.ID), Client: app,
		Session: string(newSession(t, db, now, who.ID)), Scope: []string{"openid", "email", "offline_access"}, Offline: true,
		Origin: grant.FromCode, Resource: served,
		Details: json.RawMessage(`[{"type":"payment"}]`), Claims: json.RawMessage(`{"userinfo":{"name":null}}`),
		AuthTime: now.Add(-time.Minute), ACR: "urn:countersign:acr:2", AMR: []string{"pwd", "mfa"}, Nonce: "n-1",
		Created: now, Expires: now.Add(90 * 24 * time.Hour),
	}}
	if err := g.issue(); err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *granted) issue() error {
	now := g.clock.Now()
	return g.db.Grants().Issue(g.t.Context(), g.grant, grant.Code{
		Hash: g.code, RedirectURI: "https://app.example/cb", Challenge: "ch", Expires: now.Add(time.Minute),
	}, audit.New(g.t.Context(), now, audit.CodeIssued))
}

func (g *granted) redemption() grant.Redemption {
	return grant.Redemption{Code: g.code, Client: app, RedirectURI: "https://app.example/cb", Challenge: "ch", At: g.clock.Now()}
}

func (g *granted) tokens() grant.NewTokens {
	now := g.clock.Now()
	return grant.NewTokens{
		Access: fresh(), AccessExpires: now.Add(15 * time.Minute), Refresh: fresh(), RefreshExpires: now.Add(30 * 24 * time.Hour),
		Event: audit.New(context.Background(), now, audit.TokensIssued),
	}
}

// redeem turns the code into tokens.
func (g *granted) redeem() grant.NewTokens {
	g.t.Helper()
	t := g.tokens()
	if _, err := g.db.Grants().Redeem(g.t.Context(), g.redemption(), t); err != nil {
		g.t.Fatal(err)
	}
	return t
}

func (g *granted) alive(access []byte) bool {
	g.t.Helper()
	_, _, err := g.db.Grants().Bearer(g.t.Context(), access)
	if err != nil && !errors.Is(err, grant.ErrUnknown) {
		g.t.Fatal(err)
	}
	return err == nil
}

func TestCodeGivesTheGrantAsItWasIssued(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		tokens := g.tokens()
		got, err := db.Grants().Redeem(t.Context(), g.redemption(), tokens)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(g.grant, got); diff != "" {
			t.Error(diff)
		}
		a, who, err := db.Grants().Bearer(t.Context(), tokens.Access)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(g.grant.Scope, a.Scope); diff != "" || who.ID != g.person || who.Username != "ada" {
			t.Errorf("bearer is %+v of %+v: %s", a, who, diff)
		}
	})
}

func TestCodeIsConsumedOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		var won, reused atomic.Int64
		var wg sync.WaitGroup
		all := make([]grant.NewTokens, 16)
		for i := range all {
			all[i] = g.tokens()
			wg.Go(func() {
				_, err := db.Grants().Redeem(context.Background(), g.redemption(), all[i])
				switch {
				case err == nil:
					won.Add(1)
				case errors.Is(err, grant.ErrReused):
					reused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || reused.Load() != 15 {
			t.Errorf("%d won and %d were refused as reuse, want 1 and 15", won.Load(), reused.Load())
		}
		for _, tokens := range all {
			if g.alive(tokens.Access) {
				t.Error("a token outlives the reuse of its code")
			}
		}
	})
}

func TestCodeIsRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		for name, c := range map[string]struct {
			change func(*grant.Redemption)
			want   error
		}{
			"unknown":               {func(r *grant.Redemption) { r.Code = fresh() }, grant.ErrUnknown},
			"another client's":      {func(r *grant.Redemption) { r.Client = "client_2" }, grant.ErrUnknown},
			"another redirect URI":  {func(r *grant.Redemption) { r.RedirectURI += "/" }, grant.ErrMismatch},
			"another PKCE verifier": {func(r *grant.Redemption) { r.Challenge = "other" }, grant.ErrMismatch},
			"no PKCE verifier":      {func(r *grant.Redemption) { r.Challenge = "" }, grant.ErrMismatch},
			"expired":               {func(r *grant.Redemption) { r.At = r.At.Add(time.Minute) }, grant.ErrUnknown},
		} {
			r := g.redemption()
			c.change(&r)
			tokens := g.tokens()
			if _, err := db.Grants().Redeem(t.Context(), r, tokens); !errors.Is(err, c.want) {
				t.Errorf("%s: got %v, want %v", name, err, c.want)
			}
			if g.alive(tokens.Access) {
				t.Errorf("%s: a token stands", name)
			}
		}
		g.redeem() // none of the refusals cost the code
	})
}

func TestCodeNeedsItsSession(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		if err := db.Sessions().End(t.Context(), sso.ID(g.grant.Session), clock.Now()); err != nil {
			t.Fatal(err)
		}
		g.code, g.grant.ID = fresh(), "grt_late"
		if err := g.issue(); !errors.Is(err, grant.ErrSession) {
			t.Errorf("a code of an ended session: %v", err)
		}
	})
}

// Sign-out leaves offline grants alone, but not the code of one: nobody has got
// anything by it yet.
func TestCodeIsGoodNoLongerThanItsSession(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		if err := db.Sessions().End(t.Context(), sso.ID(g.grant.Session), clock.Now()); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Grants().Redeem(t.Context(), g.redemption(), g.tokens()); !errors.Is(err, grant.ErrUnknown) {
			t.Errorf("an offline code after sign-out: %v", err)
		}
	})
}

func TestSignOutEndsTokensThatAreNotOffline(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		offline := g.redeem()
		g.code, g.grant.ID, g.grant.Offline = fresh(), "grt_online", false
		if err := g.issue(); err != nil {
			t.Fatal(err)
		}
		online := g.redeem()
		if _, err := db.Grants().Refresh(t.Context(), online.Refresh, app, clock.Now()); !errors.Is(err, grant.ErrUnknown) {
			t.Errorf("a grant that is not offline has a refresh token: %v", err)
		}
		if err := db.Sessions().End(t.Context(), sso.ID(g.grant.Session), clock.Now()); err != nil {
			t.Fatal(err)
		}
		if g.alive(online.Access) || !g.alive(offline.Access) {
			t.Error("want the online token dead and the offline one alive")
		}
	})
}

func TestDisabledPersonHasNoTokens(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		tokens := g.redeem()
		second := *g
		second.code, second.grant.ID = fresh(), "grt_2"
		if err := second.issue(); err != nil {
			t.Fatal(err)
		}
		if err := db.People().Disable(t.Context(), g.person, clock.Now()); err != nil {
			t.Fatal(err)
		}
		if g.alive(tokens.Access) {
			t.Error("the access token lives")
		}
		if _, err := db.Grants().Rotate(t.Context(), grant.Rotation{Refresh: tokens.Refresh, Client: app, Served: served, At: clock.Now()}, g.tokens()); !errors.Is(err, grant.ErrUnknown) {
			t.Errorf("refresh: %v", err)
		}
		if _, err := db.Grants().Redeem(t.Context(), second.redemption(), g.tokens()); !errors.Is(err, grant.ErrUnknown) {
			t.Errorf("redeem: %v", err)
		}
	})
}

func TestRefreshTokenIsUsedOnceAndReuseEndsTheFamily(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		first := g.redeem()
		second := g.tokens()
		second.Scope = []string{"openid"}
		got, err := db.Grants().Rotate(t.Context(), grant.Rotation{Refresh: first.Refresh, Client: app, Served: served, At: clock.Now()}, second)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(g.grant, got); diff != "" {
			t.Error(diff)
		}
		a, _, err := db.Grants().Bearer(t.Context(), second.Access)
		if err != nil || cmp.Diff([]string{"openid"}, a.Scope) != "" {
			t.Errorf("the narrowed token covers %v, %v", a.Scope, err)
		}
		if _, err := db.Grants().Rotate(t.Context(), grant.Rotation{Refresh: second.Refresh, Client: "client_2", Served: served, At: clock.Now()}, g.tokens()); !errors.Is(err, grant.ErrUnknown) {
			t.Errorf("another client rotates: %v", err)
		}
		if _, err := db.Grants().Rotate(t.Context(), grant.Rotation{Refresh: first.Refresh, Client: app, Served: served, At: clock.Now()}, g.tokens()); !errors.Is(err, grant.ErrReused) {
			t.Errorf("reuse: %v", err)
		}
		if _, err := db.Grants().Rotate(t.Context(), grant.Rotation{Refresh: second.Refresh, Client: app, Served: served, At: clock.Now()}, g.tokens()); !errors.Is(err, grant.ErrUnknown) {
			t.Errorf("the successor after a reuse: %v", err)
		}
		if g.alive(first.Access) || g.alive(second.Access) {
			t.Error("an access token outlives the reuse of its refresh token")
		}
	})
}

func TestRefreshTokenIsConsumedOnceByMany(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		refresh := g.redeem().Refresh
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				_, err := db.Grants().Rotate(context.Background(), grant.Rotation{Refresh: refresh, Client: app, Served: served, At: clock.Now()}, g.tokens())
				if err == nil {
					won.Add(1)
				} else if !errors.Is(err, grant.ErrReused) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d rotations won, want 1", won.Load())
		}
	})
}

func TestNoTokenOutlivesItsGrant(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		long := g.tokens()
		long.AccessExpires, long.RefreshExpires = g.grant.Expires.Add(time.Hour), g.grant.Expires.Add(time.Hour)
		if _, err := db.Grants().Redeem(t.Context(), g.redemption(), long); err != nil {
			t.Fatal(err)
		}
		a, err := db.Grants().Refresh(t.Context(), long.Refresh, app, clock.Now())
		if err != nil || !a.Expires.Equal(g.grant.Expires) {
			t.Errorf("the refresh token expires at %v, %v; the grant at %v", a.Expires, err, g.grant.Expires)
		}
		clock.Advance(90 * 24 * time.Hour)
		if g.alive(long.Access) {
			t.Error("the access token outlives the grant")
		}
		if _, err := db.Grants().Rotate(t.Context(), grant.Rotation{Refresh: long.Refresh, Client: app, Served: served, At: clock.Now()}, g.tokens()); !errors.Is(err, grant.ErrUnknown) {
			t.Errorf("a refresh after the end of the grant: %v", err)
		}
	})
}

func TestRevocationEndsWhatIsTheClients(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		tokens := g.redeem()
		revoke := func(access, refresh []byte, c client.ID) {
			t.Helper()
			e := audit.New(t.Context(), clock.Now(), audit.GrantRevoked)
			if err := db.Grants().Revoke(t.Context(), access, refresh, c, clock.Now(), e); err != nil {
				t.Fatal(err)
			}
		}
		revoke(tokens.Access, nil, "client_2")
		revoke(nil, tokens.Refresh, "client_2")
		revoke(fresh(), nil, app)
		if !g.alive(tokens.Access) {
			t.Fatal("another client revoked the token")
		}
		revoke(tokens.Access, nil, app)
		if g.alive(tokens.Access) {
			t.Error("the revoked access token lives")
		}
		next := g.tokens()
		if _, err := db.Grants().Rotate(t.Context(), grant.Rotation{Refresh: tokens.Refresh, Client: app, Served: served, At: clock.Now()}, next); err != nil {
			t.Fatalf("the refresh token went with the access token: %v", err)
		}
		revoke(nil, next.Refresh, app)
		if g.alive(next.Access) {
			t.Error("the access token outlives its revoked refresh token")
		}
	})
}

func TestExpiredGrantsAndTokensAreDeleted(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		g.redeem()
		count := func(f func(context.Context, time.Time, int) (int, error), at time.Time) int {
			t.Helper()
			n, err := f(t.Context(), at, 100)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		grants := db.Grants()
		if n := count(grants.DeleteExpiredTokens, clock.Now()) + count(grants.DeleteExpired, clock.Now()); n != 0 {
			t.Errorf("%d live rows were deleted", n)
		}
		later := clock.Now().Add(91 * 24 * time.Hour)
		if tokens, g := count(grants.DeleteExpiredTokens, later), count(grants.DeleteExpired, later); tokens != 2 || g != 1 {
			t.Errorf("deleted %d tokens and %d grants, want 2 and 1", tokens, g)
		}
	})
}
