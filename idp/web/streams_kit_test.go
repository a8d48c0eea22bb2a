package web_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
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
