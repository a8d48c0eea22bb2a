package story_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"countersign/static"
	"countersign/templates"
)

// waiting is a server with one waiting page, whose state tests change.
type waiting struct {
	mu     sync.Mutex
	view   templates.Push
	status string
	stream string // "live", "silent" or "refused"
	change chan struct{}
	seen   []string
}

func newWaiting(v templates.Push) *waiting {
	v.State, v.App, v.Account, v.Token, v.Number = templates.PushWaiting, "Payroll", "ada", "token", "47"
	v.Continue, v.Resend, v.Events, v.Status = "/continue", "/resend", "/events", "/status"
	if v.Total == 0 {
		v.Left, v.Total = 100, 120
	}
	return &waiting{view: v, status: `{"state":"pending","interval":1}`, stream: "live", change: make(chan struct{})}
}

// set moves the request on: the page's state, and what the status says.
func (s *waiting) set(state templates.PushState, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.view.State, s.status = state, status
	close(s.change)
	s.change = make(chan struct{})
}

func (s *waiting) now() (templates.Push, string, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.view, s.status, s.change
}

func (s *waiting) note(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, what)
}

func (s *waiting) count(what string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, w := range s.seen {
		if w == what {
			n++
		}
	}
	return n
}

func (s *waiting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	view, status, change := s.now()
	if r.URL.Path != "/events" {
		s.note(r.Method + " " + r.URL.Path)
	}
	switch r.Method + " " + r.URL.Path {
	case "GET /":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		_ = templates.PushPage(view).Render(r.Context(), w)
	case "GET /status":
		_, _ = io.WriteString(w, status)
	case "GET /events":
		s.serveEvents(w, r, status, change)
	case "POST /continue", "POST /violations":
		w.WriteHeader(http.StatusNoContent)
	default:
		static.Handler().ServeHTTP(w, r)
	}
}

func (s *waiting) serveEvents(w http.ResponseWriter, r *http.Request, status string, change <-chan struct{}) {
	if s.stream == "refused" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	for {
		if s.stream == "live" {
			_, _ = fmt.Fprintf(w, "event: state\ndata: %s\n\n", status)
		}
		_ = http.NewResponseController(w).Flush()
		select {
		case <-change:
			_, status, change = s.now()
		case <-r.Context().Done():
			return
		}
	}
}

// open shows the waiting page in a browser of its own.
func (s *waiting) open(t *testing.T) context.Context {
	t.Helper()
	ctx, server := browse(t, s)
	if err := chromedp.Do(ctx, chromedp.Navigate(server+"/")); err != nil {
		t.Fatalf("open the page: %v", err)
	}
	t.Cleanup(func() {
		if n := s.count("POST /violations"); n != 0 {
			t.Errorf("the page broke its policy %d times", n)
		}
	})
	return ctx
}

const statusText = `document.getElementById("push-status").textContent`

func TestApprovalIsPostedAtOnceAndOnce(t *testing.T) {
	t.Parallel()
	s := newWaiting(templates.Push{})
	ctx := s.open(t)
	s.set(templates.PushWaiting, `{"state":"pending","seen":true,"expires_in":90}`)
	eventually(t, "the page says that the phone has the request", func() bool {
		return ask[string](t, ctx, statusText) == "Your phone has the request. Enter the number there."
	})
	s.set(templates.PushApproved, `{"state":"approved"}`)
	eventually(t, "the approval is posted", func() bool { return s.count("POST /continue") == 1 })
	ask[string](t, ctx, statusText)
	if n := s.count("POST /continue"); n != 1 {
		t.Errorf("posted %d times", n)
	}
	if n := s.count("GET /status"); n != 0 {
		t.Errorf("polled %d times beside the stream", n)
	}
}

func TestWhatBecameOfEachPushIsPutIn(t *testing.T) {
	t.Parallel()
	s := newWaiting(templates.Push{Rings: []templates.Ring{{Device: "Pixel", Reach: "sending"}, {Device: "Tablet", Reach: "polling"}}})
	ctx := s.open(t)
	s.set(templates.PushWaiting, `{"state":"pending","devices":[{"name":"Pixel","result":"unreached"},{"name":"Tablet","result":"polling"}]}`)
	const list, hidden = `document.getElementById("push-rings").innerText`, `document.getElementById("push-unreached").hidden`
	eventually(t, "the page says that the phone was not reached", func() bool {
		return strings.Contains(ask[string](t, ctx, list), "Could not be reached") && !ask[bool](t, ctx, hidden)
	})
	s.set(templates.PushWaiting, `{"state":"pending","devices":[{"name":"Pixel","result":"sent"},{"name":"Tablet","result":"polling"}]}`)
	eventually(t, "the page says that it was sent", func() bool {
		return strings.Contains(ask[string](t, ctx, list), "Request sent") && ask[bool](t, ctx, hidden)
	})
}

func TestApprovedPageIsPostedByItself(t *testing.T) {
	t.Parallel()
	s := newWaiting(templates.Push{})
	s.set(templates.PushApproved, `{"state":"approved"}`)
	s.open(t)
	eventually(t, "the approval is posted", func() bool { return s.count("POST /continue") == 1 })
}

func TestAnyOtherEndIsDrawnByTheServer(t *testing.T) {
	t.Parallel()
	s := newWaiting(templates.Push{})
	ctx := s.open(t)
	s.set(templates.PushDenied, `{"state":"denied"}`)
	eventually(t, "the page shows the refusal", func() bool {
		h1, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("h1")?.textContent ?? ""`))
		return err == nil && h1 == "This sign-in was not approved" // an error: the page is being replaced
	})
	if n := s.count("POST /continue"); n != 0 {
		t.Errorf("a refused request was posted %d times", n)
	}
}

func TestPageWithoutStreamPolls(t *testing.T) {
	t.Parallel()
	for _, stream := range []string{"refused", "silent"} {
		t.Run(stream, func(t *testing.T) {
			t.Parallel()
			s := newWaiting(templates.Push{})
			s.stream = stream
			s.open(t)
			eventually(t, "the page polls", func() bool { return s.count("GET /status") > 0 })
			s.set(templates.PushApproved, `{"state":"approved"}`)
			eventually(t, "the approval is posted", func() bool { return s.count("POST /continue") == 1 })
		})
	}
}

func TestTimeIsToldAndRunsOut(t *testing.T) {
	t.Parallel()
	s := newWaiting(templates.Push{Left: 32, Total: 60, SendAfter: 2})
	ctx := s.open(t)
	if text := ask[string](t, ctx, statusText); text != "Waiting for your answer" {
		t.Errorf("at the start: %q", text)
	}
	if !ask[bool](t, ctx, `document.getElementById("push-resend").ariaDisabled === "true"`) {
		t.Error("a request can be sent again at once")
	}
	eventually(t, "30 seconds left is said", func() bool {
		return ask[string](t, ctx, statusText) == "30 seconds left. Waiting for your answer"
	})
	eventually(t, "the request can be sent again", func() bool {
		return ask[string](t, ctx, `document.getElementById("push-resend").textContent`) == "Send again" &&
			!ask[bool](t, ctx, `document.getElementById("push-resend").hasAttribute("aria-disabled")`)
	})
	s.set(templates.PushWaiting, `{"state":"pending","expires_in":0}`)
	eventually(t, "the server is asked what has become of it", func() bool { return s.count("GET /") > 1 })
}
