package protocol

import "net/http"

// InvalidBindingMessage: a phone cannot show it (CIBA section 13).
func InvalidBindingMessage(description string) *Error {
	return bad("invalid_binding_message", description)
}

// ExpiredLoginHintToken: the login_hint_token is not good any more (CIBA section
// 13).
func ExpiredLoginHintToken() *Error {
	return bad("expired_login_hint_token", "the login_hint_token has expired")
}

// UnknownUserID: the hint names nobody (CIBA section 13).
func UnknownUserID() *Error { return bad("unknown_user_id", "the hint names nobody") }

// MissingUserCode: the person's code is needed (CIBA section 13).
func MissingUserCode() *Error { return bad("missing_user_code", "user_code is needed") }

// InvalidUserCode: it is not the person's code, or was guessed at too often (CIBA
// section 13).
func InvalidUserCode() *Error { return bad("invalid_user_code", "user_code is wrong") }

// AskingDenied: the person cannot be asked, or does not let the client ask (CIBA
// section 13, which wants 403).
func AskingDenied() *Error {
	return &Error{Code: "access_denied", Description: "the person cannot be asked by this client now", Status: http.StatusForbidden}
}

// AuthorizationPending: the person has not answered yet (CIBA section 11, RFC 8628
// section 3.5).
func AuthorizationPending() *Error {
	return bad("authorization_pending", "nothing is decided yet; ask again after the interval")
}

// SlowDown: nor has the person answered yet, and the client asks too often (CIBA
// section 11, RFC 8628 section 3.5).
func SlowDown() *Error {
	return bad("slow_down", "nothing is decided yet; add 5 seconds to the interval")
}

// ExpiredToken: nobody answered in time (CIBA section 11, RFC 8628 section 3.5).
func ExpiredToken() *Error { return bad("expired_token", "nobody answered in time") }
