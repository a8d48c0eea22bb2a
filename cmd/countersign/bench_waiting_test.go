package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// watchFor is how long a server is watched while pages wait: longer than one
// round of what it does for each.
const watchFor = 50 * time.Second

// waitingPage is a browser that waits on server-sent events.
type waitingPage struct {
	pending
	conn     net.Conn
	open     chan struct{}
	approved chan time.Time
}

func newWaitingPage(conn net.Conn) *waitingPage {
	return &waitingPage{conn: conn, open: make(chan struct{}), approved: make(chan time.Time, 1)}
}

// waiting measures the pages that wait for a phone, some tabs for each of some
// sign-ins: what they cost, and how soon they know.
func (c *course) waiting(b *testing.B, database string, signIns, tabs int) {
	b.Helper()
	t := newTown(b, database, signIns, true)
	before := t.serve(b, c.cheap, "COUNTERSIGN_LIFETIMES_CHALLENGE=300s")
	s := &stock{site: &t.site, people: t.people}
	if err := s.ask(b.Context(), signIns); err != nil {
		b.Fatalf("%v\n%s", err, before.log)
	}
	before.stop()
	t.http.CloseIdleConnections()
	// What it took to get there is not part of what waiting costs.
	server := t.serve(b, c.bin, "COUNTERSIGN_LIFETIMES_CHALLENGE=300s")
	held := c.hold(b, t, s, server, tabs)
	where, process := startFloor(b, t, true)
	f, err := holdFloor(b.Context(), where, signIns*tabs)
	if err != nil {
		b.Fatalf("floor: %v\n%s", err, process.log)
	}
	what := fmt.Sprintf("%s, %d pages", database, signIns*tabs)
	c.tell(b, what+", one replica", "", t.site, server, held[:answered], f)
	if database == "postgres" {
		second := t.site
		second.address = anotherAddress(b)
		other := t.serveAt(b, second.address, c.bin)
		c.tell(b, what+", two replicas", "/notify", second, other, held[answered:], f)
		other.stop()
	}
	for _, tabs := range held {
		release(tabs)
	}
	release(f.held)
	server.stop()
	process.stop()
}

// hold opens the pages and measures what they cost.
func (c *course) hold(b *testing.B, t *town, s *stock, server *process, tabs int) [][]*waitingPage {
	b.Helper()
	pid := server.Process.Pid
	warm, err := holdAll(t, s.pending[:1])
	if err != nil {
		b.Fatal(err)
	}
	release(warm)
	time.Sleep(time.Second)
	rest := residentOf(pid)
	own, db := watched(pid)
	held := make([][]*waitingPage, len(s.pending))
	for range tabs {
		all, err := holdAll(t, s.pending)
		if err != nil {
			b.Fatalf("%v\n%s", err, server.log)
		}
		for i, p := range all {
			held[i] = append(held[i], p)
		}
	}
	time.Sleep(2 * time.Second)
	full, n := residentOf(pid), len(held)*tabs
	ownThen, dbThen := watched(pid)
	share := func(d time.Duration) float64 { return 100 * float64(d) / float64(watchFor) }
	c.fact(fmt.Sprintf("%s, %d pages: %.1f KiB a page, %.0f MiB above rest; CPU while they wait: server %.2f %% and database %.2f %% of a core (at rest %.2f and %.2f)",
		t.database, n, (full-rest)/1024/float64(n), (full-rest)/(1<<20), share(ownThen), share(dbThen), share(own), share(db)))
	return held
}

// watched is the CPU of server and database for a while in which nobody asks
// for anything.
func watched(pid int) (server, database time.Duration) {
	own, _ := cpuOf(pid)
	db := databaseCPU()
	time.Sleep(watchFor)
	now, _ := cpuOf(pid)
	return now - own, databaseCPU() - db
}

// holdAll opens the event stream of each sign-in.
func holdAll(t *town, all []pending) ([]*waitingPage, error) {
	held := make([]*waitingPage, len(all))
	err := lineUp(32, len(all), func(_, i int) error {
		conn, err := net.Dial("tcp", t.address)
		if err != nil {
			return err
		}
		p := newWaitingPage(conn)
		held[i], p.pending = p, all[i]
		var cookies []string
		for name, value := range p.browser.cookies {
			cookies = append(cookies, name+"="+value)
		}
		if err := p.begin(fmt.Sprintf("GET %s/events HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nAccept: text/event-stream\r\n\r\n",
			p.at.path, strings.TrimPrefix(t.issuer, "http://"), strings.Join(cookies, "; "))); err != nil {
			return fmt.Errorf("page %d: %w", i, err)
		}
		return nil
	})
	return held, err
}

// begin asks for the events and waits for the first.
func (p *waitingPage) begin(request string) error {
	if _, err := p.conn.Write([]byte(request)); err != nil {
		return err
	}
	go p.listen()
	select {
	case <-p.open:
		return nil
	case <-time.After(10 * time.Second):
		return errors.New("the events do not come")
	}
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

// knew is when the page learnt of the approval.
func (p *waitingPage) knew() (time.Time, error) {
	select {
	case at := <-p.approved:
		return at, nil
	case <-time.After(10 * time.Second):
		return time.Time{}, errors.New("the page was not told")
	}
}

func release(held []*waitingPage) {
	for _, p := range held {
		_ = p.conn.Close()
	}
}
