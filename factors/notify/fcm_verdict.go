package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"firebase.google.com/go/v4/errorutils"
	"firebase.google.com/go/v4/messaging"
)

// verdict reads what the SDK made of FCM's answer. The SDK's predicates know
// only its own bare errors, so they come before anything is wrapped.
func verdict(name string, err error, a *attempt) (Result, error) {
	answer := errorutils.HTTPResponse(err)
	switch {
	case err == nil && name == "":
		return Failed, errors.New("FCM took the message without giving it a name")
	case err == nil:
		return Sent, nil
	case messaging.IsUnregistered(err):
		return Dead, errors.New("FCM does not know this token any more")
	case messaging.IsSenderIDMismatch(err), messaging.IsThirdPartyAuthError(err), refused(answer):
		return Failed, fmt.Errorf("%w: %s", ErrOperator, described(answer))
	case answer != nil:
		// A 404 without a word of FCM's own is here too: it may be a proxy or a
		// wrong project, and is no reason to forget a phone.
		return Failed, errors.New(described(answer))
	}
	// No answer: the deadline ended the SDK's sleep, or its transport failed. Its
	// error is then only text, and after a sleep not even the last answer.
	if last := a.last(); last != nil {
		return Failed, fmt.Errorf("send to FCM: %w", last)
	}
	return Failed, fmt.Errorf("send to FCM: %w", err)
}

// refused says that FCM refused the caller, not the message.
func refused(answer *http.Response) bool {
	return answer != nil && (answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusForbidden)
}

// described is an answer's status and its error codes. Free text stays out: it
// may repeat the token.
func described(answer *http.Response) string {
	if answer == nil {
		return "FCM answered an error"
	}
	var body struct {
		Error struct {
			Status  string `json:"status"`
			Details []struct {
				Code string `json:"errorCode"`
			} `json:"details"`
		} `json:"error"`
	}
	words := []string{fmt.Sprintf("FCM answered %d", answer.StatusCode)}
	if b, err := io.ReadAll(answer.Body); err == nil && json.Unmarshal(b, &body) == nil {
		codes := []string{body.Error.Status}
		for _, d := range body.Error.Details {
			codes = append(codes, d.Code)
		}
		for _, c := range codes {
			if isCode(c) {
				words = append(words, c)
			}
		}
	}
	return strings.Join(words, " ")
}

// isCode says that s has the form of a code such as SENDER_ID_MISMATCH or
// invalid_grant.
func isCode(s string) bool {
	letters := func(r rune) bool { return r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }
	return s != "" && len(s) <= 40 && strings.TrimFunc(s, letters) == ""
}
