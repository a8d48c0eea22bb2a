package device

import (
	"time"

	"countersign/factors"
	"countersign/factors/wire"
)

// EnrolmentID names an enrolment. It is worth nothing without its flow.
type EnrolmentID string

// State says how far an enrolment is.
//
//	waiting ──▶ registered ──▶ (confirmed ──▶) active
//	   └────────────┴──────────────┴──▶ ended
type State string

// The states of an enrolment.
const (
	Waiting    State = "waiting"    // the code is shown
	Registered State = "registered" // a device used it and shows its digits
	Confirmed  State = "confirmed"  // the digits were typed, another device is asked
	Activated  State = "active"     // the device may answer
	Ended      State = "ended"      // EndedBy says why
)

// What ends an enrolment.
const (
	EndedByTime      = "expired"
	EndedByNewer     = "superseded"   // another code was asked for
	EndedBySecondKey = "second_key"   // somebody else has the link
	EndedByDigits    = "wrong_digits" // typed wrong too often
	EndedByPerson    = "rejected"     // "not my phone"
)

// Enrolment is one try to add a device.
type Enrolment struct {
	ID         EnrolmentID
	Account    factors.Account
	Flow       string
	Invitation string
	Proof      Proof
	State      State
	EndedBy    string

	// Link is the enrolment link with its secret. Only Start returns it.
	Link string
	// Typed is the code that does as the link does where there is no camera.
	// Only Start returns it.
	Typed wire.Secret
	// Opened is when a phone exchanged the link or the code for a ticket.
	Opened time.Time
	// Confirm are the digits that the device shows, once there is one.
	Confirm wire.Secret
	// TriesLeft is how often the digits may still be typed.
	TriesLeft int

	Device     ID
	DeviceName string
	// Thumbprint is that of the device's possession key.
	Thumbprint string
	Platform   wire.Platform

	Created time.Time
	Expires time.Time
}

// At is e as time has it: one whose time is up is over, whether or not the
// store has been told.
func (e Enrolment) At(now time.Time) Enrolment {
	if (e.State == Waiting || e.State == Registered || e.State == Confirmed) && !now.Before(e.Expires) {
		e.State, e.EndedBy = Ended, EndedByTime
	}
	return e
}

// SecretHashes are what is kept of an enrolment's two secrets.
type SecretHashes struct{ Link, Typed string }

// Redemption is a registration that was found good, for the store to tie to
// the code.
type Redemption struct {
	// SecretHash is that of the link's code, the typed code or the ticket.
	SecretHash string
	Device     Device
	Confirm    wire.Secret
	At         time.Time
	// Expires is until when the digits may be typed.
	Expires time.Time
}

// Activation is what Confirm asks the store for.
type Activation struct {
	Enrolment EnrolmentID
	Flow      string
	At        time.Time
	// Probation is until when the device is in probation, unless it is the
	// account's first and came by an invitation.
	Probation time.Time
	// Challenge is the approval that an enrolment ByEndorse consumes.
	Challenge string
}
