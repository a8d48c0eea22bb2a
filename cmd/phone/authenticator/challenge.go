package authenticator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"countersign/factors/wire"
)

// Challenge is a challenge that was verified, with the bytes it came in.
type Challenge struct {
	wire.Challenge

	compact string
}

// Compact is the challenge as it travelled.
func (c Challenge) Compact() string { return c.compact }

// longPoll is how long the server is asked to hold a call.
const longPoll = 25 * time.Second

// Challenges fetches what is open for this device; with wait the server holds the
// call until something is, or some 25 seconds have passed. Each challenge is
// verified. The good ones are handed on even if others were not: the error then
// is ErrChallenge and tells why.
func (p *Phone) Challenges(ctx context.Context, wait bool) ([]Challenge, error) {
	c := call{method: http.MethodGet, path: wire.PathChallenges}
	if wait {
		c.wait = longPoll
	}
	got, err := p.do(ctx, c)
	if err != nil {
		return nil, err
	}
	var list wire.Challenges
	if err := wire.Decode(got.body, &list); err != nil {
		return nil, fmt.Errorf("list challenges: %w", err)
	}
	if len(list.Challenges) > wire.MaxOpen {
		return nil, fmt.Errorf("list challenges: %w: %d at once", ErrServer, len(list.Challenges))
	}
	var open []Challenge
	var dropped []error
	for _, compact := range list.Challenges {
		challenge, err := p.Verify(ctx, compact)
		if err != nil {
			dropped = append(dropped, err)
			continue
		}
		open = append(open, challenge)
	}
	return open, errors.Join(dropped...)
}

// Challenge fetches one challenge. ErrNotOpen says that it is open no more.
func (p *Phone) Challenge(ctx context.Context, cid string) (Challenge, error) {
	if !wire.IsChallengeID(cid) {
		return Challenge{}, fmt.Errorf("fetch challenge: %w", ErrNotOpen)
	}
	got, err := p.do(ctx, call{method: http.MethodGet, path: wire.PathChallenge(cid)})
	if err != nil {
		return Challenge{}, err
	}
	challenge, err := p.Verify(ctx, string(got.body))
	if err != nil {
		return Challenge{}, err
	}
	if challenge.ID != cid {
		return Challenge{}, fmt.Errorf("fetch challenge: %w: another one came", ErrChallenge)
	}
	return challenge, nil
}

// Next waits until a challenge is open, and hands on the first.
func (p *Phone) Next(ctx context.Context) (Challenge, error) {
	for {
		asked := time.Now()
		open, err := p.Challenges(ctx, true)
		var slow *SlowDownError
		switch {
		case len(open) > 0:
			return open[0], nil
		case errors.As(err, &slow):
			if err := pause(ctx, slow.RetryAfter); err != nil {
				return Challenge{}, err
			}
			continue
		case err != nil:
			return Challenge{}, err
		}
		// A server that does not hold the call is asked at its own pace.
		if time.Since(asked) < time.Second {
			if err := pause(ctx, p.PollInterval()); err != nil {
				return Challenge{}, err
			}
		}
	}
}

// PollInterval is how long to wait between two calls that are not held.
func (p *Phone) PollInterval() time.Duration {
	seconds := p.State().PollInterval
	return time.Duration(min(max(seconds, 1), 60)) * time.Second
}

// Verify opens a challenge, by whatever way it came (section 5). Nothing of it
// may be shown before. Whether it has expired the server decides, when it is
// answered: no check here depends on a clock.
func (p *Phone) Verify(ctx context.Context, compact string) (Challenge, error) {
	object, err := wire.Parse(compact, wire.MaxChallenge)
	if err != nil {
		return Challenge{}, fmt.Errorf("%w: %w", ErrChallenge, err)
	}
	key, err := p.challengeKey(ctx, object.KeyID())
	if err != nil {
		return Challenge{}, fmt.Errorf("%w: %w", ErrChallenge, err)
	}
	if err := object.Verify(wire.TypeChallenge, key); err != nil {
		return Challenge{}, fmt.Errorf("%w: %w", ErrChallenge, err)
	}
	var claims wire.Challenge
	if err := object.Claims(&claims); err != nil {
		return Challenge{}, fmt.Errorf("%w: %w", ErrChallenge, err)
	}
	if err := claims.Check(); err != nil {
		return Challenge{}, fmt.Errorf("%w: %w", ErrChallenge, err)
	}
	state := p.State()
	if claims.Issuer != state.Issuer || claims.Device != state.DeviceID || claims.Account != state.Account {
		return Challenge{}, fmt.Errorf("%w: it is for another device", ErrChallenge)
	}
	return Challenge{Challenge: claims, compact: compact}, nil
}
