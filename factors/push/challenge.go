package push

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/notify"
	"countersign/factors/wire"
)

// ID names a challenge. It is no capability: a browser needs its flow, a
// device its key.
type ID string

// Errors of this room.
var (
	// ErrNotFound is a challenge that is not there, or not the caller's.
	ErrNotFound = errors.New("challenge not found")
	// ErrBusy means that another sign-in is waiting for an answer.
	ErrBusy = errors.New("another sign-in is waiting for an answer")
	// ErrOff means that push is off for the account: by a report, by a lock
	// after wrong numbers, or because the account is disabled.
	ErrOff = errors.New("push is off for this account")
	// ErrCrowded means that several requests were not approved, so that nothing
	// is sent before the person chose it.
	ErrCrowded = errors.New("several requests were not approved")
	// ErrNoDevice means that no active device can answer in the mode asked.
	ErrNoDevice = errors.New("no device can answer")
	// ErrNotApproved means that there is nothing to finish: not approved, too
	// late, or finished before.
	ErrNotApproved = errors.New("the challenge is not approved")
	// ErrOver means that the challenge has ended.
	ErrOver = errors.New("the challenge is over")
	// ErrStale is a decision that was judged by what was kept and has to be judged
	// by what is read now.
	ErrStale = errors.New("what the decision was judged by is old")
	// ErrRefused is a decision that a check refused; ErrConflict, one that came
	// too late. The record has the reason, the device does not.
	ErrRefused  = errors.New("decision refused")
	ErrConflict = errors.New("decision came too late")
	// ErrNotHere means that more is asked than an approval on the device that
	// signs in.
	ErrNotHere = errors.New("mode return is not to be had")
	// ErrRaced means that another challenge was opened at the same moment.
	ErrRaced = errors.New("another challenge was opened at the same moment")
)

// SlowDown is a resend or a self-test that came too early, and for how long to
// wait.
type SlowDown struct{ After time.Duration }

func (*SlowDown) Error() string { return "resend or self-test came too early" }

// Paused is a request that the limits hold back.
type Paused struct {
	Until time.Time
	After time.Duration // from now
	// Off is true if push is off until then, and more than a pause.
	Off bool
}

func (*Paused) Error() string { return "too many requests were not approved" }

// Full means that the server sends no more pushes just now, to whomever. What
// was open stays so.
type Full struct{ After time.Duration }

func (*Full) Error() string { return "too many pushes in all" }

// Request is what a flow asks.
type Request struct {
	Account factors.Account
	// AccountLabel is how the phone shows the account: masked.
	AccountLabel string
	Purpose      wire.Purpose
	// Holder is the flow that asks. Nobody else can see, cancel or finish.
	Holder string
	// Browser is the hash of the flow's cookie.
	Browser []byte
	// Known is true in a browser where the account completed a second factor.
	Known   bool
	Context wire.Context
	// Only is the one device that is asked; empty for all.
	Only device.ID
	// Unasked is true if the person did not press for this very request. Where
	// the limits want other ways to come first it is not sent: ErrCrowded.
	Unasked bool
	// Mode asks for more than the policy's; empty for the policy's.
	Mode factors.Match
	// Instead is the holder's open challenge that this one puts in another way:
	// the phone rang for it, so that this one rings none and is not held back.
	Instead ID
	// Message is what the client that asks shows, too; with PurposeCIBA alone.
	Message string
	// Agreed is what is agreed to, beside the sign-in.
	Agreed Agreed
	// Life is how long it can be answered, 30 to 300 s; 0 for the policy's.
	Life time.Duration
	// Here is true if the person says that a phone of theirs is what they sign
	// in on: mode return, where nothing asks for more. ErrNotHere if something
	// does.
	Here bool
}

// Agreed is authorization_details (RFC 9396); the zero value is none.
type Agreed struct {
	// Details are what a client will be granted, byte for byte.
	Details json.RawMessage
	// Show is what they say in the language of a tag, all of it.
	Show func(tag string) ([]wire.Detail, error)
}

// clientPrefix starts the holder of what a client asked by itself.
const clientPrefix = "ciba:"

// HolderOf is under which name a client asks by itself.
func HolderOf(client string) string { return clientPrefix + client }

// ClientOf is the client of such a name.
func ClientOf(holder string) string { return strings.TrimPrefix(holder, clientPrefix) }

// asker is whose requests count together for the limits: the client's, where
// one asks by itself, or "" for all that come of a sign-in. So a client that
// asks too often holds up itself, and nobody's sign-in.
func (r Request) asker() string {
	if r.Purpose == wire.PurposeCIBA {
		return r.Holder
	}
	return ""
}

// check refuses what no phone would show.
func (r Request) check() error {
	if r.Message != "" && (r.Purpose != wire.PurposeCIBA || !wire.IsMessage(r.Message)) {
		return errors.New("push: a message that cannot be shown")
	}
	if len(r.Agreed.Details) > 0 && (r.Agreed.Show == nil || !r.Purpose.TakesDetails()) {
		return errors.New("push: details that cannot be shown")
	}
	if r.Life != 0 && (r.Life < minLife || r.Life > maxLife) {
		return errors.New("push: a challenge must live 30 to 300 seconds")
	}
	return nil
}

// Challenge is a question to an account's devices, as its holder sees it.
type Challenge struct {
	ID      ID
	Account factors.Account
	Purpose wire.Purpose
	Holder  string
	Browser []byte
	// Known is true if a known browser asked.
	Known bool
	State wire.State
	Mode  factors.Match
	// Forced is true if more was asked than the policy's mode.
	Forced bool
	// Number is what the browser shows; of a scan, the code holds it. It goes to
	// the holder's page only.
	Number wire.Secret
	// Scan is what the QR code of a scan holds, for the holder's page only.
	Scan wire.Secret

	// Details are the authorization_details that its approval agrees to; nil of
	// none.
	Details json.RawMessage

	TriesLeft   int
	ResendsLeft int
	Created     time.Time
	Expires     time.Time
	// Due is when time alone moves it on: Expires, then the end of the time to
	// finish.
	Due time.Time
	// Resent is when it was last sent to the devices; ResendAfter, when it may
	// be sent again.
	Resent      time.Time
	ResendAfter time.Time
	// Seen is when a device first fetched it.
	Seen    time.Time
	Ended   time.Time
	EndedBy string

	// Devices are the names of those asked, and Reachable is false if no push
	// can have woken any of them.
	Devices   []string
	Reachable bool
	// Scannable is true if one of them can read a code of the page instead.
	Scannable bool
	// Returnable is true if one of them can approve on the device that signs in,
	// and nothing asked for more yet.
	Returnable bool
	// Rings is what is known of each device's push, in the order of Devices,
	// while the challenge is one that rings.
	Rings []Ring
}

// The bounds of a challenge's life (docs/device-protocol.md, section 5).
const (
	minLife = 30 * time.Second
	maxLife = 300 * time.Second
)

// At is c as time has it, whether or not the store has been told.
func (c Challenge) At(now time.Time) Challenge {
	if now.Before(c.Due) || Ended(c.State) {
		return c
	}
	on := OnExpire
	if c.State == wire.StateApproved {
		on = OnLapse
	}
	to, ok := Next(c.State, on)
	if !ok {
		panic("push: internal error: time cannot move a challenge")
	}
	c.State, c.Ended = to, c.Due
	return c
}

// Copy is the challenge as one device gets it.
type Copy struct {
	Challenge ID
	Device    device.ID
	Name      string
	Lang      string // of the device's owner, as it registered: a tag of BCP 47
	JWS       string
	Nonce     string
	UV        wire.UserVerification
	// Channel is how the device is woken now, and ChannelSet since when.
	Channel    wire.Channel
	ChannelSet time.Time
	Reachable  bool
	// CanScan is true if it may approve and can read a code; CanReturn, if it may
	// and can take its approval back to a browser.
	CanScan, CanReturn bool
	// Delivery is what became of the last push: a notify.Result, or "".
	Delivery string
	// Seen is true if any device fetched the challenge before.
	Seen bool
}

// Ring is what is known of the push to one device.
type Ring struct {
	Device string // its name
	Reach  Reach
}

// Reach says how far a push came.
type Reach string

// The values of Reach. Polling is a device that gets none and looks by itself.
const (
	ReachSending   Reach = "sending"
	ReachSent      Reach = "sent"
	ReachUnreached Reach = "unreached"
	ReachPolling   Reach = "polling"
)

// RingOf is what a stored delivery means, a notify.Result or "".
func RingOf(name, delivery string) Ring {
	r := Ring{Device: name, Reach: ReachSending}
	switch notify.Result(delivery) {
	case notify.Sent:
		r.Reach = ReachSent
	case notify.Failed, notify.Dead, notify.Slow:
		r.Reach = ReachUnreached
	case notify.None:
		r.Reach = ReachPolling
	}
	return r
}

// Silent are the modes in which nothing rings where the person chose them: they
// put a question in another way, and the phone rang for it before.
func Silent() []factors.Match { return []factors.Match{factors.MatchScan, factors.MatchReturn} }

// Answer is what a device learns of an accepted decision.
type Answer struct {
	State wire.State
	// ReturnCode is of an approval in mode return.
	ReturnCode wire.Secret
}

// Status is what a waiting page and a polling back end learn. It informs; it
// is never authority.
type Status struct {
	State       wire.State `json:"state"`
	IsConsumed  bool       `json:"isConsumed"`
	IsVerified  bool       `json:"isVerified"`
	Interval    int        `json:"interval"`     // seconds
	ExpiresIn   int        `json:"expires_in"`   // seconds
	ResendAfter int        `json:"resend_after"` // seconds
	Seen        bool       `json:"seen"`
	// Rings is told to a browser that the account has used before, and to
	// nobody else.
	Rings []Ring `json:"-"`
	// Turns is how long until time alone changes it, 0 if it never does.
	Turns time.Duration `json:"-"`
}

// statusOf is the table at the end of section 8. A report looks like a denial:
// an attacker may be reading.
func statusOf(c Challenge, now time.Time, interval time.Duration) Status {
	s := Status{State: c.State, Interval: int(interval / time.Second), Seen: !c.Seen.IsZero()}
	switch c.State {
	case wire.StatePending:
		if c.Known {
			s.Rings = c.Rings
		}
		s.ExpiresIn, s.Turns = seconds(c.Expires.Sub(now)), c.Due.Sub(now)
		if c.ResendsLeft > 0 {
			s.ResendAfter = seconds(c.ResendAfter.Sub(now))
		}
		return s
	case wire.StateApproved, wire.StateConsumed:
		s.IsVerified = true
	case wire.StateReported:
		s.State = wire.StateDenied
	case wire.StateDenied, wire.StateFailed, wire.StateExpired, wire.StateCancelled, wire.StateSuperseded, wire.StateLapsed:
	}
	s.IsConsumed = true
	return s
}

// seconds rounds up, and never below zero.
func seconds(d time.Duration) int {
	return int((max(d, 0) + time.Second - 1) / time.Second)
}
