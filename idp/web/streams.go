package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// The pace and the bounds of event streams.
const (
	// lookEvery is the net under a lost ring: each stream looks by itself.
	lookEvery = 2 * time.Second
	// phases spreads those looks, so that a thousand pages do not ask at once.
	phases = 8
	// quietLooks is how many looks may pass without a word to the browser
	// (14 s): proxies cut what is silent, and a dead connection shows itself.
	quietLooks = 7
	// maxPerKey and maxStreams bound how many are open, for one sign-in and
	// in all.
	maxPerKey  = 4
	maxStreams = 20_000
	// lookTime and writeTime bound one look and one write.
	lookTime  = 5 * time.Second
	writeTime = 5 * time.Second
	// lookers is how many look at once: a thousand pages must not take every
	// connection to the database from those who sign in.
	lookers = 4
)

// Stream is what one page waits for, as server-sent events (WHATWG HTML,
// section 9.2).
type Stream struct {
	// Key names what the page belongs to; few streams may share one.
	Key string
	// Rings says when to look; Stop ends the listening.
	Rings <-chan struct{}
	Stop  func()
	// Look is how things stand. It is called in turn, never twice at once.
	Look func(ctx context.Context) (News, error)
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
}

// Streams holds the open event streams of a server. A waiting page costs it
// one goroutine and one small record: over HTTP/1.1 the connection is taken
// from net/http, whose buffers and stack are many times that, and a few
// lookers look for all, since a stack that has grown for one query stays large.
type Streams struct {
	ctx     context.Context //nolint:containedctx // the life of the streams, which outlive their requests
	running sync.WaitGroup

	mu    sync.Mutex
	open  int
	byKey map[string]int
	beats [phases]chan struct{}
	next  int // the phase of the next stream

	rung chan question // looks that a ring asks for; they go first
	due  chan question // looks that the clock asks for
}

// question is a look that a stream wants, and where it waits for the answer.
type question struct {
	look   func(ctx context.Context) (News, error)
	answer chan<- finding
}

// finding is what a look found.
type finding struct {
	news News
	err  error
}

// NewStreams makes Streams that all end when ctx does.
func NewStreams(ctx context.Context) *Streams {
	s := &Streams{ctx: ctx, byKey: map[string]int{}, rung: make(chan question), due: make(chan question)}
	for i := range s.beats {
		s.beats[i] = make(chan struct{})
	}
	s.running.Go(s.beat)
	for range lookers {
		s.running.Go(s.lookForAll)
	}
	return s
}

// Wait returns when the context has ended and every stream with it.
func (s *Streams) Wait() { s.running.Wait() }

// beat is the one timer behind all streams: it wakes one phase at a time.
func (s *Streams) beat() {
	tick := time.NewTicker(lookEvery / phases)
	defer tick.Stop()
	for i := 0; ; i = (i + 1) % phases {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
		s.mu.Lock()
		close(s.beats[i])
		s.beats[i] = make(chan struct{})
		s.mu.Unlock()
	}
}

// lookForAll answers questions, those of rings first.
func (s *Streams) lookForAll() {
	for {
		select {
		case q := <-s.rung:
			s.answer(q)
			continue
		default:
		}
		select {
		case <-s.ctx.Done():
			return
		case q := <-s.rung:
			s.answer(q)
		case q := <-s.due:
			s.answer(q)
		}
	}
}

func (s *Streams) answer(q question) {
	ctx, stop := context.WithTimeout(s.ctx, lookTime)
	defer stop()
	news, err := q.look(ctx)
	q.answer <- finding{news, err} // there is room for one
}

// ask has a looker look, and waits for what it found. One that was queued for
// the clock goes to the front when it rings.
func (s *Streams) ask(rings <-chan struct{}, rung bool, q question, answer <-chan finding) (News, error) {
	if !rung {
		select {
		case s.due <- q:
			found := <-answer
			return found.news, found.err
		case <-rings:
		case <-s.ctx.Done():
			return News{}, s.ctx.Err()
		}
	}
	select {
	case s.rung <- q:
	case <-s.ctx.Done():
		return News{}, s.ctx.Err()
	}
	found := <-answer // a look ends in time, or with the server
	return found.news, found.err
}

func (s *Streams) beatOf(phase int) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.beats[phase]
}

// enter counts a stream in, or refuses it.
func (s *Streams) enter(key string) (phase int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open >= maxStreams || s.byKey[key] >= maxPerKey || s.ctx.Err() != nil {
		return 0, false
	}
	s.open++
	s.byKey[key]++
	s.next = (s.next + 1) % phases
	return s.next, true
}

func (s *Streams) leave(x Stream) {
	x.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	if s.byKey[x.Key]--; s.byKey[x.Key] == 0 {
		delete(s.byKey, x.Key)
	}
}

// Serve streams x to the browser until its last event, until the browser goes
// or until the server stops. An error means that nothing was written.
func (s *Streams) Serve(w http.ResponseWriter, r *http.Request, x Stream) error {
	phase, ok := s.enter(x.Key)
	if !ok {
		x.Stop()
		return &Failure{
			Status: http.StatusTooManyRequests, Code: "slow_down", Title: "Too many pages wait at once",
			Message: "This page looks for news by itself.", Remedy: "Close the other tabs.",
		}
	}
	news, err := x.Look(r.Context())
	if err != nil {
		s.leave(x)
		return err
	}
	if r.ProtoMajor == 1 {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			s.running.Go(func() { s.serveTaken(conn, phase, x, news) })
			return nil
		}
		if !errors.Is(err, http.ErrNotSupported) {
			s.leave(x)
			return err
		}
	}
	defer s.leave(x)
	s.serveFlushed(w, r, phase, x, news)
	return nil
}

// serveTaken streams over a connection of its own. What follows is all that
// stays in memory: the handler has returned.
func (s *Streams) serveTaken(conn net.Conn, phase int, x Stream, news News) {
	defer s.leave(x)
	defer conn.Close()
	if err := conn.SetDeadline(time.Time{}); err != nil { // net/http's own
		return
	}
	send := func(b []byte) error {
		guard := time.AfterFunc(writeTime, func() { _ = conn.Close() }) // a write that hangs must end
		defer guard.Stop()
		_, err := conn.Write(b)
		return err
	}
	head := "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n" +
		"X-Content-Type-Options: nosniff\r\nX-Accel-Buffering: no\r\nConnection: close\r\n\r\n"
	if send(append([]byte(head), event(news.Data)...)) != nil || news.Last {
		return
	}
	s.follow(send, nil, phase, x, news.Version)
}

// serveFlushed streams over HTTP/2, where connections are shared.
func (s *Streams) serveFlushed(w http.ResponseWriter, r *http.Request, phase int, x Stream, news News) {
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // not every server has one to lift
	send := func(b []byte) error {
		if _, err := w.Write(b); err != nil {
			return err
		}
		return out.Flush()
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	if send(event(news.Data)) != nil || news.Last {
		return
	}
	s.follow(send, r.Context().Done(), phase, x, news.Version)
}

// follow looks when it rings and now and then, and sends what changed.
func (s *Streams) follow(send func([]byte) error, gone <-chan struct{}, phase int, x Stream, shown string) {
	answer := make(chan finding, 1)
	for quiet := 0; ; quiet++ {
		rung := false
		select {
		case <-s.ctx.Done():
			return
		case <-gone:
			return
		case <-x.Rings:
			rung = true
		case <-s.beatOf(phase):
		}
		news, err := s.ask(x.Rings, rung, question{x.Look, answer}, answer)
		switch {
		case err != nil:
			return // the page comes again, or polls
		case news.Version != shown:
			err = send(event(news.Data))
			shown, quiet = news.Version, 0
		case quiet >= quietLooks:
			err = send([]byte(":\n\n"))
			quiet = 0
		}
		if err != nil || news.Last {
			return
		}
	}
}

// event frames data.
func event(data []byte) []byte {
	return append(append([]byte("event: state\ndata: "), data...), '\n', '\n')
}
