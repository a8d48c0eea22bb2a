package authenticator

import (
	"errors"
	"fmt"
	"time"
)

// What can go wrong between a phone and its server.
var (
	ErrPinnedKey  = errors.New("the server does not have the key that the link names")
	ErrDiscovery  = errors.New("the server says something about itself that is not acceptable")
	ErrLinkSpent  = errors.New("the server did not take the link: it has expired, was used already, or is for other kinds of phone")
	ErrLinkTaken  = errors.New("the link was used by another device; this enrolment has ended")
	ErrChallenge  = errors.New("request dropped: it is not a valid request of this account's server")
	ErrNotAllowed = errors.New("this request cannot be answered in this way")
	ErrRefused    = errors.New("the server refused")
	ErrPending    = errors.New("this device is not confirmed yet")
	ErrNotOpen    = errors.New("no such request is open for this device")
	ErrEnded      = errors.New("the request has ended, or was answered already")
	ErrUnknown    = errors.New("the server does not accept this device's key")
	ErrRevoked    = errors.New("this device was revoked")
	ErrUnproved   = errors.New("the server says that this device is revoked, but does not prove it; the account is kept")
	ErrServer     = errors.New("the server failed")
)

// SlowDownError says that the server wants to be asked less often.
type SlowDownError struct {
	RetryAfter time.Duration
}

func (e *SlowDownError) Error() string {
	return fmt.Sprintf("too many requests; try again in %s", e.RetryAfter)
}
