package sso

import (
	"errors"
	"time"

	"countersign/factors"
)

// ID is the session's public identifier, the "sid" of tokens.
type ID string

// ErrNone means that there is no live session.
var ErrNone = errors.New("no session")

// Session is one browser in which one person signed in.
type Session struct {
	ID     ID
	Person string
	// Outcomes are what was proved, oldest first.
	Outcomes []factors.Outcome
	// Browser is the hash of the flow cookie of the browser: it lets a report
	// end what the same browser got.
	Browser []byte

	// Agent and Address say where it was last signed in: "Firefox on Linux".
	Agent   string
	Address string

	Started  time.Time
	LastUsed time.Time
	Expires  time.Time // whatever happens
	Ended    time.Time // zero while it lives
}

// Assurance is what the session amounts to.
func (s Session) Assurance() factors.Assurance { return factors.Assess(s.Outcomes) }
