package backend

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/password"
	"countersign/factors/push"
	"countersign/factors/totp"
	"countersign/factors/wire"
	"countersign/idp/authorize"
	"countersign/idp/flow"
	"countersign/idp/login"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// The values of status.
const (
	passwordRequired = "password_required"
	mfaRequired      = "mfa_required"
	redirectRequired = "redirect_required"
	finishing        = "approved"
	complete         = "complete"
)

// way is one to confirm.
type way struct {
	Method string `json:"method" enum:"passkey,push,totp,recovery"`
	Page   bool   `json:"page" doc:"Whether it needs our own page: go to redirect_to."`
}

// request is what the phone is asked, or was.
type request struct {
	State    string        `json:"state" doc:"pending, approved, denied, failed, expired, superseded, cancelled, lapsed; or not_sent."`
	Reason   string        `json:"reason,omitempty" enum:"paused,busy,crowded,unavailable" doc:"Of not_sent. crowded: offer the other methods first. unavailable: no phone can be asked."`
	Mode     factors.Match `json:"mode,omitempty" doc:"num2, num6, choice, scan or none."`
	Number   string        `json:"number,omitempty" doc:"Show it: the person types it on the phone."`
	Scan     string        `json:"scan,omitempty" doc:"In mode scan: show it as a QR code."`
	Seen     bool          `json:"seen"`
	Consumed bool          `json:"isConsumed"`
	Verified bool          `json:"isVerified" doc:"Approved. This informs; call continue, which decides."`
	Interval int           `json:"interval,omitempty" doc:"Seconds between two polls."`
	Expires  int           `json:"expires_in,omitempty" doc:"Seconds."`
	Resend   *int          `json:"resend_after,omitempty" doc:"Seconds until it may be sent again; left out if it may not."`
	Again    *int          `json:"again_after,omitempty" doc:"Seconds until another request may be sent."`
}

// standing is where a sign-in stands.
type standing struct {
	Token     string   `json:"sign_in_token,omitempty" doc:"At the start alone: stands for this sign-in, for pages of this origin. Send it as Authorization: Bearer, and keep it in memory alone."`
	ExpiresIn int      `json:"expires_in,omitempty" doc:"Seconds until it is worth nothing."`
	Status    string   `json:"status" enum:"password_required,mfa_required,approved,redirect_required,complete" doc:"What comes next. approved: call continue."`
	Method    string   `json:"method,omitempty" enum:"push,totp" doc:"The way to confirm that is under way."`
	Methods   []way    `json:"methods,omitempty" doc:"The ways to confirm that are left, the strongest first."`
	Push      *request `json:"push,omitempty"`
	Redirect  string   `json:"redirect_to,omitempty" doc:"The authorization endpoint with the same request: our own pages can do all of it."`
	Code      string   `json:"code,omitempty" doc:"The authorization code: for the token endpoint, with the verifier."`
	State     string   `json:"state,omitempty"`
	Issuer    string   `json:"iss,omitempty" doc:"Compare it with the issuer that you asked (RFC 9207)."`
}

type standingOutput struct{ Body standing }

// standing is s as the page reads it, or the problem that it ended with.
func (x *Room) standing(s login.Standing) (standing, error) {
	if err := ended(s); err != nil {
		return standing{}, err
	}
	hosted, err := x.Requests.Hosted(s.Session)
	if err != nil {
		return standing{}, err
	}
	out := standing{Redirect: hosted}
	reported := s.Session.State == flow.Ended
	switch {
	case s.Session.State == flow.Done:
		return standing{Status: finishing}, nil
	case s.Step == flow.AskPassword:
		out.Status = passwordRequired
		return out, nil
	case s.Step == flow.AskPush || reported:
		out.Status, out.Method, out.Push = mfaRequired, string(factors.Push), x.push(s)
		if s.Status.IsVerified {
			out.Status = finishing
		}
	case s.Step == flow.AskCode:
		out.Status, out.Method = mfaRequired, string(factors.TOTP)
	case confirms(s.Step) && slices.ContainsFunc(s.Ways, here):
		out.Status = mfaRequired
	default:
		out.Status = redirectRequired
	}
	for _, k := range s.Ways {
		out.Methods = append(out.Methods, way{Method: string(k), Page: !here(k)})
	}
	return out, nil
}

// here says whether a page of another origin can confirm in this way: a passkey
// belongs to our own, and after a recovery code our pages add a phone.
func here(k factors.Kind) bool { return k == factors.Push || k == factors.TOTP }

// confirms says whether another way can be chosen in place of a step.
func confirms(s flow.Step) bool {
	return s == flow.Choose || s == flow.AskPasskey || s == flow.AskRecovery
}

// ended is the problem of a sign-in that is over. One that was reported looks
// like one that was denied: whoever reads it may be the attacker.
func ended(s login.Standing) error {
	by := ""
	if s.Session.State == flow.Ended {
		by = s.EndedBy
	}
	switch {
	case s.Step != flow.Gone, s.Session.State == flow.Done, by == flow.EndedByReport:
		return nil
	case by == flow.EndedByNeed:
		return protocol.UnmetAuthenticationRequirements()
	case by == flow.EndedByRefusal:
		return protocol.AccessDenied()
	default:
		return errSignInOver
	}
}

func (x *Room) push(s login.Standing) *request {
	out := &request{
		State: string(s.Status.State), Mode: s.Request.Mode, Number: s.Request.Number.Reveal(), Scan: s.Request.Scan.Reveal(),
		Seen: s.Status.Seen, Consumed: s.Status.IsConsumed, Verified: s.Status.IsVerified,
		Interval: s.Status.Interval, Expires: s.Status.ExpiresIn,
	}
	if s.Request.Mode == factors.MatchScan {
		out.Number = ""
	}
	pending := s.Status.State == wire.StatePending
	if pending && s.Request.ResendsLeft > 0 {
		out.Resend = &s.Status.ResendAfter
	}
	if s.Request.ID == "" {
		out.State = "not_sent"
	}
	if s.Held != nil {
		out.State, out.Reason = "not_sent", reason(s.Held)
	}
	if !pending && !s.Status.IsVerified {
		wait := web.Seconds(s.Again.Sub(x.Now()))
		out.Again = &wait
	}
	return out
}

// reason is why a request did not go out, in a word.
func reason(err error) string {
	_, paused := errors.AsType[*push.Paused](err)
	_, full := errors.AsType[*push.Full](err)
	switch {
	case paused:
		return "paused"
	case errors.Is(err, push.ErrCrowded):
		return "crowded"
	case full, errors.Is(err, push.ErrBusy), errors.Is(err, push.ErrOver):
		return "busy"
	default:
		return "unavailable"
	}
}

// The problems of a sign-in.
//
//nolint:gochecknoglobals // constant errors
var (
	errSignIn = &problem{
		status: http.StatusUnauthorized, code: "invalid_sign_in", title: "There is no such sign-in for this page",
		detail: "It may have expired, or belong to another origin. Start another.", challenge: `Bearer realm="countersign", error="invalid_token"`,
	}
	errSignInOver = &problem{
		status: http.StatusGone, code: "sign_in_over", title: "The sign-in is over",
		detail: "It was finished, ended or has expired. Start another.",
	}
	errNotAllowed = &problem{
		status: http.StatusForbidden, code: "not_allowed", title: "Pages of this origin may not drive sign-ins to this client",
		detail: "An administrator allows it: countersign client origins CLIENT_ID --web-origin ORIGIN --json-sign-in.",
	}
	errNotNow = &problem{
		status: http.StatusConflict, code: "not_now", title: "This is not the next step",
		detail: "GET /api/sign-in says what is.",
	}
	errNoWay = &problem{
		status: http.StatusUnprocessableEntity, code: "no_such_method", title: "The person cannot confirm in this way",
		detail: "methods lists the ways.",
	}
	errWrongPassword = &problem{
		status: http.StatusUnprocessableEntity, code: "wrong_credentials", title: "That username and password don’t match",
	}
	errWrongCode = &problem{
		status: http.StatusUnprocessableEntity, code: "wrong_code", title: "That code isn’t right, or was used already",
	}
	errTooManyCodes = &problem{
		status: http.StatusTooManyRequests, code: "too_many_codes", title: "Too many wrong codes", detail: "Confirm in another way.",
	}
	errHashing = &problem{
		status: http.StatusServiceUnavailable, code: "busy", title: "We are very busy just now",
		detail: "Nothing was lost. Wait for Retry-After seconds.", after: login.Shortly,
	}
)

// signInProblems says what a page reads of the errors of the rooms behind.
//
//nolint:gochecknoglobals // a table, never written
var signInProblems = map[error]*problem{
	login.ErrNoSignIn: errSignIn, login.ErrNotNow: errNotNow, login.ErrNoWay: errNoWay,
	authorize.ErrNotAllowed: errNotAllowed, authorize.ErrOver: errSignInOver,
	password.ErrWrong: errWrongPassword, password.ErrBusy: errHashing,
	totp.ErrWrong: errWrongCode, totp.ErrUsed: errWrongCode, totp.ErrNone: errNotNow,
}

// signInProblem is what a page may know of err.
func (x *Room) signInProblem(err error) error {
	if tooMany, ok := errors.AsType[*password.Limited](err); ok {
		return slowDown(tooMany.Until.Sub(x.Now()))
	}
	if tooMany, ok := errors.AsType[*limit.Limited](err); ok {
		if tooMany.Until.IsZero() {
			return errTooManyCodes
		}
		return slowDown(tooMany.Until.Sub(x.Now()))
	}
	if p, ok := errors.AsType[*protocol.Error](err); ok && p.Status < http.StatusInternalServerError {
		return &problem{status: p.Status, code: p.Code, title: "The request cannot be met", detail: p.Description}
	}
	english := context.Background() // programs are told in English
	if f, ok := errors.AsType[*web.Failure](err); ok {
		return &problem{status: f.Status, code: f.Code, title: f.Title.In(english), detail: f.Message.In(english), after: f.After}
	}
	for reason, p := range signInProblems {
		if errors.Is(err, reason) {
			return p
		}
	}
	return err
}
