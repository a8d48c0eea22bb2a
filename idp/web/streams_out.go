package web

import (
	"errors"
	"net"
	"net/http"
	"time"
)

// outlet is a page's end of the connection. One writes at a time; anyone may
// close, more than once.
type outlet interface {
	write(b []byte) error
	close()
}

// prompt is an outlet that can say the word without waiting for anybody.
type prompt interface{ sayWord() error }

// word means nothing.
const word = ":\n\n"

const takenHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n" +
	"X-Content-Type-Options: nosniff\r\nX-Accel-Buffering: no\r\nConnection: close\r\n\r\n"

// taken is a connection of the page's own.
type taken struct{ conn net.Conn }

func (t taken) write(b []byte) error {
	// A write that hangs must end. This also lifts net/http's own deadline.
	if err := t.conn.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
		return err
	}
	if _, err := t.conn.Write(b); err != nil {
		return err
	}
	return t.conn.SetWriteDeadline(time.Time{})
}

func (t taken) close() { _ = t.conn.Close() } // there is nobody left to tell

// shared is a stream of an HTTP/2 connection. Only its handler may write, so
// it is handed what to write.
type shared struct {
	lines chan []byte
	done  chan struct{}
}

var errSlow = errors.New("the browser has not read the event before")

func (h shared) write(b []byte) error {
	select {
	case h.lines <- b:
		return nil
	default:
		return errSlow
	}
}

func (h shared) sayWord() error { return h.write([]byte(word)) }

func (h shared) close() { close(h.done) } // leave does it once

// serveShared streams over HTTP/2, where connections are shared.
func (s *Streams) serveShared(w http.ResponseWriter, r *http.Request, p *page, news News) {
	h := shared{lines: make(chan []byte, 1), done: make(chan struct{})}
	p.out = h
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // not every server has one to lift
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	defer s.leave(p)
	s.begin(p, news, "")
	send := func(b []byte) bool {
		if _, err := w.Write(b); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	for {
		select {
		case b := <-h.lines:
			if !send(b) {
				return
			}
		case <-h.done:
			select {
			case b := <-h.lines: // the last event
				send(b)
			default:
			}
			return
		case <-r.Context().Done():
			return
		}
	}
}
