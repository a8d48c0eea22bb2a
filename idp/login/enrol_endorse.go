package login

import (
	"errors"
	"fmt"
	"net/http"

	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
)

// EndorsePage serves GET /login/{id}/enrol/endorse: another phone of the account
// is asked, then the new one is tested.
func (x *Room) EndorsePage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.Enrol, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if !v.Need.Phone || v.Enrolment == "" {
			return web.SeeOther(w, r, v.hub())
		}
		e, err := x.enrolment(r.Context(), v)
		switch {
		case err != nil:
			return err
		case e.State == device.Activated:
			return x.showAdded(w, r, v, e)
		case e.State != device.Confirmed:
			return web.SeeOther(w, r, v.path("enrol"))
		case v.Challenge == "":
			return x.askOther(w, r, v)
		}
		return x.showEndorse(w, r, v, e)
	})
}

func (x *Room) showEndorse(w http.ResponseWriter, r *http.Request, v visit, e device.Enrolment) error {
	c, err := x.Pushes.Find(r.Context(), push.ID(v.Challenge), holder(v.Session))
	if err != nil {
		return fmt.Errorf("find the endorsement: %w", err)
	}
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	page := templates.Endorse{
		Account: account, Token: x.token(v), Cancel: v.path("push/cancel"), Device: e.DeviceName, State: templates.EndorseOver,
		Again: v.path("enrol/endorse/again"), Continue: v.path("enrol/endorse"),
	}
	switch c.State {
	case wire.StatePending:
		page.State, page.Number = templates.EndorseWaiting, c.Number.Reveal()
		page.Left, page.Total = web.Seconds(c.Expires.Sub(v.now)), web.Seconds(c.Expires.Sub(c.Created))
		page.Events, page.Status = v.path("push/events"), v.path("push/status")
	case wire.StateApproved:
		page.State = templates.EndorseApproved
	case wire.StateDenied, wire.StateReported:
		page.State = templates.EndorseRefused
		if err := x.Enrolments.Reject(r.Context(), e.ID, string(v.ID)); err != nil {
			return err
		}
	default:
	}
	return web.Render(w, r, http.StatusOK, templates.EndorsePage(page))
}

// Endorse serves POST /login/{id}/enrol/endorse: it takes the approval, once,
// for this enrolment, while the person is still signed in.
func (x *Room) Endorse(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.Enrol, func(w http.ResponseWriter, r *http.Request, v visit, _ fields) error {
		s, err := x.signedIn(r)
		if err != nil {
			return err
		}
		if s.Person != v.Person {
			return web.SeeOther(w, r, v.hub())
		}
		err = x.Enrolments.Endorsed(r.Context(), device.EnrolmentID(v.Enrolment), string(v.ID), v.Challenge)
		switch {
		case errors.Is(err, device.ErrNotEndorsed), errors.Is(err, device.ErrEnded), errors.Is(err, device.ErrNotFound):
			return web.SeeOther(w, r, v.path("enrol/endorse")) // which says how it stands
		case err != nil:
			return fmt.Errorf("endorse phone: %w", err)
		}
		if err := x.test(r.Context(), r, v); err != nil && !errors.Is(err, flow.ErrStale) {
			return err
		}
		return web.SeeOther(w, r, v.path("enrol/endorse"))
	})
}

// EndorseAgain serves POST /login/{id}/enrol/endorse/again: the other phones are
// asked once more, unless one of them said no.
func (x *Room) EndorseAgain(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.Enrol, func(w http.ResponseWriter, r *http.Request, v visit, _ fields) error {
		e, err := x.enrolment(r.Context(), v)
		if err != nil {
			return err
		}
		c, err := x.Pushes.Find(r.Context(), push.ID(v.Challenge), holder(v.Session))
		if err != nil && !errors.Is(err, push.ErrNotFound) {
			return fmt.Errorf("find the endorsement: %w", err)
		}
		switch c.State {
		case wire.StateExpired, wire.StateLapsed, wire.StateFailed, wire.StateSuperseded:
			if e.State == device.Confirmed && v.Need.Phone {
				return x.askOther(w, r, v)
			}
		default:
		}
		return web.SeeOther(w, r, v.path("enrol/endorse"))
	})
}

// showAdded says that the phone was added, and whether the test reached it.
func (x *Room) showAdded(w http.ResponseWriter, r *http.Request, v visit, e device.Enrolment) error {
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	page := templates.PhoneAdded{Account: account, Device: e.DeviceName, Test: templates.TestUnanswered}
	c, err := x.Pushes.Find(r.Context(), push.ID(v.Challenge), holder(v.Session))
	if err != nil && !errors.Is(err, push.ErrNotFound) {
		return fmt.Errorf("find the test: %w", err)
	}
	if c.Purpose == wire.PurposeTest {
		switch c.State {
		case wire.StatePending:
			page.Test, page.Number = templates.TestWaiting, c.Number.Reveal()
			page.Left, page.Total = web.Seconds(c.Expires.Sub(v.now)), web.Seconds(c.Expires.Sub(c.Created))
			page.Events, page.Status = v.path("push/events"), v.path("push/status")
		case wire.StateApproved, wire.StateLapsed:
			page.Test = templates.TestAnswered
			if !c.Reachable {
				page.Test = templates.TestByHand
			}
		default:
		}
	}
	return web.Render(w, r, http.StatusOK, templates.PhoneAddedPage(page))
}
