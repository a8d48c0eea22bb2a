package flow

import (
	"errors"
	"slices"
	"strings"
	"time"

	"countersign/factors"
)

// ID is an opaque handle of a sign-in. It is worth nothing without the cookie
// of the browser that started it.
type ID string

// WellFormed says whether an id could be one of ours. What could not is not
// worth asking for, and may be no text that a database takes.
func (id ID) WellFormed() bool {
	return id != "" && len(id) <= 64 && !strings.ContainsFunc(string(id), func(r rune) bool {
		return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// State says how far a sign-in's life is.
//
//	open ──▶ done ──▶ consumed
//	  └──▶ ended
type State string

// The states of a sign-in.
const (
	Open     State = "open"     // steps may be taken
	Done     State = "done"     // Next said Finish; a session stands
	Consumed State = "consumed" // /authorize/resume made its code
	Ended    State = "ended"    // cancelled, refused or reported
)

// What ends a sign-in at its own pages, or by a report (Session.EndedBy).
// Whatever else ends one from outside says so in words of its own.
const (
	EndedByPerson  = "cancelled" // "Not you?", or the request was given up
	EndedByReport  = "reported"  // "this was not me"
	EndedByRefusal = "refused"   // the account may not sign in
	EndedByNeed    = "unmet"     // the application asks for more than can be had
	EndedByDenial  = "denied"    // the person did not allow what the application asks
)

// Errors of a sign-in.
var (
	ErrNotFound = errors.New("sign-in not found")
	// ErrStale means that another tab or a second click was faster: go to the
	// hub, which knows where the sign-in stands now.
	ErrStale = errors.New("the sign-in has moved on")
)

// Need is what a client asks of the sign-in.
type Need struct {
	// ACR are the classes of which one must hold, if any are named.
	ACR []factors.ACR `json:"acr,omitempty"`
	// Since is the time before which an outcome is too old (max_age,
	// prompt=login); zero if any will do.
	Since time.Time `json:"since,omitzero"`
	// Phone is true of one that signs nobody in: a signed-in person adds a
	// further phone.
	Phone bool `json:"phone,omitempty"`
	// Consent is what the person has to allow; nil if nothing.
	Consent *Consent `json:"consent,omitempty"`
}

// App is the application a person signs in to, as pages show it.
type App struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Origin is where the browser will be sent: it must stand in the
	// form-action of every page of this sign-in.
	Origin string `json:"origin"`
	// Home is where an ended sign-in can send the person back to.
	Home string `json:"home,omitempty"`
	// Logo is the path, ours, of its picture.
	Logo string `json:"logo,omitempty"`
	// About, Policy and Terms are pages of its own that it registered, https.
	About  string `json:"about,omitempty"`
	Policy string `json:"policy,omitempty"`
	Terms  string `json:"terms,omitempty"`
}

// Remembering is an answer to "ask again in this browser?".
type Remembering string

// The answers.
const (
	Unasked  Remembering = ""
	Remember Remembering = "yes"
	AskAgain Remembering = "no"
)

// Session is one sign-in, from a browser's first page to its code.
type Session struct {
	ID ID
	// Browser is the hash of the cookie of the browser that started it.
	Browser []byte
	State   State
	// Version grows with each change; a change names the version it saw.
	Version int

	// App is empty for a sign-in that no application asked for (invitation).
	App App
	// Origin is the web origin of the application's page that drives the sign-in
	// by itself, by JSON; empty where our own pages do.
	Origin string
	// Return is the path of ours that a sign-in leads to which no application
	// asked for; empty for the page that says that it is done.
	Return string
	// Request is what /authorize needs to go on, opaque here.
	Request []byte
	Need    Need
	// Hint is the username to fill in (login_hint).
	Hint string

	// Person is set by the first factor and never changed after.
	Person   string
	Outcomes []factors.Outcome
	// Invitation is the one that opened this sign-in, if any.
	Invitation string
	// Challenge is the push this sign-in waits for, and Enrolment the
	// enrolment it shows, if any.
	Challenge string
	Enrolment string
	// Link is the text that enrols a phone, secret and shown to this browser
	// alone; empty once it is of no use.
	Link string
	// TypedCode does as Link where there is no camera. It goes with it.
	TypedCode string
	// Method is the way to confirm that the person chose, or used last in this
	// browser; empty for the strongest.
	Method factors.Kind
	// Codes are new recovery codes, secret and shown to this browser alone, until
	// the person has said that they are kept.
	Codes []string
	// Remembering is what the person said about asking again in this browser.
	Remembering Remembering
	// Consented is true once the person has allowed, here, what Need.Consent asks.
	Consented bool
	// Session is the browser session that the finished sign-in made.
	Session string

	Started time.Time
	Expires time.Time
	// EndedBy says what ended it, for the page and the record.
	EndedBy string
}

// Fresh are the outcomes that still count at now: not older than Need.Since
// allows, and a password only while its step is valid.
func (s Session) Fresh(p Policy, now time.Time) []factors.Outcome {
	return slices.Collect(func(yield func(factors.Outcome) bool) {
		for _, o := range s.Outcomes {
			if o.At.Before(s.Need.Since) {
				continue
			}
			// A password proved in this sign-in is good for a while only; one
			// that came with the browser session is as good as that session.
			if o.Kind == factors.Password && !o.At.Before(s.Started) && now.Sub(o.At) >= p.PasswordValid {
				continue
			}
			if !yield(o) {
				return
			}
		}
	})
}
