package webpushtest

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/factors/notify/inboxtest"
)

// Host is what to allow.
const Host = "127.0.0.1"

// maxBody is what every push service takes (RFC 8030 section 7.2).
const maxBody = 4096

// Server is the push service.
type Server struct {
	*inboxtest.Inbox[Message]
	t    testing.TB
	now  func() time.Time
	http *httptest.Server
	done chan struct{} // closed at the end of the test, to end what hangs

	mu            sync.Mutex
	subscriptions map[string]*Subscription // by path
	calls         int
	status        int // instead of success
	location      string
	hang          bool
}

// Subscription is one browser's, as PushSubscription.toJSON gives it.
type Subscription struct {
	Endpoint string
	P256DH   string
	Auth     string

	private *ecdh.PrivateKey
	secret  []byte
	server  []byte // the point of the only sender
	gone    bool
}

// Message is one that was delivered.
type Message struct {
	Subscription *Subscription
	Topic        string
	TTL          int
	Subject      string // of the VAPID token
	Token        string // the VAPID token
	Raw          []byte // the whole body as it came
	Payload      []byte // what the browser's service worker is given
}

// New starts a push service on the server's clock that ends with the test.
func New(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	s := &Server{
		Inbox: inboxtest.New[Message](t, "webpushtest"), t: t, now: now, done: make(chan struct{}),
		subscriptions: map[string]*Subscription{},
	}
	s.http = httptest.NewServer(http.HandlerFunc(s.push))
	t.Cleanup(func() {
		close(s.done)
		s.http.Close()
	})
	return s
}

// Origin is the scheme, host and port.
func (s *Server) Origin() string { return s.http.URL }

// Subscribe is pushManager.subscribe with applicationServerKey: only the owner
// of that key may push.
func (s *Server) Subscribe(applicationServerKey []byte) *Subscription {
	s.t.Helper()
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	secret := make([]byte, 16)
	_, _ = rand.Read(secret) // crypto/rand.Read never fails
	path := "/wpush/" + rand.Text()
	sub := &Subscription{
		Endpoint: s.http.URL + path, P256DH: encode(private.PublicKey().Bytes()), Auth: encode(secret),
		private: private, secret: secret, server: slices.Clone(applicationServerKey),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.subscriptions[path] = sub
	return sub
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// Unsubscribe ends a subscription: from now on it is 410.
func (s *Server) Unsubscribe(sub *Subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub.gone = true
}

// Answer makes every push get the status; 0 is success.
func (s *Server) Answer(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status, s.location = status, ""
}

// Redirect sends every push elsewhere.
func (s *Server) Redirect(to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status, s.location = http.StatusTemporaryRedirect, to
}

// Hang leaves every push without an answer.
func (s *Server) Hang() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hang = true
}

// Calls is how many pushes were tried, whatever was answered.
func (s *Server) Calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// Delivered are the messages so far, in the order in which they came.
func (s *Server) Delivered() []Message { return s.All() }

// push is RFC 8030 section 5.
func (s *Server) push(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	s.mu.Lock()
	s.calls++
	sub, hang, status, location := s.subscriptions[r.URL.Path], s.hang, s.status, s.location
	gone := sub != nil && sub.gone
	s.mu.Unlock()
	switch {
	case hang:
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
		return
	case status != 0:
		if location != "" {
			w.Header().Set("Location", location)
		}
		http.Error(w, "as the test wants it", status)
		return
	case gone:
		http.Error(w, "unsubscribed", http.StatusGone)
		return
	case err != nil:
		s.refuse(w, http.StatusRequestEntityTooLarge, err)
		return
	case sub == nil || r.Method != http.MethodPost:
		s.refuse(w, http.StatusNotFound, fmt.Errorf("%s %s is no subscription", r.Method, r.URL.Path))
		return
	}
	m, status, err := s.read(sub, r.Header, raw)
	if err != nil {
		s.refuse(w, status, err)
		return
	}
	s.Put(m)
	w.Header().Set("Location", s.http.URL+"/m/"+strings.ToLower(rand.Text()))
	w.WriteHeader(http.StatusCreated)
}

func (s *Server) refuse(w http.ResponseWriter, status int, why error) {
	s.Fault("%v", why)
	http.Error(w, why.Error(), status)
}
