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
	TOTP     Kind = "totp"
	Recovery Kind = "recovery"
	Passkey  Kind = "passkey"
	// Remembered is a browser that the operator's policy trusts to go without
	// the second factor. It is no factor: it only says why none was asked.
	Remembered Kind = "remembered"
	// Usual is a sign-in so much like those before that the operator's policy
	// asks for no second factor. It is no factor either.
	Usual Kind = "usual"
)

// Excuses is true for what is no factor, and only says why none was asked.
func (k Kind) Excuses() bool { return k == Remembered || k == Usual }

// Gesture is what the person did to unlock a user-verification key, where that
// key is attested and names it. The values are those of RFC 8176 section 2.
type Gesture string

// The gestures. WebAuthn does not tell which it was, so it names none.
const (
	PIN         Gesture = "pin"
	Fingerprint Gesture = "fpt"
	Face        Gesture = "face"
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
	// MatchChoice is one of three shown on the phone.
	MatchChoice Match = "choice"
	// MatchScan is a QR code of the page, read by the phone.
	MatchScan Match = "scan"
	// MatchReturn is an approval on the device that signs in: one device, so
	// no second channel.
	MatchReturn Match = "return"
)

// Outcome is one fact that a factor verified. Only factors make outcomes, and
// a sign-in keeps them in the order in which they happened.
type Outcome struct {
	Kind Kind      `json:"kind"`
	At   time.Time `json:"at"`
	// Ref names the record behind the outcome: a challenge for a push, a
	// credential for a passkey.
	Ref string `json:"ref,omitempty"`
	// Device is the device that approved, for a push.
	Device string `json:"device,omitempty"`
	// Probation is true while that device may not vouch for account changes.
	Probation bool `json:"probation,omitempty"`

	Protection Protection `json:"protection,omitempty"`
	Match      Match      `json:"match,omitempty"`
	// Verified is true if a user-verification key that counts signed too
	// (device protocol section 3), or the passkey verified its user. Nothing
	// else makes either more than possession.
	Verified bool `json:"verified,omitempty"`
	// Attested is true if the maker of the key vouched for its storage.
	Attested bool `json:"attested,omitempty"`
	// Gesture is set only by an attested key that named it.
	Gesture Gesture `json:"gesture,omitempty"`
	// Forced is true if risk or a limit asked for more than the default.
	Forced bool `json:"forced,omitempty"`
}
