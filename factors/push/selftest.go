package push

import (
	"context"
	"errors"
	"fmt"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/wire"
)

// SelfTester holds the challenges that devices have themselves rung by. No
// sign-in has such a name.
const SelfTester = "self-test"

// The bounds of self-tests: how long one lives, and how many an account has.
const (
	selfTestLife = 30 * time.Second
	selfTestGap  = 10 * time.Second
	selfTestsDay = 20
	day          = 24 * time.Hour
)

// SelfTest rings the device that asks for it, as a real request would, and is
// what it hears of. Nothing can be approved by it, and the limits on requests do
// not count it: it has its own, a SlowDown. ErrConflict if another test is open,
// or nothing can ring this device.
func (e *Engine) SelfTest(ctx context.Context, d device.Device) (ID, error) {
	now := e.Now()
	if !d.Reachable() {
		return "", ErrConflict
	}
	n, last, err := e.Store.SelfTests(ctx, d.Account, now.Add(-day))
	if err != nil {
		return "", fmt.Errorf("self-test: %w", err)
	}
	switch gap := last.Add(selfTestGap).Sub(now); {
	case gap > 0:
		return "", &SlowDown{After: gap}
	case n >= selfTestsDay:
		return "", &SlowDown{After: time.Hour}
	}
	s, err := e.Store.Situation(ctx, d.Account, wire.PurposeTest, now.Add(-e.Policy.CollisionFor))
	if err != nil {
		return "", fmt.Errorf("self-test: %w", err)
	}
	open := s.Open.At(now)
	if s.Off || open.ID != "" && !Ended(open.State) && open.Holder != SelfTester {
		return "", ErrConflict
	}
	if err := e.pass(ctx); err != nil {
		return "", err
	}
	return e.ringFor(ctx, d, s, now)
}

// ringFor opens a self-test, in place of an open one.
func (e *Engine) ringFor(ctx context.Context, d device.Device, s Situation, now time.Time) (ID, error) {
	c := Challenge{
		ID: ID("chl_" + wire.Random128()), Account: d.Account, Purpose: wire.PurposeTest, Holder: SelfTester, State: wire.StatePending,
		Mode: factors.MatchNone, TriesLeft: 1, Created: now, Expires: now.Add(selfTestLife), Due: now.Add(selfTestLife), Resent: now,
	}
	o := Opening{Challenge: c, Verdicts: []wire.Verdict{wire.Deny}, Opened: s.Opened}
	var err error
	if s.Open.ID != "" {
		o.Replaces = s.Open.ID
		if o.Becomes, err = e.makeRoom(ctx, Request{Holder: SelfTester}, s.Open.At(now)); err != nil {
			return "", err
		}
	}
	if o.Copies, err = e.copies(ctx, shown{context: wire.Context{Time: now.Unix()}}, c, o, []device.Device{d}); err != nil {
		if errors.Is(err, ErrNoDevice) {
			return "", ErrConflict
		}
		return "", err
	}
	opened := e.event(ctx, audit.ChallengeOpened, c.Account, c.ID, c.Holder)
	opened.Device = string(d.ID)
	opened.Detail = map[string]string{"purpose": string(c.Purpose), "mode": string(c.Mode)}
	err = e.Store.OpenChallenge(ctx, o, opened)
	if errors.Is(err, ErrRaced) {
		return "", &SlowDown{After: selfTestGap}
	}
	if err != nil {
		return "", fmt.Errorf("self-test: %w", err)
	}
	e.wake(ctx, c, o.Copies, false)
	return c.ID, nil
}
