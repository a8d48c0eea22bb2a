package push

import (
	"context"
	"fmt"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/wire"
)

// Outlook is what the limits would say to a request now. It informs a page;
// Open judges by itself.
func (e *Engine) Outlook(ctx context.Context, account factors.Account, known bool) (Ruling, error) {
	now := e.Now()
	past, err := e.past(ctx, account, "", now)
	if err != nil {
		return Ruling{}, err
	}
	return e.Policy.Limits.Judge(past, known, now), nil
}

// past is what the limits look at: what one asker asked, as Request.asker says.
func (e *Engine) past(ctx context.Context, account factors.Account, asker string, now time.Time) ([]Past, error) {
	past, err := e.Store.Past(ctx, account, now.Add(-e.Policy.Limits.memory()))
	if err != nil {
		return nil, fmt.Errorf("judge by the limits: %w", err)
	}
	return slices.DeleteFunc(past, func(p Past) bool { return p.Asker != asker }), nil
}

// judge applies the limits to a request, or is a Paused. A request that this
// one replaces counts as one that was not approved. The situation was read
// before, and its Opened is the gate: whoever opened in between sends this one
// back to be judged again.
func (e *Engine) judge(ctx context.Context, r Request, open Challenge, now time.Time) (Ruling, []Past, error) {
	past, err := e.past(ctx, r.Account, r.asker(), now)
	if err != nil {
		return Ruling{}, nil, err
	}
	for i, p := range past {
		if p.ID == open.ID && p.State == wire.StatePending && (open.Holder == r.Holder || r.Known) {
			past[i].State, past[i].Ended = wire.StateSuperseded, now
		}
	}
	ruling := e.Policy.Limits.Judge(past, r.Known, now)
	e.notify(ctx, r.Account, ruling)
	if !ruling.Allows(now) {
		return ruling, nil, &Paused{Until: ruling.Until, After: ruling.Until.Sub(now), Off: ruling.Off}
	}
	if ruling.Crowded && r.Unasked {
		return ruling, nil, ErrCrowded
	}
	return ruling, past, nil
}

// pass is a Full if too many pushes go out in all.
func (e *Engine) pass(ctx context.Context) error {
	if e.Valve == nil {
		return nil
	}
	wait, err := e.Valve(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("count pushes: %w", err)
	case wait > 0:
		return &Full{After: wait}
	}
	return nil
}

// notify lets out what the ruling has to tell. What fails here must not fail
// the act: the next request says it again.
func (e *Engine) notify(ctx context.Context, account factors.Account, ruling Ruling) {
	for _, n := range ruling.Notices {
		event := e.event(ctx, audit.PushWarned, account, "", "")
		if n.Kind == NoticeReview {
			event.Kind = audit.PushReview
		}
		event.Reason = "too many requests were not approved"
		if n.Kind == NoticeDenied {
			event.Reason = "requests were denied again and again"
		}
		if _, err := e.Store.Notify(ctx, account, n, event); err != nil {
			e.Log.WarnContext(ctx, "could not let a notice out", "person", account, "kind", n.Kind, "error", err)
		}
	}
}

// Review looks, after a request was not approved, whether somebody has to be
// told.
func (e *Engine) Review(ctx context.Context, account factors.Account) {
	ruling, err := e.Outlook(ctx, account, false)
	if err != nil {
		e.Log.WarnContext(ctx, "could not judge what was not approved", "person", account, "error", err)
		return
	}
	e.notify(ctx, account, ruling)
}
