package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// Bounds of one outbound call.
const (
	outboundTimeout  = 5 * time.Second
	outboundDial     = 3 * time.Second
	outboundHeaders  = 64 << 10
	outboundBody     = 1 << 20
	outboundIdle     = 90 * time.Second
	outboundIdleEach = defaultWorkers
)

// ErrRedirect says that a server answered with a redirect, which is never
// followed.
var ErrRedirect = errors.New("answer is a redirect")

// Outbound is what NewOutbound needs. The zero value is strict.
type Outbound struct {
	// Allow are address ranges that may be reached although they are not
	// public.
	Allow []netip.Prefix
	// Timeout of one exchange, body included; 0 is 5 s.
	Timeout time.Duration
	// Resolver of names; nil is the system's.
	Resolver *net.Resolver
}

// Check says whether an address may be reached, as the client says it for each
// connection. It is for addresses that are written down, before anything is
// sent: a name is judged only when it is dialled.
func (o Outbound) Check(a netip.Addr) error { return newGuard(o.Allow).check(a) }

// NewOutbound is the one HTTP client for addresses that somebody else chose, so
// that nobody can make the server call its own network:
//  1. Each address is judged when it is dialled, after resolution, so a name
//     that resolves to something else the second time gains nothing.
//  2. Redirects are errors.
//  3. Proxies are off, since a proxy would resolve by itself.
//  4. An exchange has a deadline, an answer an upper size.
func NewOutbound(o Outbound) *http.Client {
	if o.Timeout == 0 {
		o.Timeout = outboundTimeout
	}
	g := newGuard(o.Allow)
	dialer := &net.Dialer{
		Timeout:  min(outboundDial, o.Timeout),
		Resolver: o.Resolver,
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			// The system calls this between socket and connect, for each
			// address that it tries.
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("read the address to connect to: %w", err)
			}
			return g.check(to.Addr())
		},
	}
	return &http.Client{
		Timeout: o.Timeout,
		Transport: strict{&http.Transport{
			Proxy:                  nil,
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    o.Timeout,
			ResponseHeaderTimeout:  o.Timeout,
			MaxResponseHeaderBytes: outboundHeaders,
			MaxIdleConnsPerHost:    outboundIdleEach,
			IdleConnTimeout:        outboundIdle,
		}},
	}
}

// strict refuses redirects and bounds answers below the client, so that a
// library that brings its own client around this transport is bound as well.
type strict struct{ *http.Transport }

// RoundTrip does one exchange (http.RoundTripper).
func (s strict) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := s.Transport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= 300 && answer.StatusCode < 400 {
		_ = answer.Body.Close() // nothing in it is read
		return nil, fmt.Errorf("status %d: %w", answer.StatusCode, ErrRedirect)
	}
	// Too much is an error, not an end: a cut answer could pass for a whole one.
	answer.Body = http.MaxBytesReader(nil, answer.Body, outboundBody)
	return answer, nil
}
