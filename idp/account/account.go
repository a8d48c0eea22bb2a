package account

import (
	"context"
	"errors"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/passkey"
	"countersign/factors/push"
	"countersign/factors/totp"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/mail"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/web"
)

// App is an application that holds something of a person's.
type App struct {
	Client client.ID
	Since  time.Time
	Last   time.Time // when it was last given something
	// Offline is true if it may act while the person is away.
	Offline bool
	Scope   []string
}

// Consent is what a person allowed an application for good.
type Consent struct {
	Client   client.ID
	Given    time.Time // when something of it was last allowed
	Scope    []string
	Resource []string
}

// Deps are what the room needs.
type Deps struct {
	Web     *web.Web
	Streams *web.Streams
	// Listen has ring called when a topic changes, until stop is called, with
	// what the ring says of it, if anything.
	Listen   func(topic string, ring func(said string)) (stop func())
	Sessions *sso.Sessions
	// EverySession is all that is kept of a person's sessions, the newest first.
	EverySession func(ctx context.Context, person string) ([]sso.Session, error)
	Flows        interface {
		Start(ctx context.Context, s flow.Session, events ...audit.Event) error
	}
	People interface {
		Find(ctx context.Context, id person.ID) (person.Person, error)
		Rename(ctx context.Context, id person.ID, name string, at time.Time, events ...audit.Event) error
		// Erase deletes what is known of a person, and ends all that is open.
		Erase(ctx context.Context, id person.ID, at time.Time, events ...audit.Event) error
		// SetLanguage keeps a language that is offered; "" keeps none.
		SetLanguage(ctx context.Context, id person.ID, language string, at time.Time) error
		ClearReport(ctx context.Context, id person.ID, at time.Time, events ...audit.Event) error
	}
	// Emails keeps changes of addresses.
	Emails interface {
		Ask(ctx context.Context, c EmailChange, i mail.Item, events ...audit.Event) error
		// Waiting is the address that waits for its code, or "".
		Waiting(ctx context.Context, person string, at time.Time) (string, error)
		// Confirm is once: ErrNoChange, ErrWrongCode, person.ErrTaken. The change
		// can be taken back until undo, by a link in the mail left. It says whether
		// the address was the person's already, and is proved now.
		Confirm(ctx context.Context, person, code string, at, undo time.Time, left mail.Item, told Told) (verified bool, err error)
		Undoable(ctx context.Context, hash []byte) (bool, error)
		// Undo is once: ErrNoChange, person.ErrTaken.
		Undo(ctx context.Context, hash []byte, e audit.Event) error
	}
	Counters interface {
		Add(ctx context.Context, name string, window time.Duration) (int, error)
	}
	// Mails says whether people are written to.
	Mails   bool
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
	}
	Grants interface {
		// Apps are the applications that hold a live grant of the person, the
		// one last used first.
		Apps(ctx context.Context, person string, at time.Time) ([]App, error)
		// RevokeApp ends all that the person gave an application.
		RevokeApp(ctx context.Context, person string, c client.ID, at time.Time, e audit.Event) error
	}
	// Consents are all that the person allowed, by application.
	Consents func(ctx context.Context, person string) ([]Consent, error)
	// Asking is which applications may ask the person's phones by themselves.
	Asking    Asking
	Passwords interface {
		Set(ctx context.Context, person, typed string, first bool) (factors.Outcome, error)
	}
	Phones interface {
		// List is every device that the account has or had, newest first.
		List(ctx context.Context, account factors.Account) ([]device.Device, error)
		Rename(ctx context.Context, account factors.Account, id device.ID, name string) error
		Remove(ctx context.Context, account factors.Account, id device.ID, floor factors.Floor) error
	}
	Pushes interface {
		Open(ctx context.Context, q push.Request) (push.Challenge, error)
		Find(ctx context.Context, id push.ID, holder string) (push.Challenge, error)
		Status(ctx context.Context, id push.ID, holder string) (push.Status, error)
		Statuses(ctx context.Context, ids []push.ID) (map[push.ID]push.Status, error)
		Moved(ctx context.Context, ids []push.ID) ([]push.ID, error)
		Told(said string) (push.Status, bool)
	}
	CodeApps interface {
		Begin(ctx context.Context, account factors.Account, label string) (totp.Begun, error)
		Waiting(ctx context.Context, account factors.Account, label string) (totp.Begun, error)
		Confirm(ctx context.Context, a totp.Attempt) (factors.Outcome, error)
		Added(ctx context.Context, account factors.Account) (time.Time, error)
		Remove(ctx context.Context, account factors.Account, floor factors.Floor) error
	}
	Recovery interface {
		Make(ctx context.Context, account factors.Account, flow string) ([]string, error)
		Left(ctx context.Context, account factors.Account) (int, error)
	}
	Passkeys interface {
		List(ctx context.Context, account factors.Account) ([]passkey.Passkey, error)
		Begin(ctx context.Context, account factors.Account, session, label string) (passkey.Creation, error)
		Finish(ctx context.Context, r passkey.Registration) (passkey.Passkey, error)
		Rename(ctx context.Context, account factors.Account, id, name string) error
		Remove(ctx context.Context, r passkey.Removal) error
	}
	// Policy says which ways to confirm there are, and whether one is needed.
	Policy   flow.Policy
	Browsers interface {
		// Remembered is in how many browsers the password alone lets the person in.
		Remembered(ctx context.Context, person string) (int, error)
		// AskAgain ends that in all of them.
		AskAgain(ctx context.Context, person string, events ...audit.Event) error
	}
	// Activity is the newest events about a person, newest first.
	Activity func(ctx context.Context, person string, limit int) ([]audit.Event, error)
	// TokenKey is the secret behind the tokens of forms.
	TokenKey []byte
	// FlowLife is how long a sign-in that starts here may take.
	FlowLife time.Duration
	// Fresh is how old two factors may be where something is changed.
	Fresh time.Duration
	// PasswordLeast is the least length, as the page names it.
	PasswordLeast int
	Now           func() time.Time
}

// Room serves the pages.
type Room struct{ Deps }

// tokenKeyBytes is the least length of the secret behind the tokens.
const tokenKeyBytes = 32

// New checks deps.
func New(d Deps) (*Room, error) {
	if d.Web == nil || d.Streams == nil || d.Listen == nil || d.Sessions == nil || d.EverySession == nil || d.Flows == nil || d.People == nil || d.Clients == nil || d.Grants == nil ||
		d.Passwords == nil || d.Activity == nil || d.Browsers == nil || d.FlowLife <= 0 || d.Fresh <= 0 || d.PasswordLeast <= 0 || d.Now == nil {
		return nil, errors.New("account: every dependency is needed")
	}
	if d.Phones == nil || d.Pushes == nil || d.CodeApps == nil || d.Passkeys == nil || d.Recovery == nil || d.Emails == nil || d.Counters == nil || d.Asking == nil {
		return nil, errors.New("account: the factors, Emails, Counters and Asking are needed")
	}
	if len(d.TokenKey) < tokenKeyBytes {
		return nil, errors.New("account: TokenKey needs 32 bytes")
	}
	return &Room{d}, nil
}
