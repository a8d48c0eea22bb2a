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
	mu      sync.Mutex
	now     int
	most    int
	changed bool
}

func (s *slow) look(context.Context) (web.News, error) {
	s.mu.Lock()
	s.now++
	s.most = max(s.most, s.now)
	s.mu.Unlock()
	time.Sleep(100 * time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now--
	if s.changed {
		return web.News{Version: "approved", Data: []byte("approved"), Last: true}, nil
	}
	return web.News{Version: "pending", Data: []byte("pending")}, nil
}

// openMany opens pages one after another, each with its own bell.
func openMany(t *testing.T, streams *web.Streams, n int, look func(context.Context) (web.News, error)) ([]*page, []chan struct{}) {
	t.Helper()
	pages, bells := make([]*page, n), make([]chan struct{}, n)
	for i := range n {
		bells[i] = make(chan struct{}, 1)
		var err error
		pages[i], err = open(t, streams, web.Stream{
			Key: fmt.Sprint("flow", i), Rings: bells[i], Stop: func() {}, Look: look,
		})
		if err != nil {
			t.Fatal(err)
		}
		pages[i].event()
	}
	return pages, bells
}

func TestFewLookAtOnceHoweverManyPagesWait(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		s := &slow{}
		openMany(t, streams, 80, s.look)
		s.mu.Lock()
		s.most = 0 // each page's first look is its request's own
		s.mu.Unlock()
		time.Sleep(10 * time.Second)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.most > 4 {
			t.Errorf("%d looked at once", s.most)
		}
	})
}

func TestRingGoesBeforeLooksOfTheClock(t *testing.T) {
	inBubble(t, func(t *testing.T, streams *web.Streams, _ func()) {
		// More looks than four can do in time: a queue stands at all times.
		clock := &slow{}
		openMany(t, streams, 400, clock.look)
		rung := &slow{}
		pages, bells := openMany(t, streams, 1, rung.look)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		rung.mu.Lock()
		rung.changed = true
		rung.mu.Unlock()
		start := time.Now()
		bells[0] <- struct{}{}
		// At most one look that is under way, and its own.
		if got := pages[0].event(); got != "approved" || time.Since(start) > 200*time.Millisecond {
			t.Errorf("%q after %v", got, time.Since(start))
		}
	})
}
