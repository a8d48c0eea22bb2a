package app

import (
	"crypto/rand"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

const (
	sessionCookie = "rp_session"
	browserCookie = "rp_browser"
	// sessionTime ends a session of the app, whatever the provider's does.
	sessionTime = 8 * time.Hour
)

// session is somebody who is signed in.
type session struct {
	mu    sync.Mutex // one refresh at a time: a refresh token is used once
	began time.Time
	asked attempt
	who   identity
}

// identity is what the provider said, after all of it was checked.
type identity struct {
	raw      string // the ID token, for the sign-out
	header   string
	claims   string
	userInfo string
	said     said
	nonce    string
	audience []string
	token    *oauth2.Token
	at       time.Time
}

// sessions keeps sessions by their cookie's value.
type sessions struct {
	now func() time.Time
	mu  sync.Mutex
	all map[string]*session
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, all: map[string]*session{}}
}

// start opens a session under a new value, so that a value planted before the
// sign-in is worth nothing after it.
func (s *sessions) start(asked attempt, who identity) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for old, one := range s.all {
		if s.now().Sub(one.began) > sessionTime {
			delete(s.all, old)
		}
	}
	id = rand.Text()
	s.all[id] = &session{began: s.now(), asked: asked, who: who}
	return id
}

func (s *sessions) find(r *http.Request) (id string, found *session) {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return "", nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.all[c.Value]
	if !ok || s.now().Sub(one.began) > sessionTime {
		return "", nil
	}
	return c.Value, one
}

func (s *sessions) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, id)
}

// snapshot is the session's identity as it is now.
func (s *session) snapshot() identity {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.who
}

func (a *App) setCookie(w http.ResponseWriter, name, value string, keep time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(keep / time.Second),
		Secure: a.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (a *App) dropCookie(w http.ResponseWriter, name string) { a.setCookie(w, name, "", -time.Second) }

// browser is the value that binds sign-ins to this browser, a new one if it
// has none yet.
func (a *App) browser(w http.ResponseWriter, r *http.Request) string {
	if value := browserOf(r); value != "" {
		return value
	}
	value := rand.Text()
	a.setCookie(w, browserCookie, value, 0)
	return value
}

func browserOf(r *http.Request) string {
	c, err := r.Cookie(browserCookie)
	if err != nil {
		return ""
	}
	return c.Value
}
