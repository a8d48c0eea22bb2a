package web

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Event is what is known of one request, and becomes its one log line.
type Event struct {
	id string

	mu      sync.Mutex
	route   string
	attrs   []slog.Attr
	failure error
	status  int
}

type eventKey struct{}

// EventOf is the event of the request being served; outside one, an event
// that nobody reads.
func EventOf(ctx context.Context) *Event {
	if e, ok := ctx.Value(eventKey{}).(*Event); ok {
		return e
	}
	return &Event{}
}

// ID is the request's id: on the error page, in the log, in audit events.
func (e *Event) ID() string { return e.id }

// Set adds an attribute to the log line. Never a secret.
func (e *Event) Set(key, value string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.attrs = append(e.attrs, slog.String(key, value))
}

func (e *Event) setRoute(pattern string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.route = pattern
}

func (e *Event) fail(status int, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.status, e.failure = status, err
}

// line is the log line: an error of ours is one, a client's is not.
func (e *Event) line(r *http.Request, status int) (slog.Level, []slog.Attr) {
	e.mu.Lock()
	defer e.mu.Unlock()
	route := e.route
	if route == "" {
		route = "none"
	}
	attrs := append([]slog.Attr{
		slog.String("request", e.id), slog.String("method", r.Method),
		slog.String("route", route), slog.Int("status", status),
	}, e.attrs...)
	level := slog.LevelInfo
	if e.failure != nil {
		attrs = append(attrs, slog.String("error", e.failure.Error()))
	}
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	return level, attrs
}

func contextWithEvent(ctx context.Context, e *Event) context.Context {
	return context.WithValue(ctx, eventKey{}, e)
}

func (e *Event) routeName() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.route == "" {
		return "none"
	}
	return e.route
}

func durationAttr(took time.Duration) slog.Attr {
	return slog.Float64("ms", float64(took.Microseconds())/1000)
}
