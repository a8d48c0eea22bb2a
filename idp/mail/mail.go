package mail

import (
	"errors"
	"time"
)

// Kind says what a mail is about.
type Kind string

// The kinds of mail.
const (
	Invitation      Kind = "invitation"
	Reset           Kind = "reset"
	PasswordChanged Kind = "password-changed"
	PhoneAdded      Kind = "phone-added"
	PhoneRemoved    Kind = "phone-removed"
	PhoneSuspended  Kind = "phone-suspended"
	NewBrowser      Kind = "new-browser"
	SignInRefused   Kind = "sign-in-refused"
	SignInReported  Kind = "sign-in-reported"
	PushLocked      Kind = "push-locked"
	TooManyTries    Kind = "too-many-tries"
	PassIssued      Kind = "pass-issued"
	AppAdded        Kind = "app-added"
	AppRemoved      Kind = "app-removed"
	PasskeyAdded    Kind = "passkey-added"
	PasskeyRemoved  Kind = "passkey-removed"
	CodesMade       Kind = "codes-made"
	CodeUsed        Kind = "code-used"
	RequestsDenied  Kind = "requests-denied"
	RequestsPaused  Kind = "requests-paused"
	UnusualSignIn   Kind = "unusual-sign-in"
	EmailCode       Kind = "email-code"    // to the new address
	EmailVerify     Kind = "email-verify"  // to the address that the account has
	EmailChanged    Kind = "email-changed" // to the new address
	EmailLeft       Kind = "email-left"    // to the old one, with the way back
	EmailBack       Kind = "email-back"
	// To those who look after the server.
	AdminReport Kind = "admin-report"
	AdminReview Kind = "admin-review"
	AdminLock   Kind = "admin-lock"
	AdminPass   Kind = "admin-pass"
	AdminDigest Kind = "admin-digest"

	AccountErased Kind = "account-erased"
	SignedOut     Kind = "signed-out"
	DeviceJoined  Kind = "device-joined"
	ReportOver    Kind = "report-over"
)

// Errors of what a mail is made of.
var (
	// ErrNobody means that there is nobody to send it to: the mail is dropped.
	ErrNobody = errors.New("there is nobody to send this mail to")
	// ErrRefused is a server's last word on a mail: to try again is no use.
	ErrRefused = errors.New("the mail server refused the mail for good")
)

// Item is a mail that waits.
type Item struct {
	ID   string
	Kind Kind
	// Person is whom it is about; empty for a request by somebody who only
	// typed a name.
	Person string
	// To is the address, as it was when the mail was caused; empty where it is
	// to be found by what was typed.
	To string
	// Typed is what a stranger typed as username or address, to be looked up.
	Typed string

	// At is when it happened, Address and Agent from where: the caller's
	// address and User-Agent header.
	At      time.Time
	Address string
	Agent   string
	// Device and Challenge name what else it is about, where it is.
	Device    string
	Challenge string
	// Detail is what else the mail says of it.
	Detail string
	// Language is what the person read when the mail was caused, a tag of BCP
	// 47; empty if it is not known. The queue sees to it.
	Language string

	Created time.Time
	// Expires is when it is no longer worth sending.
	Expires time.Time
	// Tries counts this one too.
	Tries int
}

// Letter is a mail as it is sent: two parts with the same content.
type Letter struct {
	To      string
	Subject string
	Text    string
	HTML    string
	// ID is the part of the Message-ID before "@", the same at each try, so
	// that a mail that comes twice is seen to be one.
	ID string
	At time.Time
}
