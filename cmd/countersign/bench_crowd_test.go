package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"countersign/config"
)

// stall is how long no request may take, however many wait with it.
const stall = 30 * time.Second

// TestNothingFailsAtTenTimesAsManyClientsAsConnections lets ten times as many
// clients as there are connections do whole sign-ins, single sign-ons, token
// exchanges and refreshes at once. A server that waits for a second connection
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
		t = s.ticket()
		if err := v.again(ctx, &t); err != nil {
			return err
		}
	}
	_, err = s.redeem(ctx, t)
	return err
}
