package browsertest

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"countersign/factors/notify/webpushtest"
)

// maxBody is what every push service takes (RFC 8030 section 7.2).
const maxBody = 4096

// service is what both push services share: subscriptions and what is posted
// to them.
type service struct {
	t   testing.TB
	now func() time.Time

	mu     sync.Mutex
	subs   map[string]*subscription // by the last part of its endpoint
	pushes int
	faults []string
}

// subscription is one that a browser made.
type subscription struct {
	key  string // the applicationServerKey, in b64u
	page string // what the browser calls the page that subscribed
	gone bool
	send func(body []byte) error // to the browser
}

func newService(t testing.TB, now func() time.Time) *service {
	s := &service{t: t, now: now, subs: map[string]*subscription{}}
	t.Cleanup(func() {
		for _, f := range s.Faults() {
			t.Errorf("browsertest: %s", f)
		}
	})
	return s
}

// Pushes is how many messages were handed to a browser.
func (s *service) Pushes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pushes
}

// Subscriptions is how many are alive.
func (s *service) Subscriptions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, sub := range s.subs {
		if !sub.gone {
			n++
		}
	}
	return n
}

// Faults gives, and forgets, what was refused although nobody asked for it.
func (s *service) Faults() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.faults
	s.faults = nil
	return f
}

func (s *service) fault(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, fmt.Sprintf(format, args...))
}

// End lets every subscription end, as when a person clears the browser.
func (s *service) End() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sub := range s.subs {
		sub.gone = true
	}
}

func (s *service) add(name string, sub *subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.subs[name] = sub
}

// remove ends what a page subscribed.
func (s *service) remove(page string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sub := range s.subs {
		if sub.page == page {
			sub.gone = true
		}
	}
}

// push is RFC 8030 section 5, for the origin that the sender believes to post to.
func (s *service) push(w http.ResponseWriter, r *http.Request, name, origin string) {
	s.mu.Lock()
	sub := s.subs[name]
	gone := sub == nil || sub.gone
	s.mu.Unlock()
	if gone {
		http.Error(w, "no such subscription", http.StatusGone)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err == nil {
		err = webpushtest.CheckSender(r.Header.Get("Authorization"), sub.key, origin, s.now())
	}
	if _, bad := strconv.ParseUint(r.Header.Get("TTL"), 10, 31); err == nil && bad != nil {
		err = fmt.Errorf("TTL %q", r.Header.Get("TTL"))
	}
	if coding := r.Header.Get("Content-Encoding"); err == nil && coding != "aes128gcm" {
		err = fmt.Errorf("Content-Encoding %q", coding)
	}
	if err == nil {
		err = sub.send(body)
	}
	if err != nil {
		s.fault("push: %v", err)
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.pushes++
	s.mu.Unlock()
	w.WriteHeader(http.StatusCreated)
}
