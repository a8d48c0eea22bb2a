package device

import (
	"context"
	"errors"
	"fmt"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/attest"
	"countersign/factors/webauthn"
	"countersign/factors/wire"
)

// Limits bound what enrolments and devices may do.
type Limits struct {
	Devices      int           // active ones an account
	Codes        int           // that led nowhere, an hour and account
	BadCodes     int           // failed redemptions, an hour and source
	BadTyped     int           // failed redemptions of typed codes, an hour, from everywhere
	ConfirmTries int           // of the six digits
	CodeLife     time.Duration // to use the code
	TicketLife   time.Duration // to use the ticket that a code was exchanged for
	ConfirmLife  time.Duration // from then, to type the digits
	Probation    time.Duration
	PollInterval time.Duration // what devices are told
	ChannelGap   time.Duration // between two changes of a channel
	ChannelsADay int
	BadSigns     int // bad signatures an hour that suspend a device
}

// DefaultLimits are those of docs/device-protocol.md.
func DefaultLimits() Limits {
	return Limits{
		Devices: 5, Codes: 3, BadCodes: 10, BadTyped: 1000, ConfirmTries: 3,
		CodeLife: 300 * time.Second, TicketLife: 900 * time.Second, ConfirmLife: 10 * time.Minute, Probation: 24 * time.Hour,
		PollInterval: 5 * time.Second, ChannelGap: 10 * time.Second, ChannelsADay: 20, BadSigns: 10,
	}
}

func (l Limits) complete() bool {
	return l.Devices > 0 && l.Codes > 0 && l.BadCodes > 0 && l.BadTyped > 0 && l.TicketLife > 0 && l.ConfirmTries > 0 && l.CodeLife > 0 &&
		l.ConfirmLife > 0 && l.Probation >= 0 && l.PollInterval > 0 && l.ChannelGap > 0 && l.ChannelsADay > 0 && l.BadSigns > 0
}

// Enrolments keeps enrolments. Each act is one transaction with its events.
type Enrolments interface {
	// StartEnrolment ends the account's live one and begins e, if e.Invitation
	// is good or, without one, if the account never had a second factor.
	StartEnrolment(ctx context.Context, e Enrolment, h SecretHashes, l Limits, events ...audit.Event) error
	FindEnrolment(ctx context.Context, id EnrolmentID) (Enrolment, error)
	// EnrolmentOutlines is id, state, opening and expiry of those of ids that
	// there are.
	EnrolmentOutlines(ctx context.Context, ids []EnrolmentID) ([]Enrolment, error)
	// IssueTicket exchanges a code that waits for a ticket, once (ErrEnded).
	IssueTicket(ctx context.Context, t Ticketing, e audit.Event) error
	// Redeem ties a device to a code, once. The same key again gets what the
	// first call got; another key ends the enrolment (ErrConflict).
	Redeem(ctx context.Context, r Redemption, e audit.Event) (Enrolment, Device, error)
	// CountWrongDigits takes a try, and ends the enrolment with the last.
	CountWrongDigits(ctx context.Context, id EnrolmentID, flow string, at time.Time, e audit.Event) (left int, err error)
	// ConfirmDigits notes that the digits of an endorsed enrolment were right.
	ConfirmDigits(ctx context.Context, id EnrolmentID, flow string, at, expires time.Time, e audit.Event) error
	// Activate makes the device active, marks the invitation used and the
	// account as one that has a second factor. An endorsed one consumes its
	// approval, or is ErrNotEndorsed.
	Activate(ctx context.Context, a Activation, e audit.Event) error
}

// Devices keeps devices.
type Devices interface {
	// RejectEnrolment ends a live enrolment of flow and its device.
	RejectEnrolment(ctx context.Context, id EnrolmentID, flow, why string, at time.Time) error
	DeviceByKey(ctx context.Context, jkt string) (Device, error)
	DevicesOf(ctx context.Context, account factors.Account) ([]Device, error)
	// EndDevice revokes or suspends a device and cancels what it was asked.
	// It is factors.ErrLast if nothing of end.Floor would stay.
	EndDevice(ctx context.Context, end End, e audit.Event) error
	RenameDevice(ctx context.Context, account factors.Account, id ID, name string, e audit.Event) error
	// ChangeChannel carries out a signed act once, as does PauseDevice.
	ChangeChannel(ctx context.Context, c ChannelChange, l Limits, e audit.Event) error
	PauseDevice(ctx context.Context, p Pause, e audit.Event) error
	// TouchDevice notes that a device called, unless it is dormant; WakeDevice
	// notes it for a dormant one.
	TouchDevice(ctx context.Context, id ID, at time.Time) error
	WakeDevice(ctx context.Context, id ID, at time.Time, e audit.Event) error
}

// Store is what Registry keeps things in.
type Store interface {
	Enrolments
	Devices
}

// Counters count failures for all replicas.
type Counters interface {
	Add(ctx context.Context, name string, window time.Duration) (int, error)
	Read(ctx context.Context, name string) (int, time.Time, error)
}

// Deps are what Registry needs.
type Deps struct {
	Store    Store
	Counters Counters
	// Record keeps events of refusals.
	Record audit.Log
	// TakeChannel says whether this server can and may send by a channel: that
	// its provider is set up here, and that it leads nowhere it must not. It is
	// not asked for none; where it is nil, no other is taken.
	TakeChannel func(ctx context.Context, c wire.Channel) error
	// Platforms are the kinds of device that may be added.
	Platforms []wire.Platform
	// CurrentKey names the challenge key that new devices pin.
	CurrentKey func(ctx context.Context) (jkt string, err error)
	Issuer     string
	// IssuerName is what devices show for the issuer.
	IssuerName string
	// KeySetURL is where the challenge keys are published.
	KeySetURL string
	Limits    Limits
	// Attestation measures proofs of where keys are kept.
	Attestation attest.Rules
	Now         func() time.Time
}

// Registry is the acts on devices and enrolments.
type Registry struct {
	Deps
	rp webauthn.RP
}

// New checks deps and makes a Registry.
func New(d Deps) (*Registry, error) {
	if d.Store == nil || d.Counters == nil || d.Record == nil || d.CurrentKey == nil || d.Now == nil {
		return nil, errors.New("device: Store, Counters, Record, CurrentKey and Now are needed")
	}
	if len(d.Platforms) == 0 {
		return nil, errors.New("device: Platforms are needed")
	}
	if d.Issuer == "" || d.IssuerName == "" || d.KeySetURL == "" || !d.Limits.complete() {
		return nil, errors.New("device: Issuer, IssuerName, KeySetURL and all Limits are needed")
	}
	if err := d.Attestation.Ready(); err != nil {
		return nil, err
	}
	rp, err := webauthn.NewRP(d.Issuer)
	if err != nil {
		return nil, fmt.Errorf("device: %w", err)
	}
	return &Registry{d, rp}, nil
}

// takeChannel refuses a channel that this server does not send by, or that could
// make it call where it must not. Its form was checked before.
func (r *Registry) takeChannel(ctx context.Context, c wire.Channel) error {
	if c.Provider == wire.ProviderNone {
		return nil
	}
	if r.TakeChannel == nil {
		return errors.New("this server sends no push")
	}
	return r.TakeChannel(ctx, c)
}

// event is an event about account.
func (r *Registry) event(ctx context.Context, kind audit.Kind, account factors.Account) audit.Event {
	e := audit.New(ctx, r.Now(), kind)
	e.Person = string(account)
	return e
}
