package push

import (
	"context"
	"slices"
	"time"

	"countersign/factors/notify"
	"countersign/factors/wire"
)

// noteWithin bounds the write that notes what became of a push.
const noteWithin = 5 * time.Second

// wake rings every device's doorbell, quietly if Do Not Disturb must hold, and
// notes what became of it, behind the caller's back.
func (e *Engine) wake(ctx context.Context, c Challenge, copies []Copy, quiet bool) {
	for _, k := range copies {
		e.Wake(notify.Message{
			Type: notify.TypeChallenge, Device: string(k.Device), Challenge: string(c.ID),
			Channel: channel(k), Expires: c.Expires, Quiet: quiet, Lang: k.Lang,
		}, func(r notify.Result) { e.note(ctx, k, r) })
	}
}

// channel is the way to a device, or none to one that is not to be woken.
func channel(k Copy) notify.Channel {
	if !k.Reachable {
		return notify.Channel{Provider: notify.NoProvider}
	}
	c := k.Channel
	return notify.Channel{
		Provider: string(c.Provider), Token: c.Token.Reveal(),
		Platform: string(c.Platform), Target: c.Target, Ref: c.Ref.Reveal(),
		Endpoint: c.Endpoint.Reveal(), P256DH: c.P256DH, Auth: c.Auth.Reveal(), VAPIDKey: c.VAPIDKey,
	}
}

// note keeps the result of a push. The request that caused it may be long
// over, so its end does not end the note. A device without a channel needs
// none.
func (e *Engine) note(ctx context.Context, k Copy, r notify.Result) {
	if r == notify.None {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteWithin)
	defer cancel()
	err := e.Store.SetDelivery(ctx, Delivery{
		Challenge: k.Challenge, Device: k.Device, ChannelSet: k.ChannelSet,
		Result: string(r), Dead: r == notify.Dead, At: e.Now(),
	})
	if err != nil {
		e.Log.WarnContext(ctx, "could not note what became of a push", "challenge", k.Challenge, "device", k.Device, "error", err)
	}
}

// TellEnds lets devices take a notification away, but for the one that
// answered. It is a courtesy: nothing depends on it, and whatever fails is only
// logged. Call it after the commit.
func (e *Engine) TellEnds(ctx context.Context, ends []End) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteWithin)
	defer cancel()
	for _, end := range ends {
		switch end.State {
		case wire.StateConsumed, wire.StateLapsed, wire.StatePending:
			continue // they were told of the approval, or nothing ended
		default:
		}
		copies, err := e.Store.CopiesOf(ctx, end.Challenge)
		if err != nil {
			e.Log.WarnContext(ctx, "could not tell other devices that a challenge ended", "challenge", end.Challenge, "error", err)
			continue
		}
		for _, k := range copies {
			if k.Device == end.By || !k.Reachable {
				continue
			}
			e.Wake(notify.Message{
				Type: notify.TypeStatus, Device: string(k.Device), Challenge: string(end.Challenge),
				Channel: channel(k), State: told(end.State), Lang: k.Lang,
			}, func(notify.Result) {})
		}
	}
}

// told is a state in the words of the push (section 6), which are fewer.
func told(s wire.State) string {
	switch s {
	case wire.StateApproved:
		return notify.StateApproved
	case wire.StateSuperseded:
		return notify.StateSuperseded
	case wire.StateDenied, wire.StateReported, wire.StateFailed:
		return notify.StateDenied
	case wire.StateExpired:
		return notify.StateExpired
	default:
		return notify.StateCancelled
	}
}

// describe gives a challenge what its page tells about its devices.
func describe(c Challenge, copies []Copy) Challenge {
	for _, k := range copies {
		ring := RingOf(k.Name, k.Delivery)
		if c.Forced || !slices.Contains(Silent(), c.Mode) {
			c.Rings = append(c.Rings, ring)
		}
		c.Devices, c.Scannable = append(c.Devices, k.Name), c.Scannable || k.CanScan
		c.Returnable = c.Returnable || k.CanReturn && c.Known && !c.Forced && yields(c.Mode)
		c.Reachable = c.Reachable || k.Reachable && (ring.Reach == ReachSending || ring.Reach == ReachSent)
	}
	return c
}
