package flow

import (
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
	Invited         bool // the sign-in's invitation is still good
	// Resetting is true while the mailed link that the sign-in began with lets
	// the person choose a new password. It stands in for the old one.
	Resetting bool
}

// Step is what a sign-in has to do next. Each but the last four is a page.
type Step string

// The steps.
const (
	AskPassword Step = "password"     // username and password
	NewPassword Step = "new-password" // set the first one, by invitation, or a new one, by a mailed link
	Enrol       Step = "enrol"        // add a phone
	AskPush     Step = "push"         // ask the phone
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
	now      time.Time
	password bool // a password counts
	push     bool // a push counts
	pushed   bool // a push of this very sign-in counts
	met      bool // the chain satisfies what the client asks
	two      bool // a second factor is wanted: by policy or by the client
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
//	          ┌────────────── password ran out (10 min) ─────────────┐
//	          ▼                                                      │
//	start ──▶ password ──▶ push ──▶ finish                           │
//	  │          │          ▲ │ └──▶ unmet   (the app wants more)    │
//	  │          │          │ └──────────────────────────────────────┘
//	  │          ├──▶ enrol ┘        (invitation or pass, no phone yet)
//	  │          ├──▶ finish         (one factor suffices, or the browser
//	  │          │                    session brought a push that counts)
//	  │          └──▶ stuck          (no phone, push off, or reset due)
//	  ├──▶ new password ──▶ enrol    (invited, none set yet)
//	  └──▶ push ──▶ new password     (mailed link; no session comes of it)
//
//	from anywhere: refuse (disabled or deleted), gone (ended, expired, done)
//
// A push that came with the browser session and is not enough is asked for
// again (step-up); only one of this sign-in that is not enough is the end.
//
//nolint:gochecknoglobals // a table, never written
var rules = []rule{
	{"it is over", Gone, func(s situation) bool { return s.State != Open || !s.now.Before(s.Expires) }},
	{"the account is disabled or gone", Refuse, func(s situation) bool { return s.Person != "" && !s.Known || s.Known && s.Disabled }},
	{"a signed-in person adds a phone", Enrol, func(s situation) bool { return s.Need.Phone }},
	{"an invited person has no password yet", NewPassword, func(s situation) bool { return s.Known && s.Invited && !s.HasPassword }},
	{"a mailed link replaces the password, and a second factor was proved", NewPassword, func(s situation) bool { return s.mayReset() }},
	{"a mailed link replaces the password, and a phone can be asked", AskPush, func(s situation) bool {
		return s.Resetting && s.PushDevices > 0 && !s.PushOff
	}},
	{"a mailed link replaces the password, and nothing usable is left", Stuck, func(s situation) bool { return s.Resetting }},
	{"no password was proved", AskPassword, func(s situation) bool { return !s.password }},
	{"the password must be changed first", Stuck, func(s situation) bool { return s.PasswordReset }},
	{"one factor suffices and is there", Finish, func(s situation) bool { return !s.two && s.met && !s.mustEnrol() }},
	{"push was proved and all is met", Finish, func(s situation) bool { return s.push && s.met }},
	{"this sign-in's push is not enough", Unmet, func(s situation) bool { return s.pushed }},
	{"an invitation lets a phone be added", Enrol, func(s situation) bool { return s.mustEnrol() }},
	{"a phone can be asked", AskPush, func(s situation) bool { return s.PushDevices > 0 && !s.PushOff }},
	{"the first phone may be added by password", Enrol, func(s situation) bool {
		return s.PushDevices == 0 && s.EnrolWithPassword && !s.HadSecondFactor
	}},
	{"nothing usable is left", Stuck, func(situation) bool { return true }},
}

// mayReset is true once a mailed link has all it needs beside it: a second
// factor, where the account has one. After a report push is none: the link alone
// is enough then (docs/device-protocol.md, section 9).
func (s situation) mayReset() bool {
	return s.Resetting && (s.pushed || s.PushDevices == 0 || s.Reported)
}

// mustEnrol is true while the sign-in's invitation has not led to a phone.
func (s situation) mustEnrol() bool { return s.Invited }

// Next says what s has to do next. It is the only place that decides.
func Next(s Session, p Policy, a Account, now time.Time) Step {
	fresh := s.Fresh(p, now)
	proved := factors.Assess(fresh)
	_, met := proved.Pick(s.Need.ACR)
	st := situation{Session: s, Policy: p, Account: a, now: now, met: met}
	for _, o := range fresh {
		st.password = st.password || o.Kind == factors.Password
		st.push = st.push || o.Kind == factors.Push
		st.pushed = st.pushed || o.Kind == factors.Push && !o.At.Before(s.Started)
	}
	st.two = p.SecondFactor || (len(s.Need.ACR) > 0 && !met)
	for _, r := range rules {
		if r.is(st) {
			return r.then
		}
	}
	panic("flow: internal error: no rule holds")
}
