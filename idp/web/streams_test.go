package web_test

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"countersign/idp/web"
)

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
		"where rings arrive":      {always, 46 * time.Second},
		"where rings may be lost": {func() bool { return false }, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			inBubbleThat(t, c.hears, func(t *testing.T, streams *web.Streams, _ func()) {
				s := newSource()
				var p *page
				for i := range 30 { // the clock comes to them one after the other
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
