package app_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/cmd/relyingparty/app"
)

// stage is the app, a provider and a browser. The app is at localhost and the
// provider at 127.0.0.1, so that they are different sites.
type stage struct {
	*browser.Tab

	op   *fakeProvider
	app  http.Handler
	url  string
	log  *syncBuffer
	time time.Time
}

// newStage signs nobody in.
func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{time: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), log: &syncBuffer{}}
	now := func() time.Time { return s.time }
	s.op = newProvider(t, now)
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	s.url = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	a, err := app.New(app.Config{
		BaseURL: s.url, Issuer: s.op.URL, ClientID: clientID, ClientSecret: clientSecret,
		Scopes: []string{"profile", "offline_access"}, Log: slog.New(slog.NewTextHandler(s.log, nil)), Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	handler, s.app = a, a
	s.Tab = s.newBrowser()
	return s
}

func (s *stage) newBrowser() *browser.Tab {
	to := map[string]string{strings.TrimPrefix(s.url, "http://"): strings.Replace(strings.TrimPrefix(s.url, "http://"), "localhost", "127.0.0.1", 1)}
	return browser.New(browser.Options{DialTo: to, Now: func() time.Time { return s.time }})
}

func (s *stage) signIn(t *testing.T) {
	t.Helper()
	s.open(t, "/")
	s.click(t, "sign-in")
}

func (s *stage) open(t *testing.T, path string) {
	t.Helper()
	if err := s.Open(t.Context(), s.url+path); err != nil {
		t.Fatal(err)
	}
}

func (s *stage) click(t *testing.T, id string) {
	t.Helper()
	if err := s.Click(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

func (s *stage) text(t *testing.T, id string) string {
	t.Helper()
	text, err := s.Text(id)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (s *stage) cookie(name string) *http.Cookie {
	for _, c := range s.Cookies() {
		if c.Name == name {
			return c
		}
	}
	return nil
}

func (s *stage) wantSignedIn(t *testing.T) {
	t.Helper()
	if !s.Has("claims") || s.cookie("rp_session") == nil {
		t.Fatalf("not signed in: %d %s", s.Status(), s.PageText())
	}
}

func (s *stage) wantRefused(t *testing.T, code, description string) {
	t.Helper()
	if got := s.text(t, "error"); got != code {
		t.Fatalf("error %q, want %q", got, code)
	}
	if got := s.text(t, "error-description"); !strings.Contains(got, description) {
		t.Fatalf("description %q, want one with %q", got, description)
	}
	if s.Status() < http.StatusBadRequest {
		t.Fatalf("status %d", s.Status())
	}
}

func (s *stage) wantNoSession(t *testing.T) {
	t.Helper()
	if s.cookie("rp_session") != nil {
		t.Fatal("a refused sign-in left a session")
	}
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
