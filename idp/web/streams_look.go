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
	net  bool // only if it has moved: no ring came, and none may have been lost
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

// ring tells p what the ring says, or has it looked for as soon as can be.
func (s *Streams) ring(p *page, said string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := !p.gone && !p.rung && !p.looking
	switch {
	case now && said != "":
		p.looking = true
		s.running.Go(func() { s.told(p, said) })
	case now:
		p.rung = true
		s.rung.put(ask{page: p})
	default:
		p.rung = true
	}
}

// told has p hear what a ring said, if that is news.
func (s *Streams) told(p *page, said string) {
	news, ok := p.source.Told(said)
	if !ok {
		s.mu.Lock()
		p.rung = true
		s.mu.Unlock()
		s.rest(p, 0)
		return
	}
	if news.Version == p.shown {
		s.settle(p, news)
		return
	}
	s.write(p, news)
}

// rest has p wait, once it was looked for and told.
func (s *Streams) rest(p *page, turns time.Duration) {
	s.mu.Lock()
	if in := int((turns+tickEvery-1)/tickEvery) + 1; turns > 0 && in < round && !p.turning && !p.gone {
		at := (s.now + in) % round
		s.turns[at] = append(s.turns[at], p)
		p.turning = true
	}
	s.free(p)
	s.mu.Unlock()
}

// free lets p go that was ours, under the lock. What rang meanwhile is looked
// for now.
func (s *Streams) free(p *page) {
	p.looking = false
	if p.rung && !p.gone {
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
			s.attend()
		case <-s.ctx.Done():
			for _, p := range s.all() {
				s.leave(p)
			}
			return
		}
	}
}

// attend does what this tick asks for: a word to the pages it comes to, the
// question whether they have moved, and a look for those that time moves.
func (s *Streams) attend() {
	words, asks := s.comeTo()
	for _, p := range words {
		asks = append(asks, ask{page: p, net: true})
	}
	said := words[:0]
	for _, p := range words {
		if out, ok := p.out.(prompt); ok {
			if err := out.sayWord(); err != nil {
				s.leave(p)
			}
			said = append(said, p)
			continue
		}
		s.running.Go(func() {
			if err := p.out.write([]byte(word)); err != nil {
				s.leave(p)
			}
			s.rest(p, 0)
		})
	}
	s.mu.Lock()
	for _, p := range said {
		s.free(p)
	}
	s.mu.Unlock()
	s.due.put(asks...)
}

// comeTo is which pages get a word at this tick, all ours until free, and
// which are looked for.
func (s *Streams) comeTo() (words []*page, asks []ask) {
	deaf := !s.hears()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = (s.now + 1) % round
	s.waits[s.now] = slices.DeleteFunc(s.waits[s.now], func(p *page) bool { return p.gone })
	for _, p := range s.waits[s.now] {
		if !p.looking {
			p.looking = true
			words = append(words, p)
		}
	}
	for _, p := range s.turns[s.now] {
		p.turning = false
		asks = append(asks, ask{page: p})
	}
	s.turns[s.now] = nil
	for i := 0; deaf && i < round; i += deafRound {
		for _, p := range s.waits[(s.now+i)%round] {
			asks = append(asks, ask{page: p})
		}
	}
	return words, asks
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
		asks := q.take()
		if q == &s.due {
			asks = s.moved(asks)
		}
		for source, asks := range s.claim(asks) {
			s.look(source, asks)
		}
	}
}

// moved leaves out those whose source says that nothing was lost.
func (s *Streams) moved(asks []ask) (rest []ask) {
	of := map[Source][]ask{}
	for _, a := range asks {
		if !a.net {
			rest = append(rest, a)
			continue
		}
		of[a.page.source] = append(of[a.page.source], a)
	}
	for source, asks := range of {
		ids := make([]string, len(asks))
		for i, a := range asks {
			ids[i] = a.page.id
		}
		slices.Sort(ids)
		ctx, stop := context.WithTimeout(s.ctx, lookTime)
		moved, err := source.Moved(ctx, slices.Compact(ids)) // of several tabs one is asked for
		stop()
		for _, a := range asks {
			switch {
			case err != nil:
				s.leave(a.page) // the browser comes again, or polls
			case slices.Contains(moved, a.page.id):
				rest = append(rest, a)
			}
		}
	}
	return rest
}

// claim leaves out who has left and whom another looks for, who will be looked
// for again after that, and makes the rest ours.
func (s *Streams) claim(asks []ask) map[Source][]ask {
	s.mu.Lock()
	defer s.mu.Unlock()
	of := map[Source][]ask{}
	for _, a := range asks {
		if a.page.gone || a.page.looking {
			a.page.rung = true
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
		if all[i].Version == a.page.shown {
			s.settle(a.page, all[i])
			continue
		}
		// A goroutine for as long as it takes: one browser that does not read
		// must not keep the others waiting.
		s.running.Go(func() { s.write(a.page, all[i]) })
	}
}

// write tells a page what is new.
func (s *Streams) write(p *page, news News) {
	if err := p.out.write(event(news.Data)); err != nil {
		s.leave(p)
		return
	}
	p.shown = news.Version
	s.settle(p, news)
}

// settle is for a page that knows the news.
func (s *Streams) settle(p *page, news News) {
	if news.Last {
		s.leave(p)
		return
	}
	s.rest(p, news.Turns)
}
