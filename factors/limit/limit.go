package limit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"countersign/factors"
)

// ever is a window that nobody waits out.
const ever = 10 * 365 * 24 * time.Hour

// Counters counts failures for every replica together.
type Counters interface {
	// Add counts one more of name in a window that starts with its first, and
	// says how many there are in it.
	Add(ctx context.Context, name string, window time.Duration) (int, error)
	Read(ctx context.Context, name string) (n int, ends time.Time, err error)
	Reset(ctx context.Context, name string) error
}

// Bounds are how many failures there may be.
type Bounds struct {
	// Failures an account may have in Window, Source a network.
	Failures int
	Source   int
	Window   time.Duration
	// Total is how many an account may have since its last success; 0 for no
	// bound, where what is guessed is long enough.
	Total int
}

// Limited means that there were too many failures.
type Limited struct {
	// Until is when the next try will be looked at; zero if none will.
	Until time.Time
}

// Error says so.
func (l *Limited) Error() string {
	if l.Until.IsZero() {
		return "too many wrong tries"
	}
	return "too many wrong tries until " + l.Until.Format(time.RFC3339)
}

// Try is who tries, and from where.
type Try struct {
	Account factors.Account
	// Known is true in a browser in which the account completed a second
	// factor before.
	Known bool
	// Source is the caller's address.
	Source string
}

// Limiter counts the failures of one factor.
type Limiter struct {
	factor   factors.Kind
	counters Counters
	bounds   Bounds
}

// New makes the limiter of a factor.
func New(factor factors.Kind, c Counters, b Bounds) (*Limiter, error) {
	if factor == "" || c == nil || b.Failures < 1 || b.Source < 1 || b.Window <= 0 || b.Total < 0 {
		return nil, errors.New("limit: a factor, Counters, Failures, Source and Window are needed")
	}
	return &Limiter{factor: factor, counters: c, bounds: b}, nil
}

// Take counts a try before it is looked at: *Limited if there were too many.
// Passed takes it back.
func (l *Limiter) Take(ctx context.Context, t Try) error {
	if l.bounds.Total > 0 {
		n, _, err := l.counters.Read(ctx, l.total(t))
		if err != nil {
			return fmt.Errorf("read failures: %w", err)
		}
		if n >= l.bounds.Total {
			return &Limited{}
		}
	}
	if err := l.Look(ctx, t); err != nil {
		return err
	}
	n, err := l.counters.Add(ctx, l.account(t), l.bounds.Window)
	if err != nil {
		return fmt.Errorf("count a try: %w", err)
	}
	if n <= l.bounds.Failures {
		return nil
	}
	_, ends, err := l.counters.Read(ctx, l.account(t))
	if err != nil {
		return fmt.Errorf("read failures: %w", err)
	}
	return &Limited{Until: ends}
}

// Look is Take for what cannot be guessed: no failures shut an account, since
// anybody could make them, and a network's failures bound what it can make us
// verify.
func (l *Limiter) Look(ctx context.Context, t Try) error {
	n, ends, err := l.counters.Read(ctx, l.source(t))
	if err != nil {
		return fmt.Errorf("read failures: %w", err)
	}
	if n >= l.bounds.Source {
		return &Limited{Until: ends}
	}
	return nil
}

// Failed counts a wrong try that was taken.
func (l *Limiter) Failed(ctx context.Context, t Try) error {
	if _, err := l.counters.Add(ctx, l.source(t), l.bounds.Window); err != nil {
		return fmt.Errorf("count a failure: %w", err)
	}
	if l.bounds.Total == 0 {
		return nil
	}
	if _, err := l.counters.Add(ctx, l.total(t), ever); err != nil {
		return fmt.Errorf("count a failure: %w", err)
	}
	return nil
}

// Passed forgets what the account did wrong in such a browser. The network's
// failures stay: one right code of its own must not buy it more guesses at
// those of others.
func (l *Limiter) Passed(ctx context.Context, t Try) error {
	return l.forget(ctx, t)
}

// Forget forgets the account's failures everywhere: what was guessed at is not
// what there is now.
func (l *Limiter) Forget(ctx context.Context, account factors.Account) error {
	return errors.Join(l.forget(ctx, Try{Account: account, Known: true}), l.forget(ctx, Try{Account: account}))
}

func (l *Limiter) forget(ctx context.Context, t Try) error {
	names := []string{l.account(t)}
	if l.bounds.Total > 0 {
		names = append(names, l.total(t))
	}
	for _, name := range names {
		if err := l.counters.Reset(ctx, name); err != nil {
			return fmt.Errorf("forget failures: %w", err)
		}
	}
	return nil
}

func (l *Limiter) account(t Try) string { return l.bucket("account", t) }
func (l *Limiter) total(t Try) string   { return l.bucket("total", t) }

func (l *Limiter) bucket(what string, t Try) string {
	kind := "unknown"
	if t.Known {
		kind = "known"
	}
	return string(l.factor) + ":" + what + ":" + kind + ":" + factors.Digest(string(t.Account))
}

func (l *Limiter) source(t Try) string {
	return string(l.factor) + ":source:" + factors.Digest(factors.Network(t.Source))
}
