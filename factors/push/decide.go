package push

import (
	"context"
	"errors"
	"fmt"
	"time"

	"countersign/audit"
	"countersign/factors/device"
	"countersign/factors/wire"
)

// attempt is a decision on its way through the checks.
type attempt struct {
	device device.Device
	cid    ID
	body   []byte
	now    time.Time

	object   *wire.Object
	decision wire.Decision
	asked    *Facts // nil if nothing was put to the device
	facts    Facts
	current  Challenge // as time has it
	verified device.Verification
	to       wire.State
	kept     Kept
	// same is true if these very bytes were accepted before.
	same bool
	// far is true if it comes from far away from the browser.
	far bool
	// recorded is true if the refusal was recorded with its consequence.
	recorded bool
}

// refusal is why a check refused. Only the record reads it.
type refusal string

func (r refusal) Error() string { return string(r) }

// may lets a check do more than look, unless it judges by what was kept.
func (a *attempt) may() error {
	if a.kept.Is() {
		return ErrStale
	}
	return nil
}

// Asked is the device with a key, and what it was asked if it answers cid with
// body, perhaps as it was when the device fetched that. Without such a device it
// is device.ErrNotFound.
func (e *Engine) Asked(ctx context.Context, jkt, cid string, body []byte) (Asked, error) {
	if q, ok := e.Store.KeptOf(jkt, ID(cid)); ok {
		return q, nil
	}
	return e.AskedAnew(ctx, jkt, cid, body)
}

// AskedAnew is Asked as it is now.
func (e *Engine) AskedAnew(ctx context.Context, jkt, cid string, body []byte) (Asked, error) {
	if !wire.IsChallengeID(cid) {
		cid = "" // it may be no text that a database takes
	}
	return e.Store.AskedOf(ctx, jkt, ID(cid), wire.CHash(string(body)))
}

// Decide is POST /push/challenges/{cid}/decision. q is the device whose proof
// was verified, with what was read for this very cid and body. What is refused
// is ErrRefused or ErrConflict, whatever the reason. ErrStale means that it was
// kept and that nothing has happened: decide again by AskedAnew.
func (e *Engine) Decide(ctx context.Context, q Asked, cid string, body []byte) (Answer, error) {
	a := &attempt{device: q.Device, asked: q.Facts, cid: ID(cid), body: body, kept: q.Kept, now: e.Now()}
	for _, c := range checks {
		if c.approve && a.decision.Decision != wire.Approve {
			continue
		}
		if err := c.run(ctx, e, a); err != nil {
			return Answer{}, e.refuse(ctx, a, c, err)
		}
		if a.same {
			return e.answer(a, a.facts.Answered), nil
		}
	}
	return e.commit(ctx, a)
}

// refuse records the true reason and answers with the outward one.
func (e *Engine) refuse(ctx context.Context, a *attempt, c check, why error) error {
	if a.kept.Is() {
		return ErrStale
	}
	var r refusal
	if !errors.As(why, &r) {
		return fmt.Errorf("judge decision: check %d, %s: %w", c.number, c.name, why)
	}
	outwardly := ErrRefused
	if c.conflict {
		outwardly = ErrConflict
	}
	if !a.recorded {
		if err := e.Record.Append(ctx, e.refused(ctx, a, c.number, r)); err != nil {
			return fmt.Errorf("record a refused decision: %w", err)
		}
	}
	return fmt.Errorf("%w (check %d, %s: %w)", outwardly, c.number, c.name, r)
}

// refused is the event of a refusal. The challenge that a stranger named is
// noted only if it was put to this device.
func (e *Engine) refused(ctx context.Context, a *attempt, number int, why refusal) audit.Event {
	v := e.event(ctx, audit.DecisionRefused, a.device.Account, a.facts.Challenge.ID, a.facts.Challenge.Holder)
	v.Device, v.Reason = string(a.device.ID), fmt.Sprintf("check %d: %s", number, why)
	return v
}

// commit is check 13, the one conditional update. The store has 14 done, telling
// others, as with every end.
func (e *Engine) commit(ctx context.Context, a *attempt) (Answer, error) {
	c, d := a.facts.Challenge, a.decision
	v := Verdict{
		Challenge: c, From: a.current.State, To: a.to, Verdict: d.Decision, Device: a.device,
		Decision: a.object.Compact(), Digest: a.object.Hash(), At: a.now,
		Evidence: audit.EvidenceDigest(a.facts.JWS, a.object.Compact()),
		Verified: a.verified, FinishBy: e.finishBy(c, a.now), Forget: a.facts.Misses > 0, Since: a.now.Add(-e.Policy.Reach),
		Alone: a.facts.Copies == 1, Kept: a.kept,
	}
	if a.kept.Is() && v.Verdict == wire.Report {
		return Answer{}, ErrStale // it changes the person itself
	}
	if code := e.returnCode(a, v.To); code != "" {
		v.Return = hashOf(code)
	}
	ok, err := e.Store.Commit(ctx, v, e.decided(ctx, a, v))
	if err != nil {
		return Answer{}, fmt.Errorf("commit decision: %w", err)
	}
	if !ok && a.kept.Is() {
		return Answer{}, ErrStale
	}
	if !ok {
		// The same bytes may have been accepted by another replica meanwhile:
		// a phone whose answer was lost repeats itself.
		q, err := e.Store.AskedOf(ctx, a.device.Key.Thumbprint(), c.ID, v.Digest)
		if err == nil && q.Facts != nil && q.Facts.Answered != "" {
			return e.answer(a, q.Facts.Answered), nil
		}
		return Answer{}, e.refuse(ctx, a, check{number: 13, name: "commit", conflict: true}, refusal("somebody else was first"))
	}
	if v.Verdict == wire.Deny {
		e.Review(ctx, c.Account)
	}
	return e.answer(a, v.To), nil
}

// finishBy is until when an approval can be finished. A client that asked by
// itself was told how long its request lasts, and may come as late as that.
func (e *Engine) finishBy(c Challenge, now time.Time) time.Time {
	if c.Purpose == wire.PurposeCIBA {
		now = c.Expires
	}
	return now.Add(e.Policy.FinishWithin)
}

// decided is the event of an accepted decision.
func (e *Engine) decided(ctx context.Context, a *attempt, v Verdict) audit.Event {
	kind := audit.ChallengeApproved
	switch {
	case v.Verdict == wire.Report:
		kind = audit.ChallengeReported
	case v.To == wire.StateCancelled:
		kind = audit.ChallengeCancelled
	case v.Verdict == wire.Deny:
		kind = audit.ChallengeDenied
	}
	event := e.event(ctx, kind, v.Challenge.Account, v.Challenge.ID, v.Challenge.Holder)
	event.Device, event.Evidence = string(a.device.ID), v.Evidence
	event.Detail = map[string]string{"decision": string(v.Verdict), "state": string(v.To), "purpose": string(v.Challenge.Purpose)}
	if a.decision.Reason != "" {
		event.Detail["reason"] = string(a.decision.Reason)
	}
	if v.Verdict == wire.Approve {
		a.signals().Detail(event.Detail)
	}
	if a.facts.UV == wire.UVRequired && v.Verdict == wire.Approve {
		event.Detail["uv"] = string(a.device.UV.Kind)
		if a.verified.CountFell {
			event.Detail["uv_count"] = "fell" // the key may have been copied
		}
	}
	if v.From == wire.StateApproved {
		event.Reason = "taken back after the approval"
	}
	return event
}
