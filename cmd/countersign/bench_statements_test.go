package main

import (
	"context"
	"strings"
	"sync"
	"testing"

	"countersign/config"
)

// statements are what went to a rig's database while it was asked to listen:
// what GORM sent, and BEGIN, COMMIT and ROLLBACK. Each is a round trip.
type statements struct {
	mu   sync.Mutex
	on   bool
	text []string
}

func (s *statements) hear(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.on {
		s.text = append(s.text, strings.Join(strings.Fields(text), " "))
	}
}

// during is what f sent.
func (s *statements) during(f func() error) ([]string, error) {
	s.mu.Lock()
	s.on, s.text = true, nil
	s.mu.Unlock()
	err := f()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.on = false
	return s.text, err
}

// rigSite is a rig's first replica as the load sees it.
func rigSite(r *rig) *site {
	r.t.Helper()
	c, secret := r.client()
	s := &site{issuer: r.issuer, address: r.replicas[0].address, client: string(c.ID), secret: secret, callback: r.callback}
	r.t.Cleanup(func() { s.http.CloseIdleConnections() })
	return s.reach()
}

// count does each operation once, in a house inside the test, and counts what
// goes to the database. With -v it prints it.
func (c *course) count(b testing.TB, database string) map[string]int {
	b.Helper()
	r := newRig(b, database, 1)
	s := &stock{site: rigSite(r)}
	ctx := context.Background()
	hash, err := hashOf(true)
	r.ok(err)
	s.people, err = settle(ctx, r.replicas[0].house, s.site, hash, names(clients+1))
	r.ok(err)
	counts := map[string]int{}
	note := func(name string, f func() error) {
		text, err := r.statements.during(f)
		r.ok(err)
		counts[name] = len(text)
		if testing.Verbose() {
			b.Logf("%s, %s: %d round trips\n  %s", database, name, len(text), strings.Join(text, "\n  "))
		}
	}
	r.ok(s.sets(ctx, 2)) // the first of everything fills caches
	v, t := s.visitor(), s.ticket()
	var at view
	last := s.people[clients]
	r.ok(v.signIn(ctx, &t, last)) // the first one renews the hash
	t = s.ticket()
	v = s.visitor()
	note("password step", func() error { at, err = v.password(ctx, t, last.name); return err })
	open, err := last.phone.Challenges(ctx, false)
	r.ok(err)
	note("device decision", func() error { _, err := last.phone.Approve(ctx, open[0], at.number()); return err })
	note("after the approval", func() error {
		at, err = v.approved(ctx, at)
		t.code = at.landed.Get("code")
		return err
	})
	var got tokens
	note("code to tokens", func() error { got, err = s.redeem(ctx, t); return err })
	note("refresh", func() error { _, err := s.refresh(ctx, got.Refresh); return err })
	t = s.ticket()
	note("single sign-on", func() error { return v.again(ctx, &t) })
	t = s.ticket()
	note("push, single sign-on", func() error { return v.pushed(ctx, &t) })
	note("userinfo", func() error { return s.read(ctx, "/userinfo", s.tokens[0].Access) })
	s.tokens = append(s.tokens, got)
	note("introspect", func() error { return s.introspect().do(ctx, 0, 0) })
	note("sign-in", func() error {
		k := s.ticket()
		if err := s.visitor().signIn(ctx, &k, last); err != nil {
			return err
		}
		_, err := s.redeem(ctx, k)
		return err
	})
	asks, err := settleShop(ctx, r.replicas[0].house, s.site, hash, 1)
	r.ok(err)
	r.ok(countShop(ctx, asks, note))
	counts["sign-in without hash"] = counts["sign-in"]
	counts["password sign-in"] = countPassword(b, database)
	counts["password sign-in without hash"] = counts["password sign-in"]
	return counts
}

// countPassword is count for a sign-in by password alone.
func countPassword(b testing.TB, database string) int {
	b.Helper()
	r := newRig(b, database, 1, func(c *config.Config) { c.Policy.SecondFactor = false })
	s := &stock{site: rigSite(r)}
	ctx := context.Background()
	hash, err := hashOf(false)
	r.ok(err)
	s.people, err = settle(ctx, r.replicas[0].house, s.site, hash, names(clients))
	r.ok(err)
	all := s.passwordOnly("")
	r.ok(all.do(ctx, 0, 0)) // the first of everything fills caches
	text, err := r.statements.during(func() error { return all.do(ctx, 0, 0) })
	r.ok(err)
	return len(text)
}
