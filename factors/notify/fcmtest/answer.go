package fcmtest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Answer is what an endpoint answers. The zero value is success.
type Answer struct {
	Status int // 0 is success
	Body   string
	Header map[string]string
	Hang   time.Duration // before anything is answered
	Then   *Answer       // to the next sends, if not nil
}

// Hang answers, with success, after half a minute: longer than anybody waits.
func Hang() Answer { return Answer{Hang: 30 * time.Second} }

// Unregistered says that the token is known no longer.
func Unregistered() Answer {
	return fcmError(http.StatusNotFound, "NOT_FOUND", "UNREGISTERED")
}

// NotFound is a 404 without a word of FCM's own.
func NotFound() Answer { return fcmError(http.StatusNotFound, "NOT_FOUND", "") }

// QuotaExceeded asks to slow down.
func QuotaExceeded() Answer {
	a := fcmError(http.StatusTooManyRequests, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED")
	a.Header["Retry-After"] = "3"
	return a
}

// Unavailable asks to come back after some seconds.
func Unavailable(retryAfter int) Answer {
	a := fcmError(http.StatusServiceUnavailable, "UNAVAILABLE", "UNAVAILABLE")
	a.Header["Retry-After"] = strconv.Itoa(retryAfter)
	return a
}

// SenderIDMismatch says that the token belongs to another project.
func SenderIDMismatch() Answer {
	return fcmError(http.StatusForbidden, "PERMISSION_DENIED", "SENDER_ID_MISMATCH")
}

// ThirdPartyAuth says that FCM lacks the key for Apple.
func ThirdPartyAuth() Answer {
	return fcmError(http.StatusUnauthorized, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR")
}

// Unauthenticated refuses the access token.
func Unauthenticated() Answer { return fcmError(http.StatusUnauthorized, "UNAUTHENTICATED", "") }

// Forbidden says that the service account may not send.
func Forbidden() Answer { return fcmError(http.StatusForbidden, "PERMISSION_DENIED", "") }

// InvalidArgument refuses the message.
func InvalidArgument() Answer {
	return fcmError(http.StatusBadRequest, "INVALID_ARGUMENT", "INVALID_ARGUMENT")
}

// Internal is FCM's own failure.
func Internal() Answer { return fcmError(http.StatusInternalServerError, "INTERNAL", "INTERNAL") }

// Malformed is a success that is no JSON, as of a captive portal.
func Malformed() Answer {
	return Answer{Status: http.StatusOK, Body: "<html>Please log in</html>", Header: map[string]string{"Content-Type": "text/html"}}
}

// Nameless is a success that names no message.
func Nameless() Answer { return Answer{Status: http.StatusOK, Body: "{}"} }

// Redirect sends the caller elsewhere.
func Redirect(to string) Answer {
	return Answer{Status: http.StatusTemporaryRedirect, Header: map[string]string{"Location": to}}
}

// TokenRefused is a token endpoint that does not know the service account's key
// (RFC 6749 section 5.2).
func TokenRefused() Answer {
	return Answer{Status: http.StatusBadRequest, Body: `{"error":"invalid_grant","error_description":"Invalid JWT Signature."}`}
}

// fcmError is an error in the form of Google's APIs, with FCM's own detail if code
// is not empty.
func fcmError(status int, word, code string) Answer {
	type detail struct {
		Type string `json:"@type"`
		Code string `json:"errorCode"`
	}
	var body struct {
		Error struct {
			Code    int      `json:"code"`
			Message string   `json:"message"`
			Status  string   `json:"status"`
			Details []detail `json:"details,omitempty"`
		} `json:"error"`
	}
	body.Error.Code, body.Error.Status = status, word
	body.Error.Message = "fcmtest answers as it was told."
	if code != "" {
		body.Error.Details = []detail{{Type: "type.googleapis.com/google.firebase.fcm.v1.FcmError", Code: code}}
	}
	b, err := json.Marshal(body)
	if err != nil {
		panic("fcmtest: internal error: " + err.Error())
	}
	return Answer{Status: status, Body: string(b), Header: map[string]string{"Content-Type": "application/json"}}
}
