package login

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"countersign/audit"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// AddPhonePage serves GET /add-phone: a signed-in person adds a further phone.
// It goes through the pages of an enrolment, in a sign-in that signs nobody in.
func (x *Room) AddPhonePage(w http.ResponseWriter, r *http.Request) error {
	s, err := x.signedIn(r)
	if err != nil {
		return err
	}
	account, err := x.name(r.Context(), visit{Session: flow.Session{Person: s.Person}})
	if err != nil {
		return err
	}
	cookie := x.Web.FlowSecret(w, r)
	return web.Render(w, r, http.StatusOK, templates.AddPhonePage(templates.AddPhone{
		Account: account, Action: r.URL.Path, Token: x.addPhoneToken(s, cookie),
	}))
}

// AddPhone serves POST /add-phone.
func (x *Room) AddPhone(w http.ResponseWriter, r *http.Request) error {
	s, err := x.signedIn(r)
	if err != nil {
		return err
	}
	_, cookie, err := x.Web.ReadPageForm(r, func(cookie string) string { return x.addPhoneToken(s, cookie) }, r.URL.Path)
	if err != nil {
		return err
	}
	now := x.Now()
	v := visit{now: now, Session: flow.Session{
		ID: flow.ID("flow_" + rand.Text()), Browser: web.Hash(cookie), State: flow.Open, Need: flow.Need{Phone: true},
		Person: s.Person, Outcomes: s.Outcomes, Started: now, Expires: now.Add(x.FlowLife),
	}}
	if err := x.Flows.Start(r.Context(), v.Session, x.event(r, v, audit.FlowStarted)); err != nil {
		return err
	}
	return web.SeeOther(w, r, v.hub())
}

func (x *Room) addPhoneToken(s sso.Session, cookie string) string {
	return web.FormToken(x.TokenKey, "add phone", string(s.ID), hex.EncodeToString(web.Hash(cookie)))
}

// signedIn is the browser's session, or a page that asks for one.
func (x *Room) signedIn(r *http.Request) (sso.Session, error) {
	s, err := x.Sessions.Find(r.Context(), x.Web.Cookie(r, web.SessionCookie))
	if errors.Is(err, sso.ErrNone) {
		return sso.Session{}, &web.Failure{
			Status: http.StatusForbidden, Code: "login_required", Title: words.AddPhoneSignedOut,
			Message: words.AddPhoneSignedOutText, Remedy: words.AddPhoneSignedOutRemedy,
			Cause: err,
		}
	}
	if err != nil {
		return sso.Session{}, fmt.Errorf("find session: %w", err)
	}
	return s, nil
}

// holder is who holds the challenge of a sign-in: an approval of a further phone
// is for its enrolment, and for no sign-in.
func holder(s flow.Session) string {
	if s.Need.Phone {
		return s.Enrolment
	}
	return string(s.ID)
}

// cannotAdd says that nothing here allows a further phone.
func cannotAdd(cause error) error {
	return &web.Failure{
		Status: http.StatusForbidden, Code: "not_allowed", Title: words.AddPhoneCannot,
		Message: words.AddPhoneCannotText,
		Remedy:  words.AddPhoneCannotRemedy, Cause: cause,
	}
}

// askOther asks the account's other phones whether this one may be added.
func (x *Room) askOther(w http.ResponseWriter, r *http.Request, v visit) error {
	e, err := x.enrolment(r.Context(), v)
	if err != nil {
		return err
	}
	q, err := x.request(r, v)
	if err != nil {
		return err
	}
	q.Purpose, q.Holder, q.Context.First = wire.PurposeEndorse, string(e.ID), ""
	q.Context.Device = &wire.NewDevice{Name: e.DeviceName, Platform: e.Platform, Thumbprint: e.Thumbprint}
	return x.openFor(w, r, v, q)
}

// openFor opens a challenge that the enrolment holds.
func (x *Room) openFor(w http.ResponseWriter, r *http.Request, v visit, q push.Request) error {
	c, err := x.Pushes.Open(r.Context(), q)
	_, tooSoon := errors.AsType[*push.Paused](err)
	_, full := errors.AsType[*push.Full](err)
	if tooSoon || full || errors.Is(err, push.ErrBusy) || errors.Is(err, push.ErrOff) || errors.Is(err, push.ErrNoDevice) {
		return cannotAdd(err)
	}
	if err != nil {
		return fmt.Errorf("ask the other phones: %w", err)
	}
	err = x.keep(r.Context(), v.Session, func(s *flow.Session) {
		s.Challenge, s.Link = string(c.ID), ""
	}, func(s flow.Session) (bool, error) {
		found, err := x.Pushes.Find(r.Context(), c.ID, holder(s))
		return found.State == wire.StatePending, err
	})
	if errors.Is(err, flow.ErrStale) {
		err = x.Pushes.Cancel(r.Context(), c.ID, q.Holder, "the sign-in moved on")
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, v.path("enrol/endorse"))
}

// test sends a request to the phone that was added, so that its owner sees
// whether requests reach it. The phone is added whether or not that works.
func (x *Room) test(ctx context.Context, r *http.Request, v visit) error {
	e, err := x.enrolment(ctx, v)
	if err != nil {
		return err
	}
	q, err := x.request(r, v)
	if err != nil {
		return err
	}
	q.Purpose, q.Holder, q.Only, q.Context.First = wire.PurposeTest, string(e.ID), e.Device, ""
	c, err := x.Pushes.Open(ctx, q)
	_, tooSoon := errors.AsType[*push.Paused](err)
	_, full := errors.AsType[*push.Full](err)
	if tooSoon || full || errors.Is(err, push.ErrBusy) || errors.Is(err, push.ErrOff) || errors.Is(err, push.ErrNoDevice) {
		return x.keep(ctx, v.Session, func(s *flow.Session) { s.Challenge = "" }, added)
	}
	if err != nil {
		return fmt.Errorf("test the new phone: %w", err)
	}
	return x.keep(ctx, v.Session, func(s *flow.Session) { s.Challenge = string(c.ID) }, added)
}

func added(flow.Session) (bool, error) { return true, nil }
