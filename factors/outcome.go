package factors

import "time"

// Account is an account's identifier as the factors know it.
type Account string

// Kind names a factor.
type Kind string

// The factors that can take part in a sign-in.
const (
	Password Kind = "password"
	Push     Kind = "push"
)

// Protection says how well the key that approved is kept, as far as that was
// proved (RFC 8176 section 2, and "pop" of the EAP registration).
type Protection string

// The protections, weakest claim first. An unattested key is SoftwareKey
// whatever the device says about itself.
const (
	NoKey        Protection = ""
	SoftwareKey  Protection = "swk"
	PossessedKey Protection = "pop"
	HardwareKey  Protection = "hwk"
)

// Match is the way in which the person showed to hold both the browser and the
// phone (device protocol section 5).
type Match string

// The match modes that a push may ask for.
const (
	MatchNone Match = "none"
	MatchNum2 Match = "num2"
	MatchNum6 Match = "num6"
)

// Outcome is one fact that a factor verified. Only factors make outcomes, and
// a sign-in keeps them in the order in which they happened.
type Outcome struct {
	Kind Kind      `json:"kind"`
	At   time.Time `json:"at"`
	// Ref names the record behind the outcome: a challenge for a push.
	Ref string `json:"ref,omitempty"`
	// Device is the device that approved, for a push.
	Device string `json:"device,omitempty"`
	// Probation is true while that device may not vouch for account changes.
	Probation bool `json:"probation,omitempty"`

	Protection Protection `json:"protection,omitempty"`
	Match      Match      `json:"match,omitempty"`
	// Verified is true if a user-verification key that counts signed too
	// (device protocol section 3). Nothing else makes a push more than
	// possession.
	Verified bool `json:"verified,omitempty"`
	// Forced is true if risk or a limit asked for more than the default.
	Forced bool `json:"forced,omitempty"`
}
