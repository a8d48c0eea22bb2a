package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/cmd/phone/authenticator"
)

// What waits, and how many of them are answered for each figure.
const (
	pages    = 1000
	tabs     = 3 // of one sign-in; as many again may linger a while after they closed
	answered = 500
)

// waitingPage is a browser that waits on server-sent events.
type waitingPage struct {
	pending
	conn     net.Conn
	open     chan struct{}
	approved chan time.Time
}

// waiting measures the pages that wait for a phone: what they cost, and how
// soon they know.
func (c *course) waiting(b *testing.B, database string) {
	b.Helper()
	t := newTown(b, database, pages, true)
	before := t.serve(b, c.cheap, "COUNTERSIGN_LIFETIMES_CHALLENGE=300s")
	s := &stock{site: &t.site, people: t.people}
	if err := s.ask(context.Background(), pages); err != nil {
		b.Fatalf("%v\n%s", err, before.log)
	}
	before.stop()
	t.http.CloseIdleConnections()
	// What it took to get there is not part of what waiting costs.
	server := t.serve(b, c.bin, "COUNTERSIGN_LIFETIMES_CHALLENGE=300s")
	held := c.hold(b, t, s, server)
	c.tell(b, database+", one replica", t.site, server, held[:answered])
	if database == "postgres" {
		second := t.site
		second.address = anotherAddress(b)
		c.tell(b, database+", two replicas", second, t.serveAt(b, second.address, c.bin), held[answered:])
	}
}

// hold opens the pages and measures the memory and the rest.
func (c *course) hold(b *testing.B, t *town, s *stock, server *process) []*waitingPage {
	b.Helper()
	pid := server.Process.Pid
	warm, err := holdAll(t, s.pending[:1])
	if err != nil {
		b.Fatal(err)
	}
	release(warm)
	time.Sleep(time.Second)
	rest := residentOf(pid)
	held, err := holdAll(t, s.pending)
	if err != nil {
		b.Fatalf("%v\n%s", err, server.log)
	}
	time.Sleep(2 * time.Second)
	thousand := residentOf(pid)
	own, _ := cpuOf(pid)
	db := databaseCPU()
	const watch = 8 * time.Second
	time.Sleep(watch)
	now, _ := cpuOf(pid)
	share := func(d time.Duration) float64 { return 100 * float64(d) / float64(watch) }
	c.facts = append(c.facts, fmt.Sprintf("%s: %d pages wait: %.1f KiB a page; server %.2f %% and database %.2f %% of a core",
		t.database, pages, (thousand-rest)/1024/pages, share(now-own), share(databaseCPU()-db)))
	var more []*waitingPage
	for range tabs - 1 {
		tab, err := holdAll(t, s.pending)
		if err != nil {
			b.Fatalf("%v\n%s", err, server.log)
		}
		more = append(more, tab...)
	}
	time.Sleep(2 * time.Second)
	all := residentOf(pid)
	c.facts = append(c.facts, fmt.Sprintf("%s: %d pages wait: %.1f KiB a page, %.0f MiB above rest",
		t.database, tabs*pages, (all-rest)/1024/pages/tabs, (all-rest)/(1<<20)))
	release(more)
	return held
}

// holdAll opens the event stream of each sign-in.
func holdAll(t *town, all []pending) ([]*waitingPage, error) {
	held := make([]*waitingPage, len(all))
	err := lineUp(32, len(all), func(_, i int) error {
		conn, err := net.Dial("tcp", t.address)
		if err != nil {
			return err
		}
		p := &waitingPage{pending: all[i], conn: conn, open: make(chan struct{}), approved: make(chan time.Time, 1)}
		held[i] = p
		var cookies []string
		for name, value := range p.browser.cookies {
			cookies = append(cookies, name+"="+value)
		}
		_, err = fmt.Fprintf(conn, "GET %s/events HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nAccept: text/event-stream\r\n\r\n",
			p.at.path, strings.TrimPrefix(t.issuer, "http://"), strings.Join(cookies, "; "))
		if err != nil {
			return err
		}
		go p.listen()
		select {
		case <-p.open:
			return nil
		case <-time.After(10 * time.Second):
			return fmt.Errorf("the events of page %d do not come", i)
		}
	})
	return held, err
}

// listen reads events until the approval or the end.
func (p *waitingPage) listen() {
	defer p.conn.Close()
	var opened sync.Once
	lines := bufio.NewReaderSize(p.conn, 512)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		if !strings.HasPrefix(line, "data: ") {
			continue
		}
		opened.Do(func() { close(p.open) })
		if strings.Contains(line, `"state":"approved"`) {
			p.approved <- time.Now()
			return
		}
	}
}

func release(held []*waitingPage) {
	for _, p := range held {
		_ = p.conn.Close()
	}
}

// tell answers at a site, one at a time, and measures until the page knows.
func (c *course) tell(b *testing.B, what string, at site, server *process, held []*waitingPage) {
	b.Helper()
	at.reach()
	var took []time.Duration
	for _, p := range held {
		d, err := answer(context.Background(), &at, p)
		if err != nil {
			b.Fatalf("%s: %v\n%s", what, err, server.log)
		}
		took = append(took, d)
	}
	p50, p95, p99 := quantile(took, .50), quantile(took, .95), quantile(took, .99)
	c.facts = append(c.facts, fmt.Sprintf("%s: decision to browser event with %d pages waiting: p50 %.2f ms, p95 %.2f, p99 %.2f, worst %.2f (%d decisions)",
		what, pages, float64(p50)/1e6, float64(p95)/1e6, float64(p99)/1e6, float64(quantile(took, 1))/1e6, len(took)))
}

func answer(ctx context.Context, at *site, p *waitingPage) (time.Duration, error) {
	phone, err := authenticator.Restore(p.phone.State(), authenticator.Options{HTTP: at.http})
	if err != nil {
		return 0, err
	}
	// The phone has asked before it answers, and so has a nonce.
	open, err := phone.Challenges(ctx, false)
	if err != nil || len(open) != 1 {
		return 0, fmt.Errorf("%d requests at the phone: %w", len(open), err)
	}
	begin := time.Now()
	if _, err := phone.Approve(ctx, open[0], p.number); err != nil {
		return 0, err
	}
	select {
	case knew := <-p.approved:
		return knew.Sub(begin), nil
	case <-time.After(10 * time.Second):
		return 0, errors.New("the page was not told")
	}
}
