package risk

import (
	"strconv"
	"strings"
)

// Signals are what was seen of one sign-in.
type Signals struct {
	// NewBrowser is one in which the account never completed a second factor.
	NewBrowser bool
	// NewNetwork is one (an IPv4 /24, an IPv6 /48) of which none of the
	// account's last sign-ins came.
	NewNetwork bool
	// OddHour is one at which the account never signs in.
	OddHour bool
	// Passwords are how many right ones the account saw lately, since the last
	// second factor.
	Passwords int
	// Accounts is at how many accounts the caller's network failed lately.
	Accounts int
	// Unapproved is how many requests of the last day were not approved.
	Unapproved int
	// Probation is true if a phone that may approve was added within a day.
	Probation bool
	// Unattested is true if a phone may approve that proved nothing about its
	// key, where phones are expected to.
	Unattested bool
	// Changed is true if a password or a factor was changed within a day.
	Changed bool
}

// Part is why a score is what it is.
type Part struct {
	Signal string
	Points int
}

// Score is how unusual a sign-in is.
type Score []Part

// weights are the points of a signal. They are starting values, not measured.
//
//nolint:gochecknoglobals // a table, never written
var weights = []struct {
	signal string
	points func(Signals) int
}{
	{"new_browser", func(s Signals) int { return when(s.NewBrowser, 15) }},
	{"new_network", func(s Signals) int { return when(s.NewNetwork, 3) }},
	{"passwords_without_approval", func(s Signals) int { return when(s.Passwords > 3, 20) }},
	{"network_tries_accounts", func(s Signals) int { return when(s.Accounts >= 5, 30) }},
	{"odd_hour", func(s Signals) int { return when(s.OddHour, 5) }},
	{"not_approved", func(s Signals) int { return min(10*s.Unapproved, 30) }},
	{"phone_in_probation", func(s Signals) int { return when(s.Probation, 10) }},
	{"phone_unattested", func(s Signals) int { return when(s.Unattested, 10) }},
	{"changed_lately", func(s Signals) int { return when(s.Changed, 20) }},
}

func when(is bool, points int) int {
	if is {
		return points
	}
	return 0
}

// Assess adds up what speaks against a sign-in.
func Assess(s Signals) Score {
	var out Score
	for _, w := range weights {
		if n := w.points(s); n > 0 {
			out = append(out, Part{w.signal, n})
		}
	}
	return out
}

// Total is the points together.
func (s Score) Total() int {
	n := 0
	for _, p := range s {
		n += p.Points
	}
	return n
}

// String is the parts for the record: "new_browser 15, odd_hour 5".
func (s Score) String() string {
	parts := make([]string, len(s))
	for i, p := range s {
		parts[i] = p.Signal + " " + strconv.Itoa(p.Points)
	}
	return strings.Join(parts, ", ")
}

// Answer is what a score asks for.
type Answer string

// The answers, from the least.
const (
	// AsUsual asks for no more than the policy does.
	AsUsual Answer = "as usual"
	// SixDigits asks for six digits.
	SixDigits Answer = "six digits"
	// Verified asks for six digits and a phone that makes sure of its user.
	Verified Answer = "six digits and a verified user"
	// Refuse sends no request.
	Refuse Answer = "refuse"
)

// Answer is what to ask for.
func (s Score) Answer() Answer {
	switch n := s.Total(); {
	case n >= 85:
		return Refuse
	case n >= 60:
		return Verified
	case n >= 30:
		return SixDigits
	default:
		return AsUsual
	}
}
