package protocol

import "net/http"

// Error is an error that a standard names, as a client may read it.
type Error struct {
	// Code is the registered code (RFC 6749 sections 4.1.2.1 and 5.2, OpenID
	// Connect Core section 3.1.2.6, and others).
	Code string
	// Description is for the client's developer: printable ASCII.
	Description string
	// Status is the HTTP status where the answer is JSON.
	Status int
	// Cause is the true reason, for the log alone.
	Cause error
}

func (e *Error) Error() string {
	text := e.Code
	if e.Description != "" {
		text += ": " + e.Description
	}
	if e.Cause != nil {
		text += " (" + e.Cause.Error() + ")"
	}
	return text
}

// Unwrap is the true reason.
func (e *Error) Unwrap() error { return e.Cause }

// Because is a copy of e with the true reason.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.Cause = cause
	return &c
}

// With is a copy of e with another status.
func (e *Error) With(status int) *Error {
	c := *e
	c.Status = status
	return &c
}

func bad(code, description string) *Error {
	return &Error{Code: code, Description: description, Status: http.StatusBadRequest}
}

// InvalidRequest: a parameter is missing, repeated or malformed (RFC 6749
// section 4.1.2.1 and 5.2).
func InvalidRequest(description string) *Error { return bad("invalid_request", description) }

// InvalidClient: the client is unknown or did not authenticate (RFC 6749
// section 5.2, which wants 401).
func InvalidClient() *Error {
	return &Error{Code: "invalid_client", Description: "client authentication failed", Status: http.StatusUnauthorized}
}

// InvalidGrant: the code or token is unknown, used, expired, revoked or
// another client's (RFC 6749 section 5.2). It never says which.
func InvalidGrant() *Error {
	return bad("invalid_grant", "the code or token is invalid, expired, revoked or was issued to another client")
}

// InvalidScope: a scope is unknown or not allowed (RFC 6749 section 4.1.2.1).
func InvalidScope(description string) *Error { return bad("invalid_scope", description) }

// InvalidAuthorizationDetails: a detail is of an unknown type, or not of its form
// (RFC 9396 section 5).
func InvalidAuthorizationDetails(description string) *Error {
	return bad("invalid_authorization_details", description)
}

// UnauthorizedClient: the client may not use this grant or response type.
func UnauthorizedClient(description string) *Error { return bad("unauthorized_client", description) }

// UnsupportedResponseType: only code is served.
func UnsupportedResponseType() *Error {
	return bad("unsupported_response_type", "the only response_type is code")
}

// UnsupportedGrantType: the token endpoint does not serve this grant.
func UnsupportedGrantType() *Error {
	return bad("unsupported_grant_type", "this grant_type is not served")
}

// LoginRequired: prompt=none and nobody is signed in (OpenID Connect Core
// section 3.1.2.6).
func LoginRequired() *Error { return bad("login_required", "the person must sign in") }

// InteractionRequired: prompt=none, and the person who is signed in must prove
// more (OpenID Connect Core section 3.1.2.6).
func InteractionRequired() *Error {
	return bad("interaction_required", "the person must take part in the sign-in")
}

// ConsentRequired: prompt=none, and the person has to allow what is asked
// (OpenID Connect Core section 3.1.2.6).
func ConsentRequired() *Error { return bad("consent_required", "the person must allow what is asked") }

// InsufficientScope: the access token does not cover this (RFC 6750 section
// 3.1, which wants 403).
func InsufficientScope() *Error {
	return &Error{Code: "insufficient_scope", Description: "the access token does not have the scope openid", Status: http.StatusForbidden}
}

// AccessDenied: the person or we refused (RFC 6749 section 4.1.2.1).
func AccessDenied() *Error { return bad("access_denied", "the sign-in was not completed") }

// ConsentRefused: the person did not allow what was asked (RFC 6749 section
// 4.1.2.1).
func ConsentRefused() *Error { return bad("access_denied", "the person did not allow it") }

// UnmetAuthenticationRequirements: none of the asked acr values can be had
// (OpenID Connect Core Unmet Authentication Requirements 1.0).
func UnmetAuthenticationRequirements() *Error {
	return bad("unmet_authentication_requirements", "none of the requested acr values can be satisfied")
}

// RequestURINotSupported: request objects by reference are not served (OpenID
// Connect Core section 3.1.2.6).
func RequestURINotSupported() *Error {
	return bad("request_uri_not_supported", "the request_uri parameter is not supported")
}

// InvalidRequestObject: the request object is not one that the client signed for
// us and for now (OpenID Connect Core section 3.1.2.6, RFC 9101 section 6.2).
func InvalidRequestObject(why string) *Error {
	return bad("invalid_request_object", "the request object cannot be used: "+why)
}

// InvalidRequestURI: a request_uri is unknown, expired, used or another client's,
// or cannot be fetched (RFC 9101 section 7, RFC 9126 section 2.2).
func InvalidRequestURI(description string) *Error { return bad("invalid_request_uri", description) }

// RegistrationNotSupported: nor is registration inside a request (OpenID
// Connect Core section 3.1.2.6).
func RegistrationNotSupported() *Error {
	return bad("registration_not_supported", "the registration parameter is not supported")
}

// InvalidToken: the access token is unknown, expired or revoked (RFC 6750
// section 3.1).
func InvalidToken() *Error {
	return &Error{Code: "invalid_token", Description: "the access token is invalid, expired or revoked", Status: http.StatusUnauthorized}
}

// InvalidTarget: a resource is unknown, or was not granted (RFC 8707 section 2).
func InvalidTarget() *Error {
	return bad("invalid_target", "the resource is not known or was not granted")
}

// InvalidDPoPProof: the proof is missing or not acceptable (RFC 9449 section
// 5). At a resource it is 401: see With.
func InvalidDPoPProof() *Error {
	return bad("invalid_dpop_proof", "the DPoP proof is missing or not acceptable")
}

// UseDPoPNonce: the proof needs the nonce of the answer (RFC 9449 section 8).
func UseDPoPNonce() *Error {
	return bad("use_dpop_nonce", "use the nonce of the DPoP-Nonce header")
}

// ServerError: the fault is ours (RFC 6749 section 4.1.2.1).
func ServerError(cause error) *Error {
	return &Error{Code: "server_error", Description: "the server failed; try again", Status: http.StatusInternalServerError, Cause: cause}
}

// TemporarilyUnavailable: too busy to answer now.
func TemporarilyUnavailable(cause error) *Error {
	return &Error{Code: "temporarily_unavailable", Description: "the server is busy; try again", Status: http.StatusServiceUnavailable, Cause: cause}
}

// InvalidRedirectURI: a redirect URI cannot be registered (RFC 7591 section
// 3.2.2).
func InvalidRedirectURI(description string) *Error { return bad("invalid_redirect_uri", description) }

// InvalidClientMetadata: something else that a client wants to register is not
// served, or contradicts the rest (RFC 7591 section 3.2.2).
func InvalidClientMetadata(description string) *Error {
	return bad("invalid_client_metadata", description)
}

// InvalidSoftwareStatement: the statement that a client shows is broken (RFC
// 7591 section 3.2.2).
func InvalidSoftwareStatement() *Error {
	return bad("invalid_software_statement", "the software statement is broken, expired or of another client")
}

// UnapprovedSoftwareStatement: nobody whom we trust made it (RFC 7591 section
// 3.2.2).
func UnapprovedSoftwareStatement() *Error {
	return bad("unapproved_software_statement", "software statements of this issuer are not taken")
}
