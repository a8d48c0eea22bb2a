package recovery

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
)

// The form of the codes: sixteen characters of five bits are 80 bits, which no
// limit has to save and no table of hashes finds.
const (
	// Count is how many codes a set has.
	Count    = 10
	length   = 16
	group    = 4
	alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's, without I, L, O and U
)

// Errors of a code.
var (
	// ErrWrong is for a wrong code and for one that was used.
	ErrWrong = errors.New("the recovery code is wrong")
	// ErrNone means that the account has no code left.
	ErrNone = errors.New("there is no recovery code left")
)

// Store keeps hashes of codes.
type Store interface {
	// Replace writes a new set, in probation until then, after which no code of
	// another counts.
	Replace(ctx context.Context, account factors.Account, hashes [][]byte, at, probation time.Time, events ...audit.Event) error
	// Use spends the code with this hash, once, and says until when it is in
	// probation: false if there is none to spend.
	Use(ctx context.Context, account factors.Account, hash []byte, at time.Time, events ...audit.Event) (probation time.Time, ok bool, err error)
	// Left is how many can still be used.
	Left(ctx context.Context, account factors.Account) (int, error)
}

// Deps is what the factor needs.
type Deps struct {
	Store    Store
	Counters limit.Counters
	Bounds   limit.Bounds
	Log      audit.Log
	// Probation is for how long codes that replace others neither let a phone be
	// added nor an account be changed.
	Probation time.Duration
	Now       func() time.Time
}

// Factor makes and verifies codes.
type Factor struct {
	Deps
	limit *limit.Limiter
}

// New makes the factor.
func New(d Deps) (*Factor, error) {
	if d.Store == nil || d.Log == nil || d.Now == nil {
		return nil, errors.New("recovery: Store, Log and Now are needed")
	}
	l, err := limit.New(factors.Recovery, d.Counters, d.Bounds)
	if err != nil {
		return nil, err
	}
	return &Factor{Deps: d, limit: l}, nil
}

// Make makes a new set of codes, in place of another, and returns them to be
// shown once. Flow is the sign-in in which that happens, or "". Codes that are
// made outside of one are in probation: whoever had one approval relayed to
// them gains nothing that lasts before the owner has read the mail.
func (f *Factor) Make(ctx context.Context, account factors.Account, flow string) ([]string, error) {
	codes, hashes := make([]string, Count), make([][]byte, Count)
	for i := range codes {
		codes[i] = fresh()
		hashes[i] = hash(codes[i])
	}
	now := f.Now()
	var probation time.Time
	if flow == "" {
		probation = now.Add(f.Probation)
	}
	e := audit.New(ctx, now, audit.RecoveryMade)
	e.Person, e.Flow = string(account), flow
	if err := f.Store.Replace(ctx, account, hashes, now, probation, e); err != nil {
		return nil, fmt.Errorf("make recovery codes: %w", err)
	}
	return codes, nil
}

// Left is how many codes the account can still use.
func (f *Factor) Left(ctx context.Context, account factors.Account) (int, error) {
	n, err := f.Store.Left(ctx, account)
	if err != nil {
		return 0, fmt.Errorf("count recovery codes: %w", err)
	}
	return n, nil
}

// Attempt is somebody typing a code.
type Attempt struct {
	limit.Try
	Code string
	// Flow is the sign-in, for the record.
	Flow string
}

// Verify spends a code: ErrWrong, ErrNone or *limit.Limited otherwise.
func (f *Factor) Verify(ctx context.Context, a Attempt) (factors.Outcome, error) {
	left, err := f.Left(ctx, a.Account)
	if err != nil {
		return factors.Outcome{}, err
	}
	if left == 0 {
		return factors.Outcome{}, ErrNone
	}
	if err := f.limit.Take(ctx, a.Try); err != nil {
		if _, limited := errors.AsType[*limit.Limited](err); limited {
			err = errors.Join(err, f.note(ctx, a, audit.RecoveryLimited, "too many failures"))
		}
		return factors.Outcome{}, err
	}
	now := f.Now()
	used := f.event(ctx, a, audit.RecoveryUsed)
	used.Detail = map[string]string{"left": strconv.Itoa(left - 1)}
	probation, ok, err := f.Store.Use(ctx, a.Account, hash(a.Code), now, used)
	if err != nil {
		return factors.Outcome{}, fmt.Errorf("use a recovery code: %w", err)
	}
	if !ok {
		return factors.Outcome{}, errors.Join(ErrWrong, f.limit.Failed(ctx, a.Try),
			f.note(ctx, a, audit.RecoveryWrong, "wrong or used"))
	}
	if err := f.limit.Passed(ctx, a.Try); err != nil {
		return factors.Outcome{}, err
	}
	return factors.Outcome{Kind: factors.Recovery, At: now, Probation: now.Before(probation)}, nil
}

// fresh is a new code, as it is shown: four groups of four.
func fresh() string {
	random := make([]byte, length)
	_, _ = rand.Read(random) // crypto/rand.Read never fails
	var b strings.Builder
	for i, r := range random {
		if i > 0 && i%group == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(alphabet[r%byte(len(alphabet))]) // 256 is a multiple of 32
	}
	return b.String()
}

// hash is what is stored of a code, in whatever way it was typed.
func hash(typed string) []byte {
	sum := sha256.Sum256([]byte("countersign recovery code " + normal(typed)))
	return sum[:]
}

// normal drops what stands between groups, and reads as a digit what looks
// like one.
func normal(typed string) string {
	return strings.Map(func(c rune) rune {
		switch c {
		case ' ', '-', '\u00a0', '\u2011', '\u2013':
			return -1
		case 'O':
			return '0'
		case 'I', 'L':
			return '1'
		}
		return c
	}, strings.ToUpper(typed))
}

func (f *Factor) note(ctx context.Context, a Attempt, kind audit.Kind, why string) error {
	e := f.event(ctx, a, kind)
	e.Reason = why
	return f.Log.Append(ctx, e)
}

func (f *Factor) event(ctx context.Context, a Attempt, kind audit.Kind) audit.Event {
	e := audit.New(ctx, f.Now(), kind)
	e.Person, e.Flow = string(a.Account), a.Flow
	return e
}
