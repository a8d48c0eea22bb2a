package storage_test

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/devicegrant"
	"countersign/idp/grant"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestCodeIsRedeemedWithItsOwnKeyAlone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		g.grant.ID, g.code = "grt_bound", fresh()
		err := db.Grants().Issue(t.Context(), g.grant, grant.Code{
			Hash: g.code, RedirectURI: "https://app.example/cb", Challenge: "ch", DPoPKey: "key", Expires: clock.Now().Add(time.Minute),
		})
		if err != nil {
			t.Fatal(err)
		}
		r := g.redemption()
		for _, proved := range []grant.Confirmation{{}, {JKT: "other"}, {X5T: "key"}} {
			r.Confirmation = proved
			if _, err := db.Grants().Redeem(t.Context(), r, g.tokens()); !errors.Is(err, grant.ErrKey) {
				t.Errorf("with %+v: %v", proved, err)
			}
		}
		r.Confirmation.JKT = "key"
		if _, err := db.Grants().Redeem(t.Context(), r, g.tokens()); err != nil {
			t.Errorf("with its key: %v", err)
		}
	})
}

func TestTokensKeepTheirKeysAndResources(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		tokens := g.tokens()
		tokens.Confirmation = grant.Confirmation{JKT: "key", X5T: "cert"}
		tokens.RefreshConfirmation = tokens.Confirmation
		tokens.Resource = g.grant.Resource[:1]
		if _, err := db.Grants().Redeem(t.Context(), g.redemption(), tokens); err != nil {
			t.Fatal(err)
		}
		a, _, err := db.Grants().Bearer(t.Context(), tokens.Access)
		if err != nil || a.Confirmation != tokens.Confirmation || cmp.Diff(tokens.Resource, a.Resource) != "" {
			t.Errorf("access token: %+v, %v", a, err)
		}
		a, err = db.Grants().Refresh(t.Context(), tokens.Refresh, app, clock.Now())
		if err != nil || a.Confirmation != tokens.Confirmation || cmp.Diff(g.grant.Resource, a.Resource) != "" {
			t.Errorf("refresh token: %+v, %v", a, err)
		}
		r := grant.Rotation{Refresh: tokens.Refresh, Client: app, Served: served, At: clock.Now()}
		for _, proved := range []grant.Confirmation{{}, {JKT: "key"}, {X5T: "cert"}, {JKT: "other", X5T: "cert"}} {
			r.Confirmation = proved
			if _, err := db.Grants().Rotate(t.Context(), r, g.tokens()); !errors.Is(err, grant.ErrKey) {
				t.Errorf("refresh with %+v: %v", proved, err)
			}
		}
		next := g.tokens()
		r.Confirmation = tokens.Confirmation
		if _, err := db.Grants().Rotate(t.Context(), r, next); err != nil {
			t.Fatalf("refresh with its keys: %v", err)
		}
		anew := g.tokens()
		anew.RefreshConfirmation = grant.Confirmation{JKT: grant.AnyKey}
		if _, err := db.Grants().Rotate(t.Context(), grant.Rotation{Refresh: next.Refresh, Client: app, Served: served, At: clock.Now()}, anew); err != nil {
			t.Fatal(err)
		}
		r = grant.Rotation{Refresh: anew.Refresh, Client: app, Served: served, At: clock.Now()}
		if _, err := db.Grants().Rotate(t.Context(), r, g.tokens()); !errors.Is(err, grant.ErrKey) {
			t.Errorf("refresh without a key, where any will do: %v", err)
		}
		r.Confirmation.JKT = "other"
		if _, err := db.Grants().Rotate(t.Context(), r, g.tokens()); err != nil {
			t.Errorf("refresh with any key: %v", err)
		}
		if a, _, err := db.Grants().Bearer(t.Context(), next.Access); err != nil || cmp.Diff(g.grant.Resource, a.Resource) != "" {
			t.Errorf("a token of which nothing was asked is for %v, %v", a.Resource, err)
		}
	})
}

// direct makes a grant that no code leads to.
func (g *granted) direct(made grant.Grant) (grant.NewTokens, error) {
	tokens := g.tokens()
	made.ID, made.Created, made.Expires = grant.ID("grt_"+string(made.Origin)), g.clock.Now(), g.clock.Now().Add(time.Hour)
	tokens.AccessExpires, tokens.RefreshExpires = made.Expires, made.Expires
	tokens.Confirmation.JKT = "key"
	return tokens, g.db.Grants().IssueDirect(g.t.Context(), made, tokens)
}

// taken is a device's request that the person of g allowed and the device took.
func (g *granted) taken() string {
	g.t.Helper()
	q, h := waits(g.t, g.db, g.clock, devicegrant.ID("dvr_"+rand.Text()))
	e := audit.New(g.t.Context(), g.clock.Now(), audit.DeviceGrantAllowed)
	approval := devicegrant.Approval{Person: string(g.person), Session: g.grant.Session, AuthTime: g.clock.Now()}
	if err := g.db.DeviceRequests().Decide(g.t.Context(), q.ID, devicegrant.Allowed, approval, g.clock.Now(), e); err != nil {
		g.t.Fatal(err)
	}
	if _, _, err := g.db.DeviceRequests().Take(g.t.Context(), h.Device, app, g.clock.Now(), time.Second); err != nil {
		g.t.Fatal(err)
	}
	return string(q.ID)
}

func TestGrantWithoutCodeNeedsClientPersonAndSession(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		c := client.Client{ID: "client_1", Name: "App", Method: client.Basic, Grants: []string{client.GrantClient}, Created: clock.Now(), Updated: clock.Now()}
		if err := db.Clients().Create(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		good := grant.Grant{
			Origin: grant.FromDevice, Approval: g.taken(), Person: string(g.person), Client: c.ID, Session: g.grant.Session,
			Scope: []string{"openid"}, Offline: true, AuthTime: clock.Now(), ACR: "a", AMR: []string{"pwd"}, Resource: g.grant.Resource,
			Details: g.grant.Details, Claims: g.grant.Claims,
		}
		for name, change := range map[string]func(*grant.Grant){
			"no such client":           func(m *grant.Grant) { m.Client = "client_none" },
			"no such person":           func(m *grant.Grant) { m.Person, m.Session = "per_none", "" },
			"another person's session": func(m *grant.Grant) { m.Person = "per_none" },
			"no such session":          func(m *grant.Grant) { m.Session = "ses_none" },
			"no such request":          func(m *grant.Grant) { m.Approval = "dvr_none" },
		} {
			made := good
			change(&made)
			if tokens, err := g.direct(made); !errors.Is(err, grant.ErrUnknown) || g.alive(tokens.Access) {
				t.Errorf("%s: %v", name, err)
			}
		}
		tokens, err := g.direct(good)
		if err != nil {
			t.Fatal(err)
		}
		a, who, err := db.Grants().Bearer(t.Context(), tokens.Access)
		if err != nil || who.ID != g.person || a.Confirmation.JKT != "key" || a.Origin != grant.FromDevice || string(a.Details) != string(good.Details) {
			t.Errorf("%+v, %+v, %v", a, who, err)
		}
		if _, err := db.Grants().Rotate(t.Context(), grant.Rotation{Refresh: tokens.Refresh, Client: c.ID, Served: served, At: clock.Now()}, g.tokens()); err != nil {
			t.Errorf("refresh: %v", err)
		}
		for name, sql := range map[string]string{
			"with an ended session":   "UPDATE sessions SET ended = 1 WHERE id = ?",
			"of a disabled person":    "UPDATE people SET status = 'disabled' WHERE id = (SELECT person FROM sessions WHERE id = ?)",
			"of a request that waits": "UPDATE device_requests SET state = 'allowed' WHERE session = ?",
		} {
			back := map[string]string{
				"with an ended session": "UPDATE sessions SET ended = 0", "of a disabled person": "UPDATE people SET status = 'active'",
				"of a request that waits": "UPDATE device_requests SET state = 'taken'",
			}[name]
			if err := db.Tamper(t.Context(), sql, good.Session); err != nil {
				t.Fatal(err)
			}
			if _, err := g.direct(good); !errors.Is(err, grant.ErrUnknown) {
				t.Errorf("%s: %v", name, err)
			}
			if err := db.Tamper(t.Context(), back); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := g.direct(grant.Grant{Origin: grant.FromClient, Client: client.ID("client_none")}); !errors.Is(err, grant.ErrUnknown) {
			t.Errorf("a client that is not: %v", err)
		}
		if own, err := g.direct(grant.Grant{Origin: grant.FromClient, Client: c.ID, Scope: []string{"push"}}); err != nil || !g.alive(own.Access) {
			t.Errorf("a client in its own name: %v", err)
		}
	})
}

func TestGrantsFromBeforeBindingsReadAsBefore(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		g := newGrant(t, db, clock)
		old, access := fresh(), fresh()
		err := db.Tamper(t.Context(), `INSERT INTO grants (id, person, client, session, scope, offline, auth_time, acr, amr, nonce,
				code_hash, redirect_uri, challenge, code_expires, created, expires)
			SELECT 'grt_old', person, client, session, scope, offline, auth_time, acr, amr, nonce, ?, redirect_uri, challenge, code_expires, created, expires
			FROM grants WHERE id = ?`, old, string(g.grant.ID))
		if err != nil {
			t.Fatal(err)
		}
		err = db.Tamper(t.Context(), "INSERT INTO access_tokens (hash, grant_id, scope, issued, expires) SELECT ?, 'grt_old', 'openid', 1, CAST(? AS BIGINT)",
			access, clock.Now().Add(time.Hour).UnixMilli())
		if err != nil {
			t.Fatal(err)
		}
		a, _, err := db.Grants().Bearer(t.Context(), access)
		if err != nil || !a.Confirmation.IsZero() || a.Resource != nil || a.Origin != grant.FromCode || a.Details != nil || a.Claims != nil {
			t.Errorf("%+v, %v", a, err)
		}
		g.code = old
		g.redeem()
	})
}
