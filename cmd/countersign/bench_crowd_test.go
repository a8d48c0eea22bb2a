package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"countersign/config"
	"countersign/idp/client"
)

// stall is how long no request may take, however many wait with it.
const stall = 30 * time.Second

// TestNothingFailsAtTenTimesAsManyClientsAsConnections lets ten times as many
// clients as there are connections do whole sign-ins, single sign-ons by requests
// that are pushed and that are not, token exchanges, refreshes, introspections,
// and what tills and devices do that poll, all at once. A server that waits for a second connection
// while it holds one stands still here; one whose transactions conflict
// refuses some.
func TestNothingFailsAtTenTimesAsManyClientsAsConnections(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { throng(t, "sqlite", 50) }) // one writes, four read
	for _, conns := range []int{2, 8} {
		t.Run(fmt.Sprintf("postgres, %d connections", conns), func(t *testing.T) {
			throng(t, "postgres", 10*conns, func(c *config.Config) { c.DatabaseMaxConnections = conns })
		})
	}
}

func throng(t *testing.T, database string, crowd int, adjust ...func(*config.Config)) {
	t.Helper()
	r := newRig(t, database, 1, append(adjust, func(c *config.Config) {
		c.Limits.DeviceCalls, c.Limits.SourceRequests, c.Limits.Pushes = 10_000, 1_000_000, 1_000_000
	})...)
	s := rigSite(r)
	s.http.Timeout = stall
	hash, err := hashOf(false)
	r.ok(err)
	people, err := settle(t.Context(), r.replicas[0].house, s, hash, names(crowd))
	r.ok(err)
	shop, err := settleShop(t.Context(), r.replicas[0].house, s, hash, crowd)
	r.ok(err)
	shop.ids = make([]string, crowd)
	ctx, stop := context.WithCancel(t.Context())
	worked := make(chan error, 1)
	go func() { worked <- r.replicas[0].work(ctx) }() // which wants connections, too
	defer func() {
		stop()
		if err := <-worked; err != nil {
			t.Errorf("the work behind requests: %v", err)
		}
	}()
	// Hashes have a queue with an end of its own, which is not what is tried
	// here: few passwords are checked at once, while everything else is crowded.
	hashes := make(chan struct{}, 4)
	begin := time.Now()
	err = lineUp(crowd, crowd, func(_, i int) error {
		if err := oneOfMany(t.Context(), s, people[i], hashes); err != nil {
			return fmt.Errorf("%s: %w", people[i].name, err)
		}
		if err := shop.one(t.Context(), i); err != nil {
			return fmt.Errorf("%s: %w", shop.asked[i].name, err)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("of %d clients: %v", crowd, err)
	}
	if log := r.log.String(); strings.Contains(log, `"level":"ERROR"`) {
		t.Errorf("the log has errors:\n%s", log)
	}
	t.Logf("%d clients took %s", crowd, time.Since(begin).Round(time.Millisecond))
}

// oneOfMany is a client's share: a whole sign-in, then what follows from it,
// again and again.
func oneOfMany(ctx context.Context, s *site, m member, hashes chan struct{}) error {
	v, t := s.visitor(), s.ticket()
	hashes <- struct{}{}
	at, err := v.password(ctx, t, m.name)
	<-hashes
	if err != nil {
		return err
	}
	if err := approve(ctx, m.phone, at.number()); err != nil {
		return err
	}
	if at, err = v.approved(ctx, at); err != nil {
		return err
	}
	t.code = at.landed.Get("code")
	for range 3 {
		got, err := s.redeem(ctx, t)
		if err != nil {
			return err
		}
		if err := s.read(ctx, "/userinfo", got.Access); err != nil {
			return err
		}
		for range 3 {
			if got, err = s.refresh(ctx, got.Refresh); err != nil {
				return err
			}
		}
		if err := s.introspected(ctx, got.Access); err != nil {
			return err
		}
		t = s.ticket()
		if err := v.again(ctx, &t); err != nil {
			return err
		}
	}
	if _, err = s.redeem(ctx, t); err != nil {
		return err
	}
	t = s.ticket()
	if err := v.pushed(ctx, &t); err != nil {
		return err
	}
	_, err = s.redeem(ctx, t)
	return err
}

// one is a client's share of what applications do by themselves.
func (a *shop) one(ctx context.Context, i int) error {
	if err := a.askDevice(ctx, i); err != nil {
		return err
	}
	if err := a.till.poll(ctx, client.GrantDevice, "device_code", a.ids[i]); err != nil {
		return err
	}
	if err := a.ask(ctx, i); err != nil {
		return err
	}
	if err := a.till.poll(ctx, client.GrantCIBA, "auth_req_id", a.ids[i]); err != nil {
		return err
	}
	if err := approve(ctx, a.asked[i].phone, ""); err != nil {
		return err
	}
	got, err := a.take(ctx, i)
	if err != nil {
		return err
	}
	return a.till.introspected(ctx, got.Access)
}

// Sixty-four clients refresh at once, each its own token, and eight tabs of each
// of eight browsers that know of no other tab, one token together. Nobody is
// signed out, and nobody again when they go on with what they were given.
func TestNoSessionIsLostWhereManyRefreshAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		const many, tabs = 64, 8
		s := &stock{site: rigSite(r)}
		hash, err := hashOf(false)
		r.ok(err)
		s.people, err = settle(t.Context(), r.replicas[0].house, s.site, hash, names(clients))
		r.ok(err)
		r.ok(s.sets(t.Context(), many+many/tabs))
		own, shared := s.tokens[:many], s.tokens[many:]
		held := make([]string, 2*many)
		for i := range held {
			if held[i] = shared[i%many/tabs].Refresh; i < many {
				held[i] = own[i].Refresh
			}
		}
		for range 3 {
			r.ok(lineUp(2*many, 2*many, func(_, i int) error {
				got, err := s.refresh(t.Context(), held[i])
				if err != nil {
					return fmt.Errorf("client %d: %w", i, err)
				}
				held[i] = got.Refresh
				return s.read(t.Context(), "/userinfo", got.Access)
			}))
			r.clock.Advance(time.Minute)
		}
	})
}
