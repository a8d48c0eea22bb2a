package push

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/notify"
	"countersign/factors/place"
	"countersign/factors/wire"
)

// Keys is which keys of a device an approval takes.
type Keys string

// The policies.
const (
	// KeysWebAuthnRequired takes an approval only with a user-verification
	// key that counts; other devices may deny and report.
	KeysWebAuthnRequired Keys = "webauthn_required"
	// KeysWebAuthnPreferred wants that key of a device that has one.
	KeysWebAuthnPreferred Keys = "webauthn_preferred"
	// KeysDevice asks for the possession key only.
	KeysDevice Keys = "device_key"
)

// Policy is what the operator asks of every push.
type Policy struct {
	// Mode is how the number is matched unless more is asked.
	Mode factors.Match
	// AllowNone must be true for a Mode that asks for no number at all.
	AllowNone bool
	// Keys is which keys an approval takes.
	Keys Keys

	Life         time.Duration // to answer: 30 to 300 s
	FinishWithin time.Duration // from the approval
	Resends      int
	ResendGap    time.Duration
	TriesOfSix   int           // at a num6; every other mode has one
	Misses       int           // wrong numbers in a row that lock push
	Lock         time.Duration // and for how long
	CollisionFor time.Duration // how long a collision asks the next for six digits
	ReportWithin time.Duration // of the end
	// Reach is how far back, before a report, sessions of the same browser end.
	Reach    time.Duration
	Interval time.Duration // what pages are told to poll at
	Limits   Limits
	// NoCall asks phones not to approve during a telephone call.
	NoCall bool
	// Unverified lets a device approve what a client asks by itself without a
	// user-verification key that counts: no password came before.
	Unverified bool
	// Attested is true if devices are expected to prove where their keys are.
	Attested bool
}

// DefaultPolicy is that of docs/device-protocol.md.
func DefaultPolicy() Policy {
	return Policy{
		Mode: factors.MatchNum2, Keys: KeysWebAuthnPreferred, Life: 120 * time.Second, FinishWithin: 60 * time.Second,
		Resends: 2, ResendGap: 20 * time.Second, TriesOfSix: 3, Misses: 5, Lock: 24 * time.Hour,
		CollisionFor: 10 * time.Minute, ReportWithin: 24 * time.Hour, Reach: time.Hour, Interval: 2 * time.Second,
		Limits: DefaultLimits(),
	}
}

func (p Policy) check() error {
	if p.Life < minLife || p.Life > maxLife {
		return errors.New("push: a challenge must live 30 to 300 seconds")
	}
	if p.Mode == factors.MatchNone && !p.AllowNone {
		return errors.New("push: mode none must be allowed before it is the default")
	}
	if !wire.Mode(p.Mode).Known() || p.Mode == factors.MatchScan || p.Mode == factors.MatchReturn {
		return errors.New("push: the mode must be none, choice, num2 or num6")
	}
	switch p.Keys {
	case KeysWebAuthnRequired, KeysWebAuthnPreferred, KeysDevice:
	default:
		return errors.New("push: approval must be webauthn_required, webauthn_preferred or device_key")
	}
	if p.FinishWithin <= 0 || p.Resends < 0 || p.ResendGap <= 0 || p.TriesOfSix < 1 || p.Misses < 1 || p.Lock <= 0 ||
		p.CollisionFor <= 0 || p.ReportWithin <= 0 || p.Reach <= 0 || p.Interval <= 0 {
		return errors.New("push: every limit of the policy is needed")
	}
	return p.Limits.check()
}

// Deps are what Engine needs.
type Deps struct {
	Store Store
	// Record keeps events of refusals.
	Record audit.Log
	// Sign signs with the newest challenge key.
	Sign func(ctx context.Context, typ string, claims any) (jws string, err error)
	// Wake tells a phone to look, without waiting.
	Wake func(m notify.Message, done func(notify.Result))
	// Valve counts a push among all of all accounts, and is how long to wait
	// if that was one too many; nil for no such bound.
	Valve func(ctx context.Context) (time.Duration, error)
	// BadSignature is told of bodies with a bad signature under a good proof.
	BadSignature func(ctx context.Context, d device.Device) error
	// Risk looks at each sign-in; nil for no such look.
	Risk Risk
	// Place is where an address is; nil if nobody knows.
	Place func(address string) place.Place
	// ReturnKey is the secret behind the codes of mode return, the same on every
	// replica.
	ReturnKey []byte
	Issuer    string
	Policy    Policy
	Log       *slog.Logger
	Now       func() time.Time
}

// Engine is the acts on challenges.
type Engine struct{ Deps }

// New checks deps and makes an Engine.
func New(d Deps) (*Engine, error) {
	if d.Store == nil || d.Record == nil || d.Sign == nil || d.Wake == nil || d.BadSignature == nil {
		return nil, errors.New("push: Store, Record, Sign, Wake and BadSignature are needed")
	}
	if len(d.ReturnKey) < returnKeyBytes {
		return nil, errors.New("push: ReturnKey (32 bytes) is needed")
	}
	if d.Issuer == "" || d.Log == nil || d.Now == nil {
		return nil, errors.New("push: Issuer, Log and Now are needed")
	}
	if err := d.Policy.check(); err != nil {
		return nil, err
	}
	return &Engine{d}, nil
}

// event is an event about a challenge.
func (e *Engine) event(ctx context.Context, kind audit.Kind, account factors.Account, id ID, holder string) audit.Event {
	v := audit.New(ctx, e.Now(), kind)
	v.Person, v.Challenge, v.Flow = string(account), string(id), holder
	return v
}
