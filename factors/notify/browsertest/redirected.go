package browsertest

import (
	"net/http"
	"slices"
	"strings"

	"countersign/factors/notify"
)

// redirectedClient is notify.NewOutbound, but for hosts that stand for a service
// here.
func redirectedClient(rules notify.Outbound, hosts []string, to string) *http.Client {
	c := notify.NewOutbound(rules)
	c.Transport = redirected{c.Transport, hosts, strings.TrimPrefix(to, "http://")}
	return c
}

// redirected is a transport that takes some hosts to another address.
type redirected struct {
	http.RoundTripper
	hosts []string
	to    string
}

// RoundTrip does one exchange (http.RoundTripper).
func (d redirected) RoundTrip(r *http.Request) (*http.Response, error) {
	if slices.Contains(d.hosts, r.URL.Host) && r.URL.Scheme == "https" {
		r = r.Clone(r.Context())
		r.Host, r.URL.Scheme, r.URL.Host = r.URL.Host, "http", d.to
		return http.DefaultTransport.RoundTrip(r)
	}
	return d.RoundTripper.RoundTrip(r)
}
