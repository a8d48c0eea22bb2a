package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"countersign/templates/words"
)

// The pace and the bounds of event streams.
const (
	// tickEvery is the one clock behind all streams, and round how many ticks
	// pass until it comes to the same stream again (46 s): it makes sure that no
	// ring was lost, and says a word to the browser, since proxies cut what is
	// silent for a minute, and a dead connection shows itself. Each word is a
	// system call: they are most of what waiting costs.
	tickEvery = 250 * time.Millisecond
	round     = 184
	// deafRound is how many ticks pass until it looks where nothing rings.
	deafRound = 8
	// maxPerKey and maxStreams bound how many are open, for one sign-in and
	// in all.
	maxPerKey  = 4
	maxStreams = 20_000
	// lookTime and writeTime bound one look and one write.
	lookTime  = 5 * time.Second
	writeTime = 5 * time.Second
	// ringLookers and clockLookers are how many look at once: a thousand pages
	// must not take every connection to the database from those who sign in.
	ringLookers  = 2
	clockLookers = 1
	// maxLook is how many streams one look is for.
	maxLook = 256
)

// Stream is what one page waits for, as server-sent events (WHATWG HTML,
// section 9.2).
type Stream struct {
	// Key names what the page belongs to; few streams may share one.
	Key string
	// First is how things stand, found with every check of who asks.
	First func(ctx context.Context) (News, error)
	// Source is asked from then on, about ID. Streams of the same Source are
	// looked for together.
	Source Source
	ID     string
	// Listen has ring called when there may be news, with what the ring says of
	// them, "" if nothing; stop ends that. Ring does not block, and may be called
	// while a lock is held.
	Listen func(ring func(said string)) (stop func())
}

// Source knows how things stand. It must be comparable.
type Source interface {
	// Look finds the news of each of ids, in their order; what is gone has no
	// Version.
	Look(ctx context.Context, ids []string) ([]News, error)
	// Moved is which of ids may have news that no ring told of. It is asked for
	// many, again and again, and should cost little.
	Moved(ctx context.Context, ids []string) ([]string, error)
	// Told is the news that a ring says; false if it has to be looked for.
	Told(said string) (News, bool)
}

// News is what a look found.
type News struct {
	// Version tells news from what the page knows; Data may differ without it,
	// as a countdown does.
	Version string
	// Data is the event's data, without line breaks.
	Data []byte
	// Last is true if no other will come.
	Last bool
	// Turns is how long until time alone makes news, 0 if it never does.
	Turns time.Duration
}

// LookEach is Look by a find that knows a kind of thing by ids of its own, and
// by what there is to tell of one.
func LookEach[ID ~string, T any](
	ctx context.Context, ids []string, find func(context.Context, []ID) (map[ID]T, error), tell func(T) (News, error),
) ([]News, error) {
	own := as[ID](ids)
	found, err := find(ctx, own)
	if err != nil {
		return nil, fmt.Errorf("look at what pages wait for: %w", err)
	}
	all := make([]News, len(ids))
	for i, id := range own {
		thing, ok := found[id]
		if !ok {
			continue
		}
		if all[i], err = tell(thing); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// MovedOf is Moved by a find that knows a kind of thing by ids of its own.
func MovedOf[ID ~string](ctx context.Context, ids []string, find func(context.Context, []ID) ([]ID, error)) ([]string, error) {
	moved, err := find(ctx, as[ID](ids))
	if err != nil {
		return nil, fmt.Errorf("look for what pages were not told: %w", err)
	}
	return as[string](moved), nil
}

// as is ids of another type.
func as[To, From ~string](ids []From) []To {
	out := make([]To, len(ids))
	for i, id := range ids {
		out[i] = To(id)
	}
	return out
}

// Streams holds the open event streams of a server. A page that waits costs it
// one small record and, over HTTP/1.1, no goroutine: the connection is taken
// from net/http, whose buffers and stack are many times that. One clock ticks
// for all, and what a tick or the rings of a moment ask for is one look.
type Streams struct {
	ctx     context.Context //nolint:containedctx // the life of the streams, which outlive their requests
	hears   func() bool
	running sync.WaitGroup

	rung, due queue

	mu    sync.Mutex
	open  int
	byKey map[string]int
	now   int // ticks
	next  int // where the next stream waits
	// waits is every stream, by the tick of the round that comes to it, and
	// turns those that time moves before. Those that have left are dropped
	// when their tick comes.
	waits, turns [round][]*page
}

// NewStreams makes Streams that all end when ctx does. Where hears is false,
// rings may be lost, and the streams look more often by themselves.
func NewStreams(ctx context.Context, hears func() bool) *Streams {
	s := &Streams{ctx: ctx, hears: hears, byKey: map[string]int{}, rung: newQueue(), due: newQueue()}
	s.running.Go(s.tick)
	for range ringLookers {
		s.running.Go(func() { s.lookFor(&s.rung) })
	}
	for range clockLookers {
		s.running.Go(func() { s.lookFor(&s.due) })
	}
	return s
}

// Wait returns when the context has ended and every stream with it.
func (s *Streams) Wait() { s.running.Wait() }

// enter counts a stream in, or refuses it.
func (s *Streams) enter(p *page) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open >= maxStreams || s.byKey[p.key] >= maxPerKey || s.ctx.Err() != nil {
		return false
	}
	s.open++
	s.byKey[p.key]++
	return true
}

// leave ends a stream, if it has not ended.
func (s *Streams) leave(p *page) {
	s.mu.Lock()
	gone := p.gone
	p.gone = true
	if !gone {
		s.open--
		if s.byKey[p.key]--; s.byKey[p.key] == 0 {
			delete(s.byKey, p.key)
		}
	}
	s.mu.Unlock()
	if gone {
		return
	}
	p.stop() // it takes the lock under which rings come, so not under ours
	if p.out != nil {
		p.out.close()
	}
}

// Serve streams x to the browser until its last event, until the browser goes
// or until the server stops. An error means that nothing was written.
func (s *Streams) Serve(w http.ResponseWriter, r *http.Request, x Stream) error {
	p := &page{key: x.Key, source: x.Source, id: x.ID, looking: true}
	if !s.enter(p) {
		return &Failure{
			Status: http.StatusTooManyRequests, Code: "slow_down", Title: words.As("Too many pages wait at once"),
			Message: words.As("This page looks for news by itself."), Remedy: words.As("Close the other tabs."),
		}
	}
	// Listening begins before the first look, so nothing falls between the two.
	p.stop = x.Listen(func(said string) { s.ring(p, said) })
	news, err := x.First(r.Context())
	if err != nil {
		s.leave(p)
		return err
	}
	if r.ProtoMajor == 1 {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			// A goroutine of its own, so that the handler's stack does not wait
			// for a browser that reads slowly.
			p.out = outletOf(conn)
			s.running.Go(func() { s.begin(p, news, takenHead) })
			return nil
		}
		if !errors.Is(err, http.ErrNotSupported) {
			s.leave(p)
			return err
		}
	}
	s.serveShared(w, r, p, news)
	return nil
}

// begin tells the page how things stand, and has it wait.
func (s *Streams) begin(p *page, news News, head string) {
	err := p.out.write(append([]byte(head), event(news.Data)...))
	if err != nil || news.Last {
		s.leave(p)
		return
	}
	p.shown = news.Version
	s.mu.Lock()
	s.next = (s.next + 1) % round
	s.waits[s.next] = append(s.waits[s.next], p)
	s.mu.Unlock()
	s.rest(p, news.Turns)
	if s.ctx.Err() != nil { // the server stopped before it waited
		s.leave(p)
	}
}

// event frames data.
func event(data []byte) []byte {
	return append(append([]byte("event: state\ndata: "), data...), '\n', '\n')
}
