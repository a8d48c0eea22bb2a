package flow

import (
	"slices"
	"time"

	"countersign/factors"
)

// Policy is what the operator asks of every sign-in.
type Policy struct {
	// SecondFactor is true if a password alone never suffices. Default true.
	SecondFactor bool
	// EnrolWithPassword lets somebody who never had a second factor enrol the
	// first with the password alone. Default false.
	EnrolWithPassword bool
	// PasswordValid is how long a password step stays good, so that an
	// expired push costs no second typing. Default 10 minutes.
	PasswordValid time.Duration
	// Methods are the ways to confirm that may be used; empty for all.
	Methods []factors.Kind
	// Remember lets somebody mark a browser as their own, in which the password
	// alone is enough from then on. Default false.
	Remember bool
	// Usual lets the password alone be enough where somebody signs in as they
	// always do, in a browser that they confirmed in. Default false.
	Usual bool
}

// Account is what Next must know of the person, once there is one.
type Account struct {
	Known           bool // the sign-in has a person, who exists
	Disabled        bool
	HasPassword     bool
	HadSecondFactor bool
	PasswordReset   bool // the password proves nothing until it is changed
	PushDevices     int  // active devices
	PushOff         bool // a report or a lock turned push off
	Reported        bool // push is off because the person reported a request
	HasTOTP         bool // an authenticator app
	RecoveryCodes   int  // that are left
	Passkeys        int
	Invited         bool // the sign-in's invitation is still good
	// Resetting is true while the mailed link that the sign-in began with lets
	// the person choose a new password. It stands in for the old one.
	Resetting bool
	// Bound is when the newest of those that count was added.
	Bound time.Time
	// Allowed is what the person has allowed the application of this sign-in. It
	// need not be known where Need.Consent is nil.
	Allowed Allowed
	// Language is what the person reads, a tag of BCP 47; "" if it was never
	// chosen. It decides nothing.
	Language string
}

// Step is what a sign-in has to do next. Each but the last four is a page.
type Step string

// The steps.
const (
	AskPassword Step = "password"     // username and password, or a passkey
	NewPassword Step = "new-password" // set the first one, by invitation, or a new one, by a mailed link
	Enrol       Step = "enrol"        // add a phone
	Choose      Step = "choose"       // pick one of several ways to confirm
	AskPasskey  Step = "passkey"      // confirm with a passkey
	AskPush     Step = "push"         // ask the phone
	AskCode     Step = "code"         // type the code of an authenticator app
	AskRecovery Step = "recovery"     // type a recovery code
	KeepCodes   Step = "keep-codes"   // put new recovery codes somewhere safe
	AskRemember Step = "remember"     // say whether to ask again in this browser
	AskConsent  Step = "consent"      // allow what the application asks, or not
	Stuck       Step = "stuck"        // nothing usable is left: say whom to ask
	Finish      Step = "finish"       // all is proved
	Unmet       Step = "unmet"        // what the client asks cannot be had
	Refuse      Step = "refuse"       // the account may not sign in
	Gone        Step = "gone"         // ended, expired or used: offer a way on
)

// situation is what the conditions of the table look at.
type situation struct {
	Session
	Policy
	Account
	now       time.Time
	password  bool // a password counts
	alone     bool // a passkey counts that made sure of its user: it needs no password
	second    bool // a second factor counts
	confirmed bool // a second factor of this very sign-in counts
	vouched   bool // one of those is no device in probation
	excused   bool // the operator lets this browser, or a usual sign-in, go without one
	recovered time.Time
	met       bool // the chain satisfies what the client asks
	two       bool // a second factor is wanted: by policy or by the client
	usable    []factors.Kind
	ways      []factors.Kind // of those, what is left and helps
}

// rule is a line of the table: the first whose condition holds decides.
type rule struct {
	when string
	then Step
	is   func(situation) bool
}

// rules is the sign-in. Read from the top; the first line that holds wins. The
// usual ways through them:
//
//	          ┌────────────── password ran out (10 min) ─────────────────┐
//	          ▼                                                          │
//	start ──▶ password ──▶ passkey, push, code or recovery ──▶ finish    │
//	  │          │          ▲ │      │ ▲   │        │                    │
//	  │          │          │ │  choose    │        └─▶ enrol ──▶ finish │
//	  │          │          │ └────────────┴──▶ unmet (the app wants more)
//	  │          ├──▶ enrol ┘        (invitation or pass, no phone yet)
//	  │          ├──▶ finish         (one factor suffices, the browser is
//	  │          │                    remembered, the sign-in is usual, or its
//	  │          │                    session brought a second factor that counts)
//	  │          └──▶ stuck          (nothing usable, or reset due)
//	  ├──▶ finish                    (a passkey that made sure of its user)
//	  └──▶ new password ──▶ enrol    (invited, none set yet)
//	  └──▶ passkey, push or code ──▶ new password (mailed link; no session
//	                                                comes of it)
//
//	before finish: new recovery codes to keep, whether to remember, and consent
//	from anywhere: refuse (disabled or deleted), gone (ended, expired, done)
//
// A factor that came with the browser session and is not enough is asked for
// again (step-up); only when all of this sign-in are not enough is it the end.
//
//nolint:gochecknoglobals // a table, never written
var rules = []rule{
	{"it is over", Gone, func(s situation) bool { return s.State != Open || !s.now.Before(s.Expires) }},
	{"the account is disabled or gone", Refuse, func(s situation) bool { return s.Person != "" && !s.Known || s.Known && s.Disabled }},
	{"a signed-in person adds a phone", Enrol, func(s situation) bool { return s.Need.Phone }},
	{"an invited person has no password yet", NewPassword, func(s situation) bool { return s.Known && s.Invited && !s.HasPassword }},
	{"a mailed link replaces the password, and a second factor was proved", NewPassword, func(s situation) bool { return s.mayReset() }},
	{"a mailed link replaces the password, the way that was chosen is not there", Choose, func(s situation) bool { return s.Resetting && s.mustChoose() }},
	{"a mailed link replaces the password, and a passkey can be asked for", AskPasskey, func(s situation) bool {
		return s.Resetting && s.way() == factors.Passkey
	}},
	{"a mailed link replaces the password, and a phone can be asked", AskPush, func(s situation) bool { return s.Resetting && s.way() == factors.Push }},
	{"a mailed link replaces the password, and an app shows codes", AskCode, func(s situation) bool { return s.Resetting && s.way() == factors.TOTP }},
	{"a mailed link replaces the password, and nothing usable is left", Stuck, func(s situation) bool { return s.Resetting }},
	{"nothing was proved to begin with", AskPassword, func(s situation) bool { return !s.password && !s.alone }},
	{"the password must be changed first", Stuck, func(s situation) bool { return s.PasswordReset && !s.alone }},
	{"a recovery code stood in for what is lost", Enrol, func(s situation) bool { return s.mustRebind() }},
	{"new recovery codes are to be kept", KeepCodes, func(s situation) bool { return s.second && s.met && s.mustKeep() }},
	{"the person may trust this browser", AskRemember, func(s situation) bool { return s.confirmed && s.met && s.mayRemember() }},
	{"all is proved, and the person has to allow what the application asks", AskConsent, func(s situation) bool { return s.enough() && s.mustConsent() }},
	{"one factor suffices and is there", Finish, func(s situation) bool { return !s.two && s.met && !s.mustEnrol() }},
	{"a second factor was proved and all is met", Finish, func(s situation) bool { return s.second && s.met }},
	{"the browser is trusted, or the sign-in usual, and all is met", Finish, func(s situation) bool { return s.excused && s.met && !s.mustEnrol() }},
	{"what this sign-in proved is all there is, and not enough", Unmet, func(s situation) bool { return s.confirmed && len(s.ways) == 0 }},
	{"an invitation lets a phone be added", Enrol, func(s situation) bool { return s.mustEnrol() }},
	{"nothing there is can be enough", Unmet, func(s situation) bool { return len(s.usable) > 0 && len(s.ways) == 0 }},
	{"the way that was chosen is not there", Choose, func(s situation) bool { return s.mustChoose() }},
	{"a passkey can be asked for", AskPasskey, func(s situation) bool { return s.way() == factors.Passkey }},
	{"a phone can be asked", AskPush, func(s situation) bool { return s.way() == factors.Push }},
	{"an app shows codes", AskCode, func(s situation) bool { return s.way() == factors.TOTP }},
	{"recovery codes are left", AskRecovery, func(s situation) bool { return s.way() == factors.Recovery }},
	{"the first phone may be added by password", Enrol, func(s situation) bool {
		return s.PushDevices == 0 && s.EnrolWithPassword && !s.HadSecondFactor
	}},
	{"nothing usable is left", Stuck, func(situation) bool { return true }},
}

// mayReset is true once a mailed link has all it needs beside it: a second
// factor, where the account has one. A device in probation is none: it vouches
// for sign-ins alone. After a report push is none: the link alone
// is enough then (docs/device-protocol.md, section 9).
func (s situation) mayReset() bool {
	return s.Resetting && (s.vouched || s.PushDevices == 0 && !s.HasTOTP && s.Passkeys == 0 || s.Reported)
}

// mustEnrol is true while the sign-in's invitation has not led to a phone.
func (s situation) mustEnrol() bool { return s.Invited }

// mustRebind is true while a recovery code of this sign-in stands in for a
// factor, and none was added since.
func (s situation) mustRebind() bool {
	return s.Allows(factors.Push) && !s.recovered.IsZero() && s.Bound.Before(s.recovered)
}

// mustKeep is true while there are new recovery codes to look at, and where an
// invited person has added a phone and has none yet. A phone in probation, added
// by a pass, makes none: it vouches for sign-ins alone.
func (s situation) mustKeep() bool {
	return len(s.Codes) > 0 || s.vouched && s.Invitation != "" && s.Enrolment != "" && s.RecoveryCodes == 0 && s.Allows(factors.Recovery)
}

// mayRemember is never true where a page of an application drives: there is no
// browser that we would know again.
func (s situation) mayRemember() bool {
	return s.Policy.Remember && s.Remembering == Unasked && s.password && s.Origin == ""
}

// way is the one to go: the one that the person chose, or the strongest.
func (s situation) way() factors.Kind {
	switch {
	case s.can(s.Method):
		return s.Method
	case len(s.ways) > 0:
		return s.ways[0]
	default:
		return ""
	}
}

// mustChoose is true if the way that was chosen is not there and there are
// several.
func (s situation) mustChoose() bool { return s.Method != "" && !s.can(s.Method) && len(s.ways) > 1 }

func (s situation) can(k factors.Kind) bool { return slices.Contains(s.ways, k) }

// take looks at one outcome that counts.
func (s *situation) take(o factors.Outcome) {
	here := !o.At.Before(s.Started)
	switch o.Kind {
	case factors.Password:
		s.password = true
		return
	case factors.Remembered:
		s.excused = s.excused || s.Policy.Remember
		return
	case factors.Usual:
		s.excused = s.excused || s.Policy.Usual
		return
	case factors.Passkey:
		s.alone = s.alone || o.Verified
	case factors.Recovery:
		if here {
			s.recovered = o.At
		}
	default:
	}
	s.second = true
	s.confirmed = s.confirmed || here
	s.vouched = s.vouched || here && !o.Probation
}

// Next says what s has to do next. It is the only place that decides.
func Next(s Session, p Policy, a Account, now time.Time) Step {
	fresh := s.Fresh(p, now)
	proved := factors.Assess(fresh)
	_, met := proved.Pick(s.Need.ACR)
	st := situation{
		Session: s, Policy: p, Account: a, now: now, met: met, usable: a.usable(p), ways: Ways(s, p, a),
	}
	for _, o := range fresh {
		st.take(o)
	}
	st.two = p.SecondFactor || (len(s.Need.ACR) > 0 && !met)
	for _, r := range rules {
		if r.is(st) {
			return r.then
		}
	}
	panic("flow: internal error: no rule holds")
}
