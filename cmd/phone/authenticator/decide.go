package authenticator

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"time"

	"countersign/factors/wire"
)

// Approve says yes, with the number that the browser shows. ErrRefused may leave
// another try; Challenge tells.
func (p *Phone) Approve(ctx context.Context, c Challenge, match string) (wire.DecisionAnswer, error) {
	if err := c.Match.CheckAnswer(match); err != nil {
		return wire.DecisionAnswer{}, fmt.Errorf("approve: %w", err)
	}
	d := wire.Decision{Decision: wire.Approve, Match: match}
	if c.UV == wire.UVRequired {
		if p.verifier == nil {
			return wire.DecisionAnswer{}, fmt.Errorf("approve: %w: it asks for a user verification key, which this device has not", ErrNotAllowed)
		}
		uv, err := p.verifier.Verify(wire.DecisionDigest(wire.CHash(c.compact), wire.Approve, match))
		if err != nil {
			return wire.DecisionAnswer{}, fmt.Errorf("approve: %w", err)
		}
		d.UV = &uv
	}
	return p.decide(ctx, c, d)
}

// Deny says no. The reason may be left out.
func (p *Phone) Deny(ctx context.Context, c Challenge, reason wire.Reason) (wire.DecisionAnswer, error) {
	return p.decide(ctx, c, wire.Decision{Decision: wire.Deny, Reason: reason})
}

// Report says that somebody else is signing in. It ends what was born of the
// challenge and turns push off for the account.
func (p *Phone) Report(ctx context.Context, c Challenge) (wire.DecisionAnswer, error) {
	return p.decide(ctx, c, wire.Decision{Decision: wire.Report, Reason: wire.ReasonNotMe})
}

// decideTries is how often a decision is sent while no answer comes. The same
// bytes are answered alike, so that no lost answer becomes a second decision.
const decideTries = 3

// decide signs a verdict over the challenge as it came, and sends it.
func (p *Phone) decide(ctx context.Context, c Challenge, d wire.Decision) (wire.DecisionAnswer, error) {
	if !c.Allows(d.Decision) || c.compact == "" {
		return wire.DecisionAnswer{}, fmt.Errorf("%s: %w", d.Decision, ErrNotAllowed)
	}
	d.Device, d.Audience, d.Account = c.Device, c.Issuer, c.Account
	d.ID, d.IssuedAt = "dcs_"+rand.Text(), p.now().Unix()
	d.CID, d.Nonce, d.CHash = c.ID, c.Nonce, wire.CHash(c.compact)
	if err := d.Check(); err != nil {
		return wire.DecisionAnswer{}, fmt.Errorf("%s: %w", d.Decision, err)
	}
	signed, err := wire.Sign(p.State().Private.Signer(), wire.TypeDecision, d)
	if err != nil {
		return wire.DecisionAnswer{}, fmt.Errorf("%s: %w", d.Decision, err)
	}
	send := call{
		method: http.MethodPost,
		path:   wire.PathDecision(c.ID),
		sign:   func(string) (string, error) { return signed, nil },
	}
	got, err := p.do(ctx, send)
	for try := 1; try < decideTries && isUnanswered(err) && ctx.Err() == nil; try++ {
		if err := pause(ctx, time.Second); err != nil {
			return wire.DecisionAnswer{}, fmt.Errorf("%s: %w", d.Decision, err)
		}
		got, err = p.do(ctx, send)
	}
	if err != nil {
		return wire.DecisionAnswer{}, fmt.Errorf("%s: %w", d.Decision, err)
	}
	var accepted wire.DecisionAnswer
	if err := wire.Decode(got.body, &accepted); err != nil {
		return wire.DecisionAnswer{}, fmt.Errorf("%s: %w", d.Decision, err)
	}
	return accepted, nil
}

// isUnanswered says whether a call failed without a word from the server that
// decides anything: the connection broke, or the server failed.
func isUnanswered(err error) bool {
	if err == nil {
		return false
	}
	var transport interface{ Timeout() bool }
	return errors.Is(err, ErrServer) || errors.As(err, &transport)
}
