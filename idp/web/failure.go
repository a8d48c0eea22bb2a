package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"countersign/idp/protocol"
)

// Failure is an error that a person reads: what happened and what to do now.
// Its texts go to the client; Cause goes to the log alone.
type Failure struct {
	Status  int
	Title   string
	Message string
	// Remedy names the way on, such as "Go back to the application and start
	// again."
	Remedy string
	// Back is a link for the way on, if there is one, and BackText its words.
	Back     string
	BackText string
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
	if f.Cause != nil {
		return fmt.Sprintf("%s: %v", f.Title, f.Cause)
	}
	return f.Title
}

// Unwrap is the true reason.
func (f *Failure) Unwrap() error { return f.Cause }

// BadRequest is a failure for input that we cannot accept.
func BadRequest(message string, cause error) *Failure {
	return &Failure{
		Status: http.StatusBadRequest, Code: "invalid_request", Title: "We can't accept this request",
		Message: message, Remedy: "Go back to the application and start again.", Cause: cause,
	}
}

// NotFound is a failure for what is not there, or not this caller's.
func NotFound() *Failure {
	return &Failure{
		Status: http.StatusNotFound, Code: "not_found", Title: "There is nothing here",
		Message: "The address may be mistyped, or the page may have moved.",
		Remedy:  "Check the address, or go back to where you came from.",
	}
}

// Busy is a failure for too much work at once.
func Busy(cause error) *Failure {
	return &Failure{
		Status: http.StatusServiceUnavailable, Code: "temporarily_unavailable", Title: "We are very busy just now",
		Message: "Nothing was lost.", Remedy: "Wait a few seconds, then try again.", Cause: cause,
	}
}

// TooMany is a failure for more requests than one caller may make (RFC 6585
// section 4).
func TooMany(after time.Duration, cause error) *Failure {
	return &Failure{
		Status: http.StatusTooManyRequests, Code: "temporarily_unavailable", Title: "That was a little too much at once",
		Message: "Many requests came from your network within a minute. Nothing was lost.",
		Remedy:  "Wait a minute, then go back to the application and start again.", After: after, Cause: cause,
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
			Status: p.Status, Code: p.Code, Title: "This application sent something we can't accept",
			Message: p.Description, Remedy: "Tell the application's owner the reference below.", Cause: err,
		}
	}
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return &Failure{
			Status: http.StatusRequestEntityTooLarge, Code: "invalid_request", Title: "That was too much",
			Message: "The request is larger than we accept.", Remedy: "Go back and try again with less.", Cause: err,
		}
	}
	return &Failure{
		Status: http.StatusInternalServerError, Code: "server_error", Title: "Something went wrong on our side",
		Message: "Nothing was lost.", Remedy: "Try again. If it happens again, tell your help desk the reference below.",
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
	description := f.Message
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
