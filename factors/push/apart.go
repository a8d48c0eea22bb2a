package push

import (
	"context"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/risk"
	"countersign/factors/wire"
)

// FarApart is why a challenge was cancelled whose approval came from far away
// from the browser, where more than was asked is needed then.
const FarApart = "the phone is far away from the browser"

// The rest of 10: how far the phone is from the browser is known only now. Where
// that makes the sign-in so unusual that more should have been asked, this
// approval ends the challenge, and the next one asks for it.
func checkPlace(ctx context.Context, e *Engine, a *attempt) error {
	c := a.facts.Challenge
	if e.Risk == nil || e.Place == nil || c.Purpose != wire.PurposeLogin {
		return nil
	}
	phone := e.Place(audit.RequestOf(ctx).Address)
	if phone.Country == "" && !phone.Located {
		return nil // nobody knows where it is
	}
	shown, err := contextOf(a.facts.JWS)
	if err != nil {
		return err
	}
	a.far = risk.FarApart(phone, e.Place(shown.IP))
	if !a.far {
		return nil
	}
	answer, err := e.weighApart(ctx, a, shown.IP)
	if err != nil || suffices(c.Mode, answer) {
		return err
	}
	if err := a.may(); err != nil {
		return err
	}
	if _, err := e.Store.CancelChallenge(ctx, c.ID, c.Holder, FarApart, a.device.ID, a.now); err != nil {
		return err
	}
	return refusal(FarApart)
}

// suffices is whether a mode is as much as the risk asks.
func suffices(m factors.Match, a risk.Answer) bool {
	switch a {
	case risk.AsUsual:
		return true
	case risk.SixDigits:
		return rank(m) >= rank(factors.MatchNum6)
	case risk.Carried:
		return m == factors.MatchScan
	default:
		return false
	}
}

// weighApart judges the sign-in once more, with a phone that is far away.
func (e *Engine) weighApart(ctx context.Context, a *attempt, browser string) (risk.Answer, error) {
	c := a.facts.Challenge
	past, err := e.past(ctx, c.Account, "", a.now)
	if err != nil {
		return "", err
	}
	s := e.signals(Request{Known: c.Known, Purpose: c.Purpose}, past, []device.Device{a.device}, a.now)
	s.Apart = true
	score, err := e.Risk(ctx, c.Account, browser, s)
	return score.Answer(c.Known), err
}

// atOnce is so soon after a phone had the request that nobody can have read it.
const atOnce = 2 * time.Second

// signals are what only an approval tells.
func (a *attempt) signals() risk.Score {
	var s risk.Score
	if a.far {
		s = append(s, risk.Assess(risk.Signals{Apart: true})...)
	}
	if seen := a.facts.Challenge.Seen; !seen.IsZero() && a.now.Sub(seen) < atOnce {
		s = append(s, risk.Part{Signal: risk.Fast, Points: risk.FastPoints})
	}
	return s
}
