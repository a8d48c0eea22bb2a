package web_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"countersign/idp/web"
)

// slow is what many pages look at: each look takes a while.
type slow struct {
	takes time.Duration

	mu      sync.Mutex
	now     int
	most    int
	longest int // how many pages a look was for
	under   map[string]bool
	twice   bool // two looks for one page at once
	changed bool
}

func (s *slow) first(context.Context) (web.News, error) {
	return web.News{Version: "pending", Data: []byte("pending")}, nil
}

func (s *slow) Look(_ context.Context, ids []string) ([]web.News, error) {
	s.mu.Lock()
	s.now++
	s.most, s.longest = max(s.most, s.now), max(s.longest, len(ids))
	for _, id := range ids {
		s.twice = s.twice || s.under[id]
		s.under[id] = true
	}
	s.mu.Unlock()
	time.Sleep(s.takes)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now--
	for _, id := range ids {
		delete(s.under, id)
	}
	all := make([]web.News, len(ids))
	for i := range all {
		all[i] = web.News{Version: "pending", Data: []byte("pending")}
		if s.changed {
			all[i] = web.News{Version: "approved", Data: []byte("approved"), Last: true}
		}
	}
	return all, nil
}

// Moved says that any may have moved, so that the clock looks for all.
func (s *slow) Moved(_ context.Context, ids []string) ([]string, error) { return ids, nil }

func (s *slow) Told(string) (web.News, bool) { return web.News{}, false }

// openMany opens pages one after another, each with its own bell, whose
// browsers read.
func openMany(t *testing.T, streams *web.Streams, n int, s *slow) (pages []*page, bells []func(said string)) {
	t.Helper()
	for i := range n {
		p, err := open(t, streams, web.Stream{
			Key: fmt.Sprint("flow", i), ID: fmt.Sprint(i), Source: s, First: s.first,
			Listen: func(ring func(said string)) func() {
				bells = append(bells, ring)
				return func() {}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		p.event()
		pages = append(pages, p)
	}
	return pages, bells
}

// read reads what comes, so that no write hangs.
func read(pages []*page) {
	for _, p := range pages {
		go func() {
			for {
				if _, err := p.lines.ReadString('\n'); err != nil {
					return
				}
			}
		}()
	}
}

func TestFewLookAtOnceHoweverManyPagesWait(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := &slow{takes: 300 * time.Millisecond, under: map[string]bool{}}
		pages, bells := openMany(t, streams, 600, s)
		read(pages)
		for range 5 {
			for _, ring := range bells {
				ring("")
			}
			time.Sleep(3 * time.Second)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.most > 3 || s.longest > 256 || s.longest < 128 || s.twice {
			t.Errorf("%d looked at once, for up to %d pages, for one page twice: %v", s.most, s.longest, s.twice)
		}
	})
}

func TestRingGoesBeforeLooksOfTheClock(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		// The clock's looks take longer than their turn: a queue stands at all
		// times.
		clock := &slow{takes: 4 * time.Second, under: map[string]bool{}}
		read(func() []*page { all, _ := openMany(t, streams, 60, clock); return all }())
		time.Sleep(20 * time.Second)
		rung := &slow{takes: 100 * time.Millisecond, under: map[string]bool{}}
		pages, bells := openMany(t, streams, 1, rung)
		synctest.Wait()
		rung.mu.Lock()
		rung.changed = true
		rung.mu.Unlock()
		start := time.Now()
		bells[0]("")
		if got := pages[0].event(); got != "approved" || time.Since(start) > 200*time.Millisecond {
			t.Errorf("%q after %v", got, time.Since(start))
		}
	})
}
