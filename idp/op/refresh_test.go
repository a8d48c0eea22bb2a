package op_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestTwoTabsRefreshAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newProvider(t, db, clock)
		p.grants.Grace = 10 * time.Second
		first := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic).text("refresh_token")
		tabs := make([]answer, 2)
		var wg sync.WaitGroup
		for i := range tabs {
			wg.Go(func() { tabs[i] = p.post("/token", refresh(first), p.basic) })
		}
		wg.Wait()
		a, b := tabs[0], tabs[1]
		if a.status != http.StatusOK || b.status != http.StatusOK || a.text("refresh_token") != b.text("refresh_token") || a.text("refresh_token") == first {
			t.Fatalf("%s\n%s", a.body, b.body)
		}
		if a.text("access_token") == b.text("access_token") || p.userinfo(a.text("access_token")).status != http.StatusOK || p.userinfo(b.text("access_token")).status != http.StatusOK {
			t.Error("each tab has an access token of its own")
		}
		second := a.text("refresh_token")
		if c := p.post("/token", refresh(second), p.basic); c.status != http.StatusOK {
			t.Fatalf("%s", c.body)
		}
		clock.Advance(10 * time.Second)
		p.post("/token", refresh(second), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
		p.userinfo(b.text("access_token")).refused(t, http.StatusUnauthorized, "invalid_token")
	})
}

// What the grant gives bounds a used token that is good for a moment more just
// as it bounds one that is not used.
func TestUsedRefreshTokenGetsNoScopeAndNoResourceThatWasNotGranted(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	p.grants.Grace = 10 * time.Second
	first := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic).text("refresh_token")
	if a := p.post("/token", refresh(first), p.basic); a.status != http.StatusOK {
		t.Fatal(a.body)
	}
	for _, scope := range []string{"openid email", "admin", "openid  offline_access"} {
		p.post("/token", refresh(first, "scope", scope), p.basic).refused(t, http.StatusBadRequest, "invalid_scope")
	}
	p.post("/token", refresh(first, "resource", "https://api.example"), p.basic).refused(t, http.StatusBadRequest, "invalid_target")
	if a := p.post("/token", refresh(first, "scope", "openid"), p.basic); a.status != http.StatusOK || a.text("scope") != "openid" {
		t.Errorf("a tab that narrows is a tab: %s", a.body)
	}
}

// The name is that of the conformance suite's fapi2-security-profile-final-
// refresh-token, which tries the token before after 30 seconds.
func TestConfidentialClientThatProvesAKeyKeepsItsRefreshToken(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	k := p.newKey()
	first := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic, p.proved(k, "")).text("refresh_token")
	for range 3 {
		a := p.post("/token", refresh(first), p.basic, p.proved(k, ""))
		if a.status != http.StatusOK || a.text("refresh_token") != first || a.text("token_type") != "DPoP" {
			t.Fatalf("%d %s", a.status, a.body)
		}
		clock.Advance(30 * time.Second)
		k.Hear(a.header)
	}
	p.post("/token", refresh(first), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
}
