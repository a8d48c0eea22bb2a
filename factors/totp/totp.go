package totp

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	standard "github.com/pquerna/otp/totp"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
)

// What every app understands (RFC 6238 section 1.2): SHA-1, six digits, steps
// of thirty seconds.
const (
	secretBytes = 20
	period      = 30 * time.Second
	skew        = 1 // steps to either side, for clocks that differ
)

// pendingFor is how long a secret waits for the first code.
const pendingFor = 15 * time.Minute

// Errors of a code.
var (
	ErrWrong = errors.New("the code is wrong")
	// ErrUsed means that the code was right and has counted before.
	ErrUsed = errors.New("the code was used already")
	// ErrNone means that the account has no secret, or none that waits.
	ErrNone = errors.New("there is no authenticator app")
)

// Secret is a shared secret. It never prints.
type Secret []byte

// String hides it.
func (Secret) String() string { return "[secret]" }

// GoString hides it.
func (Secret) GoString() string { return "[secret]" }

// Text is the secret as a person can type it.
func (s Secret) Text() string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(s)
}

// Credential is an account's secret.
type Credential struct {
	ID      string
	Account factors.Account
	Secret  Secret
	// LastStep is the step of the last code that counted.
	LastStep int64
	Created  time.Time
	// Confirmed is zero while no code was typed back.
	Confirmed time.Time
}

// Store keeps secrets: one of an account that counts, and one that waits.
type Store interface {
	// Begin writes a secret that waits, in place of another that did.
	Begin(ctx context.Context, c Credential) error
	// Waiting is the one that waits since a time or later; ErrNone.
	Waiting(ctx context.Context, account factors.Account, since time.Time) (Credential, error)
	// Active is the one that counts; ErrNone.
	Active(ctx context.Context, account factors.Account) (Credential, error)
	// Confirm makes c the one that counts, in place of another, once: false if
	// it does not wait any more.
	Confirm(ctx context.Context, c Credential, step int64, at time.Time, events ...audit.Event) (bool, error)
	// Use spends a step and all before it, once: false if it was spent.
	Use(ctx context.Context, c Credential, step int64, events ...audit.Event) (bool, error)
	// Remove deletes all that the account has; ErrNone, or factors.ErrLast if
	// nothing of the floor would stay.
	Remove(ctx context.Context, account factors.Account, floor factors.Floor, at time.Time, events ...audit.Event) error
}

// Deps is what the factor needs.
type Deps struct {
	Store    Store
	Counters limit.Counters
	Bounds   limit.Bounds
	Log      audit.Log
	// Issuer is the name that the app shows.
	Issuer string
	// Probation is for how long the codes of an app that was just added sign in
	// and change nothing of the account.
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
	if d.Store == nil || d.Log == nil || d.Issuer == "" || d.Now == nil {
		return nil, errors.New("totp: Store, Log, Issuer and Now are needed")
	}
	l, err := limit.New(factors.TOTP, d.Counters, d.Bounds)
	if err != nil {
		return nil, err
	}
	return &Factor{Deps: d, limit: l}, nil
}

// Begun is a secret to give to an app.
type Begun struct {
	// Text is what a person types, URI what a camera reads: both are the
	// secret, for this browser alone.
	Text string
	URI  string
}

// Begin makes a secret for an account, which counts once Confirm saw a code.
func (f *Factor) Begin(ctx context.Context, account factors.Account, label string) (Begun, error) {
	secret := make(Secret, secretBytes)
	_, _ = rand.Read(secret) // crypto/rand.Read never fails
	c := Credential{ID: "totp_" + rand.Text(), Account: account, Secret: secret, Created: f.Now()}
	if err := f.Store.Begin(ctx, c); err != nil {
		return Begun{}, fmt.Errorf("begin an authenticator app: %w", err)
	}
	return f.begun(c, label)
}

// Waiting is the secret that waits for its first code, to show it again;
// ErrNone if there is none.
func (f *Factor) Waiting(ctx context.Context, account factors.Account, label string) (Begun, error) {
	c, err := f.Store.Waiting(ctx, account, f.Now().Add(-pendingFor))
	if err != nil {
		return Begun{}, err
	}
	return f.begun(c, label)
}

func (f *Factor) begun(c Credential, label string) (Begun, error) {
	key, err := standard.Generate(standard.GenerateOpts{Issuer: f.Issuer, AccountName: label, Secret: c.Secret})
	if err != nil {
		return Begun{}, fmt.Errorf("name an authenticator app: %w", err)
	}
	return Begun{Text: c.Secret.Text(), URI: key.URL()}, nil
}

// Attempt is somebody typing a code.
type Attempt struct {
	limit.Try
	Code string
	// Flow is the sign-in, for the record.
	Flow string
}

// Confirm makes the secret that waits count, with a code of it: ErrWrong,
// ErrNone. The outcome is what was proved by it. Tries are not limited: who
// confirms a secret was shown it.
func (f *Factor) Confirm(ctx context.Context, a Attempt) (factors.Outcome, error) {
	now := f.Now()
	c, err := f.Store.Waiting(ctx, a.Account, now.Add(-pendingFor))
	if err != nil {
		return factors.Outcome{}, err
	}
	step, ok := match(c, a.Code, now)
	if !ok {
		return factors.Outcome{}, errors.Join(ErrWrong, f.note(ctx, a, audit.TOTPWrong, "not the first code of a new secret"))
	}
	added := f.event(ctx, a, audit.TOTPAdded)
	switch done, err := f.Store.Confirm(ctx, c, step, now, added); {
	case err != nil:
		return factors.Outcome{}, fmt.Errorf("confirm an authenticator app: %w", err)
	case !done:
		return factors.Outcome{}, ErrNone
	}
	if err := f.limit.Forget(ctx, a.Account); err != nil {
		return factors.Outcome{}, err
	}
	return factors.Outcome{Kind: factors.TOTP, At: now, Ref: c.ID, Probation: f.Probation > 0}, nil
}

// Verify says whether the code is right: ErrWrong, ErrUsed, ErrNone or
// *limit.Limited otherwise.
func (f *Factor) Verify(ctx context.Context, a Attempt) (factors.Outcome, error) {
	now := f.Now()
	c, err := f.Store.Active(ctx, a.Account)
	if err != nil {
		return factors.Outcome{}, err
	}
	if err := f.limit.Take(ctx, a.Try); err != nil {
		return factors.Outcome{}, f.refuse(ctx, a, err)
	}
	step, ok := match(c, a.Code, now)
	if !ok {
		return factors.Outcome{}, f.failed(ctx, a, ErrWrong)
	}
	switch used, err := f.Store.Use(ctx, c, step, f.event(ctx, a, audit.TOTPRight)); {
	case err != nil:
		return factors.Outcome{}, fmt.Errorf("use a code: %w", err)
	case !used:
		return factors.Outcome{}, f.failed(ctx, a, ErrUsed)
	}
	if err := f.limit.Passed(ctx, a.Try); err != nil {
		return factors.Outcome{}, err
	}
	return factors.Outcome{Kind: factors.TOTP, At: now, Ref: c.ID, Probation: now.Before(c.Confirmed.Add(f.Probation))}, nil
}

// Remove takes the account's app away, if something of the floor stays; ErrNone
// if there is none, factors.ErrLast.
func (f *Factor) Remove(ctx context.Context, account factors.Account, floor factors.Floor) error {
	now := f.Now()
	e := audit.New(ctx, now, audit.TOTPRemoved)
	e.Person = string(account)
	if err := f.Store.Remove(ctx, account, floor, now, e); err != nil {
		return fmt.Errorf("remove an authenticator app: %w", err)
	}
	return f.limit.Forget(ctx, account)
}

// Added is when the account's app was confirmed; ErrNone if there is none.
func (f *Factor) Added(ctx context.Context, account factors.Account) (time.Time, error) {
	c, err := f.Store.Active(ctx, account)
	return c.Confirmed, err
}

// match is the step that has this code, the newest if there are two. Every
// step is compared whatever the others gave.
func match(c Credential, typed string, now time.Time) (int64, bool) {
	code := factors.Digits(typed)
	at := now.Unix() / int64(period/time.Second)
	found, ok := int64(0), false
	for step := at - skew; step <= at+skew; step++ {
		want, err := hotp.GenerateCodeCustom(c.Secret.Text(), uint64(step), hotp.ValidateOpts{
			Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
		})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found, ok = step, true
		}
	}
	return found, ok
}

// failed counts and records a wrong code.
func (f *Factor) failed(ctx context.Context, a Attempt, why error) error {
	return errors.Join(why, f.limit.Failed(ctx, a.Try), f.note(ctx, a, audit.TOTPWrong, why.Error()))
}

// refuse records a try that was not looked at.
func (f *Factor) refuse(ctx context.Context, a Attempt, outward error) error {
	if _, limited := errors.AsType[*limit.Limited](outward); !limited {
		return outward // a fault of ours
	}
	return errors.Join(outward, f.note(ctx, a, audit.TOTPLimited, "too many failures"))
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
