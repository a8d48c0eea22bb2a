package push

import (
	"context"
	"fmt"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/risk"
	"countersign/factors/wire"
)

// Risk says how unusual it is that somebody signs in from an address now, in
// the light of what is known already.
type Risk func(ctx context.Context, account factors.Account, address string, s risk.Signals) (risk.Score, error)

// weigh looks at a sign-in, and adds to the ruling what the risk asks for. Other
// requests come from a session or a back end, and not from wherever somebody has
// a password.
func (e *Engine) weigh(ctx context.Context, r Request, past []Past, devices []device.Device, ruling *Ruling) (risk.Score, error) {
	if e.Risk == nil || r.Purpose != wire.PurposeLogin {
		return nil, nil
	}
	score, err := e.Risk(ctx, r.Account, r.Context.IP, e.signals(r, past, devices, e.Now()))
	if err != nil {
		return nil, fmt.Errorf("open challenge: %w", err)
	}
	least, err := e.heed(ctx, r, score, devices)
	if err != nil {
		return nil, err
	}
	if rank(least) > rank(ruling.Least) {
		ruling.Least = least
	}
	return score, nil
}

// Weigh is how unusual the sign-in of r is, for who proves something else than a
// push in it.
func (e *Engine) Weigh(ctx context.Context, r Request) (risk.Score, error) {
	if e.Risk == nil {
		return nil, nil
	}
	past, err := e.past(ctx, r.Account, "", e.Now())
	if err != nil {
		return nil, err
	}
	return e.Risk(ctx, r.Account, r.Context.IP, e.signals(r, past, nil, e.Now()))
}

// signals are those that the push factor knows of.
func (e *Engine) signals(r Request, past []Past, devices []device.Device, now time.Time) risk.Signals {
	s := risk.Signals{NewBrowser: !r.Known}
	for _, p := range past {
		// As with the limits, strangers' requests tell nothing of the owner's. One
		// that is open has not ended.
		if p.Known != r.Known || !p.Ended.After(now.Add(-risk.Day)) {
			continue
		}
		s.Apart = s.Apart || p.Apart
		if p.weight() > 0 {
			s.Unapproved++
		}
	}
	for _, d := range devices {
		if !e.mayApprove(d, r.Purpose, now) {
			continue
		}
		s.Probation = s.Probation || d.InProbation(now)
		s.Unattested = s.Unattested || e.Policy.Attested && !d.Attested()
	}
	return s
}

// heed is the least mode, once the risk is known. A refusal looks like push that
// is off: whoever reads it may be the attacker.
func (e *Engine) heed(ctx context.Context, r Request, score risk.Score, devices []device.Device) (factors.Match, error) {
	switch score.Answer(r.Known) {
	case risk.AsUsual:
		return "", nil
	case risk.SixDigits:
		return factors.MatchNum6, nil
	case risk.Carried:
		if slices.ContainsFunc(devices, func(d device.Device) bool { return d.Can(wire.ModeScan) && e.mayApprove(d, r.Purpose, e.Now()) }) {
			return factors.MatchScan, nil
		}
		return "", e.tooUnusual(ctx, r, score, ErrNoDevice)
	default:
		return "", e.tooUnusual(ctx, r, score, ErrOff)
	}
}

// browserKind is known or new, for the record.
func (r Request) browserKind() string {
	if r.Known {
		return "known"
	}
	return "new"
}

// tooUnusual records that nobody is asked, and is why.
func (e *Engine) tooUnusual(ctx context.Context, r Request, score risk.Score, why error) error {
	event := e.event(ctx, audit.PushRefused, r.Account, "", r.Holder)
	event.Reason, event.Detail = "too unusual", score.Detail(map[string]string{"browser": r.browserKind()})
	if err := e.Record.Append(ctx, event); err != nil {
		return fmt.Errorf("open challenge: record the refusal: %w", err)
	}
	return why
}
