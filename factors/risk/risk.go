package risk

import (
	"slices"
	"strconv"
	"strings"
)

// Signals are what was seen of one sign-in.
type Signals struct {
	// NewBrowser is one in which the account never completed a second factor.
	NewBrowser bool
	// NewNetwork is one (an IPv4 /24, an IPv6 /48) of which none of the
	// account's last sign-ins came, and NewSystem is one of another owner (an
	// autonomous system) than all of those.
	NewNetwork, NewSystem bool
	// NewCountry is one of which none of the account's last sign-ins came.
	NewCountry bool
	// Travel is true if nobody gets here from the last sign-in in that time.
	Travel bool
	// Hosting is true of an address on the operator's list of hosting, VPN and
	// Tor networks; Refused, of one that the operator lets nobody in from.
	Hosting, Refused bool
	// Apart is true if a phone approves from far away from the browser, or did so
	// within a day in a way that was refused.
	Apart bool
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
	{newBrowser, func(s Signals) int { return when(s.NewBrowser, 15) }},
	{newNetwork, func(s Signals) int { return max(when(s.NewNetwork, 3), when(s.NewSystem, 10)) }},
	{newCountry, func(s Signals) int { return when(s.NewCountry, 20) }},
	{impossibleTravel, func(s Signals) int { return when(s.Travel, 35) }},
	{"hosting_network", func(s Signals) int { return when(s.Hosting, 20) }},
	{phoneFarAway, func(s Signals) int { return when(s.Apart, 25) }},
	{"passwords_without_approval", func(s Signals) int { return when(s.Passwords > 3, 20) }},
	{triesAccounts, func(s Signals) int { return when(s.Accounts >= manyAccounts, 30) }},
	{"odd_hour", func(s Signals) int { return when(s.OddHour, 5) }},
	{notApproved, func(s Signals) int { return min(perUnapproved*s.Unapproved, 30) }},
	{phoneInProbation, func(s Signals) int { return when(s.Probation, 10) }},
	{phoneUnattested, func(s Signals) int { return when(s.Unattested, 10) }},
	{"changed_lately", func(s Signals) int { return when(s.Changed, 20) }},
	// The hard rules, which come to a refusal by themselves. Answer says what of
	// them holds in known browsers.
	{refusedNetwork, func(s Signals) int { return when(s.Refused, refuseAt) }},
	{"travel_to_hosting", func(s Signals) int { return when(s.Travel && s.Hosting, refuseAt) }},
}

// Signals that are asked for by name, here or elsewhere.
const (
	// Fast is an approval so soon after the phone had the request that nobody
	// can have read it. It is noted, and asks for nothing.
	Fast = "approved_at_once"

	newBrowser       = "new_browser"
	newNetwork       = "new_network"
	newCountry       = "new_country"
	impossibleTravel = "impossible_travel"
	phoneFarAway     = "phone_far_away"
	triesAccounts    = "network_tries_accounts"
	notApproved      = "not_approved"
	phoneInProbation = "phone_in_probation"
	phoneUnattested  = "phone_unattested"
	refusedNetwork   = "refused_network"
)

// FastPoints are noted with Fast.
const FastPoints = 15

// Numbers of the table that are read back from a score on record.
const (
	manyAccounts  = 5  // at the least
	perUnapproved = 10 // points
)

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

// mostOfPlaces is what the signals of places come to together at most: with a
// new browser, too little to refuse anybody.
const mostOfPlaces = 65

// Total is the points together.
func (s Score) Total() int {
	n, places := 0, 0
	for _, p := range s {
		switch p.Signal {
		case newNetwork, newCountry, impossibleTravel, phoneFarAway:
			places += p.Points
		default:
			n += p.Points
		}
	}
	return n + min(places, mostOfPlaces)
}

// String is the parts for the record: "new_browser 15, odd_hour 5".
func (s Score) String() string {
	parts := make([]string, len(s))
	for i, p := range s {
		parts[i] = p.Signal + " " + strconv.Itoa(p.Points)
	}
	return strings.Join(parts, ", ")
}

// Detail adds the points and what they are made of to an event's.
func (s Score) Detail(detail map[string]string) map[string]string {
	if len(s) > 0 {
		detail["risk"], detail["risk_parts"] = strconv.Itoa(s.Total()), s.String()
	}
	return detail
}

// has is true if a signal is part of the score.
func (s Score) has(signal string) bool {
	return slices.ContainsFunc(s, func(p Part) bool { return p.Signal == signal })
}

// NewBrowser is true if the account never completed a second factor there.
func (s Score) NewBrowser() bool { return s.has(newBrowser) }

// NewPlace is true if the account never signed in from about there.
func (s Score) NewPlace() bool { return s.has(newCountry) || s.has(impossibleTravel) }

// Answer is what a score asks for.
type Answer string

// The answers, from the least.
const (
	// AsUsual asks for no more than the policy does.
	AsUsual Answer = "as usual"
	// SixDigits asks for six digits.
	SixDigits Answer = "six digits"
	// Carried asks for what no voice on the telephone can pass on: a code that
	// the phone reads from the page, or a passkey.
	Carried Answer = "a scanned code or a passkey"
	// Refuse sends no request.
	Refuse Answer = "refuse"
)

// The bounds between the answers.
const (
	askedFrom   = 20
	sixDigitsAt = 30
	carriedAt   = 60
	refuseAt    = 85
)

// Usual is true where nothing needs to be asked beside the password, if the
// operator wants that: in a browser that the account knows, with few points.
func (s Score) Usual(known bool) bool { return known && s.Total() < askedFrom }

// Answer is what to ask for. In a browser that the account knows it comes to
// six digits at most, or a stranger with the password could keep the owner
// out; but nobody comes in from a network that the operator refuses.
func (s Score) Answer(known bool) Answer {
	switch n := s.Total(); {
	case s.has(refusedNetwork):
		return Refuse
	case n >= sixDigitsAt && known:
		return SixDigits
	case n >= refuseAt:
		return Refuse
	case n >= carriedAt:
		return Carried
	case n >= sixDigitsAt:
		return SixDigits
	default:
		return AsUsual
	}
}
