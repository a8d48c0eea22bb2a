package sso

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
)

// touchEvery bounds how often a session's use is written.
const touchEvery = time.Minute

// Store keeps sessions.
type Store interface {
	// Find is the session whose cookie has this hash, or ErrNone.
	Find(ctx context.Context, hash []byte) (Session, error)
	// Of are a person's sessions that were not ended and have not expired.
	Of(ctx context.Context, person string, at time.Time) ([]Session, error)
	// Touch notes that the session was used.
	Touch(ctx context.Context, id ID, at time.Time) error
	// End ends the session, and the grants that live no longer than it.
	End(ctx context.Context, id ID, at time.Time, events ...audit.Event) error
}

// Deps are what Sessions need.
type Deps struct {
	Store Store
	// Idle ends a session that was not used for so long, Max any session so
	// long after its oldest proof.
	Idle, Max time.Duration
	// KnownFor is how long a browser stays known.
	KnownFor time.Duration
	Now      func() time.Time
}

// Sessions finds and makes browser sessions.
type Sessions struct{ Deps }

// New checks deps.
func New(d Deps) (*Sessions, error) {
	if d.Store == nil || d.Now == nil || d.Idle <= 0 || d.Max <= 0 || d.KnownFor <= 0 {
		return nil, errors.New("sso: Store, Now, Idle, Max and KnownFor are needed")
	}
	return &Sessions{d}, nil
}

// Find is the live session of a cookie, and notes its use. Whatever is not
// live is ErrNone.
func (s *Sessions) Find(ctx context.Context, cookie string) (Session, error) {
	if cookie == "" {
		return Session{}, ErrNone
	}
	found, err := s.Store.Find(ctx, hash(cookie))
	if err != nil {
		return Session{}, err
	}
	now := s.Now()
	if !s.Live(found, now) {
		return Session{}, ErrNone
	}
	if now.Sub(found.LastUsed) >= touchEvery {
		if err := s.Store.Touch(ctx, found.ID, now); err != nil {
			return Session{}, err
		}
		found.LastUsed = now
	}
	return found, nil
}

// Of are a person's live sessions, the one last used first.
func (s *Sessions) Of(ctx context.Context, person string) ([]Session, error) {
	now := s.Now()
	found, err := s.Store.Of(ctx, person, now)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found, func(x Session) bool { return !s.Live(x, now) }), nil
}

// Live says whether x still lets its browser in.
func (s *Sessions) Live(x Session, now time.Time) bool {
	return x.Ended.IsZero() && now.Before(x.Expires) && now.Sub(x.LastUsed) < s.Idle
}

// End signs the browser out.
func (s *Sessions) End(ctx context.Context, id ID, events ...audit.Event) error {
	return s.Store.End(ctx, id, s.Now(), events...)
}

// Proof is what a finished sign-in brings.
type Proof struct {
	Person   string
	Outcomes []factors.Outcome // those that counted
	Browser  []byte            // hash of the flow cookie
	Cookie   string            // the session's new cookie
	Agent    string            // "Firefox on Linux"; empty if nobody knows
	Address  string            // the caller's
}

// Change is what has to be written when a sign-in finishes.
type Change struct {
	Session Session
	// Hash is that of the new cookie.
	Hash []byte
	// Challenge is the last push behind the session, if any.
	Challenge string
	// Renewed is true if Session stands already and is changed; else it is new.
	Renewed bool
	// Ends is another person's session in this browser, if there was one.
	Ends ID
	// Known marks the browser as known to the person.
	Known Mark
}

// Mark says that a person completed a second factor in a browser. The zero
// Mark marks nothing.
type Mark struct {
	Hash    []byte // of the new cookie
	Before  []byte // of the cookie that it replaces, if there was one
	Expires time.Time
	// Method is how they confirmed, to offer it first the next time.
	Method factors.Kind
	// Remembered is until when the password alone is enough in that browser, as
	// far as the operator lets it; zero if the person did not ask for that.
	Remembered time.Time
	// Confirmed is when they last confirmed there; zero once they said that they
	// want to be asked again. The store keeps it.
	Confirmed time.Time
}

// Start makes the session of a sign-in that finished in a browser whose live
// session is current (zero if there is none). The same person's session is
// renewed and keeps its ID, so that what it gave lives on; another's ends.
func (s *Sessions) Start(current Session, p Proof) Change {
	if current.ID != "" && current.Person == p.Person {
		return s.renew(current, p)
	}
	c := s.change(Session{ID: ID("ses_" + rand.Text()), Person: p.Person, Started: s.Now()}, p, p.Outcomes)
	c.Ends = current.ID
	return c
}

// renew adds what was proved to what the session rests on.
func (s *Sessions) renew(current Session, p Proof) Change {
	c := s.change(current, p, slices.Concat(current.Outcomes, p.Outcomes))
	c.Renewed = true
	return c
}

// newest keeps of each kind of factor the newest outcome, oldest first: what
// was proved again replaces what was proved before, and what was not stays
// with its own time.
func newest(all []factors.Outcome) []factors.Outcome {
	all = slices.Clone(all)
	// From the end: of two at one moment the later in the list is the newer,
	// and the order in which they were proved stays.
	slices.SortStableFunc(all, func(a, b factors.Outcome) int { return a.At.Compare(b.At) })
	all = factors.Proved(all)
	var kept []factors.Outcome
	for _, o := range slices.Backward(all) {
		if !slices.ContainsFunc(kept, func(k factors.Outcome) bool { return k.Kind == o.Kind }) {
			kept = append(kept, o)
		}
	}
	slices.Reverse(kept)
	return kept
}

func (s *Sessions) change(x Session, p Proof, outcomes []factors.Outcome) Change {
	outcomes = newest(outcomes)
	x.Outcomes, x.Browser, x.LastUsed = outcomes, p.Browser, s.Now()
	x.Agent, x.Address = p.Agent, p.Address
	// From the oldest proof, so that no chain of renewals outlives it.
	x.Expires = factors.Assess(outcomes).AuthTime.Add(s.Max)
	c := Change{Session: x, Hash: hash(p.Cookie)}
	for _, o := range outcomes {
		if o.Kind == factors.Push {
			c.Challenge = o.Ref
		}
	}
	return c
}

// Recognise makes the mark of a browser in which a second factor was
// completed. Its cookie changes each time, so that a planted one is worth
// nothing; the marks of others who use the browser move with it.
func (s *Sessions) Recognise(cookie, before string) Mark {
	m := Mark{Hash: hash(cookie), Expires: s.Now().Add(s.KnownFor)}
	if before != "" {
		m.Before = hash(before)
	}
	return m
}

func hash(cookie string) []byte {
	h := sha256.Sum256([]byte(cookie))
	return h[:]
}
