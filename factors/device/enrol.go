package device

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/wire"
)

// StartRequest says who wants to add a device, and what allows it.
type StartRequest struct {
	Account factors.Account
	// Flow is the sign-in that shows the code; only it can confirm.
	Flow string
	// Invitation is the invitation or pass that the sign-in began with.
	Invitation string
	// First is true where policy lets the first device be added with the
	// password alone. It is not believed of an account that ever had one.
	First bool
	// Session is what the signed-in session rests on, where it adds a further
	// device: another device, or a passkey, has to allow it.
	Session []factors.Outcome
	// Recovered is true where a recovery code stands in for a device that is
	// lost. It is believed only of an account that used one a short while ago.
	Recovered bool
}

// Start makes the secrets. The link and the code to type are in the answer and
// nowhere else.
func (r *Registry) Start(ctx context.Context, q StartRequest) (Enrolment, error) {
	proof := NoProof
	switch {
	case q.Recovered:
		proof = ByRecovery
	case q.Invitation == "" && !q.First:
		var err error
		if proof, err = r.proofOf(q.Session); err != nil {
			return Enrolment{}, r.refuseStart(ctx, q, err)
		}
	}
	jkt, err := r.CurrentKey(ctx)
	if err != nil {
		return Enrolment{}, fmt.Errorf("start enrolment: name the challenge key: %w", err)
	}
	code, typed := wire.Secret(wire.Random128()), typedCode()
	now := r.Now()
	e := Enrolment{
		ID: EnrolmentID("enr_" + wire.Random128()), Account: q.Account, Flow: q.Flow, Invitation: q.Invitation, Proof: proof,
		State: Waiting, TriesLeft: r.Limits.ConfirmTries, Created: now, Expires: now.Add(r.Limits.CodeLife),
	}
	started := r.event(ctx, audit.EnrolmentStarted, q.Account)
	started.Flow = q.Flow
	started.Detail = map[string]string{"enrolment": string(e.ID)}
	err = r.Store.StartEnrolment(ctx, e, SecretHashes{Link: wire.SecretHash(code), Typed: wire.SecretHash(typed)}, r.Limits, started)
	switch {
	case errors.Is(err, ErrNotAllowed), errors.Is(err, ErrTooManyCodes), errors.Is(err, ErrTooManyDevices):
		return Enrolment{}, r.refuseStart(ctx, q, err)
	case err != nil:
		return Enrolment{}, fmt.Errorf("start enrolment: %w", err)
	}
	e.Link, e.Typed = wire.Link{Issuer: r.Issuer, Code: code, Thumbprint: jkt}.URL(), typed
	return e, nil
}

func (r *Registry) refuseStart(ctx context.Context, q StartRequest, why error) error {
	e := r.event(ctx, audit.EnrolmentRefused, q.Account)
	e.Flow, e.Reason = q.Flow, why.Error()
	if err := r.Record.Append(ctx, e); err != nil {
		return fmt.Errorf("start enrolment: record the refusal: %w", err)
	}
	return why
}

// Find is the enrolment as it stands now, without its link.
func (r *Registry) Find(ctx context.Context, id EnrolmentID) (Enrolment, error) {
	e, err := r.Store.FindEnrolment(ctx, id)
	if err != nil {
		return Enrolment{}, fmt.Errorf("find enrolment: %w", err)
	}
	e.Confirm = "" // the device shows them, no page does
	return e.At(r.Now()), nil
}

// Outlines is state and times of those of ids that there are, in one statement,
// for pages that wait.
func (r *Registry) Outlines(ctx context.Context, ids []EnrolmentID) (map[EnrolmentID]Enrolment, error) {
	es, err := r.Store.EnrolmentOutlines(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("find enrolments: %w", err)
	}
	all := make(map[EnrolmentID]Enrolment, len(es))
	for _, e := range es {
		all[e.ID] = e.At(r.Now())
	}
	return all, nil
}

// Confirm takes the digits that a person read from the device, in the sign-in
// that showed the code. The right ones make the device active, or Confirmed where
// another device has yet to approve it.
func (r *Registry) Confirm(ctx context.Context, id EnrolmentID, flow, digits string) error {
	e, err := r.Store.FindEnrolment(ctx, id)
	if err != nil {
		return fmt.Errorf("confirm enrolment: %w", err)
	}
	now := r.Now()
	if e.Flow != flow || e.At(now).State != Registered {
		return ErrEnded
	}
	event := r.event(ctx, audit.DeviceActivated, e.Account)
	event.Flow, event.Device = flow, string(e.Device)
	if subtle.ConstantTimeCompare([]byte(digits), []byte(e.Confirm.Reveal())) != 1 {
		event.Kind, event.Reason = audit.EnrolmentRefused, "wrong digits"
		left, err := r.Store.CountWrongDigits(ctx, id, flow, now, event)
		if err != nil {
			return fmt.Errorf("confirm enrolment: %w", err)
		}
		if left > 0 {
			return ErrWrongDigits
		}
		return ErrEnded
	}
	if e.Proof == ByEndorse {
		event.Kind = audit.EnrolmentConfirmed
		if err := r.Store.ConfirmDigits(ctx, id, flow, now, now.Add(r.Limits.ConfirmLife), event); err != nil {
			return fmt.Errorf("confirm enrolment: %w", err)
		}
		return nil
	}
	err = r.Store.Activate(ctx, Activation{Enrolment: id, Flow: flow, At: now, Probation: now.Add(r.Limits.Probation)}, event)
	if err != nil {
		return fmt.Errorf("confirm enrolment: %w", err)
	}
	return nil
}

// Reject ends the enrolment, if it lives: "this is not my phone".
func (r *Registry) Reject(ctx context.Context, id EnrolmentID, flow string) error {
	if err := r.Store.RejectEnrolment(ctx, id, flow, EndedByPerson, r.Now()); err != nil {
		return fmt.Errorf("reject enrolment: %w", err)
	}
	return nil
}
