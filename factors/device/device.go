package device

import (
	"errors"
	"slices"
	"time"

	"countersign/factors"
	"countersign/factors/wire"
)

// ID names a device: "dev_" and 128 random bits.
type ID string

// Errors of this room.
var (
	ErrNotFound = errors.New("device not found")
	// ErrNotAllowed means that what was proved does not allow a device to be
	// added (section 4, "Who may start it").
	ErrNotAllowed     = errors.New("enrolling needs an invitation, a pass or an approval on an active device")
	ErrTooManyCodes   = errors.New("too many enrolment codes for this account within an hour")
	ErrTooManyDevices = errors.New("the account has as many devices as it may have")
	// ErrRefused is a registration or an act that was refused. Whoever sent it
	// learns no more; the record has the reason.
	ErrRefused = errors.New("refused")
	// ErrConflict is a code that another key has used: the enrolment is over.
	ErrConflict    = errors.New("the code was used with another key")
	ErrNotEndorsed = errors.New("no other device of the account has approved this one")
	// ErrWrongDigits means that tries are left; ErrEnded, that none is, or
	// that the enrolment is over for another reason.
	ErrWrongDigits = errors.New("these are not the digits that the device shows")
	ErrEnded       = errors.New("the enrolment is over")
	// ErrReplayed is a signed act that was carried out before.
	ErrReplayed = errors.New("the act was used before")
)

// SlowDown is a limit that was hit, and for how long.
type SlowDown struct{ After time.Duration }

func (*SlowDown) Error() string { return "too many tries; wait" }

// DormantAfter is how long a device may be silent before it becomes dormant:
// who finds it in a drawer must not approve with it. UsedWithin is how exactly
// that is kept, so that a call costs a write only once in a while.
const (
	DormantAfter = 90 * 24 * time.Hour
	UsedWithin   = 24 * time.Hour
)

// Device is one authenticator of one account.
type Device struct {
	ID      ID
	Account factors.Account
	// Pseudonym is what the device calls the account ("acc"), so that two
	// devices of one account cannot be told to belong together.
	Pseudonym string
	Key       wire.Key
	Status    wire.DeviceState
	// UV is its user-verification key, if it has one.
	UV    Verifier
	Info  wire.DeviceInfo
	Modes []wire.Mode

	Channel wire.Channel
	// ChannelSet tells one channel of the device from its next.
	ChannelSet time.Time
	// ChannelDead is when the provider said that the channel is no more.
	ChannelDead time.Time

	// Protection is what was proved about its key.
	Protection factors.Protection
	// Genuine is true if the maker of the phone vouched for the app that
	// registered it, which says nothing of the key.
	Genuine bool
	// Probation is until when it may not vouch for account changes.
	Probation time.Time

	// PausedUntil is until when it asked not to be woken, and Used when it last
	// called, to within UsedWithin.
	PausedUntil time.Time
	Used        time.Time

	Created   time.Time
	Activated time.Time
	Ended     time.Time
	EndedBy   string
}

// Active says whether the device may call and answer challenges, paused and
// dormant ones included.
func (d Device) Active() bool { return d.Status == wire.DeviceActive || d.Paused() || d.Dormant() }

// Paused says whether the device asked not to be woken. It still answers.
func (d Device) Paused() bool { return d.Status == wire.DevicePaused }

// Dormant says whether the device has not called for so long that it may only
// deny and report.
func (d Device) Dormant() bool { return d.Status == wire.DeviceDormant }

// At is d as time has it: an active device that rests, by its own wish or
// because nobody uses it.
func (d Device) At(now time.Time) Device {
	last := d.Used
	if last.Before(d.Activated) {
		last = d.Activated
	}
	switch {
	case d.Status != wire.DeviceActive:
	case now.Sub(last) >= DormantAfter:
		d.Status = wire.DeviceDormant
	case now.Before(d.PausedUntil):
		d.Status = wire.DevicePaused
	}
	return d
}

// Attested says whether anything was proved about the device: its key, the
// app that made it, or the key of its lock.
func (d Device) Attested() bool {
	return d.Protection == factors.HardwareKey || d.Genuine || d.UV.Attested
}

// InProbation says whether a session that rests on the device may not yet
// change the account's factors.
func (d Device) InProbation(now time.Time) bool { return now.Before(d.Probation) }

// Can says whether the device's program knows the match mode.
func (d Device) Can(m wire.Mode) bool { return slices.Contains(d.Modes, m) }

// Standing is the device's status in the words of the device API.
func (d Device) Standing() wire.DeviceStatus {
	s := wire.DeviceStatus{Status: d.Status}
	if d.Paused() {
		s.Until = d.PausedUntil.Unix()
	}
	return s
}

// Reachable says whether a push can wake the device.
func (d Device) Reachable() bool {
	return d.Status == wire.DeviceActive && d.Channel.Provider != wire.ProviderNone && d.ChannelDead.IsZero()
}
