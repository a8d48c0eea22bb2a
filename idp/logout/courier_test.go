package logout_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/logout"
	"countersign/idp/token"
)

// post is a courier with a queue in memory and applications by hand.
type post struct {
	t       *testing.T
	courier *logout.Courier

	mu      sync.Mutex
	now     time.Time
	waiting map[client.ID]logout.Notice
	due     map[client.ID]time.Time
	events  []audit.Event
	answers map[string]int // by host: a status, or 0 for none
	posted  []string       // hosts, in order
	bodies  []string
}

func newPost(t *testing.T, apps ...client.ID) *post {
	t.Helper()
	p := &post{
		t: t, now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
		waiting: map[client.ID]logout.Notice{}, due: map[client.ID]time.Time{}, answers: map[string]int{},
	}
	for _, a := range apps {
		p.waiting[a] = logout.Notice{Session: "ses_1", Client: a, Person: "per_ada", Ended: p.now}
		p.due[a] = p.now
	}
	var err error
	p.courier, err = logout.NewCourier(logout.CourierDeps{
		Queue: p, Clients: p, Mint: func(_ context.Context, f token.LogoutFacts) (string, error) {
			return fmt.Sprintf("%s.%s.%s.%s", f.Client, f.Session, f.Person, f.Alg), nil
		},
		Client: &http.Client{Transport: p}, Now: func() time.Time { return p.now }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *post) Find(_ context.Context, id client.ID) (client.Client, error) {
	switch {
	case strings.HasPrefix(string(id), "gone"):
		return client.Client{}, client.ErrNotFound
	case strings.HasPrefix(string(id), "deaf"):
		return client.Client{ID: id}, nil
	}
	return client.Client{ID: id, IDTokenAlg: "RS256", Metadata: client.Metadata{BackchannelLogoutURI: "https://" + string(id) + ".example/out?key=hidden"}}, nil
}

func (p *post) Waiting(context.Context) (bool, error) {
	for _, at := range p.due {
		if !p.now.Before(at) {
			return true, nil
		}
	}
	return false, nil
}

func (p *post) Claim(_ context.Context, lease time.Duration, limit int) (out []logout.Notice, _ error) {
	for c, at := range p.due {
		if !p.now.Before(at) && len(out) < limit {
			out, p.due[c] = append(out, p.waiting[c]), p.now.Add(lease)
		}
	}
	return out, nil
}

func (p *post) Again(_ context.Context, n logout.Notice, at time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting[n.Client], p.due[n.Client] = n, at
	return nil
}

func (p *post) Done(_ context.Context, n logout.Notice, events ...audit.Event) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.waiting, n.Client)
	delete(p.due, n.Client)
	p.events = append(p.events, events...)
	return nil
}

// RoundTrip is every application.
func (p *post) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		p.t.Errorf("%s of %s", r.Method, r.Header.Get("Content-Type"))
	}
	p.posted, p.bodies = append(p.posted, r.URL.Host), append(p.bodies, string(body))
	status := p.answers[r.URL.Host]
	if status == 0 {
		return nil, errors.New("connection refused")
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
}

// passes lets time go by in small steps, and says how often was posted.
func (p *post) passes(d time.Duration) int {
	p.t.Helper()
	before := len(p.posted)
	for end := p.now.Add(d); p.now.Before(end); p.now = p.now.Add(time.Second) {
		if err := p.courier.Once(p.t.Context()); err != nil {
			p.t.Fatal(err)
		}
	}
	return len(p.posted) - before
}

func TestTakenNoticeIsPostedOnceAndForgotten(t *testing.T) {
	for _, status := range []int{200, 204} {
		p := newPost(t, "app")
		p.answers["app.example"] = status
		if n := p.passes(time.Minute); n != 1 || len(p.waiting) != 0 || len(p.events) != 0 {
			t.Errorf("posted %d times, waiting %v", n, p.waiting)
		}
		if p.bodies[0] != "logout_token=app.ses_1.per_ada.RS256" {
			t.Errorf("posted %q", p.bodies[0])
		}
	}
}

func TestNoticeIsTriedForADayAndThenOnRecord(t *testing.T) {
	for name, status := range map[string]int{"no answer": 0, "error": 500, "busy": 503, "too many": 429, "too early": 425, "slow": 408} {
		p := newPost(t, "app")
		p.answers["app.example"] = status
		if n := p.passes(time.Minute); n < 3 || n > 5 {
			t.Errorf("%s: tried %d times in the first minute", name, n)
		}
		if n := p.passes(23 * time.Hour); n < 23 || n > 40 || len(p.waiting) != 1 || len(p.events) != 0 {
			t.Errorf("%s: tried %d times, waiting %v", name, n, p.waiting)
		}
		p.passes(2 * time.Hour)
		if len(p.waiting) != 0 || len(p.events) != 1 {
			t.Fatalf("%s: waiting %v, recorded %v", name, p.waiting, p.events)
		}
		e := p.events[0]
		if e.Kind != audit.LogoutFailed || e.Client != "app" || e.Session != "ses_1" || e.Person != "per_ada" || strings.Contains(e.Reason, "hidden") {
			t.Errorf("%s: recorded %+v", name, e)
		}
	}
}

func TestNoticeThatComesThroughLateIsTaken(t *testing.T) {
	p := newPost(t, "app")
	p.passes(5 * time.Hour)
	p.answers["app.example"] = 200
	if p.passes(time.Hour + time.Minute); len(p.waiting) != 0 || len(p.events) != 0 {
		t.Errorf("waiting %v, recorded %v", p.waiting, p.events)
	}
}

func TestRefusedNoticeIsTriedThreeTimes(t *testing.T) {
	for _, status := range []int{400, 401, 404, 410} {
		p := newPost(t, "app")
		p.answers["app.example"] = status
		if n := p.passes(48 * time.Hour); n != 3 || len(p.events) != 1 || len(p.waiting) != 0 {
			t.Errorf("%d: tried %d times, recorded %v", status, n, p.events)
		}
	}
}

func TestWhoWantsToHearNothingAnyMoreIsNotTold(t *testing.T) {
	p := newPost(t, "gone", "deaf")
	if n := p.passes(time.Second); n != 0 || len(p.waiting) != 0 || len(p.events) != 0 {
		t.Errorf("posted %v, waiting %v", p.posted, p.waiting)
	}
}

// One application that is down costs the others nothing: it is let alone for a
// while after each failure.
func TestSilentApplicationIsLetAlone(t *testing.T) {
	p := newPost(t, "down", "up")
	p.answers["up.example"] = 200
	if n := p.passes(time.Second); n != 2 {
		t.Fatalf("posted %v", p.posted)
	}
	p.waiting["down"], p.due["down"] = logout.Notice{Session: "ses_2", Client: "down", Person: "per_bob", Ended: p.now}, p.now
	if n := p.passes(3 * time.Second); n != 0 || p.waiting["down"].Tries != 0 {
		t.Errorf("posted %v", p.posted)
	}
	p.answers["down.example"] = 200
	if n := p.passes(10 * time.Second); n != 1 || len(p.waiting) != 0 {
		t.Errorf("posted %v, waiting %v", p.posted, p.waiting)
	}
}

func TestCourierNeedsItsParts(t *testing.T) {
	if _, err := logout.NewCourier(logout.CourierDeps{}); err == nil {
		t.Error("want an error without parts")
	}
}
