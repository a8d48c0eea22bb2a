package webhooktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"countersign/factors/notify/inboxtest"
)

// Secret signs what the server posts.
const Secret = "whsec_bm8gb25lIHNoYWxsIGtub3cgdGhpcyBzZWNyZXQ="

// Tolerance is how far a post's time may lie from the clock.
const Tolerance = 5 * time.Minute

// Server is the receiver.
type Server struct {
	*inboxtest.Inbox[Post]
	now    func() time.Time
	http   *httptest.Server
	verify *standardwebhooks.Webhook

	mu      sync.Mutex
	answers []int // to the next posts
	rest    int   // to those after them; 0 is success
}

// Post is one that was right, whatever was answered.
type Post struct {
	ID     string
	Type   string `json:"type"`
	Data   string `json:"data"`
	Ref    string `json:"ref"`
	Body   []byte `json:"-"`
	Answer int    `json:"-"`
}

// New starts a receiver on the server's clock that ends with the test.
func New(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	verify, err := standardwebhooks.NewWebhook(Secret)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Inbox: inboxtest.New[Post](t, "webhooktest"), now: now, verify: verify}
	s.http = httptest.NewServer(http.HandlerFunc(s.post))
	t.Cleanup(s.http.Close)
	return s
}

// URL is where to post.
func (s *Server) URL() string { return s.http.URL + "/push" }

// Answer makes the next posts get these statuses, and all after them the last.
func (s *Server) Answer(statuses ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers, s.rest = statuses, statuses[len(statuses)-1]
}

// Posts are those so far.
func (s *Server) Posts() []Post { return s.All() }

func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	p, err := s.read(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.Fault("%v", err)
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p.Answer = http.StatusNoContent
	if len(s.answers) > 0 {
		p.Answer, s.answers = s.answers[0], s.answers[1:]
	} else if s.rest != 0 {
		p.Answer = s.rest
	}
	s.Put(p)
	if p.Answer >= 300 && p.Answer < 400 {
		w.Header().Set("Location", s.http.URL+"/elsewhere")
	}
	w.WriteHeader(p.Answer)
}

// read checks a post as a receiver does. The library compares times with the
// machine's clock, so that the time is checked here.
func (s *Server) read(r *http.Request) (Post, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, 20<<10)) // what Standard Webhooks ask a sender to stay below
	if err != nil {
		return Post{}, err
	}
	if r.Method != http.MethodPost || r.URL.Path != "/push" || r.Header.Get("Content-Type") != "application/json" {
		return Post{}, fmt.Errorf("%s %s of %q", r.Method, r.URL.Path, r.Header.Get("Content-Type"))
	}
	if err := s.verify.VerifyIgnoringTimestamp(raw, r.Header); err != nil {
		return Post{}, err
	}
	seconds, err := strconv.ParseInt(r.Header.Get(standardwebhooks.HeaderWebhookTimestamp), 10, 64)
	if err != nil || time.Unix(seconds, 0).Sub(s.now()).Abs() > Tolerance {
		return Post{}, errors.New("the time of the post is not now")
	}
	p := Post{ID: r.Header.Get(standardwebhooks.HeaderWebhookID), Body: raw}
	if err := json.Unmarshal(raw, &p); err != nil || p.ID == "" || p.Type == "" || p.Data == "" || p.Ref == "" {
		return Post{}, fmt.Errorf("a body of another form: %w", err)
	}
	return p, nil
}
