package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/password"
	"countersign/idp/client"
	"countersign/idp/person"
	"countersign/storage/storagetest"
)

// lineUp runs f for 0 to n-1, some at once. A worker whose f fails does no more.
func lineUp(atOnce, n int, f func(worker, i int) error) error {
	failed, next := make(chan error, atOnce), make(chan int)
	for worker := range atOnce {
		go func() {
			var err error
			for i := range next {
				if err == nil {
					err = f(worker, i)
				}
			}
			failed <- err
		}()
	}
	for i := range n {
		next <- i
	}
	close(next)
	var errs []error
	for range atOnce {
		errs = append(errs, <-failed)
	}
	return errors.Join(errs...)
}

// settle makes people with one password hash and a phone each, who reach s.
func settle(ctx context.Context, h *house, s *site, hash string, names []string) ([]member, error) {
	people := make([]member, len(names))
	err := lineUp(8, len(names), func(_, i int) error {
		m, err := settleOne(ctx, h, hash, names[i], authenticator.Options{HTTP: s.http})
		people[i] = m
		return err
	})
	return people, err
}

func settleOne(ctx context.Context, h *house, hash, name string, o authenticator.Options) (member, error) {
	now := h.now()
	who, err := person.New(person.Particulars{Username: name, Name: "Ada Okafor", Email: name + "@northwind.example"}, now)
	if err != nil {
		return member{}, err
	}
	if err := h.db.People().Create(ctx, who); err != nil {
		return member{}, err
	}
	if err := h.db.Passwords().SetPassword(ctx, password.Change{Person: string(who.ID), Hash: hash, First: true, At: now}); err != nil {
		return member{}, err
	}
	const flow = "flow_seed"
	e, err := h.phones.Start(ctx, device.StartRequest{Account: factors.Account(who.ID), Flow: flow, First: true})
	if err != nil {
		return member{}, err
	}
	phone, digits, err := authenticator.Enroll(ctx, e.Link, o)
	if err != nil {
		return member{}, err
	}
	if err := h.phones.Confirm(ctx, e.ID, flow, digits.Reveal()); err != nil {
		return member{}, err
	}
	return member{id: who.ID, name: name, phone: phone}, nil
}

// register makes the application of s.
func register(ctx context.Context, h *house, s *site) error {
	c, secret, err := h.clients.Create(ctx, client.Registration{
		Name: "Payroll", RedirectURIs: []string{s.callback},
		Grants: []string{client.GrantCode, client.GrantRefresh}, Scopes: []string{"openid", "profile", "email", "offline_access"},
	})
	s.client, s.secret = string(c.ID), secret
	return err
}

func names(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("user%d", i)
	}
	return out
}

// hashOf is the hash of everybody's password: the real one, or one that costs
// nothing, which is what a program built by cheapened makes too.
func hashOf(cheap bool) (string, error) {
	p := &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	if cheap {
		p.Memory, p.Iterations = 8, 1
	}
	return argon2id.CreateHash(storyPassword, p)
}

// town is a seeded database: who lives there and how a server is started on it.
type town struct {
	site
	database string // sqlite or postgres
	conf     config.Config
	people   []member
	shop     shop // where nobody hashes: the benchmarks of it do not
}

// newTown seeds a fresh database for programs that will serve it.
func newTown(b testing.TB, database string, people int, cheap bool) *town {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := l.Addr().String()
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		b.Fatal(err)
	}
	t := &town{database: database, site: site{issuer: "http://localhost:" + port, address: address, callback: "http://127.0.0.1:9/callback"}}
	t.reach()
	t.conf = config.Default()
	t.conf.Issuer, t.conf.Organisation, t.conf.MasterKey = t.issuer, "Northwind", config.Secret(storagetest.MasterKey)
	t.conf.DatabaseURL = config.Secret("sqlite:" + filepath.Join(b.TempDir(), "countersign.db"))
	if database == "postgres" {
		t.conf.DatabaseURL = config.Secret(storagetest.PostgresURL(b))
	}
	if err := t.seed(l, people, cheap); err != nil {
		b.Fatalf("seed the %s database: %v", database, err)
	}
	return t
}

// seed serves from inside the test for as long as it takes.
func (t *town) seed(l net.Listener, people int, cheap bool) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	p := &program{now: clock, errs: io.Discard}
	g, err := p.openGround(ctx, t.conf, slog.New(slog.DiscardHandler), true)
	if err != nil {
		return err
	}
	defer g.db.Close()
	h, err := build(ctx, g)
	if err != nil {
		return err
	}
	s := &http.Server{Handler: h.handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.Serve(l) }()
	defer s.Close()
	defer t.http.CloseIdleConnections()
	hash, err := hashOf(cheap)
	if err != nil {
		return err
	}
	if err := register(ctx, h, &t.site); err != nil {
		return err
	}
	if t.people, err = settle(ctx, h, &t.site, hash, names(people)); err != nil {
		return err
	}
	if cheap && people == townsfolk {
		if t.shop, err = settleShop(ctx, h, &t.site, hash, askedPeople); err != nil {
			return err
		}
	}
	return h.close(ctx)
}
