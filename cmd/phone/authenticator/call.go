package authenticator

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"countersign/factors/wire"
)

// call is one request of the device API.
type call struct {
	method string
	path   string
	// sign makes the body for the nonce that the proof will carry. An object that
	// names the nonce is made anew for each try; a decision stays the same bytes.
	sign func(nonce string) (string, error)
	wait time.Duration
}

// answer is what came back, read whole.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do makes the call with a DPoP proof (RFC 9449 §4). Where the server wants
// another nonce it is made once more (RFC 9449 §8).
func (p *Phone) do(ctx context.Context, c call) (answer, error) {
	got, err := p.attempt(ctx, c)
	if err == nil && got.wantsNonce() {
		got, err = p.attempt(ctx, c)
	}
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", c.method, c.path, err)
	}
	if err := p.outcome(ctx, got); err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", c.method, c.path, err)
	}
	return got, nil
}

// attempt sends the call once and keeps the nonce that the answer brings.
func (p *Phone) attempt(ctx context.Context, c call) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.wait+callTimeout)
	defer cancel()
	request, err := p.request(ctx, c)
	if err != nil {
		return answer{}, err
	}
	response, err := p.http.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := readBody(response.Body)
	if err != nil {
		return answer{}, err
	}
	if nonce := response.Header.Get(wire.HeaderDPoPNonce); nonce != "" {
		p.mu.Lock()
		p.nonce = nonce
		p.mu.Unlock()
	}
	return answer{status: response.StatusCode, header: response.Header, body: body}, nil
}

// request makes the request, its proof and its body.
func (p *Phone) request(ctx context.Context, c call) (*http.Request, error) {
	p.mu.Lock()
	nonce, issuer, private := p.nonce, p.state.Issuer, p.state.Private.Signer()
	p.mu.Unlock()

	url := issuer + c.path
	proof, err := wire.Sign(private, wire.TypeProof, wire.Proof{
		ID:       rand.Text(),
		Method:   c.method,
		URL:      url,
		IssuedAt: p.now().Unix(),
		Nonce:    nonce,
	})
	if err != nil {
		return nil, err
	}
	var body []byte
	if c.sign != nil {
		signed, err := c.sign(nonce)
		if err != nil {
			return nil, err
		}
		body = []byte(signed)
	}
	request, err := http.NewRequestWithContext(ctx, c.method, url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	request.Header.Set(wire.HeaderDPoP, proof)
	request.Header.Set("Accept", wire.MediaJSON+", "+wire.MediaJWT)
	if body != nil {
		request.Header.Set("Content-Type", wire.MediaJWT)
	}
	if c.wait > 0 {
		request.Header.Set("Prefer", "wait="+strconv.Itoa(int(c.wait.Seconds()))) // RFC 7240 §4.3
	}
	return request, nil
}

// wantsNonce says whether the only thing wrong was the nonce (RFC 9449 §8).
func (a answer) wantsNonce() bool {
	return a.status == http.StatusUnauthorized && a.code() == wire.CodeUseNonce
}

// code is the word in an error body, if there is one.
func (a answer) code() wire.ErrorCode {
	var body wire.ErrorBody
	if err := wire.Decode(a.body, &body); err != nil {
		return ""
	}
	return body.Error
}

// outcome turns a status other than 200 into an error (section 7).
func (p *Phone) outcome(ctx context.Context, a answer) error {
	switch a.status {
	case http.StatusOK:
		return nil
	case http.StatusUnauthorized:
		return ErrUnknown
	case http.StatusForbidden:
		if a.code() == wire.CodePending {
			return ErrPending
		}
		return ErrRefused
	case http.StatusNotFound:
		return ErrNotOpen
	case http.StatusConflict:
		return ErrEnded
	case http.StatusGone:
		return p.checkRevoked(ctx, string(a.body))
	case http.StatusTooManyRequests:
		return slowDown(a.header)
	}
	if a.status >= 400 && a.status < 500 {
		return fmt.Errorf("%w: status %d", ErrRefused, a.status)
	}
	return fmt.Errorf("%w: status %d", ErrServer, a.status)
}

// slowDown reads Retry-After in seconds (RFC 9110 §10.2.3), within reason.
func slowDown(header http.Header) error {
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	if err != nil || seconds < 1 {
		seconds = 5
	}
	return &SlowDownError{RetryAfter: time.Duration(min(seconds, 3600)) * time.Second}
}
