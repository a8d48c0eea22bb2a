package web

import (
	"context"
	"slices"
	"sync"
	"time"
)

// page is a stream that is open. What is not marked is fixed before it waits.
type page struct {
	key    string
	source Source
	id     string
	stop   func()
	out    outlet

	shown string // the version that it knows; of whoever looks for it

	// Under the lock of Streams:
	looking bool // somebody looks for it or writes to it
	rung    bool // it is in the queue of rings, or will be after this look
	turning bool // it is in turns
	gone    bool
}

// ask is a page to look for.
type ask struct {
	page *page
	word bool // the browser gets a word even if nothing is new
}

// queue is what is to be looked for.
type queue struct {
	mu   sync.Mutex
	asks []ask
	some chan struct{}
}

func newQueue() queue { return queue{some: make(chan struct{}, 1)} }

func (q *queue) put(asks ...ask) {
	if len(asks) == 0 {
		return
	}
	q.mu.Lock()
	q.asks = append(q.asks, asks...)
	q.mu.Unlock()
	q.signal()
}

func (q *queue) signal() {
	select {
	case q.some <- struct{}{}:
	default: // somebody is on the way
	}
}

// take is up to maxLook of what is there.
func (q *queue) take() []ask {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.asks), maxLook)
	got := q.asks[:n:n]
	if q.asks = q.asks[n:]; len(q.asks) == 0 {
		q.asks = nil
		return got
	}
	q.signal()
	return got
}

// ring has p looked for as soon as can be.
func (s *Streams) ring(p *page) {
	s.mu.Lock()
	now := !p.gone && !p.rung && !p.looking
	p.rung = true
	s.mu.Unlock()
	if now {
		s.rung.put(ask{page: p})
	}
}

// rest has p wait, once it was looked for and told.
func (s *Streams) rest(p *page, turns time.Duration) {
	s.mu.Lock()
	p.looking = false
	again := p.rung && !p.gone
	if in := int((turns+tickEvery-1)/tickEvery) + 1; turns > 0 && in < round && !p.turning && !p.gone {
		at := (s.now + in) % round
		s.turns[at] = append(s.turns[at], p)
		p.turning = true
	}
	s.mu.Unlock()
	if again {
		s.rung.put(ask{page: p})
	}
}

// tick is the one clock behind all streams. It ends them with the server.
func (s *Streams) tick() {
	ticks := time.NewTicker(tickEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
			s.due.put(s.attend()...)
		case <-s.ctx.Done():
			for _, p := range s.all() {
				s.leave(p)
			}
			return
		}
	}
}

// attend is what to look for at this tick.
func (s *Streams) attend() []ask {
	deaf := !s.hears()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = (s.now + 1) % round
	s.waits[s.now] = slices.DeleteFunc(s.waits[s.now], func(p *page) bool { return p.gone })
	asks := make([]ask, 0, len(s.waits[s.now]))
	for _, p := range s.waits[s.now] {
		asks = append(asks, ask{page: p, word: true})
	}
	for _, p := range s.turns[s.now] {
		p.turning = false
		asks = append(asks, ask{page: p})
	}
	s.turns[s.now] = nil
	for i := deafRound; deaf && i < round; i += deafRound {
		for _, p := range s.waits[(s.now+i)%round] {
			asks = append(asks, ask{page: p})
		}
	}
	return asks
}

func (s *Streams) all() []*page {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*page
	for _, pages := range s.waits {
		all = append(all, pages...)
	}
	return all
}

// lookFor looks for what is in a queue, until the server stops.
func (s *Streams) lookFor(q *queue) {
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-q.some:
		}
		for source, asks := range s.claim(q.take()) {
			s.look(source, asks)
		}
	}
}

// claim leaves out who has left and whom another looks for, and makes the rest
// ours.
func (s *Streams) claim(asks []ask) map[Source][]ask {
	s.mu.Lock()
	defer s.mu.Unlock()
	of := map[Source][]ask{}
	for _, a := range asks {
		if a.page.gone || a.page.looking {
			continue
		}
		a.page.looking, a.page.rung = true, false
		of[a.page.source] = append(of[a.page.source], a)
	}
	return of
}

// look finds the news of some pages, and tells those that do not know it.
func (s *Streams) look(source Source, asks []ask) {
	ids := make([]string, len(asks))
	for i, a := range asks {
		ids[i] = a.page.id
	}
	ctx, stop := context.WithTimeout(s.ctx, lookTime)
	defer stop()
	all, err := source.Look(ctx, ids)
	for i, a := range asks {
		if err != nil || all[i].Version == "" {
			s.leave(a.page) // the browser comes again, or polls
			continue
		}
		s.tell(a, all[i])
	}
}

// tell writes what is new to a page.
func (s *Streams) tell(a ask, news News) {
	p, text := a.page, []byte(":\n\n")
	switch {
	case news.Version != p.shown:
		text = event(news.Data)
	case news.Last:
		s.leave(p)
		return
	case !a.word:
		s.rest(p, news.Turns)
		return
	}
	// A goroutine for as long as it takes: one browser that does not read must
	// not keep the others waiting.
	s.running.Go(func() {
		if err := p.out.write(text); err != nil || news.Last {
			s.leave(p)
			return
		}
		p.shown = news.Version
		s.rest(p, news.Turns)
	})
}
