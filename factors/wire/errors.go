package wire

import "errors"

// What can be wrong with an object, a key or a link. A server answers all of
// them alike; its audit log keeps the difference. Their texts repeat at most 40
// characters of what was sent.
var (
	ErrForm       = errors.New("malformed object")
	ErrHeader     = errors.New("header member missing, unknown or not allowed")
	ErrAlgorithm  = errors.New("signature algorithm not allowed")
	ErrType       = errors.New("object of another type")
	ErrSignature  = errors.New("signature does not verify")
	ErrUnverified = errors.New("claims asked for before the signature was verified")
	ErrKey        = errors.New("key not acceptable")
	ErrClaims     = errors.New("claim missing or not allowed")
	ErrUnknown    = errors.New("purpose, mode or detail not known to this authenticator")
	ErrMatch      = errors.New("number is not of the form that the mode asks for")
	ErrLink       = errors.New("not an enrolment link")
	ErrIssuer     = errors.New("issuer must be https, or http on a loopback address")
)
