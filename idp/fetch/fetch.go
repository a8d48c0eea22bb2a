package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// The bounds of a document and of what is kept.
const (
	// MaxDocument is the size of the largest document.
	MaxDocument = 64 << 10
	// Pause is the least time between two looks at one address.
	Pause = 10 * time.Second
	// Soon is the least time after which Anew looks again all the same, for a key
	// that was changed and is used at once; an address has Eager such looks in a
	// minute, as anybody can name a key that nobody has.
	Soon  = time.Second
	Eager = 3

	minAge  = time.Minute
	maxAge  = time.Hour
	maxURL  = 2000
	maxKept = 2000
	timeout = 5 * time.Second
)

// Errors of Document and Anew.
var (
	ErrAddress  = errors.New("the address must be https, with a host, without user and fragment")
	ErrStatus   = errors.New("the answer is no document")
	ErrTooLarge = errors.New("the document is too large")
)

// Deps are what a Fetcher needs.
type Deps struct {
	// HTTP judges addresses when it dials and follows no redirect.
	HTTP *http.Client
	Now  func() time.Time
}

// Fetcher gets documents.
type Fetcher struct {
	Deps
	flights singleflight.Group

	mu   sync.Mutex
	kept map[string]entry
}

// entry is what became of the last look at an address.
type entry struct {
	body   []byte
	err    error
	looked time.Time
	until  time.Time
	// eager counts the looks before Pause was over in the minute since first.
	eager int
	first time.Time
}

// mayLook says whether Anew looks again, and before Pause is over or not.
func (e entry) mayLook(now time.Time) (may, early bool) {
	if now.Sub(e.looked) >= Pause {
		return true, false
	}
	spent := e.eager >= Eager && now.Sub(e.first) < time.Minute
	return e.err == nil && now.Sub(e.looked) >= Soon && !spent, true
}

// New checks deps.
func New(d Deps) (*Fetcher, error) {
	if d.HTTP == nil || d.Now == nil {
		return nil, errors.New("fetch: HTTP and Now are needed")
	}
	return &Fetcher{Deps: d, kept: map[string]entry{}}, nil
}

// acceptable says whether an address is asked at all, whoever let it be
// registered.
func acceptable(address string) error {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxURL || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Opaque != "" || strings.Contains(address, "#") {
		return ErrAddress
	}
	return nil
}

// Document is what lies at an address, perhaps as it was a while ago: as long
// as its Cache-Control says, within a minute and an hour.
func (f *Fetcher) Document(ctx context.Context, address string) ([]byte, error) {
	return f.get(ctx, address, false)
}

// Anew is Document for somebody who missed something in it: it looks again,
// unless somebody did within Pause, or Soon as long as there are eager looks.
// Where it cannot be had, what is kept is.
func (f *Fetcher) Anew(ctx context.Context, address string) ([]byte, error) {
	return f.get(ctx, address, true)
}

func (f *Fetcher) get(ctx context.Context, address string, anew bool) ([]byte, error) {
	if err := acceptable(address); err != nil {
		return nil, err
	}
	if e, ok := f.known(address, anew); ok {
		return e.body, e.err
	}
	// One flight for all, which no one of them ends by going away.
	flight := f.flights.DoChan(address, func() (any, error) {
		if e, ok := f.known(address, anew); ok { // a flight ended in between
			return e, nil
		}
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), timeout)
		defer stop()
		return f.look(ctx, address), nil
	})
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("fetch document: %w", ctx.Err())
	case landed := <-flight:
		e, ok := landed.Val.(entry)
		if !ok {
			return nil, fmt.Errorf("fetch document: %w", landed.Err)
		}
		return e.body, e.err
	}
}

// known is what is kept, if it is good enough.
func (f *Fetcher) known(address string, anew bool) (entry, bool) {
	now := f.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	e, ok := f.kept[address]
	if !ok || !now.Before(e.until) {
		return entry{}, false
	}
	if may, _ := e.mayLook(now); anew && may {
		return entry{}, false
	}
	return e, true
}

// look asks the address and keeps what became of it, a failure for Pause. A
// document that is still good stays so: whoever makes us look again at a bad
// moment, with a key that nobody has, must not take away those that were there.
func (f *Fetcher) look(ctx context.Context, address string) entry {
	now := f.Now()
	body, age, err := f.read(ctx, address)
	e := entry{body: body, err: err, looked: now, until: now.Add(age)}
	if err != nil {
		e.err, e.until = fmt.Errorf("fetch document: %w", err), now.Add(Pause)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	had, ok := f.kept[address]
	if ok {
		e.eager, e.first = had.eager, had.first
		if _, early := had.mayLook(now); early {
			e.count(now)
		}
	}
	if ok && err != nil && had.err == nil && now.Before(had.until) {
		had.looked, had.eager, had.first = now, e.eager, e.first
		e = had
	}
	if len(f.kept) >= maxKept {
		f.makeRoom(now)
	}
	f.kept[address] = e
	return e
}

// count counts a look before Pause was over.
func (e *entry) count(now time.Time) {
	if now.Sub(e.first) >= time.Minute {
		e.eager, e.first = 0, now
	}
	e.eager++
}

// makeRoom forgets what is old, and if nothing is, all of it.
func (f *Fetcher) makeRoom(now time.Time) {
	for address, e := range f.kept {
		if !now.Before(e.until) {
			delete(f.kept, address)
		}
	}
	if len(f.kept) >= maxKept {
		clear(f.kept)
	}
}

func (f *Fetcher) read(ctx context.Context, address string) ([]byte, time.Duration, error) {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, err
	}
	ask.Header.Set("Accept", "application/json, application/jwk-set+json, application/oauth-authz-req+jwt, */*;q=0.1")
	answer, err := f.HTTP.Do(ask)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, 0, fmt.Errorf("%w: status %d", ErrStatus, answer.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, MaxDocument+1))
	if err != nil {
		return nil, 0, err
	}
	if len(body) > MaxDocument {
		return nil, 0, ErrTooLarge
	}
	return body, ageOf(answer.Header), nil
}

// ageOf is how long an answer may be kept (RFC 9111 section 5.2.2), within our
// bounds: no client makes us ask at every request, or never again.
func ageOf(h http.Header) time.Duration {
	for directive := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(strings.ToLower(directive)), "=")
		if name != "max-age" {
			continue
		}
		if seconds, err := strconv.Atoi(strings.Trim(value, `"`)); err == nil {
			return min(max(time.Duration(min(seconds, int(maxAge/time.Second)))*time.Second, minAge), maxAge)
		}
	}
	return minAge
}
