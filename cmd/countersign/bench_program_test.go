package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"countersign/config"
	"countersign/storage/storagetest"
)

// program measures the program by itself: its size, how fast it starts, what
// it takes at rest and under a crowd.
func (c *course) program(b *testing.B) {
	b.Helper()
	info, err := os.Stat(filepath.Join(c.bin, "countersign"))
	if err != nil {
		b.Fatal(err)
	}
	c.fact(fmt.Sprintf("binary: %.1f MB", float64(info.Size())/1e6))
	for _, database := range []string{"sqlite", "postgres"} {
		c.starting(b, database)
		c.crowd(b, database)
	}
}

// starting measures from exec to ready, on an empty database and on one that
// stands, and the server at rest.
func (c *course) starting(b *testing.B, database string) {
	b.Helper()
	const rounds = 5
	var empty, stands []time.Duration
	var last *process
	for range rounds {
		t := &town{database: database, site: site{address: anotherAddress(b)}, conf: config.Default()}
		t.conf.Issuer, t.conf.MasterKey = "http://"+t.address, config.Secret(storagetest.MasterKey)
		t.conf.DatabaseURL = config.Secret("sqlite:" + filepath.Join(b.TempDir(), "countersign.db"))
		if database == "postgres" {
			t.conf.DatabaseURL = config.Secret(storagetest.EmptyPostgresURL(b))
		}
		env := environmentOf(t.conf, t.address)
		program, ready := filepath.Join(c.bin, "countersign"), "http://"+t.address+"/readyz"
		first := spawn(b, t.address, ready, env, program, "serve", "--migrate")
		empty = append(empty, first.ready)
		first.stop()
		last = spawn(b, t.address, ready, env, program, "serve")
		stands = append(stands, last.ready)
		if len(stands) < rounds {
			last.stop()
		}
	}
	time.Sleep(2 * time.Second)
	const watch = 10 * time.Second
	own, _ := cpuOf(last.Process.Pid)
	db := databaseCPU()
	time.Sleep(watch)
	now, _ := cpuOf(last.Process.Pid)
	c.fact(fmt.Sprintf("%s: start to ready %.0f ms, on an empty database %.0f ms (medians of %d); at rest %.1f MiB, server %.2f %% and database %.2f %% of a core",
		database, float64(quantile(stands, .5))/1e6, float64(quantile(empty, .5))/1e6, rounds, residentOf(last.Process.Pid)/(1<<20),
		100*float64(now-own)/float64(watch), 100*float64(databaseCPU()-db)/float64(watch)))
	last.stop()
}

// crowd lets 64 clients sign in with real hashes as fast as they can, and asks
// meanwhile for what somebody signed in wants.
func (c *course) crowd(b *testing.B, database string) {
	b.Helper()
	const crowd, signIns = 64, 256
	t := newTown(b, database, crowd+clients, false)
	server := t.serve(b, c.bin)
	s := &stock{site: &t.site, people: t.people[crowd:]}
	ctx := context.Background()
	if err := s.someTokens(ctx, 1); err != nil {
		b.Fatalf("%v\n%s", err, server.log)
	}
	var over atomic.Bool
	var failed atomic.Int64
	took := make(chan []time.Duration)
	go func() {
		var all []time.Duration
		for !over.Load() {
			begin := time.Now()
			if s.read(ctx, "/userinfo", s.tokens[0].Access) != nil {
				failed.Add(1)
			}
			all = append(all, time.Since(begin))
		}
		took <- all
	}()
	begin := time.Now()
	var later atomic.Int64
	err := lineUp(crowd, signIns, func(worker, _ int) error {
		v, k := s.visitor(), s.ticket()
		err := v.signIn(ctx, &k, t.people[worker])
		if busy, ok := errors.AsType[*refused](err); ok && busy.status == http.StatusServiceUnavailable {
			later.Add(1) // the queue in front of the hashes has an end
			return nil
		}
		if err != nil {
			return err
		}
		_, err = s.redeem(ctx, k)
		return err
	})
	spent := time.Since(begin)
	over.Store(true)
	all := <-took
	if err != nil || failed.Load() > 0 {
		b.Fatalf("%v; userinfo failed %d times\n%s", err, failed.Load(), server.log)
	}
	c.fact(fmt.Sprintf("%s: %d clients sign in at once: %.0f a second, %d of %d told to try again; userinfo meanwhile p50 %.1f ms, p99 %.1f ms; %.0f MiB",
		database, crowd, float64(signIns-later.Load())/spent.Seconds(), later.Load(), signIns, float64(quantile(all, .5))/1e6, float64(quantile(all, .99))/1e6, residentOf(server.Process.Pid)/(1<<20)))
	server.stop()
}
