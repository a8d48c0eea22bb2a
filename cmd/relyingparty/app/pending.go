package app

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"maps"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

const (
	// pendingTime is longer than a provider lets a sign-in take.
	pendingTime = time.Hour
	// maxPending bounds what strangers can make us remember.
	maxPending = 10_000
)

var (
	errTooMany = errors.New("too many sign-ins are under way")
	errNoSuch  = errors.New("no sign-in with this state is under way in this browser")
)

// attempt is one sign-in under way. Each has its own state, so that tabs do
// not disturb each other.
type attempt struct {
	browser  string // the cookie of the browser that started
	nonce    string
	verifier string // PKCE (RFC 7636)
	prompt   string
	acr      string // the class asked for, if any
	started  time.Time
}

// pending keeps attempts by their state.
type pending struct {
	now func() time.Time
	mu  sync.Mutex
	all map[string]attempt
}

func newPending(now func() time.Time) *pending {
	return &pending{now: now, all: map[string]attempt{}}
}

// start remembers a sign-in under a new state.
func (p *pending) start(browser, prompt, acr string) (state string, a attempt, err error) {
	a = attempt{
		browser: browser, nonce: rand.Text(), verifier: oauth2.GenerateVerifier(),
		prompt: prompt, acr: acr, started: p.now(),
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.all) >= maxPending {
		p.expire()
	}
	if len(p.all) >= maxPending {
		return "", attempt{}, errTooMany
	}
	state = rand.Text()
	p.all[state] = a
	return state, a, nil
}

func (p *pending) expire() {
	now := p.now()
	maps.DeleteFunc(p.all, func(_ string, a attempt) bool { return now.Sub(a.started) > pendingTime })
}

// take gives an attempt once, to the browser that started it. A wrong browser
// does not use it up.
func (p *pending) take(state, browser string) (attempt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, ok := p.all[state]
	if !ok || p.now().Sub(a.started) > pendingTime {
		return attempt{}, errNoSuch
	}
	if subtle.ConstantTimeCompare([]byte(a.browser), []byte(browser)) != 1 {
		return attempt{}, errNoSuch
	}
	delete(p.all, state)
	return a, nil
}
