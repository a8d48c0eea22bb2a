package webpush

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"countersign/factors/notify"
)

// ErrEndpoint says that an endpoint is not one that may be posted to. A browser
// chose it, so it could be any address.
var ErrEndpoint = errors.New("not an endpoint of a push service that is allowed")

// maxEndpoint bounds an endpoint (device protocol section 4).
const maxEndpoint = 1024

// Endpoints says where may be posted.
type Endpoints struct {
	// Hosts may be posted to: names, "*.name" for whatever is below a name, or
	// addresses.
	Hosts []string
	// Outbound judges addresses; a name's are judged when it is dialled, by the
	// client that was made with the same rules.
	Outbound notify.Outbound
}

// Check says whether endpoint may be posted to: https on its own port, a host
// of the list. It is asked when a subscription is registered, and again before
// each send, for lists change. Only an address that stands in Outbound.Allow, as
// in tests, may be another port, or http.
func (e Endpoints) Check(endpoint string) error {
	u, err := e.parse(endpoint)
	if err != nil {
		return err
	}
	host := strings.ToLower(u.Hostname())
	if !e.listed(host) {
		return fmt.Errorf("%w: host %.40q is not in webpush.hosts", ErrEndpoint, host)
	}
	if a, err := netip.ParseAddr(host); err == nil {
		if err := e.Outbound.Check(a); err != nil {
			return fmt.Errorf("%w: %w", ErrEndpoint, err)
		}
		if e.allowed(a) {
			return nil
		}
	}
	if u.Scheme != "https" || u.Port() != "" && u.Port() != "443" {
		return fmt.Errorf("%w: it must be https, on port 443", ErrEndpoint)
	}
	return nil
}

// parse wants an absolute URL of plain form, in which two readers cannot see
// two hosts.
func (e Endpoints) parse(endpoint string) (*url.URL, error) {
	u, err := url.Parse(endpoint)
	if err != nil || len(endpoint) > maxEndpoint { // err may repeat the endpoint
		return nil, fmt.Errorf("%w: it is no URL or too long", ErrEndpoint)
	}
	plain := !strings.ContainsFunc(endpoint, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' })
	if !plain || u.Opaque != "" || u.User != nil || u.Host == "" || strings.Contains(endpoint, "#") {
		return nil, fmt.Errorf("%w: it must have a host, and no user and fragment", ErrEndpoint)
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("%w: it must be https", ErrEndpoint)
	}
	return u, nil
}

func (e Endpoints) listed(host string) bool {
	for _, pattern := range e.Hosts {
		below, wild := strings.CutPrefix(pattern, "*")
		if host == pattern || wild && strings.HasSuffix(host, below) && len(host) > len(below) {
			return true
		}
	}
	return false
}

// allowed says whether the operator named the address itself.
func (e Endpoints) allowed(a netip.Addr) bool {
	for _, p := range e.Outbound.Allow {
		if p.Contains(a.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}
