package login

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/agent"
	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// arriveAtPush asks the phone, once: what came of it is on the page, and only
// the person asks again. Who has done nothing in this sign-in yet, because the
// browser was signed in already, presses first: an application must not make a
// phone ring by sending a browser here.
func (x *Room) arriveAtPush(w http.ResponseWriter, r *http.Request, v visit) error {
	switch {
	case v.Challenge != "":
		return web.SeeOther(w, r, v.path("push"))
	case !v.acted():
		return web.SeeOther(w, r, v.path("step-up"))
	}
	return x.ask(w, r, v, true)
}

// acted is true if something was proved in this very sign-in, or if it began
// with a press on the page of a mailed link.
func (v visit) acted() bool {
	return v.account.Resetting || slices.ContainsFunc(v.Outcomes, func(o factors.Outcome) bool { return !o.At.Before(v.Started) })
}

// ask opens a challenge for this sign-in and goes to the page that waits.
// unasked is true if nobody pressed for it.
func (x *Room) ask(w http.ResponseWriter, r *http.Request, v visit, unasked bool) error {
	q, err := x.request(r, v)
	if err != nil {
		return err
	}
	q.Unasked = unasked
	return x.put(w, r, v, q)
}

// put asks q for this sign-in and goes to the page that waits.
func (x *Room) put(w http.ResponseWriter, r *http.Request, v visit, q push.Request) error {
	id, err := x.send(r.Context(), v, q)
	paused, tooMany := errors.AsType[*push.Paused](err)
	full, overrun := errors.AsType[*push.Full](err)
	switch {
	case tooMany:
		return x.showPaused(w, r, v, *paused)
	case overrun:
		return busy(v, full.After, err)
	case errors.Is(err, push.ErrCrowded):
		return web.SeeOther(w, r, v.path("choose"))
	case errors.Is(err, push.ErrBusy):
		return x.showHeld(w, r, v, templates.PushBusy)
	case errors.Is(err, push.ErrOver), errors.Is(err, push.ErrNotHere):
		return web.SeeOther(w, r, v.path("push")) // what was to be put in another way is over
	case errors.Is(err, push.ErrOff), errors.Is(err, push.ErrNoDevice):
		return x.withoutPush(w, r, v)
	case err != nil:
		return fmt.Errorf("ask the phone: %w", err)
	}
	if q.Here {
		return web.SeeOther(w, r, inApp(id))
	}
	return web.SeeOther(w, r, v.path("push"))
}

// send asks q for this sign-in, unless package push says why not now.
func (x *Room) send(ctx context.Context, v visit, q push.Request) (push.ID, error) {
	c, err := x.Pushes.Open(ctx, q)
	if err != nil {
		return "", err
	}
	return c.ID, x.await(ctx, v.Session, c.ID)
}

// await has the sign-in wait for a challenge that was opened for it.
func (x *Room) await(ctx context.Context, s flow.Session, id push.ID) error {
	err := x.keep(ctx, s, func(s *flow.Session) {
		s.Challenge, s.Link = string(id), ""
	}, func(flow.Session) (bool, error) {
		// Of two that asked at once the later superseded the earlier.
		found, err := x.Pushes.Find(ctx, id, string(s.ID))
		return found.State == wire.StatePending, err
	})
	if errors.Is(err, flow.ErrStale) {
		// The sign-in ended or another question replaced this one, whose number
		// no page shows: nobody may be asked it.
		return x.Pushes.Cancel(ctx, id, string(s.ID), "the sign-in moved on")
	}
	return err
}

// request is the question, with what the phone shows of it.
func (x *Room) request(r *http.Request, v visit) (push.Request, error) {
	account, err := x.name(r.Context(), v)
	if err != nil {
		return push.Request{}, err
	}
	known, err := x.known(r, v.Person)
	if err != nil {
		return push.Request{}, err
	}
	browser, system := agent.Names(r.UserAgent())
	shown := wire.Context{
		Browser: browser, OS: system, IP: audit.RequestOf(r.Context()).Address, NewBrowser: !known, First: "password",
	}
	if v.account.Resetting {
		shown.First = "mailed link"
	}
	if v.App.ID != "" {
		shown.Client = &wire.Client{ID: v.App.ID, Name: v.App.Name}
	}
	q := push.Request{
		Account: factors.Account(v.Person), AccountLabel: person.Masked(account), Purpose: wire.PurposeLogin,
		Holder: string(v.ID), Browser: v.Browser, Known: known, Context: shown,
	}
	if c := v.Need.Consent; c != nil && len(c.Details) > 0 {
		q.Agreed = x.agreed(c.Details)
	}
	if v.wantsOutOfBand() {
		q.Mode = factors.MatchNum6 // nothing less can satisfy what is asked
	}
	return q, nil
}

// agreed is what the application asks in detail, for the phone to show and sign:
// the page that asks for consent stands in a browser, which may be a stranger's.
func (x *Room) agreed(details json.RawMessage) push.Agreed {
	return push.Agreed{Details: details, Show: func(tag string) ([]wire.Detail, error) {
		shown, err := x.Details(details, tag)
		if err != nil {
			return nil, fmt.Errorf("show authorization details: %w", err)
		}
		return shown, nil
	}}
}

// wantsOutOfBand is true if the application takes nothing weaker.
func (v visit) wantsOutOfBand() bool {
	return slices.Contains(v.Need.ACR, factors.OutOfBand) &&
		!slices.Contains(v.Need.ACR, factors.TwoFactors) && !slices.Contains(v.Need.ACR, factors.OneFactor)
}

// challenge is the one that this sign-in waits for.
func (x *Room) challenge(ctx context.Context, v visit) (push.Challenge, error) {
	return x.Pushes.Find(ctx, push.ID(v.Challenge), string(v.ID))
}

// PushPage serves GET /login/{id}/push, in every state that the challenge can
// have.
func (x *Room) PushPage(w http.ResponseWriter, r *http.Request) error {
	return x.open(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		switch {
		case v.reported():
			return x.showDenied(w, r, v)
		case v.step != flow.AskPush:
			return web.SeeOther(w, r, v.hub())
		}
		return x.showPush(w, r, v)
	})
}

// settling is how long the request that takes an approval may need to write
// that into the sign-in. After that its answer counts as lost.
const settling = 5 * time.Second

func (x *Room) showPush(w http.ResponseWriter, r *http.Request, v visit) error {
	if v.Challenge == "" {
		return web.SeeOther(w, r, v.hub())
	}
	c, err := x.challenge(r.Context(), v)
	if err != nil {
		return err
	}
	state := pushState(c.State)
	if c.State == wire.StateConsumed && v.now.Before(c.Ended.Add(settling)) {
		// Another tab or an earlier click took the approval and is about to
		// write it down: posting again goes on from there.
		state = templates.PushApproved
	}
	if state == templates.PushApproved && c.Mode == factors.MatchReturn {
		state = templates.PushReturning // without the code it is worth nothing
	}
	if state == templates.PushDenied {
		return x.showDenied(w, r, v)
	}
	page, err := x.pushPage(r, v)
	if err != nil {
		return err
	}
	page.State = state
	switch state {
	case templates.PushWaiting:
		if err := x.describe(r, v, c, &page); err != nil {
			return err
		}
	case templates.PushApproved:
		page.Continue = v.path("push/continue")
	case templates.PushReturning:
		page.Other, page.Status = v.path("choose"), v.path("push/status")
		page.Left, page.Total = web.Seconds(c.Due.Sub(v.now)), web.Seconds(c.Due.Sub(c.Created))
	default:
		page.Total, page.Other = web.Seconds(c.Expires.Sub(c.Created)), v.path("choose")
		if err := x.offerAgain(r, v, c, &page); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, templates.PushPage(page))
}

// pushPage is what every state of the page has.
func (x *Room) pushPage(r *http.Request, v visit) (templates.Push, error) {
	account, err := x.name(r.Context(), v)
	if err != nil {
		return templates.Push{}, err
	}
	return templates.Push{
		App: v.App.Name, Account: account, Token: x.token(v), Cancel: v.path("push/cancel"), Back: v.App.Home,
	}, nil
}

// describe fills in what a page that waits shows. Of the phones it tells only
// a browser in which the person completed a second factor.
func (x *Room) describe(r *http.Request, v visit, c push.Challenge, page *templates.Push) error {
	known, err := x.known(r, v.Person)
	if err != nil {
		return err
	}
	page.Number, page.Seen = c.Number.Reveal(), !c.Seen.IsZero()
	switch {
	case c.Mode == factors.MatchScan:
		page.Number, page.Scan, page.ScanOnly = "", c.Scan.Reveal(), c.Forced
		if !c.Forced {
			page.ByNumber = v.path("push/again")
		}
	case c.Mode == factors.MatchReturn:
		page.Here, page.ByNumber = inApp(c.ID), v.path("push/again")
	case c.Scannable:
		page.ByScan = v.path("push/scan")
	}
	page.Browser = words.Browser(agent.Names(r.UserAgent()))
	if known {
		if c.Returnable {
			page.OnPhone = v.path("push/here")
		}
		page.Devices, page.Unreachable = c.Devices, !c.Reachable
		for _, ring := range c.Rings {
			page.Rings = append(page.Rings, templates.Ring{Device: ring.Device, Reach: string(ring.Reach)})
		}
	}
	page.Left, page.Total = web.Seconds(c.Expires.Sub(v.now)), web.Seconds(c.Expires.Sub(c.Created))
	page.Other = v.path("choose")
	if page.Here == "" {
		page.Continue = v.path("push/continue")
	}
	page.Events, page.Status = v.path("push/events"), v.path("push/status")
	if c.ResendsLeft > 0 {
		page.Resend, page.SendAfter = v.path("push/resend"), web.Seconds(c.ResendAfter.Sub(v.now))
	}
	return nil
}

// pushState is a challenge's state as pages tell it: a report looks like a
// denial.
func pushState(s wire.State) templates.PushState {
	switch s {
	case wire.StatePending:
		return templates.PushWaiting
	case wire.StateApproved:
		return templates.PushApproved
	case wire.StateDenied, wire.StateReported:
		return templates.PushDenied
	case wire.StateFailed:
		return templates.PushWrong
	case wire.StateExpired:
		return templates.PushExpired
	case wire.StateSuperseded:
		return templates.PushSuperseded
	case wire.StateCancelled:
		return templates.PushCancelled
	case wire.StateLapsed, wire.StateConsumed:
		// Consumed, and yet the sign-in is at this step: the answer was lost
		// on its way.
		return templates.PushLapsed
	default:
		panic("login: internal error: no page for a challenge that is " + string(s))
	}
}

// reported is true once "this was not me" ended the sign-in.
func (v visit) reported() bool { return v.State == flow.Ended && v.EndedBy == flow.EndedByReport }

// showDenied is one page for a denied and a reported request: whoever reads it
// may be the attacker. It offers the same, whatever would come of it.
func (x *Room) showDenied(w http.ResponseWriter, r *http.Request, v visit) error {
	c, err := x.challenge(r.Context(), v)
	if err != nil {
		return err
	}
	page, err := x.pushPage(r, v)
	if err != nil {
		return err
	}
	page.State, page.Cancel = templates.PushDenied, ""
	if err := x.offerAgain(r, v, c, &page); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, templates.PushPage(page))
}
