package login

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/web"
)

// Direct is the same sign-in without our pages: a page of the application asks
// for the password and shows the number, and Next decides what comes after
// either as it does for ours. There is no cookie in it, so no browser is known,
// none is marked, and no session of another sign-in counts.
type Direct struct{ x *Room }

// Direct is the sign-in for pages of applications.
func (x *Room) Direct() Direct { return Direct{x} }

// Key is what such a page shows with each act.
type Key struct {
	Handle string // flow.Handle
	Origin string // that the browser named
}

// Errors of a sign-in that a page of an application drives.
var (
	// ErrNoSignIn means that there is no such sign-in for this page.
	ErrNoSignIn = errors.New("no such sign-in for this origin")
	// ErrNotNow means that this is not the step that the sign-in is at.
	ErrNotNow = errors.New("this is not the sign-in's next step")
	// ErrNoWay means that the person cannot confirm in this way.
	ErrNoWay = errors.New("the person cannot confirm in this way")
)

// Standing is where a sign-in stands. Only Step moves anything; the rest is
// what a page shows.
type Standing struct {
	flow.Session
	Step flow.Step
	// Ways are those to confirm that are left, the strongest first.
	Ways []factors.Kind
	// Request is the newest that went to the phone, without ID if none did, and
	// Status what became of it.
	Request push.Challenge
	Status  push.Status
	// Again is when the limits let the next request go out; zero for now. It
	// counts where no request is open.
	Again time.Time
	// Held is why the request that was due did not go out, an error of package
	// push; nil if it did.
	Held error
}

// bare is a request without a cookie, whatever the caller sent.
func bare(ctx context.Context) *http.Request {
	r := &http.Request{Header: http.Header{"User-Agent": {audit.RequestOf(ctx).Agent}}}
	return r.WithContext(ctx)
}

// visit finds the sign-in of a key. That it is another's and that there is none
// is the same.
func (d Direct) visit(ctx context.Context, k Key) (visit, error) {
	v := visit{now: d.x.Now()}
	id, ok := flow.HandleOf(k.Handle)
	if !ok || k.Origin == "" {
		return v, ErrNoSignIn
	}
	s, err := d.x.Flows.Find(ctx, id)
	if errors.Is(err, flow.ErrNotFound) {
		return v, ErrNoSignIn
	}
	if err != nil {
		return v, err
	}
	if subtle.ConstantTimeCompare(s.Browser, web.Hash(k.Handle)) != 1 || s.Origin != k.Origin {
		web.EventOf(ctx).Set("refused", "another page's sign-in")
		return v, ErrNoSignIn
	}
	// The administrator may have taken the switch back since.
	allowed, err := d.x.MaySignIn(ctx, s.App.ID, s.Origin)
	if err != nil {
		return v, fmt.Errorf("look at the application of a sign-in: %w", err)
	}
	if !allowed {
		return v, ErrNoSignIn
	}
	return v, d.x.weigh(ctx, &v, s)
}

// Look is where the sign-in stands. It changes nothing.
func (d Direct) Look(ctx context.Context, k Key) (Standing, error) {
	v, err := d.visit(ctx, k)
	if err != nil {
		return Standing{}, err
	}
	return d.standing(ctx, v, nil)
}

// Password proves the first factor; the error is one of package password where
// that fails. The phone is asked at once if its turn has come.
func (d Direct) Password(ctx context.Context, k Key, username, typed string) (Standing, error) {
	return d.act(ctx, k, only(flow.AskPassword), func(v visit) error { return d.x.provePassword(bare(ctx), v, username, typed) })
}

// Code proves a code of an app; the errors are those of packages totp and
// limit, and ErrNoWay where a typed code is too little.
func (d Direct) Code(ctx context.Context, k Key, typed string) (Standing, error) {
	return d.act(ctx, k, only(flow.AskCode), func(v visit) error {
		err := d.x.proveCode(bare(ctx), v, typed)
		if errors.Is(err, errTooLittle) {
			return ErrNoWay
		}
		return err
	})
}

// Continue takes an approval, if there is one, and goes as far as that leads.
func (d Direct) Continue(ctx context.Context, k Key) (Standing, error) {
	return d.act(ctx, k, func(v visit) bool { return v.step == flow.AskPush || v.step == flow.Gone }, func(v visit) error {
		if v.step == flow.Gone || v.Challenge == "" {
			return nil
		}
		return d.x.takeApproval(ctx, v)
	})
}

// Choose takes another way to confirm.
func (d Direct) Choose(ctx context.Context, k Key, method factors.Kind) (Standing, error) {
	return d.act(ctx, k, visit.confirming, func(v visit) error {
		ways, err := d.x.waysNow(bare(ctx), v)
		if err != nil {
			return err
		}
		if !slices.Contains(ways, method) {
			return ErrNoWay
		}
		return ignoring(flow.ErrStale, d.x.pick(ctx, v, method))
	})
}

// Ask sends a request to the phone because the person pressed for it.
func (d Direct) Ask(ctx context.Context, k Key) (Standing, error) {
	v, err := d.visit(ctx, k)
	switch {
	case err != nil:
		return Standing{}, err
	case v.step == flow.Gone && v.State != flow.Done:
		return d.standing(ctx, v, nil) // also where it was reported, which looks like a denial
	case v.step != flow.AskPush:
		return Standing{}, ErrNotNow
	}
	asked, err := d.x.asked(ctx, v)
	if err != nil || asked {
		s, failed := d.standing(ctx, v, nil)
		return s, errors.Join(err, failed)
	}
	return d.ask(ctx, v, false)
}

// Resend wakes the phone again for the open request; the errors are those of
// package push.
func (d Direct) Resend(ctx context.Context, k Key) error {
	v, err := d.visit(ctx, k)
	switch {
	case err != nil:
		return err
	case v.reported():
		return push.ErrOver // as after a denial
	case v.step != flow.AskPush || v.Challenge == "":
		return ErrNotNow
	}
	return d.x.Pushes.Resend(ctx, push.ID(v.Challenge), string(v.ID))
}

// Cancel ends the sign-in and withdraws what it asked.
func (d Direct) Cancel(ctx context.Context, k Key) error {
	v, err := d.visit(ctx, k)
	if err != nil || v.step == flow.Gone {
		return err
	}
	return d.x.end(bare(ctx), v, flow.EndedByPerson)
}

// denied is v, which was reported, as it would be after a denial.
func (v visit) denied() visit {
	v.step = flow.AskPush
	return v
}

func only(step flow.Step) func(visit) bool { return func(v visit) bool { return v.step == step } }

func ignoring(target, err error) error {
	if errors.Is(err, target) {
		return nil
	}
	return err
}

// act does one thing whose turn it is, and then what follows without the
// person: it asks the phone, or finishes, or ends.
func (d Direct) act(ctx context.Context, k Key, turn func(visit) bool, do func(visit) error) (Standing, error) {
	v, err := d.visit(ctx, k)
	if err != nil {
		return Standing{}, err
	}
	switch {
	case turn(v):
	case v.reported() && !turn(v.denied()):
		return Standing{}, ErrNotNow
	case v.step == flow.Gone && v.State != flow.Done:
		return d.standing(ctx, v, nil)
	default:
		return Standing{}, ErrNotNow
	}
	if err := do(v); err != nil {
		return Standing{}, err
	}
	if v, err = d.visit(ctx, k); err != nil {
		return Standing{}, err
	}
	return d.advance(ctx, k, v)
}

// advance does at a step what the hub does with who arrives there, as far as
// that needs no page.
func (d Direct) advance(ctx context.Context, k Key, v visit) (Standing, error) {
	r := bare(ctx)
	var err error
	switch v.step {
	case flow.AskPush:
		if v.Challenge == "" {
			return d.ask(ctx, v, true)
		}
		return d.standing(ctx, v, nil)
	case flow.Finish:
		if _, _, err = d.x.complete(r, v); err == nil {
			err = d.x.settle(r, v)
		}
	case flow.Unmet:
		err = d.x.end(r, v, flow.EndedByNeed)
	case flow.Refuse:
		err = d.x.end(r, v, flow.EndedByRefusal)
	default:
		return d.standing(ctx, v, nil)
	}
	if err := ignoring(flow.ErrStale, err); err != nil {
		return Standing{}, err
	}
	return d.Look(ctx, k)
}

// ask sends a request, unless the limits or the account hold it back: that is
// no failure of what was proved before.
func (d Direct) ask(ctx context.Context, v visit, unasked bool) (Standing, error) {
	q, err := d.x.request(bare(ctx), v)
	if err != nil {
		return Standing{}, err
	}
	q.Unasked = unasked
	_, held := d.x.send(ctx, v, q)
	if held != nil && !isHeld(held) {
		return Standing{}, fmt.Errorf("ask the phone: %w", held)
	}
	s, err := d.x.Flows.Find(ctx, v.ID)
	if err != nil {
		return Standing{}, err
	}
	if err := d.x.weigh(ctx, &v, s); err != nil {
		return Standing{}, err
	}
	return d.standing(ctx, v, held)
}

// isHeld says whether err is a reason of package push not to ask now.
func isHeld(err error) bool {
	_, paused := errors.AsType[*push.Paused](err)
	_, full := errors.AsType[*push.Full](err)
	return paused || full || slices.ContainsFunc([]error{push.ErrCrowded, push.ErrBusy, push.ErrOver, push.ErrOff, push.ErrNoDevice},
		func(reason error) bool { return errors.Is(err, reason) })
}

// standing is v as its page may see it. It tells of phones nothing: the page is
// in a browser that nobody knows.
func (d Direct) standing(ctx context.Context, v visit, held error) (Standing, error) {
	s := Standing{Session: v.Session, Step: v.step, Ways: d.x.ways(v), Held: held}
	if held != nil {
		var err error
		if s.Ways, err = d.x.waysNow(bare(ctx), v); err != nil {
			return Standing{}, err
		}
	}
	if v.step != flow.AskPush && !v.reported() {
		return s, nil
	}
	if v.Challenge != "" {
		var err error
		if s.Request, err = d.x.challenge(ctx, v); err != nil {
			return Standing{}, err
		}
		if s.Status, err = d.x.Status.Status(ctx, push.ID(v.Challenge), string(v.ID)); err != nil {
			return Standing{}, err
		}
		s.tidy(v.now)
	}
	if !s.Status.IsVerified && (v.Challenge == "" || s.Status.IsConsumed) {
		// A report makes no difference to what its reader is told.
		ruling, err := d.x.Pushes.Outlook(ctx, factors.Account(v.Person), false)
		if err != nil {
			return Standing{}, fmt.Errorf("say when to ask again: %w", err)
		}
		s.Again = ruling.Until
	}
	return s, nil
}

// tidy keeps of the request what its page may show. A report looks like a
// denial, after which nothing but another request is offered, and who presses
// for that too soon is told no more than before.
func (s *Standing) tidy(now time.Time) {
	c := s.Request
	if c.State != wire.StatePending {
		s.Request.Number, s.Request.Scan = "", ""
	}
	switch {
	case c.State == wire.StateDenied || c.State == wire.StateReported:
		s.Ways, s.Held = []factors.Kind{factors.Push}, nil
	case c.State == wire.StateConsumed && !now.Before(c.Ended.Add(settling)):
		s.Status.State, s.Status.IsVerified = wire.StateLapsed, false // taken, and the answer was lost on its way
	}
}
