package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"countersign/idp/protocol"
	"countersign/templates/words"
)

// Failure is an error that a person reads: what happened and what to do now.
// Its texts go to the client; Cause goes to the log alone.
type Failure struct {
	Status  int
	Title   words.Text
	Message words.Text
	// Remedy names the way on, such as "Go back to the application and start
	// again."
	Remedy words.Text
	// Back is a link for the way on, if there is one, and BackText its words.
	Back     string
	BackText words.Text
	// Code is the value of "error" where the answer is JSON.
	Code  string
	Cause error
	// After is when to try again, for Retry-After; 0 for no word of it.
	After time.Duration

	// Reference ties the page to the log line; Web fills it in.
	Reference string
	// Time is when it happened, for the person to tell; Web fills it in.
	Time string
}

func (f *Failure) Error() string {
	title := f.Title.In(context.Background()) // logs are in English
	if f.Cause != nil {
		return fmt.Sprintf("%s: %v", title, f.Cause)
	}
	return title
}

// Unwrap is the true reason.
func (f *Failure) Unwrap() error { return f.Cause }

// BadRequest is a failure for input that we cannot accept.
func BadRequest(message words.Text, cause error) *Failure {
	return &Failure{
		Status: http.StatusBadRequest, Code: "invalid_request", Title: words.FailureCannotAccept,
		Message: message, Remedy: words.FailureStartAgain, Cause: cause,
	}
}

// NotFound is a failure for what is not there, or not this caller's.
func NotFound() *Failure {
	return &Failure{
		Status: http.StatusNotFound, Code: "not_found", Title: words.FailureNothingHere,
		Message: words.FailureMistyped,
		Remedy:  words.FailureCheckAddress,
	}
}

// Busy is a failure for too much work at once.
func Busy(cause error) *Failure {
	return &Failure{
		Status: http.StatusServiceUnavailable, Code: "temporarily_unavailable", Title: words.FailureBusy,
		Message: words.FailureNothingLost, Remedy: words.FailureWaitSeconds, Cause: cause,
	}
}

// TooMany is a failure for more requests than one caller may make (RFC 6585
// section 4).
func TooMany(after time.Duration, cause error) *Failure {
	return &Failure{
		Status: http.StatusTooManyRequests, Code: "temporarily_unavailable", Title: words.FailureTooMuchAtOnce,
		Message: words.FailureManyRequests,
		Remedy:  words.FailureWaitMinute, After: after, Cause: cause,
	}
}

// asFailure makes a Failure of any error. What is not known stays hidden.
func asFailure(err error) *Failure {
	var f *Failure
	if errors.As(err, &f) {
		c := *f
		return &c
	}
	var p *protocol.Error
	if errors.As(err, &p) {
		return &Failure{
			Status: p.Status, Code: p.Code, Title: words.FailureApplicationWrong,
			Message: words.As(p.Description), Remedy: words.FailureTellOwner, Cause: err,
		}
	}
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return &Failure{
			Status: http.StatusRequestEntityTooLarge, Code: "invalid_request", Title: words.FailureTooLarge,
			Message: words.FailureLargerThanWeAccept, Remedy: words.FailureTryLess, Cause: err,
		}
	}
	return &Failure{
		Status: http.StatusInternalServerError, Code: "server_error", Title: words.FailureOurSide,
		Message: words.FailureNothingLost, Remedy: words.FailureTellHelpDesk,
		Cause: err,
	}
}

// note puts the failure into the request's log line and gives it a reference.
func (w *Web) note(r *http.Request, err error) *Failure {
	f := asFailure(err)
	e := EventOf(r.Context())
	f.Reference, f.Time = e.ID(), w.Now().UTC().Format("15:04 MST")
	e.fail(f.Status, err)
	return f
}

func (w *Web) writePage(rw http.ResponseWriter, r *http.Request, err error) {
	f := w.note(r, err)
	f.sayWhen(rw)
	_ = Render(rw, r, f.Status, w.ErrorPage(*f)) // Render reports to the event itself
}

func (f *Failure) sayWhen(rw http.ResponseWriter) {
	if f.After > 0 {
		RetryAfter(rw.Header(), f.After)
	}
}

// RetryAfter says when to come back (RFC 9110 section 10.2.3).
func RetryAfter(h http.Header, wait time.Duration) {
	h.Set("Retry-After", strconv.Itoa(Seconds(wait)))
}

// Seconds rounds up, and never below zero: nobody is told to come back too
// early.
func Seconds(d time.Duration) int { return int((max(d, 0) + time.Second - 1) / time.Second) }

func (w *Web) writeJSON(rw http.ResponseWriter, r *http.Request, err error) {
	f := w.note(r, err)
	f.sayWhen(rw)
	description := f.Message.In(context.Background()) // programs are told in English
	var p *protocol.Error
	if errors.As(err, &p) {
		description = p.Description
	}
	_ = WriteJSON(rw, f.Status, map[string]string{"error": f.Code, "error_description": description})
}

// WriteJSON answers with v, never cached.
func WriteJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that went away needs no answer
	return nil
}
