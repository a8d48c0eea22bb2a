package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/web"
)

// PushContinue serves POST /login/{id}/push/continue: it turns the approval
// into an outcome, once, for the browser that asked.
func (x *Room) PushContinue(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskPush, x.pushContinue)
}

func (x *Room) pushContinue(w http.ResponseWriter, r *http.Request, v visit, _ fields) error {
	if err := x.takeApproval(r.Context(), v); err != nil {
		return err
	}
	return web.SeeOther(w, r, v.hub())
}

// takeApproval writes down the approval of the request that v waits for, if
// there is one to take: another tab may have it, and the hub says how it stands.
func (x *Room) takeApproval(ctx context.Context, v visit) error {
	outcome, err := x.Pushes.Finish(ctx, push.ID(v.Challenge), string(v.ID))
	if errors.Is(err, push.ErrNotApproved) || errors.Is(err, push.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("finish push: %w", err)
	}
	return x.prove(ctx, v, outcome, func(s flow.Session) bool { return s.Challenge == v.Challenge })
}

// PushResend serves POST /login/{id}/push/resend: the same request and the
// same number, to a phone that did not ring. The page says when it may be
// pressed; pressed too soon it changes nothing.
func (x *Room) PushResend(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskPush, func(w http.ResponseWriter, r *http.Request, v visit, _ fields) error {
		err := x.Pushes.Resend(r.Context(), push.ID(v.Challenge), string(v.ID))
		slow, tooSoon := errors.AsType[*push.SlowDown](err)
		full, tooMany := errors.AsType[*push.Full](err)
		switch {
		case tooMany:
			return busy(v, full.After, err)
		case tooSoon:
			web.EventOf(r.Context()).Set("refused", slow.Error())
		case errors.Is(err, push.ErrOver), errors.Is(err, push.ErrNotFound):
		case err != nil:
			return fmt.Errorf("send the request again: %w", err)
		}
		return web.SeeOther(w, r, v.path("push"))
	})
}

// PushScan serves POST /login/{id}/push/scan: the same question, answered by a
// code that the phone reads from the page. The phone rang for it already.
func (x *Room) PushScan(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskPush, func(w http.ResponseWriter, r *http.Request, v visit, _ fields) error {
		if v.Challenge == "" {
			return web.SeeOther(w, r, v.hub())
		}
		c, err := x.challenge(r.Context(), v)
		if err != nil {
			return err
		}
		if c.State != wire.StatePending || c.Mode == factors.MatchScan || !c.Scannable {
			return web.SeeOther(w, r, v.path("push"))
		}
		q, err := x.request(r, v)
		if err != nil {
			return err
		}
		q.Mode, q.Instead = factors.MatchScan, c.ID
		return x.put(w, r, v, q)
	})
}

// PushAgain serves POST /login/{id}/push/again, a new request if the one there
// is over, and POST /login/{id}/step-up, the first one.
func (x *Room) PushAgain(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskPush, func(w http.ResponseWriter, r *http.Request, v visit, _ fields) error {
		return x.askByHand(w, r, v)
	})
}

// PushCancel serves POST /login/{id}/push/cancel, the "Not you?" of every page:
// it ends the sign-in and whatever waits for it.
func (x *Room) PushCancel(w http.ResponseWriter, r *http.Request) error {
	return x.open(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if v.step == flow.Gone {
			return web.SeeOther(w, r, v.hub())
		}
		if _, err := x.form(r, v); err != nil {
			return err
		}
		if err := x.end(r, v, flow.EndedByPerson); err != nil {
			return err
		}
		return web.SeeOther(w, r, v.hub())
	})
}
