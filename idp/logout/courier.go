package logout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/token"
)

// The Courier's pace. A notice that was not taken waits twice as long each time.
const (
	courierEvery = time.Second
	courierLease = 2 * time.Minute // longer than a batch can last
	courierBatch = 64
	courierHands = 8
	firstPause   = 5 * time.Second
	mostPause    = time.Hour
	// mostRefusals is how often an application may say that it does not take
	// a notice. Each try has a token of its own, so that a clock that was put
	// right, or keys that it had not yet fetched, are no longer in the way.
	mostRefusals = 3
)

// keep is how long a notice is tried.
const keep = 24 * time.Hour

// Notice is that one application is to hear of the end of one session.
type Notice struct {
	Session string
	Client  client.ID
	Person  string
	Ended   time.Time
	Tries   int // how often it was posted in vain
}

// Queue keeps the notices, which are written with what ended the session.
type Queue interface {
	// Waiting says whether there is anything to send now, cheaply.
	Waiting(ctx context.Context) (bool, error)
	// Claim takes up to limit notices whose time has come, for as long as the
	// lease: nobody else gets them until then.
	Claim(ctx context.Context, lease time.Duration, limit int) ([]Notice, error)
	// Again gives a notice back with its count of tries, for a later time.
	Again(ctx context.Context, n Notice, at time.Time) error
	// Done forgets a notice that was taken, or that will not be.
	Done(ctx context.Context, n Notice, events ...audit.Event) error
}

// CourierDeps are what a Courier needs.
type CourierDeps struct {
	Queue   Queue
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
	}
	// Mint makes a logout token.
	Mint func(ctx context.Context, f token.LogoutFacts) (string, error)
	// Client posts to addresses that others chose.
	Client *http.Client
	Now    func() time.Time
	Log    *slog.Logger
}

// Courier tells applications which sessions ended (OpenID Connect Back-Channel
// Logout 1.0). One runs on each replica.
type Courier struct {
	CourierDeps
	mu sync.Mutex
	// rests are the applications that did not answer, and until when they are
	// let alone: one that hangs must not hold up the others.
	rests map[client.ID]time.Time
}

// NewCourier checks deps.
func NewCourier(d CourierDeps) (*Courier, error) {
	if d.Queue == nil || d.Clients == nil || d.Mint == nil || d.Client == nil || d.Now == nil || d.Log == nil {
		return nil, errors.New("logout: all dependencies of a courier are needed")
	}
	return &Courier{CourierDeps: d, rests: map[client.ID]time.Time{}}, nil
}

// Run delivers until ctx ends.
func (c *Courier) Run(ctx context.Context) {
	tick := time.NewTicker(courierEvery)
	defer tick.Stop()
	for {
		if err := c.Once(ctx); err != nil && ctx.Err() == nil {
			c.Log.ErrorContext(ctx, "could not go through the logout notices; they wait", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once tries everything whose time has come.
func (c *Courier) Once(ctx context.Context) error {
	for {
		waiting, err := c.Queue.Waiting(ctx)
		if err != nil || !waiting {
			return err // at rest it only reads
		}
		notices, err := c.Queue.Claim(ctx, courierLease, courierBatch)
		if err != nil || len(notices) == 0 {
			return err
		}
		if err := c.all(ctx, notices); err != nil {
			return err
		}
	}
}

// all delivers a batch, some at the same time.
func (c *Courier) all(ctx context.Context, notices []Notice) error {
	next := make(chan Notice, len(notices))
	for _, n := range notices {
		next <- n
	}
	close(next)
	errs := make([]error, courierHands)
	var working sync.WaitGroup
	for i := range errs {
		working.Go(func() {
			for n := range next {
				errs[i] = errors.Join(errs[i], c.deliver(ctx, n))
			}
		})
	}
	working.Wait()
	return errors.Join(errs...)
}

func (c *Courier) deliver(ctx context.Context, n Notice) error {
	app, err := c.Clients.Find(ctx, n.Client)
	if errors.Is(err, client.ErrNotFound) || err == nil && app.Metadata.BackchannelLogoutURI == "" {
		return c.Queue.Done(ctx, n) // it wants to hear nothing any more
	}
	if err != nil {
		return fmt.Errorf("deliver a logout notice: %w", err)
	}
	last := n.Ended.Add(keep)
	if until := c.resting(n.Client); !until.IsZero() && until.Before(last) {
		return c.Queue.Again(ctx, n, until)
	}
	refused, err := c.post(ctx, app, n)
	switch {
	case err == nil:
		c.rest(n.Client, time.Time{})
		return c.Queue.Done(ctx, n)
	case ctx.Err() != nil:
		return ctx.Err() // the lease runs out, and another tries
	}
	n.Tries++
	at := c.Now().Add(pause(n.Tries))
	if refused && n.Tries >= mostRefusals || !at.Before(last) {
		return c.fail(ctx, n, err)
	}
	if !refused {
		c.rest(n.Client, c.Now().Add(firstPause))
	}
	c.Log.WarnContext(ctx, "an application did not take a logout notice; it is tried again",
		"client", string(n.Client), "session", n.Session, "tries", n.Tries, "at", at, "error", err)
	return c.Queue.Again(ctx, n, at)
}

// fail gives a notice up, and says so in the record.
func (c *Courier) fail(ctx context.Context, n Notice, why error) error {
	c.Log.WarnContext(ctx, "an application did not take a logout notice; it is given up",
		"client", string(n.Client), "session", n.Session, "tries", n.Tries, "error", why)
	e := audit.New(ctx, c.Now(), audit.LogoutFailed)
	e.Person, e.Client, e.Session, e.Reason = n.Person, string(n.Client), n.Session, why.Error()
	e.Detail = map[string]string{"tries": fmt.Sprint(n.Tries)}
	return c.Queue.Done(ctx, n, e)
}

// post makes the token and sends it (section 2.5). It says whether the
// application refused it, which another try hardly mends. No error names the
// URL, which may have a secret in it.
func (c *Courier) post(ctx context.Context, app client.Client, n Notice) (refused bool, err error) {
	text, err := c.Mint(ctx, token.LogoutFacts{Person: n.Person, Client: string(app.ID), Session: n.Session, Alg: app.IDTokenAlg})
	if err != nil {
		return false, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, app.Metadata.BackchannelLogoutURI,
		strings.NewReader(url.Values{"logout_token": {text}}.Encode()))
	if err != nil {
		return true, errors.New("its address is no URL")
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "Countersign")
	answer, err := c.Client.Do(r)
	if err != nil {
		if outer, ok := errors.AsType[*url.Error](err); ok {
			err = outer.Err
		}
		return false, fmt.Errorf("post a logout token: %w", err)
	}
	// A connection is only used again once its answer was read.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10))
	_ = answer.Body.Close()
	return verdict(answer.StatusCode)
}

// verdict reads the answer (section 2.8). Of the answers that refuse, some are
// about the moment alone (RFC 9110 section 15.5.9, RFC 8470 section 5.2, RFC
// 6585 section 4).
func verdict(status int) (refused bool, err error) {
	if status >= 200 && status < 300 {
		return false, nil
	}
	err = fmt.Errorf("it answered %d", status)
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false, err
	}
	return status < 500, err
}

// resting is until when an application is let alone, or the zero time.
func (c *Courier) resting(id client.ID) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	until := c.rests[id]
	if !c.Now().Before(until) {
		delete(c.rests, id)
		return time.Time{}
	}
	return until
}

func (c *Courier) rest(id client.ID, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until.IsZero() {
		delete(c.rests, id)
		return
	}
	c.rests[id] = until
}

// pause is how long to wait after so many tries.
func pause(tries int) time.Duration {
	p := firstPause
	for range tries - 1 {
		if p *= 2; p >= mostPause {
			return mostPause
		}
	}
	return p
}
