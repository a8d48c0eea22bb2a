package device

import (
	"context"
	"fmt"
	"time"

	"countersign/audit"
	"countersign/factors"
)

// Proof is what allows a device to be added where no invitation does.
type Proof string

// The proofs.
const (
	NoProof      Proof = ""         // an invitation, or policy for the very first
	ByEndorse    Proof = "endorse"  // another device of the account approves it, by name and key
	ByPasskey    Proof = "passkey"  // a passkey was just used
	ByRecovery   Proof = "recovery" // a recovery code stands in for what is lost
	passkeyFresh       = 5 * time.Minute
)

// proofOf is how a session may add a further device. The age of the session
// never matters, nor does what else it rests on: only a passkey that was just
// used goes without the approval of another device.
func (r *Registry) proofOf(session []factors.Outcome) (Proof, error) {
	if !factors.MayChangeAccount(session) {
		return NoProof, ErrNotAllowed
	}
	for _, o := range session {
		if o.Kind == factors.Passkey && r.Now().Sub(o.At) < passkeyFresh {
			return ByPasskey, nil
		}
	}
	return ByEndorse, nil
}

// Endorsed makes the device of a confirmed enrolment active, if challenge is an
// approval that was asked for this enrolment, by a device that is not in
// probation itself, and that was not used before. One statement takes it.
func (r *Registry) Endorsed(ctx context.Context, id EnrolmentID, flow, challenge string) error {
	e, err := r.Store.FindEnrolment(ctx, id)
	if err != nil {
		return fmt.Errorf("endorse device: %w", err)
	}
	now := r.Now()
	if e.Flow != flow || e.At(now).State != Confirmed || challenge == "" {
		return ErrEnded
	}
	activated := r.event(ctx, audit.DeviceActivated, e.Account)
	activated.Flow, activated.Device, activated.Challenge = flow, string(e.Device), challenge
	activated.Detail = map[string]string{"proof": string(ByEndorse)}
	a := Activation{Enrolment: id, Flow: flow, At: now, Probation: now.Add(r.Limits.Probation), Challenge: challenge}
	if err := r.Store.Activate(ctx, a, activated); err != nil {
		return fmt.Errorf("endorse device: %w", err)
	}
	return nil
}
