package push

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"

	"countersign/audit"
	"countersign/factors/wire"
)

// check is one check of a decision, numbered as in section 7 of
// docs/device-protocol.md.
type check struct {
	number int
	name   string
	run    func(ctx context.Context, e *Engine, a *attempt) error
	// approve is true for a check that deny and report pass by.
	approve bool
	// conflict is true if the device learns that it came too late.
	conflict bool
}

// checks is the order in which a decision is judged; the first failure
// decides. The proof of check 2 was verified by the device's door. Number 13
// is the commit.
//
//nolint:gochecknoglobals // a table, never written
var checks = []check{
	{number: 1, name: "form", run: checkForm},
	{number: 2, name: "device may answer", run: checkDevice},
	{number: 3, name: "signature", run: checkSignature},
	{number: 2, name: "a dormant device does not approve", run: checkAwake, approve: true},
	{number: 4, name: "aud, iss and sub", run: checkParties},
	{number: 5, name: "addressed", run: checkAddressed},
	{number: 6, name: "nonce and chash", run: checkBinding},
	{number: 7, name: "same bytes", run: checkSame},
	{number: 8, name: "verdict offered", run: checkVerdict},
	{number: 9, name: "state", run: checkState, conflict: true},
	{number: 10, name: "limits", run: checkLimits, approve: true},
	{number: 10, name: "place", run: checkPlace, approve: true},
	{number: 11, name: "user verification", run: checkUserVerification, approve: true},
	{number: 12, name: "number", run: checkNumber, approve: true},
}

// 1. Size, three parts, no duplicate members, no member of the header that
// names a key; typ exact.
func checkForm(_ context.Context, _ *Engine, a *attempt) error {
	object, err := wire.Parse(string(a.body), wire.MaxDecision)
	if err != nil {
		return refusal(err.Error())
	}
	if object.Type() != wire.TypeDecision {
		return refusal("typ is not that of a decision")
	}
	a.object = object
	return nil
}

// 2. The device is active; paused and dormant ones are.
func checkDevice(_ context.Context, _ *Engine, a *attempt) error {
	if !a.device.Active() {
		return refusal("device is " + string(a.device.Status))
	}
	return nil
}

// 3. alg is the one registered, kid names the key, the signature verifies. A
// bad signature under a good proof counts against the device.
func checkSignature(ctx context.Context, e *Engine, a *attempt) error {
	err := a.object.Verify(wire.TypeDecision, a.device.Key)
	if errors.Is(err, wire.ErrSignature) {
		if err := a.may(); err != nil {
			return err
		}
		if err := e.BadSignature(ctx, a.device); err != nil {
			return err
		}
	}
	if err != nil {
		return refusal(err.Error())
	}
	if err := a.object.Claims(&a.decision); err != nil {
		return refusal(err.Error())
	}
	return nil
}

// 2, the rest: nobody has used a dormant device for months. Its decision can be
// read only now.
func checkAwake(_ context.Context, _ *Engine, a *attempt) error {
	if a.device.Dormant() {
		return refusal("device is dormant")
	}
	return nil
}

// 4. By this device, for us, in this account's name.
func checkParties(_ context.Context, e *Engine, a *attempt) error {
	d := a.decision
	if d.Audience != e.Issuer || d.Device != string(a.device.ID) || d.Account != a.device.Pseudonym {
		return refusal("aud, iss or sub is another's")
	}
	if err := d.Check(); err != nil {
		return refusal(err.Error())
	}
	return nil
}

// 5. Path, claim and store agree on the challenge, and the device was asked.
func checkAddressed(_ context.Context, _ *Engine, a *attempt) error {
	if a.decision.CID != string(a.cid) {
		return refusal("cid in path and claim differ")
	}
	if a.asked == nil {
		return refusal("no such challenge was put to this device")
	}
	a.facts, a.current = *a.asked, a.asked.Challenge.At(a.now)
	return nil
}

// 6. The answer is to this copy, byte for byte.
func checkBinding(_ context.Context, _ *Engine, a *attempt) error {
	nonce := subtle.ConstantTimeCompare([]byte(a.decision.Nonce), []byte(a.facts.Nonce))
	chash := subtle.ConstantTimeCompare([]byte(a.decision.CHash), []byte(wire.CHash(a.facts.JWS)))
	if nonce&chash != 1 {
		return refusal("nonce or chash is of another challenge")
	}
	return nil
}

// 7. The same bytes as an accepted decision get the same answer: the first
// may have been lost.
func checkSame(_ context.Context, _ *Engine, a *attempt) error {
	a.same = a.facts.Answered != ""
	return nil
}

// 8. The verdict was offered.
func checkVerdict(_ context.Context, _ *Engine, a *attempt) error {
	if !slices.Contains(a.facts.Verdicts, a.decision.Decision) {
		return refusal("verdict was not offered")
	}
	return nil
}

// 9. The state lets it happen. A report may come for a while after the end,
// once.
func checkState(_ context.Context, e *Engine, a *attempt) error {
	to, ok := Next(a.current.State, eventOf(a.decision.Decision))
	if !ok {
		return refusal("challenge is " + string(a.current.State))
	}
	if Ended(a.current.State) {
		if !a.facts.Reported.IsZero() {
			return refusal("challenge was reported before")
		}
		if a.now.Sub(a.current.Ended) > e.Policy.ReportWithin {
			return refusal("too late to report")
		}
	}
	a.to = to
	return nil
}

// 10. Limits come before the number, so that a locked account tells nothing
// about it. A refusal ends the challenge.
func checkLimits(ctx context.Context, e *Engine, a *attempt) error {
	if !a.facts.Off {
		return nil
	}
	if err := a.may(); err != nil {
		return err
	}
	c := a.facts.Challenge
	if _, err := e.Store.CancelChallenge(ctx, c.ID, c.Holder, "push is off", a.device.ID, a.now); err != nil {
		return err
	}
	return refusal("push is off for the account")
}

// 11. A user-verification key signed too, where one is required. What nobody
// asked for is not read and counts for nothing.
func checkUserVerification(ctx context.Context, e *Engine, a *attempt) error {
	d := a.decision
	if a.facts.UV != wire.UVRequired {
		return nil
	}
	v, err := a.device.UV.Verify(d.UV, wire.DecisionDigest(d.CHash, d.Decision, d.Match), e.Issuer)
	if err != nil {
		return refusal(err.Error())
	}
	if e.mustVerify(a.facts.Challenge.Purpose) && !v.Counts {
		return refusal("the user-verification key proves nothing about the person")
	}
	a.verified = v
	if v.SignCount > a.device.UV.Credential.SignCount {
		if err := a.may(); err != nil {
			return err
		}
		return e.Store.CountVerifier(ctx, a.device.ID, v.SignCount)
	}
	return nil
}

// 12. The number is what the browser shows. One of another form can be no
// guess, so it changes nothing; a wrong one takes a try and counts for the
// account.
func checkNumber(ctx context.Context, e *Engine, a *attempt) error {
	if err := wire.CheckMatch(wire.Mode(a.facts.Challenge.Mode), a.decision.Match); err != nil {
		return refusal(err.Error())
	}
	if subtle.ConstantTimeCompare([]byte(a.decision.Match), []byte(a.facts.Challenge.Number.Reveal())) == 1 {
		return nil
	}
	if err := a.may(); err != nil {
		return err
	}
	const why = refusal("wrong number")
	c := a.facts.Challenge
	missed := e.event(ctx, audit.ChallengeMissed, c.Account, c.ID, c.Holder)
	missed.Device = string(a.device.ID)
	err := e.Store.CountMiss(ctx, Miss{
		Challenge: c.ID, Account: c.Account, Device: a.device.ID, At: a.now, LockAfter: e.Policy.Misses, LockUntil: a.now.Add(e.Policy.Lock),
		HardStop: e.Policy.Limits.HardStop,
	}, missed, e.refused(ctx, a, 12, why))
	if err != nil && !errors.Is(err, ErrOver) {
		return err
	}
	a.recorded = err == nil
	if a.recorded && c.TriesLeft <= 1 {
		e.Review(ctx, c.Account)
	}
	return why
}
