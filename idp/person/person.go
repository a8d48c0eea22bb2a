package person

import (
	"errors"
	"time"
)

// ID is a person's subject identifier (OpenID Connect Core section 2, "sub"):
// random, never reused, without ":".
type ID string

// Status says whether an account may sign in.
type Status string

// The states of an account.
const (
	Active   Status = "active"
	Disabled Status = "disabled"
)

// Errors of this room.
var (
	ErrNotFound = errors.New("person not found")
	ErrTaken    = errors.New("username or email is taken")
	ErrName     = errors.New("username must be 1 to 120 characters without spaces or control characters")
)

// Person is somebody who can sign in.
type Person struct {
	ID ID
	// Username is what the person typed or an administrator chose; Key is the
	// one form of it that is compared (see KeyOf).
	Username      string
	Key           string
	Name          string
	Email         string
	EmailVerified bool
	Status        Status
	// Language is the tag (BCP 47) of what the person reads; "" if it was
	// never chosen.
	Language string
	Created  time.Time
	Updated  time.Time

	// Password is the password's hash in PHC form, or "" before it is set.
	Password string
	// HadSecondFactor is true once a second factor was ever active: from then
	// on a password alone never enrols one.
	HadSecondFactor bool
	// Reported is when the person reported a request that was not theirs;
	// zero if never or cleared. Push is off meanwhile.
	Reported time.Time
	// PasswordReset is true while the password must be changed before it
	// proves anything again.
	PasswordReset bool
}

// Invitation lets somebody set up an account, or enrol a phone anew.
type Invitation struct {
	ID     string
	Person ID
	Kind   InvitationKind
	// Mailed is the address that the link was sent to, if it was: following it
	// proves the address. A link to reset a password is good for that alone.
	Mailed  string
	Created time.Time
	Expires time.Time
	Used    time.Time
}

// InvitationKind says what an invitation is for.
type InvitationKind string

// The kinds of invitation.
const (
	// Invite is the first: set a password, enrol a phone. 7 days.
	Invite InvitationKind = "invite"
	// Pass is an administrator's one-time pass to enrol a phone. 60 minutes.
	Pass InvitationKind = "pass"
	// Reset is a mailed link that lets somebody choose a new password. 30 minutes.
	Reset InvitationKind = "reset"
)
