package password

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"countersign/audit"
	"countersign/factors"
)

// Errors of a password. Which of many reasons is behind ErrWrong stands in the
// record, never in the answer.
var (
	ErrWrong      = errors.New("username or password is wrong")
	ErrBusy       = errors.New("too many sign-ins at this moment")
	ErrTooShort   = errors.New("password must be")
	ErrTooLong    = fmt.Errorf("password must be of at most %d characters", MostLength)
	ErrCharacters = errors.New("password holds characters that cannot be typed again, such as line ends")
	ErrAlreadySet = errors.New("a password is set already")
	ErrNobody     = errors.New("nobody has this account")
	ErrLink       = errors.New("the link is unknown, used or expired")
)

// Limited means that there were too many failures.
type Limited struct {
	// Until is when the next try will be looked at.
	Until time.Time
}

// Error says so.
func (l *Limited) Error() string { return "too many wrong tries until " + l.Until.Format(time.RFC3339) }

// Credential is what is stored of somebody's password.
type Credential struct {
	Person string
	// Hash is the PHC string, or "" before a password is set.
	Hash string
	// Disabled and Reset make even the right password prove nothing.
	Disabled bool
	Reset    bool
}

// Change sets a password.
type Change struct {
	Person string
	// Hash is the PHC string of the new password.
	Hash string
	// First is true if there must be none yet: an invitation sets one once.
	First bool
	// Link is the mailed link that is used up by it, if it comes by one.
	Link string
	At   time.Time
}

// Store keeps credentials.
type Store interface {
	// Credential is that of the person whose username has this key; one with
	// no Person if there is nobody.
	Credential(ctx context.Context, key string) (Credential, error)
	// Names are what is known of a person and so in no good password: username,
	// name, address.
	Names(ctx context.Context, person string) ([]string, error)
	// Rehash replaces the hash if it is still the old one.
	Rehash(ctx context.Context, person, before, after string) error
	// SetPassword stores a new one, ends what rested on the old one, and
	// writes the events: ErrAlreadySet, ErrNobody, ErrLink.
	SetPassword(ctx context.Context, c Change, events ...audit.Event) error
}

// Deps is what the factor needs.
type Deps struct {
	Store    Store
	Counters Counters
	Log      audit.Log
	// Key makes the one key of every typed variant of a username, or an error
	// for what can be nobody's name.
	Key func(typed string) (string, error)
	Now func() time.Time

	// Listed says whether a password is in a list of stolen ones beside the
	// built-in one; nil for no other.
	Listed func(password string) (bool, error)
	// Words are names of this server and its owner.
	Words []string
	// Least is how many characters a new password needs.
	Least int
	// Failures an account may have in Window, SourceFailures a source.
	Failures       int
	SourceFailures int
	Window         time.Duration
	// Spread is at how many accounts that do not know the browser a source may
	// fail in Window before it is heard only once in each SpreadGap.
	Spread    int
	SpreadGap time.Duration
}

// Factor verifies and sets passwords.
type Factor struct {
	Deps
	gate   gate
	dummy  string // the hash that names without a password are compared with
	common func() (list, error)
}

// New makes the factor.
func New(d Deps) (*Factor, error) {
	if d.Store == nil || d.Counters == nil || d.Log == nil || d.Key == nil || d.Now == nil {
		return nil, errors.New("password: Store, Counters, Log, Key and Now are needed")
	}
	if d.Least < leastLength || d.Least > MostLength {
		return nil, fmt.Errorf("password: the least length must be %d to %d", leastLength, MostLength)
	}
	if d.Failures < 1 || d.SourceFailures < 1 || d.Window <= 0 || d.Spread < 1 || d.SpreadGap <= 0 {
		return nil, errors.New("password: Failures, SourceFailures, Window, Spread and SpreadGap must be positive")
	}
	return &Factor{Deps: d, gate: newGate(max(1, runtime.GOMAXPROCS(0)-1)), dummy: unmatched(), common: newList()}, nil
}

// Hash is what is stored of a new password, if the policy admits it: ErrTooShort,
// ErrTooLong, ErrCharacters, ErrListed, ErrNamed, ErrBusy. Names are what is
// known of the person.
func (f *Factor) Hash(ctx context.Context, typed string, names ...string) (string, error) {
	p, err := admit(typed, f.Least)
	if err != nil {
		return "", err
	}
	if err := f.guessable(p, names); err != nil {
		return "", err
	}
	leave, err := f.gate.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return hash(p)
}

// Set gives somebody a new password: the errors of Hash, ErrAlreadySet (with
// first), ErrNobody. The outcome is what an
// invited person has just proved by it.
func (f *Factor) Set(ctx context.Context, person, typed string, first bool) (factors.Outcome, error) {
	detail := map[string]string{}
	if first {
		detail["first"] = "true"
	}
	return f.change(ctx, typed, Change{Person: person, First: first}, detail)
}

// Reset is Set by a mailed link, which is used up by it: ErrLink if it is not
// good any more. It proves nothing to a sign-in.
func (f *Factor) Reset(ctx context.Context, person, typed, link string) error {
	_, err := f.change(ctx, typed, Change{Person: person, Link: link}, map[string]string{"by": "mailed link", "link": link})
	return err
}

func (f *Factor) change(ctx context.Context, typed string, c Change, detail map[string]string) (factors.Outcome, error) {
	names, err := f.Store.Names(ctx, c.Person)
	if err != nil {
		return factors.Outcome{}, fmt.Errorf("read names: %w", err)
	}
	if c.Hash, err = f.Hash(ctx, typed, names...); err != nil {
		return factors.Outcome{}, err
	}
	c.At = f.Now()
	event := audit.New(ctx, c.At, audit.PasswordSet)
	event.Person, event.Detail = c.Person, detail
	if err := f.Store.SetPassword(ctx, c, event); err != nil {
		return factors.Outcome{}, fmt.Errorf("set password: %w", err)
	}
	return factors.Outcome{Kind: factors.Password, At: c.At}, nil
}
