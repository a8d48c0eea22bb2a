package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// arriveAtEnrol makes the link, once; the page shows it as often as it is
// looked at.
func (x *Room) arriveAtEnrol(w http.ResponseWriter, r *http.Request, v visit) error {
	if v.Enrolment == "" {
		return x.startEnrolment(w, r, v)
	}
	if v.Need.Phone {
		return web.SeeOther(w, r, v.path("enrol/endorse"))
	}
	return web.SeeOther(w, r, v.path("enrol"))
}

// startEnrolment makes a link and keeps it, sealed, with the sign-in: it is
// for this browser alone.
func (x *Room) startEnrolment(w http.ResponseWriter, r *http.Request, v visit) error {
	ctx := r.Context()
	q := device.StartRequest{Account: factors.Account(v.Person), Flow: string(v.ID)}
	switch {
	case v.Need.Phone:
		if _, err := x.signedIn(r); err != nil {
			return err
		}
		q.Session = v.Outcomes
	case v.account.Invited:
		q.Invitation = v.Invitation
	case v.recovered():
		q.Recovered = true
	default:
		q.First = true // Next lets nobody else get here
	}
	e, err := x.Enrolments.Start(ctx, q)
	switch {
	case errors.Is(err, device.ErrTooManyCodes):
		return tooManyLinks(v, err)
	case v.Need.Phone && (errors.Is(err, device.ErrTooManyDevices) || errors.Is(err, device.ErrNotAllowed)):
		return cannotAdd(err)
	case errors.Is(err, device.ErrTooManyDevices), errors.Is(err, device.ErrNotAllowed):
		return x.showStuck(w, r, v)
	case err != nil:
		return fmt.Errorf("start enrolment: %w", err)
	}
	err = x.keep(ctx, v.Session, func(s *flow.Session) {
		s.Enrolment, s.Link, s.TypedCode = string(e.ID), e.Link, e.Typed.Reveal()
		if s.Need.Phone {
			s.Challenge = "" // the approval of another enrolment
		}
	}, func(flow.Session) (bool, error) {
		// Of two that started at once the later ended the earlier.
		found, err := x.Enrolments.Find(ctx, e.ID)
		return found.State == device.Waiting, err
	})
	if err != nil && !errors.Is(err, flow.ErrStale) {
		return err
	}
	return web.SeeOther(w, r, v.path("enrol"))
}

func tooManyLinks(v visit, cause error) error {
	return &web.Failure{
		Status: http.StatusTooManyRequests, After: time.Hour, Code: "slow_down", Title: words.EnrolTooMany,
		Message: words.EnrolTooManyText, Remedy: words.EnrolTooManyRemedy,
		Back: v.hub(), BackText: words.EnrolGoOn, Cause: cause,
	}
}

// enrolment is the one that this sign-in shows.
func (x *Room) enrolment(ctx context.Context, v visit) (device.Enrolment, error) {
	return x.Enrolments.Find(ctx, device.EnrolmentID(v.Enrolment))
}

// EnrolPage serves GET /login/{id}/enrol.
func (x *Room) EnrolPage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.Enrol, x.showEnrol)
}

func (x *Room) showEnrol(w http.ResponseWriter, r *http.Request, v visit) error {
	if v.Enrolment == "" {
		return web.SeeOther(w, r, v.hub())
	}
	e, err := x.enrolment(r.Context(), v)
	if err != nil {
		return err
	}
	switch e.State {
	case device.Registered:
		return web.SeeOther(w, r, v.path("enrol/confirm"))
	case device.Confirmed, device.Activated:
		return web.SeeOther(w, r, v.path("enrol/endorse"))
	default:
	}
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	page := templates.Enrol{
		State: enrolState(e), App: v.App.Name, Account: account, Token: x.token(v),
		Again: v.path("enrol/again"), Cancel: v.path("push/cancel"), Android: x.Shops.Android, IPhone: x.Shops.IPhone,
	}
	if e.State == device.Waiting {
		page.TypedCode, page.TypedAt = wire.ShowCode(wire.Secret(v.TypedCode)), typedAt(v.Link)
		page.Opened = !e.Opened.IsZero()
		page.Link, page.Events, page.Status = v.Link, v.path("enrol/events"), v.path("enrol/status")
		page.Left, page.Total = web.Seconds(e.Expires.Sub(v.now)), web.Seconds(e.Expires.Sub(e.Created))
	}
	return web.Render(w, r, http.StatusOK, templates.EnrolPage(page))
}

// typedAt is where a code is typed, as people type addresses.
func typedAt(link string) string {
	issuer, _, _ := strings.Cut(link, wire.PathLink+"#")
	_, bare, _ := strings.Cut(issuer, "://")
	return bare + wire.PathTyped
}

func enrolState(e device.Enrolment) templates.EnrolState {
	if e.State == device.Waiting {
		return templates.EnrolWaiting
	}
	switch e.EndedBy {
	case device.EndedByTime:
		return templates.EnrolExpired
	case device.EndedBySecondKey:
		return templates.EnrolUsedTwice
	case device.EndedByPerson:
		return templates.EnrolRejected
	default:
		return templates.EnrolEnded
	}
}

// EnrolAgain serves POST /login/{id}/enrol/again: a new link, if the one there
// is of no use any more. A second click finds the new one.
func (x *Room) EnrolAgain(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.Enrol, func(w http.ResponseWriter, r *http.Request, v visit, _ fields) error {
		if v.Enrolment != "" {
			e, err := x.enrolment(r.Context(), v)
			if err != nil {
				return err
			}
			// A link that a phone has opened is of no use to another one.
			if e.State != device.Ended && (e.State != device.Waiting || e.Opened.IsZero()) {
				return web.SeeOther(w, r, v.path("enrol"))
			}
		}
		return x.startEnrolment(w, r, v)
	})
}
