package wire

import "slices"

// Type is the typ of a signed object. Each kind of object has its own, so that
// none can stand in for another (RFC 8725 §3.11).
type Type string

// The signed objects of the protocol.
const (
	TypeChallenge Type = "cs-challenge+jwt"
	TypeDecision  Type = "cs-decision+jwt"
	TypeRegister  Type = "cs-register+jwt"
	// TypeRegisterUV is a second key's proof within a registration.
	TypeRegisterUV Type = "cs-register-uv+jwt"
	// TypeUV is a second key's signature within a decision.
	TypeUV      Type = "cs-uv+jwt"
	TypeDevice  Type = "cs-device+jwt"
	TypeRevoked Type = "cs-revoked+jwt"
	TypeProof   Type = "dpop+jwt"
)

// embedsKey says whether an object of this type carries its own public key: a
// registration, whose key nobody knows yet, and a DPoP proof (RFC 9449 §4.2).
// Every other object names its key by thumbprint.
func (t Type) embedsKey() bool { return t == TypeRegister || t == TypeProof }

// Algorithm is a JWS algorithm (RFC 7518 §3.1, RFC 8037 §3.1).
type Algorithm string

// The only algorithms that are accepted.
const (
	ES256 Algorithm = "ES256"
	EdDSA Algorithm = "EdDSA"
)

// The largest object of each kind, in bytes of its compact form. MaxBody bounds
// every other JSON body of the device API.
const (
	MaxChallenge = 16 << 10
	MaxDecision  = 8 << 10
	MaxRegister  = 16 << 10
	MaxDevice    = 8 << 10
	MaxRevoked   = 4 << 10
	MaxProof     = 4 << 10
	MaxBody      = 64 << 10
)

// Purpose is what a challenge is for; each has exactly one consumer.
type Purpose string

// The purposes that are built.
const (
	PurposeLogin  Purpose = "login"
	PurposeStepUp Purpose = "stepup"
	PurposeTest   Purpose = "test"
	// PurposeEndorse asks whether another device may be added.
	PurposeEndorse Purpose = "endorse"
	// PurposeTransaction is asked by a back end, which takes the result.
	PurposeTransaction Purpose = "txn"
	// PurposeCIBA is asked by a client, without a page of ours (OpenID Connect
	// Client-Initiated Backchannel Authentication).
	PurposeCIBA Purpose = "ciba"
)

// Purposes are all that are built: an authenticator has words for each.
func Purposes() []Purpose {
	return []Purpose{PurposeLogin, PurposeStepUp, PurposeEndorse, PurposeTransaction, PurposeCIBA, PurposeTest}
}

// TakesDetails says whether authorization details may stand in a challenge of
// this purpose: where a client gets what it asked for.
func (p Purpose) TakesDetails() bool {
	return p == PurposeLogin || p == PurposeStepUp || p == PurposeTransaction || p == PurposeCIBA
}

// Known says whether an authenticator may show a challenge of this purpose.
func (p Purpose) Known() bool { return slices.Contains(Purposes(), p) }

// Verdict is the answer to a challenge. There is no default: the empty verdict
// and every other word are refused, never read as an approval.
type Verdict string

// The verdicts.
const (
	Approve Verdict = "approve"
	Deny    Verdict = "deny"
	Report  Verdict = "report"
)

// Known says whether v is one of the three verdicts, letter for letter.
func (v Verdict) Known() bool { return v == Approve || v == Deny || v == Report }

// Reason is why somebody said no. It is optional.
type Reason string

// The reasons.
const (
	ReasonMistake      Reason = "mistake"
	ReasonNotNow       Reason = "not_now"
	ReasonWrongDetails Reason = "wrong_details"
	ReasonNotMe        Reason = "not_me"
	ReasonPressured    Reason = "pressured"
)

// Known says whether r is absent or one of the reasons.
func (r Reason) Known() bool {
	switch r {
	case "", ReasonMistake, ReasonNotNow, ReasonWrongDetails, ReasonNotMe, ReasonPressured:
		return true
	default:
		return false
	}
}

// UserVerification says whether an approval must prove that the device checked
// who holds it.
type UserVerification string

// The two demands.
const (
	UVNone     UserVerification = "none"
	UVRequired UserVerification = "required"
)

// Provider is a way to wake a device.
type Provider string

// The providers that are built.
const (
	ProviderFCM     Provider = "fcm"
	ProviderWebPush Provider = "webpush"
	ProviderSNS     Provider = "sns"
	ProviderWebhook Provider = "webhook"
	ProviderNone    Provider = "none"
)

// Platform is the kind of device, as it names itself.
type Platform string

// The platforms.
const (
	PlatformWeb     Platform = "web"
	PlatformAndroid Platform = "android"
	PlatformIOS     Platform = "ios"
	PlatformCLI     Platform = "cli"
)

// Act is what a device asks for itself.
type Act string

// The acts that are built.
const (
	ActChannel Act = "channel"
	ActPause   Act = "pause"
	ActRemove  Act = "remove"
)

// State is where a challenge stands (docs/device-protocol.md, section 8).
type State string

// The states.
const (
	StatePending    State = "pending"
	StateApproved   State = "approved"
	StateDenied     State = "denied"
	StateReported   State = "reported"
	StateFailed     State = "failed"
	StateExpired    State = "expired"
	StateCancelled  State = "cancelled"
	StateSuperseded State = "superseded"
	StateConsumed   State = "consumed"
	StateLapsed     State = "lapsed"
)

// DeviceState is where a device stands.
type DeviceState string

// The states of a device.
const (
	DevicePending   DeviceState = "pending"
	DeviceActive    DeviceState = "active"
	DevicePaused    DeviceState = "paused"
	DeviceDormant   DeviceState = "dormant"
	DeviceSuspended DeviceState = "suspended"
	DeviceRevoked   DeviceState = "revoked"
)

// ErrorCode is the word in an error body of the device API.
type ErrorCode string

// The error codes.
const (
	CodeRefused     ErrorCode = "refused"
	CodeUseNonce    ErrorCode = "use_dpop_nonce"
	CodeInvalidDPoP ErrorCode = "invalid_dpop_proof"
	CodeSlowDown    ErrorCode = "slow_down"
	CodePending     ErrorCode = "pending"
	CodeNotFound    ErrorCode = "not_found"
	CodeBadRequest  ErrorCode = "invalid_request"
	CodeServer      ErrorCode = "server_error"
)
