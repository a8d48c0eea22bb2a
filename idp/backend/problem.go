package backend

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"countersign/factors/push"
	"countersign/idp/dpop"
	"countersign/idp/grant"
	"countersign/idp/person"
	"countersign/idp/web"
)

// problem is an error as callers read it (RFC 9457). code stands at the end of
// the URN in type.
type problem struct {
	status int
	code   string
	title  string
	detail string
	// challenge is the value of WWW-Authenticate, if any.
	challenge string
	after     time.Duration
}

func (p *problem) Error() string { return p.code + ": " + p.title }

// The problems that callers can do something about.
//
//nolint:gochecknoglobals // constant errors
var (
	errNoToken = &problem{
		status: http.StatusUnauthorized, code: "no_token", title: "An access token is needed",
		detail: "Send it as Authorization: Bearer.", challenge: `Bearer realm="countersign"`,
	}
	errBadToken = &problem{
		status: http.StatusUnauthorized, code: "invalid_token", title: "The access token is unknown, expired or revoked",
		detail: "Get a new one from the token endpoint.", challenge: `Bearer realm="countersign", error="invalid_token"`,
	}
	errKey = &problem{
		status: http.StatusUnauthorized, code: "invalid_token", title: "The access token is bound to another key, or to none",
		detail: "Send it in the scheme of its token_type, with a proof by its own key (RFC 9449).", challenge: dpopChallenge("invalid_token"),
	}
	errProof = &problem{
		status: http.StatusUnauthorized, code: "invalid_dpop_proof", title: "The DPoP proof is missing or not acceptable",
		detail: "Make one for this method, this URL and this access token (RFC 9449 section 7).", challenge: dpopChallenge("invalid_dpop_proof"),
	}
	errNonce = &problem{
		status: http.StatusUnauthorized, code: "use_dpop_nonce", title: "The DPoP proof needs a nonce",
		detail: "Use the one of the DPoP-Nonce header (RFC 9449 section 9).", challenge: dpopChallenge("use_dpop_nonce"),
	}
	errScope = &problem{
		status: http.StatusForbidden, code: "insufficient_scope", title: "The access token has not the scope for this",
		detail: "The description names the scope.", challenge: `Bearer realm="countersign", error="insufficient_scope"`,
	}
	errOtherPerson = &problem{
		status: http.StatusForbidden, code: "other_person", title: "A person's token acts for that person alone",
		detail: "Leave person out, or use a client's own token.",
	}
	errNoPerson = &problem{
		status: http.StatusBadRequest, code: "person_missing", title: "Say whom to ask",
		detail: "A client's own token needs person: a username or a subject identifier.",
	}
	errUnknownPerson = &problem{status: http.StatusNotFound, code: "unknown_person", title: "There is no such person"}
	errNoChallenge   = &problem{
		status: http.StatusNotFound, code: "unknown_challenge", title: "There is no such challenge",
		detail: "Or somebody else asked it.",
	}
	errNotApproved = &problem{
		status: http.StatusConflict, code: "not_approved", title: "There is nothing to take",
		detail: "The challenge was not approved, or its result was taken, or the time for that is over.",
	}
	errOver = &problem{status: http.StatusConflict, code: "over", title: "The challenge has ended", detail: "Start another."}
	errBusy = &problem{
		status: http.StatusConflict, code: "busy", title: "The person is being asked by somebody else",
		detail: "Try again when that has ended, two minutes at most.",
	}
	errOff = &problem{
		status: http.StatusConflict, code: "push_off", title: "Push is off for this person",
		detail: "After a report, after wrong numbers, or because the account is disabled. Use another factor.",
	}
	errNoPhone = &problem{
		status: http.StatusConflict, code: "no_authenticator", title: "The person has no phone that can answer",
		detail: "Use another factor, or have a phone enrolled.",
	}
	errStale = &problem{
		status: http.StatusUnauthorized, code: "insufficient_user_authentication", title: "Two factors must have been proved lately",
		detail: "Send the person to the authorization endpoint with the acr_values and max_age of WWW-Authenticate (RFC 9470).",
	}
	errProbation = &problem{
		status: http.StatusForbidden, code: "probation", title: "The phone of this session is too new for this",
		detail: "Sign in with another factor, or wait until its first day is over.",
	}
	errReported = &problem{
		status: http.StatusForbidden, code: "reported", title: "A request was reported, and this session rests on a phone's approval",
		detail: "Sign in with a factor other than push, or have the report cleared.",
	}
)

// dpopChallenge asks for a proof (RFC 9449 section 7.1).
func dpopChallenge(code string) string {
	return `DPoP error="` + code + `", algs="` + strings.Join(dpop.Algorithms(), " ") + `"`
}

// slowDown says how long to wait.
func slowDown(after time.Duration) *problem {
	return &problem{
		status: http.StatusTooManyRequests, code: "slow_down", title: "Too soon",
		detail: "Wait for Retry-After seconds.", after: after,
	}
}

// problemOf is what a caller may know of err. What is not known stays hidden.
func problemOf(ctx context.Context, operation string, err error) error {
	event := web.EventOf(ctx)
	event.Set("operation", operation)
	p := known(err)
	if p == nil {
		event.Set("failed", err.Error())
		return &huma.ErrorModel{
			Status: http.StatusInternalServerError, Type: urn("server_error"), Title: "Something went wrong on our side",
			Detail: "Nothing was lost. If it happens again, tell the operator the reference " + event.ID() + ".",
		}
	}
	event.Set("refused", err.Error())
	headers := http.Header{}
	if p.challenge != "" {
		headers.Set("WWW-Authenticate", p.challenge)
	}
	if p.after > 0 {
		web.RetryAfter(headers, p.after)
	}
	return huma.ErrorWithHeaders(&huma.ErrorModel{Status: p.status, Type: urn(p.code), Title: p.title, Detail: p.detail}, headers)
}

func urn(code string) string { return "urn:countersign:problem:" + code }

func known(err error) *problem {
	var p *problem
	var slow *push.SlowDown
	var paused *push.Paused
	var full *push.Full
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &slow):
		return slowDown(slow.After)
	case errors.As(err, &paused):
		return slowDown(paused.After)
	case errors.As(err, &full):
		return &problem{
			status: http.StatusServiceUnavailable, code: "busy", title: "Too many requests go out just now",
			detail: "Nothing was lost. Wait for Retry-After seconds.", after: full.After,
		}
	case errors.Is(err, grant.ErrUnknown):
		return errBadToken
	case errors.Is(err, grant.ErrKey):
		return errKey
	case errors.Is(err, dpop.ErrNonce):
		return errNonce
	case errors.Is(err, dpop.ErrProof):
		return errProof
	case errors.Is(err, person.ErrNotFound):
		return errUnknownPerson
	case errors.Is(err, push.ErrNotFound):
		return errNoChallenge
	case errors.Is(err, push.ErrNotApproved):
		return errNotApproved
	case errors.Is(err, push.ErrOver):
		return errOver
	case errors.Is(err, push.ErrBusy):
		return errBusy
	case errors.Is(err, push.ErrOff):
		return errOff
	case errors.Is(err, push.ErrNoDevice):
		return errNoPhone
	}
	return nil
}

// stale is errStale with what to ask for.
func stale(acr string, within time.Duration) *problem {
	p := *errStale
	p.challenge = fmt.Sprintf(`Bearer realm="countersign", error="insufficient_user_authentication", acr_values=%q, max_age="%d"`,
		acr, int(within/time.Second))
	return &p
}
