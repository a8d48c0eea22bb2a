package audit

import (
	"context"
	"crypto/rand"
	"time"
)

// Kind says what happened, as noun.verb.
type Kind string

// The kinds of event, in the order of the story they tell.
const (
	PersonCreated     Kind = "person.created"
	PersonDisabled    Kind = "person.disabled"
	PersonEnabled     Kind = "person.enabled"
	PasswordSet       Kind = "password.set"
	InvitationCreated Kind = "invitation.created"
	InvitationOpened  Kind = "invitation.opened"
	ReportCleared     Kind = "report.cleared"
	PersonRenamed     Kind = "person.renamed"
	PersonErased      Kind = "person.erased" // by their own wish; what the events before say of them is digests and addresses
	EmailAsked        Kind = "email.asked"   // a code is mailed to the new address
	EmailWrong        Kind = "email.wrong"
	EmailChanged      Kind = "email.changed"
	EmailUndone       Kind = "email.undone"
	EmailVerified     Kind = "email.verified" // by a code that was mailed to it

	ClientCreated Kind = "client.created"
	// ClientRegistered: a client registered itself; its detail says by whose leave.
	ClientRegistered Kind = "client.registered"
	ClientUpdated    Kind = "client.updated"
	ClientRefused    Kind = "client.refused" // a registration, or a change of one
	ClientInvited    Kind = "client.invited" // a token was made by which clients may register
	ClientUninvited  Kind = "client.uninvited"
	ClientDeleted    Kind = "client.deleted"
	SecretRotated    Kind = "client.secret_rotated"
	// ClientOrigins: an administrator set whose scripts may speak for a client.
	ClientOrigins Kind = "client.origins_set"
	KeyCreated    Kind = "key.created"

	FlowStarted      Kind = "flow.started"
	FlowFinished     Kind = "flow.finished"
	FlowEnded        Kind = "flow.ended"
	FlowExcused      Kind = "flow.excused" // so usual that no second factor was asked: see its detail
	AuthorizeRefused Kind = "authorize.refused"
	PasswordRight    Kind = "password.right"
	PasswordWrong    Kind = "password.wrong"
	PasswordLimited  Kind = "password.limited"

	TOTPAdded       Kind = "totp.added"
	TOTPRemoved     Kind = "totp.removed"
	TOTPRight       Kind = "totp.right"
	TOTPWrong       Kind = "totp.wrong"
	TOTPLimited     Kind = "totp.limited"
	RecoveryMade    Kind = "recovery.made"
	RecoveryUsed    Kind = "recovery.used"
	RecoveryWrong   Kind = "recovery.wrong"
	RecoveryLimited Kind = "recovery.limited"
	PasskeyAdded    Kind = "passkey.added"
	PasskeyRenamed  Kind = "passkey.renamed"
	PasskeyRemoved  Kind = "passkey.removed"
	PasskeyRight    Kind = "passkey.right"
	PasskeyWrong    Kind = "passkey.wrong"
	PasskeyLimited  Kind = "passkey.limited"

	BrowserRemembered Kind = "browser.remembered"
	BrowserForgotten  Kind = "browser.forgotten"

	EnrolmentStarted   Kind = "enrolment.started"
	EnrolmentConfirmed Kind = "enrolment.confirmed"
	EnrolmentOpened    Kind = "enrolment.opened"
	EnrolmentRefused   Kind = "enrolment.refused"
	EnrolmentEnded     Kind = "enrolment.ended"
	DeviceRegistered   Kind = "device.registered"
	DeviceActivated    Kind = "device.activated"
	DeviceRevoked      Kind = "device.revoked"
	DeviceSuspended    Kind = "device.suspended"
	DeviceChanged      Kind = "device.changed"
	DeviceRefused      Kind = "device.refused"

	ChallengeOpened    Kind = "challenge.opened"
	ChallengeResent    Kind = "challenge.resent"
	ChallengeApproved  Kind = "challenge.approved"
	ChallengeDenied    Kind = "challenge.denied"
	ChallengeReported  Kind = "challenge.reported"
	ChallengeMissed    Kind = "challenge.missed"
	ChallengeFailed    Kind = "challenge.failed"
	ChallengeCancelled Kind = "challenge.cancelled"
	ChallengeConsumed  Kind = "challenge.consumed"
	ChallengeEnded     Kind = "challenge.ended"
	DecisionRefused    Kind = "decision.refused"
	PushWarned         Kind = "push.warned"  // several denials: the person should be told
	PushRefused        Kind = "push.refused" // a sign-in was too unusual: see its detail
	PushReview         Kind = "push.review"  // too many requests: somebody should look at the account

	MailFailed Kind = "mail.failed"

	SessionStarted Kind = "session.started"
	SessionEnded   Kind = "session.ended"
	// A device without a keyboard (RFC 8628) was let in by somebody, or not.
	DeviceGrantAllowed Kind = "device_grant.allowed"
	DeviceGrantDenied  Kind = "device_grant.denied"
	DeviceGrantWrong   Kind = "device_grant.wrong_code"

	LogoutFailed    Kind = "logout.failed" // an application did not hear that a session ended
	CodeIssued      Kind = "code.issued"
	TokensIssued    Kind = "tokens.issued"
	TokensRefreshed Kind = "tokens.refreshed"
	GrantRevoked    Kind = "grant.revoked"
	ConsentGiven    Kind = "consent.given" // a person allowed an application what its detail says
	TokenRefused    Kind = "token.refused"
	AskingAllowed   Kind = "asking.allowed"
	AskingForbidden Kind = "asking.forbidden" // by the person, at /me
	AskingCode      Kind = "asking.code_made"
	AskingUntold    Kind = "asking.untold"  // a client did not take what became of its request
	AskingRefused   Kind = "asking.refused" // a client may not ask this person's phone by itself
)

// Event is one thing that happened. Members that do not apply are empty.
type Event struct {
	ID      string
	At      time.Time
	Kind    Kind
	Request string // the id that the request's log line and the error page show

	Person    string
	Client    string
	Device    string
	Challenge string
	Flow      string
	Session   string
	Grant     string
	Address   string // of the caller

	// Reason is the true reason of a refusal, for the operator alone.
	Reason string
	// Evidence is the SHA-256, in hexadecimal, of the challenge and decision
	// that stand behind a decision: see EvidenceDigest.
	Evidence string
	// Detail holds what else an operator wants to read. No secrets.
	Detail map[string]string
}

// Log appends events that are not part of a stored change, such as refusals.
type Log interface {
	Append(ctx context.Context, events ...Event) error
}

type requestKey struct{}

// Request is what the web tells the record about the call being served.
type Request struct {
	ID      string // the request's id
	Address string // the caller's address, past trusted proxies
	Agent   string // the caller's User-Agent header, as it came; for mails, which name the browser
}

// WithRequest gives ctx what New writes into every event of this call.
func WithRequest(ctx context.Context, r Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// RequestOf is what WithRequest put into ctx, or the zero value.
func RequestOf(ctx context.Context) Request {
	r, _ := ctx.Value(requestKey{}).(Request)
	return r
}

// New is an event of the given kind, with a fresh id and the request of ctx.
func New(ctx context.Context, at time.Time, kind Kind) Event {
	r := RequestOf(ctx)
	return Event{ID: "evt_" + rand.Text(), At: at, Kind: kind, Request: r.ID, Address: r.Address}
}
