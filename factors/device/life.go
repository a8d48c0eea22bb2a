package device

import (
	"context"
	"errors"
	"fmt"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/wire"
)

// End takes a device out of use.
type End struct {
	Device ID
	// Status is wire.DeviceRevoked or wire.DeviceSuspended.
	Status wire.DeviceState
	Why    string
	At     time.Time
	// Act is the id of the device's own signed act, if it asked for this.
	Act string
	// Account is whose device it must be, and Floor what must stay beside it,
	// where a person takes it away.
	Account factors.Account
	Floor   factors.Floor
}

// ChannelChange is a device's signed wish to be woken in another way.
type ChannelChange struct {
	Device  ID
	Act     string
	Channel wire.Channel
	At      time.Time
}

// Pause is a device's signed wish not to be woken until then.
type Pause struct {
	Device ID
	Act    string
	Until  time.Time
	At     time.Time
}

// ByKey is the device whose possession key has that thumbprint, whatever its
// status.
func (r *Registry) ByKey(ctx context.Context, jkt string) (Device, error) {
	return r.Store.DeviceByKey(ctx, jkt)
}

// Called is ByKey for a call that the device itself makes, which keeps it from
// becoming dormant. It does not wake one that is: whoever has the key could.
func (r *Registry) Called(ctx context.Context, jkt string) (Device, error) {
	d, err := r.Store.DeviceByKey(ctx, jkt)
	if err != nil {
		return Device{}, err
	}
	return r.Greet(ctx, d)
}

// Greet notes that d calls, as Called does.
func (r *Registry) Greet(ctx context.Context, d Device) (Device, error) {
	if !d.Active() || d.Dormant() {
		return d, nil
	}
	now := r.Now()
	if now.Sub(d.Used) < UsedWithin {
		return d, nil
	}
	d.Used = now
	return d, r.Store.TouchDevice(ctx, d.ID, now)
}

// Wake ends the sleep of an account's dormant devices. It is for a sign-in that
// was finished with another factor than a push (section 9).
func (r *Registry) Wake(ctx context.Context, account factors.Account) error {
	all, err := r.Store.DevicesOf(ctx, account)
	if err != nil {
		return fmt.Errorf("wake devices: %w", err)
	}
	for _, d := range all {
		if !d.Dormant() {
			continue
		}
		e := r.event(ctx, audit.DeviceChanged, account)
		e.Device, e.Reason = string(d.ID), "woken by a sign-in with another factor"
		if err := r.Store.WakeDevice(ctx, d.ID, r.Now(), e); err != nil {
			return fmt.Errorf("wake devices: %w", err)
		}
	}
	return nil
}

// List is every device that an account has or had, newest first.
func (r *Registry) List(ctx context.Context, account factors.Account) ([]Device, error) {
	return r.Store.DevicesOf(ctx, account)
}

// Revoke takes a device away for good and cancels what it was asked.
func (r *Registry) Revoke(ctx context.Context, id ID, reason string) error {
	return r.end(ctx, End{Device: id, Status: wire.DeviceRevoked, Why: reason, At: r.Now()}, audit.DeviceRevoked)
}

// Remove takes a device of the account's own away for good, if something of
// the floor stays: ErrNotFound, factors.ErrLast. One that can approve nothing
// any more always goes.
func (r *Registry) Remove(ctx context.Context, account factors.Account, id ID, floor factors.Floor) error {
	return r.end(ctx, End{
		Device: id, Status: wire.DeviceRevoked, Why: "removed from the account page", At: r.Now(), Account: account, Floor: floor,
	}, audit.DeviceRevoked)
}

// Rename changes how the account's pages and mails call its device:
// ErrNotFound, or wire.ErrClaims for what cannot be shown.
func (r *Registry) Rename(ctx context.Context, account factors.Account, id ID, name string) error {
	if err := wire.CheckDeviceName(name); err != nil {
		return err
	}
	e := r.event(ctx, audit.DeviceChanged, account)
	e.Device, e.Reason = string(id), "renamed from the account page"
	if err := r.Store.RenameDevice(ctx, account, id, name, e); err != nil {
		return fmt.Errorf("rename device: %w", err)
	}
	return nil
}

func (r *Registry) end(ctx context.Context, end End, kind audit.Kind) error {
	e := audit.New(ctx, end.At, kind)
	e.Device, e.Reason = string(end.Device), end.Why
	if err := r.Store.EndDevice(ctx, end, e); err != nil {
		return fmt.Errorf("end device: %w", err)
	}
	return nil
}

// CountBadSignature counts a body that d sent under a good proof with a bad
// signature. Too many within an hour suspend it: something else than its
// program is using the key's name.
func (r *Registry) CountBadSignature(ctx context.Context, d Device) error {
	n, err := r.Counters.Add(ctx, "signature:"+string(d.ID), time.Hour)
	if err != nil {
		return fmt.Errorf("count bad signatures: %w", err)
	}
	if n < r.Limits.BadSigns || !d.Active() {
		return nil
	}
	return r.end(ctx, End{Device: d.ID, Status: wire.DeviceSuspended, Why: "bad signatures", At: r.Now()}, audit.DeviceSuspended)
}

// Act is POST /push/device: d signed a wish about itself. goodNonce says
// whether a nonce is one of the server's current ones. The answer is the
// status that d has then.
func (r *Registry) Act(ctx context.Context, d Device, body []byte, goodNonce func(string) bool) (wire.DeviceStatus, error) {
	act, err := r.readAct(ctx, d, body, goodNonce)
	if err != nil {
		if errors.Is(err, wire.ErrSignature) {
			if err := r.CountBadSignature(ctx, d); err != nil {
				return wire.DeviceStatus{}, err
			}
		}
		return wire.DeviceStatus{}, r.refuseAct(ctx, d, err)
	}
	d, err = r.carryOut(ctx, d, act)
	switch {
	case errors.Is(err, ErrReplayed), errors.Is(err, ErrNotFound):
		return wire.DeviceStatus{}, r.refuseAct(ctx, d, err)
	case err != nil:
		return wire.DeviceStatus{}, fmt.Errorf("carry out a device's act: %w", err)
	}
	return d.Standing(), nil
}

// carryOut does what a verified act asks for; the answer is the device then.
func (r *Registry) carryOut(ctx context.Context, d Device, act wire.DeviceAct) (Device, error) {
	now := r.Now()
	var err error
	switch act.Act {
	case wire.ActChannel:
		changed := r.event(ctx, audit.DeviceChanged, d.Account)
		changed.Device = string(d.ID)
		changed.Detail = map[string]string{"channel": string(act.Channel.Provider)}
		err = r.Store.ChangeChannel(ctx, ChannelChange{Device: d.ID, Act: act.ID, Channel: *act.Channel, At: now}, r.Limits, changed)
	case wire.ActPause:
		until := time.Unix(act.Until, 0).UTC()
		paused := r.event(ctx, audit.DeviceChanged, d.Account)
		paused.Device, paused.Detail = string(d.ID), map[string]string{"paused_until": until.Format(time.RFC3339)}
		err = r.Store.PauseDevice(ctx, Pause{Device: d.ID, Act: act.ID, Until: until, At: now}, paused)
		if d.Paused() {
			d.Status = wire.DeviceActive
		}
		d.PausedUntil = until
		d = d.At(now)
	case wire.ActRemove:
		d.Status = wire.DeviceRevoked
		err = r.end(ctx, End{Device: d.ID, Status: d.Status, Why: "removed by the device", At: now, Act: act.ID}, audit.DeviceRevoked)
	default:
		panic("device: internal error: an act passed its check and is not known")
	}
	return d, err
}

// readAct verifies a cs-device+jwt (section 7).
func (r *Registry) readAct(ctx context.Context, d Device, body []byte, goodNonce func(string) bool) (wire.DeviceAct, error) {
	object, err := wire.Parse(string(body), wire.MaxDevice)
	if err != nil {
		return wire.DeviceAct{}, err
	}
	if err := object.Verify(wire.TypeDevice, d.Key); err != nil {
		return wire.DeviceAct{}, err
	}
	var act wire.DeviceAct
	if err := object.Claims(&act); err != nil {
		return wire.DeviceAct{}, err
	}
	if err := act.Check(); err != nil {
		return wire.DeviceAct{}, err
	}
	if act.Device != string(d.ID) || act.Audience != r.Issuer || act.Account != d.Pseudonym {
		return wire.DeviceAct{}, errors.New("made by or for somebody else")
	}
	if !goodNonce(act.Nonce) {
		return wire.DeviceAct{}, errors.New("nonce is not current")
	}
	if act.Act == wire.ActChannel {
		if err := r.takeChannel(ctx, *act.Channel); err != nil {
			return wire.DeviceAct{}, err
		}
	}
	return act, nil
}

func (r *Registry) refuseAct(ctx context.Context, d Device, why error) error {
	e := r.event(ctx, audit.DeviceRefused, d.Account)
	e.Device, e.Reason = string(d.ID), why.Error()
	if err := r.Record.Append(ctx, e); err != nil {
		return fmt.Errorf("record a refused act: %w", err)
	}
	return fmt.Errorf("%w (%w)", ErrRefused, why)
}
