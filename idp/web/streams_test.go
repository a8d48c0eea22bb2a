package web_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"countersign/idp/web"
)

// page is a browser's end of an event stream.
type page struct {
	t     *testing.T
	conn  net.Conn
	lines *bufio.Reader
}

// taken is a ResponseWriter whose connection can be taken.
type taken struct {
	*httptest.ResponseRecorder
	conn net.Conn
}

func (w taken) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return w.conn, bufio.NewReadWriter(bufio.NewReader(w.conn), bufio.NewWriter(w.conn)), nil
}

// source is what the pages of a test look at.
type source struct {
	version atomic.Value
	looks   atomic.Int64
	asked   atomic.Int64 // whether something moved
	stops   atomic.Int64
	fail    atomic.Bool
	missing atomic.Bool
	turns   atomic.Int64 // when time makes news, as a time.Duration

	mu   sync.Mutex
	bell []func(said string)
}

func newSource() *source {
	s := &source{}
	s.version.Store("pending")
	return s
}

func (s *source) stream(key string) web.Stream {
	return web.Stream{
		Key: key, Source: s, ID: key, First: s.look,
		Listen: func(ring func(said string)) func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.bell = append(s.bell, ring)
			return func() { s.stops.Add(1) }
		},
	}
}

func (s *source) ring() { s.say("") }

func (s *source) say(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ring := range s.bell {
		ring(what)
	}
}

func (s *source) look(context.Context) (web.News, error) {
	n := s.looks.Add(1)
	if s.fail.Load() {
		return web.News{}, errors.New("the database is away")
	}
	if s.missing.Load() {
		return web.News{}, nil
	}
	v := s.version.Load().(string)
	// The data differs at each look, as a countdown does.
	return web.News{Version: v, Data: []byte(v + strings.Repeat(".", int(n))), Last: v != "pending", Turns: time.Duration(s.turns.Load())}, nil
}

func (s *source) Look(ctx context.Context, ids []string) ([]web.News, error) {
	n, err := s.look(ctx)
	all := make([]web.News, len(ids))
	for i := range ids {
		all[i] = n
	}
	return all, err
}

func (s *source) Moved(_ context.Context, ids []string) ([]string, error) {
	s.asked.Add(1)
	if s.fail.Load() {
		return nil, errors.New("the database is away")
	}
	if s.version.Load() == "pending" {
		return nil, nil
	}
	return ids, nil
}

func (s *source) Told(said string) (web.News, bool) {
	v, ok := strings.CutPrefix(said, "it is ")
	return web.News{Version: v, Data: []byte(v), Last: v != "pending"}, ok
}

// open opens a stream over HTTP/1.1.
func open(t *testing.T, streams *web.Streams, x web.Stream) (*page, error) {
	t.Helper()
	server, browser := net.Pipe()
	err := streams.Serve(taken{httptest.NewRecorder(), server}, httptest.NewRequest(http.MethodGet, "/events", nil), x)
	t.Cleanup(func() { _ = browser.Close() })
	return &page{t, browser, bufio.NewReader(browser)}, err
}

// next is the next line that is not empty; "" at the end of the stream.
func (p *page) next() string {
	p.t.Helper()
	for {
		line, err := p.lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			p.t.Fatal(err)
		}
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
}

// event skips to the data of the next event.
func (p *page) event() string {
	p.t.Helper()
	for {
		line := p.next()
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			return strings.TrimRight(data, ".")
		}
		if line == "" {
			return ""
		}
	}
}

func always() bool { return true }

// inBubble runs f with streams whose server is stopped at the end.
func inBubble(t *testing.T, f func(t *testing.T, streams *web.Streams, stop func())) {
	t.Helper()
	inBubbleThat(t, always, f)
}

// inBubbleThat is inBubble for a server that hears as told.
func inBubbleThat(t *testing.T, hears func() bool, f func(t *testing.T, streams *web.Streams, stop func())) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		streams := web.NewStreams(ctx, hears)
		f(t, streams, stop)
		stop()
		streams.Wait()
	})
}

func TestPageHearsTheStateAtOnceAndEachChangeAsItRings(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		p, err := open(t, streams, s.stream("f"))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.next(); got != "HTTP/1.1 200 OK" {
			t.Errorf("got %q", got)
		}
		head := strings.Join([]string{p.next(), p.next(), p.next(), p.next(), p.next()}, "\n")
		if !strings.Contains(head, "text/event-stream") || !strings.Contains(head, "no-store") {
			t.Errorf("the head is %s", head)
		}
		if got := p.event(); got != "pending" {
			t.Errorf("at first: %q", got)
		}
		start := time.Now()
		s.version.Store("approved")
		s.ring()
		if got := p.event(); got != "approved" || time.Since(start) != 0 {
			t.Errorf("%q after %v", got, time.Since(start))
		}
		if got := p.next(); got != "" {
			t.Errorf("after the last event: %q", got)
		}
		synctest.Wait()
		if s.stops.Load() != 1 {
			t.Error("it still listens")
		}
	})
}

func TestLostRingIsMadeUpForByTheClock(t *testing.T) {
	for name, c := range map[string]struct {
		hears  func() bool
		within time.Duration
	}{
		"where rings arrive":      {always, 24 * time.Second},
		"where rings may be lost": {func() bool { return false }, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			inBubbleThat(t, c.hears, func(t *testing.T, streams *web.Streams, _ func()) {
				s := newSource()
				var p *page
				for i := range 30 { // the clock comes to the last one after eight seconds
					var err error
					if p, err = open(t, streams, s.stream(strconv.Itoa(i))); err != nil {
						t.Fatal(err)
					}
					p.event()
				}
				start := time.Now()
				s.version.Store("denied")
				if got := p.event(); got != "denied" || time.Since(start) > c.within {
					t.Errorf("%q after %v", got, time.Since(start))
				}
			})
		})
	}
}

func TestPageHearsWhatTimeDoesAsItHappens(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		s.turns.Store(int64(20 * time.Second))
		p, err := open(t, streams, s.stream("f"))
		if err != nil {
			t.Fatal(err)
		}
		p.event()
		start := time.Now()
		time.AfterFunc(20*time.Second, func() { s.version.Store("expired") })
		go func() {
			for time.Since(start) < 19*time.Second { // as a countdown does
				s.turns.Store(int64(20*time.Second - time.Since(start)))
				time.Sleep(time.Second)
			}
		}()
		if got := p.event(); got != "expired" || time.Since(start) > 20500*time.Millisecond {
			t.Errorf("%q after %v", got, time.Since(start))
		}
	})
}

func TestPagesThatRingTogetherAreLookedForTogether(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		var pages []*page
		for i := range 100 {
			p, err := open(t, streams, s.stream(strconv.Itoa(i)))
			if err != nil {
				t.Fatal(err)
			}
			p.event()
			pages = append(pages, p)
		}
		synctest.Wait()
		before := s.looks.Load()
		s.version.Store("approved")
		s.ring()
		for i, p := range pages {
			if got := p.event(); got != "approved" {
				t.Fatalf("page %d: %q", i, got)
			}
		}
		// Rings and looks overlap, so there may be a few.
		if looks := s.looks.Load() - before; looks > 20 {
			t.Errorf("%d looks for 100 pages", looks)
		}
	})
}

// TestRingDuringALookIsNotLost rings after the look has read, and before its
// page was told.
func TestRingDuringALookIsNotLost(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		p, err := open(t, streams, s.stream("f"))
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // nothing was read yet, so the first event is on its way
		s.version.Store("approved")
		s.ring()
		start := time.Now()
		p.event()
		if got := p.event(); got != "approved" || time.Since(start) != 0 {
			t.Errorf("%q after %v", got, time.Since(start))
		}
	})
}

func TestStreamOfWhatIsGoneEnds(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		p, err := open(t, streams, s.stream("f"))
		if err != nil {
			t.Fatal(err)
		}
		p.event()
		s.missing.Store(true)
		s.ring()
		if got := p.event(); got != "" || s.stops.Load() != 1 {
			t.Errorf("got %q, stopped %d times", got, s.stops.Load())
		}
	})
}

func TestUnchangedStateIsNoNewsButAHeartbeat(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		p, err := open(t, streams, s.stream("f"))
		if err != nil {
			t.Fatal(err)
		}
		p.event()
		start := time.Now()
		if got := p.next(); got != ":" || time.Since(start) > 25*time.Second {
			t.Errorf("%q after %v, want a comment within 25 s", got, time.Since(start))
		}
		synctest.Wait()
		if looks, asked := s.looks.Load(), s.asked.Load(); looks != 1 || asked != 1 {
			t.Errorf("%d looks in %v, and asked %d times whether it moved; want the first look and one question", looks, time.Since(start), asked)
		}
	})
}

// TestRingThatSaysTheNewsNeedsNoLook is how soon a page knows: nothing is asked
// between the ring and the browser.
func TestRingThatSaysTheNewsNeedsNoLook(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		p, err := open(t, streams, s.stream("f"))
		if err != nil {
			t.Fatal(err)
		}
		p.event()
		synctest.Wait()
		s.say("it is denied")
		if got := p.event(); got != "denied" || s.looks.Load() != 1 {
			t.Errorf("%q after %d looks", got, s.looks.Load())
		}
		if got := p.next(); got != "" {
			t.Errorf("after the last event: %q", got)
		}
	})
}

func TestRingThatSaysWhatThePageKnowsOrNobodyKnowsChangesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		p, err := open(t, streams, s.stream("f"))
		if err != nil {
			t.Fatal(err)
		}
		p.event()
		synctest.Wait()
		s.say("it is pending")
		s.say("gibberish") // is looked for
		synctest.Wait()
		if got := p.next(); got != ":" || s.looks.Load() != 2 {
			t.Errorf("%q after %d looks", got, s.looks.Load())
		}
		s.version.Store("approved")
		s.ring()
		if got := p.event(); got != "approved" {
			t.Errorf("the page waits no more: %q", got)
		}
	})
}

func TestClockAsksForAllPagesOfATickAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		var all []*page
		for i := range 400 {
			p, err := open(t, streams, s.stream(strconv.Itoa(i)))
			if err != nil {
				t.Fatal(err)
			}
			p.event()
			all = append(all, p)
		}
		read(all)
		time.Sleep(48 * time.Second)
		if asked := s.asked.Load(); asked > 2*96 {
			t.Errorf("asked %d times for 400 pages in 48 s", asked)
		}
	})
}

func TestStreamEndsWithItsBrowserTheServerAndTheDatabase(t *testing.T) {
	for name, end := range map[string]func(p *page, s *source, stop func()){
		"browser":  func(p *page, _ *source, _ func()) { _ = p.conn.Close() },
		"server":   func(_ *page, _ *source, stop func()) { stop() },
		"database": func(_ *page, s *source, _ func()) { s.fail.Store(true) },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, streams *web.Streams, stop func()) {
				s := newSource()
				p, err := open(t, streams, s.stream("f"))
				if err != nil {
					t.Fatal(err)
				}
				p.event()
				end(p, s, stop)
				time.Sleep(20 * time.Second) // a heartbeat finds a dead connection
				if s.stops.Load() != 1 {
					t.Error("the stream is still open")
				}
			})
		})
	}
}

func TestBrowserThatDoesNotReadHoldsNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		if _, err := open(t, streams, s.stream("f")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(6 * time.Second)
		if s.stops.Load() != 1 {
			t.Error("a write that hangs keeps the stream")
		}
	})
}

func TestFewStreamsMayShareAKey(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		var first *page
		for i := range 4 {
			p, err := open(t, streams, s.stream("f"))
			if err != nil {
				t.Fatal(err)
			}
			p.event()
			if i == 0 {
				first = p
			}
		}
		var f *web.Failure
		if _, err := open(t, streams, s.stream("f")); !errors.As(err, &f) || f.Status != http.StatusTooManyRequests {
			t.Errorf("a fifth: %v, want 429", err)
		}
		if _, err := open(t, streams, s.stream("g")); err != nil {
			t.Errorf("another sign-in's: %v", err)
		}
		_ = first.conn.Close()
		time.Sleep(20 * time.Second)
		if _, err := open(t, streams, s.stream("f")); err != nil {
			t.Errorf("after one has gone: %v", err)
		}
	})
}

func TestFirstLookThatFailsIsAnOrdinaryError(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := newSource()
		s.fail.Store(true)
		if _, err := open(t, streams, s.stream("f")); err == nil || s.stops.Load() != 1 {
			t.Errorf("got %v, stopped %d times", err, s.stops.Load())
		}
	})
}

// TestSharedConnectionStreamsToo is HTTP/2, where no connection can be taken.
func TestSharedConnectionStreamsToo(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	streams, s := web.NewStreams(ctx, always), newSource()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := streams.Serve(w, r, s.stream("f")); err != nil {
			t.Error(err)
		}
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	got, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	p := &page{t: t, lines: bufio.NewReader(got.Body)}
	if got.ProtoMajor != 2 || p.event() != "pending" {
		t.Fatalf("want the state over HTTP/2, got HTTP/%d", got.ProtoMajor)
	}
	s.version.Store("approved")
	s.ring()
	if e := p.event(); e != "approved" || p.next() != "" {
		t.Errorf("got %q", e)
	}
	stop()
	streams.Wait()
}
