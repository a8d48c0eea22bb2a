package login

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/passkey"
	"countersign/factors/password"
	"countersign/factors/push"
	"countersign/factors/recovery"
	"countersign/factors/risk"
	"countersign/factors/totp"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/web"
)

// Flows keeps sign-ins. Save, Finish and End answer flow.ErrStale to who was
// not the first.
type Flows interface {
	Start(ctx context.Context, s flow.Session, events ...audit.Event) error
	Find(ctx context.Context, id flow.ID) (flow.Session, error)
	Save(ctx context.Context, s flow.Session, events ...audit.Event) error
	Finish(ctx context.Context, s flow.Session, c sso.Change, events ...audit.Event) error
	End(ctx context.Context, id flow.ID, by string, events ...audit.Event) error
	// Consent writes that the person allowed what the sign-in needs.
	Consent(ctx context.Context, s flow.Session, at time.Time, events ...audit.Event) error
}

// Consents says what people allowed applications.
type Consents interface {
	Find(ctx context.Context, person, app string) (flow.Allowed, error)
}

// Accounts answers what flow.Next must know of a person.
type Accounts interface {
	Account(ctx context.Context, who, invitation string) (flow.Account, error)
}

// People says who somebody is.
type People interface {
	Find(ctx context.Context, id person.ID) (person.Person, error)
	// SetLanguage keeps what the person reads, a tag of BCP 47.
	SetLanguage(ctx context.Context, id person.ID, language string, at time.Time) error
}

// Invitations opens the good ones: person.ErrInvitation for all others.
type Invitations interface {
	Open(ctx context.Context, hash []byte) (person.Invitation, error)
}

// Browsers says in which browser a person completed a second factor, and how
// they did it last.
type Browsers interface {
	Knows(ctx context.Context, hash []byte, person string) (bool, error)
	Last(ctx context.Context, hash []byte, person string) (sso.Mark, error)
}

// Passwords is the first factor: package password.
type Passwords interface {
	Verify(ctx context.Context, a password.Attempt) (string, factors.Outcome, error)
	Set(ctx context.Context, person, typed string, first bool) (factors.Outcome, error)
	Reset(ctx context.Context, person, typed, link string) error
}

// Enrolments adds phones: package device.
type Enrolments interface {
	Start(ctx context.Context, q device.StartRequest) (device.Enrolment, error)
	Find(ctx context.Context, id device.EnrolmentID) (device.Enrolment, error)
	Outlines(ctx context.Context, ids []device.EnrolmentID) (map[device.EnrolmentID]device.Enrolment, error)
	Confirm(ctx context.Context, id device.EnrolmentID, flow, digits string) error
	Reject(ctx context.Context, id device.EnrolmentID, flow string) error
	Endorsed(ctx context.Context, id device.EnrolmentID, flow, challenge string) error
	// Wake ends the sleep of phones that nobody used for long.
	Wake(ctx context.Context, account factors.Account) error
}

// Pushes is the second factor: package push.
type Pushes interface {
	Open(ctx context.Context, q push.Request) (push.Challenge, error)
	Find(ctx context.Context, id push.ID, holder string) (push.Challenge, error)
	Resend(ctx context.Context, id push.ID, holder string) error
	Cancel(ctx context.Context, id push.ID, holder, why string) error
	Finish(ctx context.Context, id push.ID, holder string) (factors.Outcome, error)
	// Returning, FinishReturn and PutWithNumber take the code of mode return.
	Returning(ctx context.Context, code wire.Secret) (push.Challenge, error)
	FinishReturn(ctx context.Context, id push.ID, holder string, code wire.Secret) (factors.Outcome, error)
	PutWithNumber(ctx context.Context, code wire.Secret) (push.Challenge, error)
	// Weigh says how unusual the sign-in is.
	Weigh(ctx context.Context, q push.Request) (risk.Score, error)
	// Outlook says when the next request may be sent.
	Outlook(ctx context.Context, account factors.Account, known bool) (push.Ruling, error)
}

// Apps is the codes of authenticator apps: package totp.
type Apps interface {
	Verify(ctx context.Context, a totp.Attempt) (factors.Outcome, error)
}

// Recovery is the recovery codes: package recovery.
type Recovery interface {
	Verify(ctx context.Context, a recovery.Attempt) (factors.Outcome, error)
	Left(ctx context.Context, account factors.Account) (int, error)
	Make(ctx context.Context, account factors.Account, flow string) ([]string, error)
}

// Passkeys is the passkeys: package passkey.
type Passkeys interface {
	Ask(ctx context.Context, account factors.Account, challenge []byte) (string, error)
	Verify(ctx context.Context, a passkey.Attempt) (factors.Account, factors.Outcome, error)
}

// PushStatus is what the waiting page asks for by script.
type PushStatus interface {
	Status(ctx context.Context, id push.ID, holder string) (push.Status, error)
	Statuses(ctx context.Context, ids []push.ID) (map[push.ID]push.Status, error)
	Moved(ctx context.Context, ids []push.ID) ([]push.ID, error)
	Told(said string) (push.Status, bool)
}

// Deps are what the room needs.
type Deps struct {
	Web         *web.Web
	Streams     *web.Streams
	Flows       Flows
	Accounts    Accounts
	Consents    Consents
	People      People
	Invitations Invitations
	Browsers    Browsers
	Sessions    *sso.Sessions
	Passwords   Passwords
	Enrolments  Enrolments
	Pushes      Pushes
	Status      PushStatus
	Apps        Apps
	Recovery    Recovery
	Passkeys    Passkeys
	// Record keeps the refusals that change nothing.
	Record audit.Log
	// Listen has ring called when a challenge or an enrolment changed, with what
	// the ring says of it, if anything.
	Listen func(topic string, ring func(said string)) (stop func())
	Now    func() time.Time

	Policy flow.Policy
	// TokenKey is the secret behind the tokens of forms, the same on every
	// replica.
	TokenKey []byte
	// FlowLife is how long an invited person's sign-in may take.
	FlowLife time.Duration
	// RememberFor is how long a browser goes without a second factor if the
	// person says so and Policy.Remember lets them.
	RememberFor time.Duration
	// PasswordLeast is the least length, as the page names it.
	PasswordLeast int
	// Forgot sends somebody who typed a name a link for a new password, or does
	// nothing, and does not say which; nil if nobody is written to.
	Forgot func(ctx context.Context, typed string) error
	// MaySignIn says whether pages of a web origin may drive sign-ins to an
	// application by themselves.
	MaySignIn func(ctx context.Context, app, origin string) (bool, error)
	// Details makes lines of authorization details, in the language of a tag.
	Details func(details json.RawMessage, tag string) ([]wire.Detail, error)
	// Contact says whom to ask for help; may be empty.
	Contact string
	// Shops are where the operator's own apps are to be had.
	Shops Shops
}

// Shops are web pages; empty where there is no app.
type Shops struct{ Android, IPhone string }

// Room serves the pages of a sign-in.
type Room struct {
	Deps
	// arrive says, for each step, what the hub does with who comes to it.
	arrive map[flow.Step]func(http.ResponseWriter, *http.Request, visit) error
	pace   *web.Pace
	// push and enrol are what pages wait for.
	push, enrol *topic
}

// The bounds of polling, for each sign-in: pages are told to ask every two
// seconds, and a few tabs may be open.
const (
	paceWindow = 10 * time.Second
	pacePolls  = 15
)

// tokenKeyBytes is the least length of the secret behind the tokens.
const tokenKeyBytes = 32

// New checks deps and makes the room.
func New(d Deps) (*Room, error) {
	missing := d.Web == nil || d.Streams == nil || d.Flows == nil || d.Accounts == nil || d.Consents == nil || d.People == nil ||
		d.Invitations == nil || d.Browsers == nil || d.Sessions == nil || d.Passwords == nil ||
		d.Enrolments == nil || d.Pushes == nil || d.Status == nil || d.Apps == nil || d.Recovery == nil || d.Passkeys == nil || d.Record == nil || d.Listen == nil || d.MaySignIn == nil || d.Details == nil || d.Now == nil
	if missing {
		return nil, errors.New("login: every dependency is needed")
	}
	if d.Policy.Remember && d.RememberFor <= 0 {
		return nil, errors.New("login: RememberFor is needed where browsers may be remembered")
	}
	if len(d.TokenKey) < tokenKeyBytes || d.FlowLife <= 0 || d.Policy.PasswordValid <= 0 {
		return nil, errors.New("login: TokenKey (32 bytes), FlowLife and Policy.PasswordValid are needed")
	}
	x := &Room{Deps: d, pace: web.NewPace(pacePolls, paceWindow, d.Now)}
	x.push, x.enrol = x.pushTopic(), x.enrolTopic()
	x.arrive = map[flow.Step]func(http.ResponseWriter, *http.Request, visit) error{
		flow.AskPassword: page("sign-in"),
		flow.NewPassword: page("new-password"),
		flow.Enrol:       x.arriveAtEnrol,
		flow.Choose:      page("choose"),
		flow.AskPasskey:  page("passkey"),
		flow.AskPush:     x.arriveAtPush,
		flow.AskCode:     page("code"),
		flow.AskRecovery: page("recovery"),
		flow.KeepCodes:   x.arriveAtCodes,
		flow.AskRemember: page("remember"),
		flow.AskConsent:  page("consent"),
		flow.Stuck:       x.showStuck,
		flow.Finish:      x.finish,
		flow.Unmet:       x.endUnmet,
		flow.Refuse:      x.endRefused,
		flow.Gone:        x.showGone,
	}
	return x, nil
}

// page is a step that begins with its page.
func page(name string) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		return web.SeeOther(w, r, v.path(name))
	}
}
