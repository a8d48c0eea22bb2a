package op_test

import (
	"net/http"
	"testing"

	"countersign/storage"
	"countersign/storage/storagetest"
)

// BenchmarkCodeToTokens is goal 1: a code with PKCE for an access, a refresh
// and an ES256 ID token, with its audit event. Issuing the code is not counted.
func BenchmarkCodeToTokens(b *testing.B) {
	each(b, func(b *testing.B, p *provider) {
		codes := make([]string, b.N)
		for i := range codes {
			codes[i] = p.code(p.app.ID, "openid offline_access")
		}
		b.ResetTimer()
		for _, code := range codes {
			if a := p.post("/token", exchange(code), p.basic); a.status != http.StatusOK {
				b.Fatal(a.body)
			}
		}
	})
}

// BenchmarkUserInfo is goal 8.
func BenchmarkUserInfo(b *testing.B) {
	each(b, func(b *testing.B, p *provider) {
		access := p.post("/token", exchange(p.code(p.app.ID, "openid email")), p.basic).text("access_token")
		for b.Loop() {
			if a := p.userinfo(access); a.status != http.StatusOK {
				b.Fatal(a.body)
			}
		}
	})
}

// BenchmarkRefresh is goal 10.
func BenchmarkRefresh(b *testing.B) {
	each(b, func(b *testing.B, p *provider) {
		rt := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic).text("refresh_token")
		for b.Loop() {
			a := p.post("/token", refresh(rt), p.basic)
			if rt = a.text("refresh_token"); rt == "" {
				b.Fatal(a.body)
			}
		}
	})
}

func each(b *testing.B, f func(*testing.B, *provider)) {
	b.Run("sqlite", func(b *testing.B) {
		clock := storagetest.NewClock()
		bench(b, storagetest.SQLite(b, clock), clock, f)
	})
	b.Run("postgres", func(b *testing.B) {
		clock := storagetest.NewClock()
		bench(b, storagetest.Open(b, storagetest.PostgresURL(b), clock), clock, f)
	})
}

func bench(b *testing.B, db *storage.DB, clock *storagetest.Clock, f func(*testing.B, *provider)) {
	p := newProvider(b, db, clock)
	b.ReportAllocs()
	f(b, p)
}
