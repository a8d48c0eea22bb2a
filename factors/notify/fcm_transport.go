package notify

import (
	"context"
	"errors"
	"net/http"
	"sync"
)

// fcmTransport gives each request its access token, and keeps for the verdict
// what the SDK loses.
type fcmTransport struct {
	base   http.RoundTripper
	access *access
}

// RoundTrip does one exchange (http.RoundTripper).
func (t fcmTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	a := attemptOf(r.Context())
	token, err := t.access.get(r.Context())
	if err != nil {
		a.giveUp(err)
		return nil, err
	}
	r = r.Clone(r.Context()) // a transport must not change its caller's request
	token.SetAuthHeader(r)
	answer, err := t.base.RoundTrip(r)
	switch {
	case errors.Is(err, ErrAddress), errors.Is(err, ErrRedirect):
		a.giveUp(err) // it will be no better the next time
		return nil, err
	case err != nil:
		a.note(err)
		return nil, err
	case answer.StatusCode == http.StatusUnauthorized:
		t.access.forget(token)
	case answer.StatusCode == http.StatusServiceUnavailable:
		a.note(errors.New("FCM answered 503"))
	}
	return answer, nil
}

// attempt is one call of the SDK's Send, which hides several exchanges. The SDK
// turns every error of the transport into text, and tells of a sleep that the
// deadline ended nothing but the deadline.
type attempt struct {
	ctx    context.Context //nolint:containedctx // it is the call itself, and ends with it
	cancel context.CancelFunc

	mu    sync.Mutex
	cause error
}

type attemptKey struct{}

// newAttempt gives the context to call Send with: a transport sees nothing else
// of its caller.
func newAttempt(ctx context.Context) (context.Context, *attempt) {
	a := &attempt{}
	a.ctx, a.cancel = context.WithCancel(ctx)
	return context.WithValue(a.ctx, attemptKey{}, a), a
}

func attemptOf(ctx context.Context) *attempt {
	a, ok := ctx.Value(attemptKey{}).(*attempt)
	if !ok {
		panic("notify: internal error: FCM called without an attempt")
	}
	return a
}

// note keeps why an exchange failed. The end of the call itself says less than
// what came before it.
func (a *attempt) note(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cause == nil || a.ctx.Err() == nil {
		a.cause = err
	}
}

// giveUp ends the call, and with it the SDK's retries.
func (a *attempt) giveUp(err error) {
	if err != nil {
		a.note(err)
	}
	a.cancel()
}

// last is why the last exchange failed, or nil.
func (a *attempt) last() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.cause
}
