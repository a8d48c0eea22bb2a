package push

import (
	"context"
	"fmt"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/wire"
)

// Find is the challenge for the page of its holder, with the number while it
// is pending.
func (e *Engine) Find(ctx context.Context, id ID, holder string) (Challenge, error) {
	c, err := e.held(ctx, id, holder)
	if err != nil {
		return Challenge{}, err
	}
	copies, err := e.Store.CopiesOf(ctx, id)
	if err != nil {
		return Challenge{}, fmt.Errorf("find challenge: %w", err)
	}
	return describe(c, copies), nil
}

// held is a challenge as time has it, if it is the holder's: an id alone is
// worth nothing.
func (e *Engine) held(ctx context.Context, id ID, holder string) (Challenge, error) {
	c, err := e.Store.FindChallenge(ctx, id)
	if err != nil {
		return Challenge{}, fmt.Errorf("find challenge: %w", err)
	}
	if holder == "" || c.Holder != holder {
		return Challenge{}, ErrNotFound
	}
	return e.asItIs(c), nil
}

// asItIs is a stored challenge as time has it.
func (e *Engine) asItIs(c Challenge) Challenge {
	c = c.At(e.Now())
	c.ResendAfter = c.Resent.Add(e.Policy.ResendGap)
	switch {
	case c.State != wire.StatePending:
		c.Number = ""
	case c.Mode == factors.MatchScan:
		c.Scan = wire.ScanLink(e.Issuer, string(c.ID), c.Number)
	}
	return c
}

// Status is the challenge for a page that waits: one statement.
func (e *Engine) Status(ctx context.Context, id ID, holder string) (Status, error) {
	cs, err := e.Store.Outlines(ctx, []ID{id})
	if err != nil {
		return Status{}, fmt.Errorf("find challenge: %w", err)
	}
	if len(cs) != 1 || holder == "" || cs[0].Holder != holder {
		return Status{}, ErrNotFound
	}
	return statusOf(e.asItIs(cs[0]), e.Now(), e.Policy.Interval), nil
}

// Statuses is Status of those of ids that there are, in one statement, for
// pages whose right to know was checked when they began to wait: the holder of
// a challenge never changes.
func (e *Engine) Statuses(ctx context.Context, ids []ID) (map[ID]Status, error) {
	cs, err := e.Store.Outlines(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("find challenges: %w", err)
	}
	all := make(map[ID]Status, len(cs))
	for _, c := range cs {
		all[c.ID] = statusOf(e.asItIs(c), e.Now(), e.Policy.Interval)
	}
	return all, nil
}

// Moved is which of ids may have a Status that no ring told of. It costs little,
// however many they are.
func (e *Engine) Moved(ctx context.Context, ids []ID) ([]ID, error) {
	return e.Store.MovedChallenges(ctx, ids)
}

// Told is the Status that follows from what the bell said of a challenge that a
// device answered, which is where the answer took it; false if it said nothing.
// What the device answered it has seen.
func (e *Engine) Told(said string) (Status, bool) {
	c := Challenge{State: wire.State(said), Seen: e.Now()}
	switch c.State {
	case wire.StateApproved, wire.StateConsumed, wire.StateDenied, wire.StateReported, wire.StateCancelled,
		wire.StateFailed, wire.StateExpired, wire.StateSuperseded, wire.StateLapsed:
		return statusOf(c, e.Now(), e.Policy.Interval), true
	default:
		return Status{}, false
	}
}

// Resend rings the doorbells again: the same challenge, the same number.
func (e *Engine) Resend(ctx context.Context, id ID, holder string) error {
	c, err := e.held(ctx, id, holder)
	if err != nil {
		return err
	}
	now := e.Now()
	if _, ok := Next(c.State, OnResend); !ok || c.ResendsLeft == 0 {
		return ErrOver
	}
	if now.Before(c.ResendAfter) {
		return &SlowDown{After: c.ResendAfter.Sub(now)}
	}
	if err := e.pass(ctx); err != nil {
		return err
	}
	ok, err := e.Store.ResendChallenge(ctx, id, holder, now, e.Policy.ResendGap, e.event(ctx, audit.ChallengeResent, c.Account, id, holder))
	if err != nil {
		return fmt.Errorf("resend challenge: %w", err)
	}
	if !ok {
		return &SlowDown{After: e.Policy.ResendGap} // a second click was faster
	}
	copies, err := e.Store.CopiesOf(ctx, id)
	if err != nil {
		return fmt.Errorf("resend challenge: %w", err)
	}
	ruling, err := e.Outlook(ctx, c.Account, c.Known)
	if err != nil {
		return err
	}
	e.wake(ctx, c, copies, ruling.Quiet)
	return nil
}

// FinishedWithout is why a challenge was cancelled whose sign-in needed it no
// more. It is no sign of trouble, and the limits do not count it.
const FinishedWithout = "the sign-in finished without it"

// PutAnotherWay is why a challenge was superseded by another one of the same
// sign-in, for which nothing rang. The limits count the later one of the two.
const PutAnotherWay = "put in another way"

// Cancel ends the challenge: another way was chosen, or the sign-in given up.
// One that has ended stays as it is.
func (e *Engine) Cancel(ctx context.Context, id ID, holder, why string) error {
	if _, err := e.Store.CancelChallenge(ctx, id, holder, why, "", e.Now()); err != nil {
		return fmt.Errorf("cancel challenge: %w", err)
	}
	return nil
}

// Finish turns an approval into an Outcome, exactly once, for the flow that
// asked, within its time. Only a sign-in's challenges can be finished: each
// purpose has one consumer (section 5).
func (e *Engine) Finish(ctx context.Context, id ID, holder string) (factors.Outcome, error) {
	return e.finish(ctx, id, holder, nil)
}

// FinishReturn is Finish of an approval in mode return, with the code that the
// browser brought.
func (e *Engine) FinishReturn(ctx context.Context, id ID, holder string, code wire.Secret) (factors.Outcome, error) {
	return e.finish(ctx, id, holder, hashOf(code))
}

func (e *Engine) finish(ctx context.Context, id ID, holder string, code []byte) (factors.Outcome, error) {
	if holder == "" {
		return factors.Outcome{}, ErrNotApproved
	}
	now := e.Now()
	finished := e.event(ctx, audit.ChallengeConsumed, "", id, holder)
	a, err := e.Store.ConsumeChallenge(ctx, id, holder, code, now, finished)
	if err != nil {
		return factors.Outcome{}, fmt.Errorf("finish challenge: %w", err)
	}
	return a.outcome(id), nil
}

// Approved is what the approval of a client's own request proves. It takes
// nothing: the store does, in one act with what the client gets by it.
func (e *Engine) Approved(ctx context.Context, id ID, holder string) (factors.Outcome, error) {
	a, err := e.Store.ApprovalOf(ctx, id, holder, e.Now())
	if err != nil {
		return factors.Outcome{}, fmt.Errorf("read an approval: %w", err)
	}
	return a.outcome(id), nil
}

func (a Approval) outcome(id ID) factors.Outcome {
	return factors.Outcome{
		Kind: factors.Push, At: a.At, Ref: string(id), Device: a.Device, Probation: a.Probation,
		Protection: a.Protection, Match: a.Mode, Forced: a.Forced,
		Verified: a.Verified, Attested: a.Attested, Gesture: a.Gesture,
	}
}
