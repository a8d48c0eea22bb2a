package browser

import (
	"context"
	"crypto/tls"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

const dialTimeout = 5 * time.Second

// routes is where connections really go.
type routes struct {
	mu sync.Mutex
	to map[string]string
}

func newRoutes(to map[string]string) *routes {
	r := &routes{to: map[string]string{}}
	maps.Copy(r.to, to)
	return r
}

func (r *routes) set(host, address string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if address == "" {
		delete(r.to, host)
		return
	}
	r.to[host] = address
}

func (r *routes) address(host string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if to, ok := r.to[host]; ok {
		return to
	}
	// Browsers keep names under .localhost on the machine (RFC 6761 section
	// 6.3); the system's resolver may not know them.
	if name, port, err := net.SplitHostPort(host); err == nil && strings.HasSuffix(name, ".localhost") {
		return net.JoinHostPort("localhost", port)
	}
	return host
}

// transport opens a connection for each request: a kept one would still lead
// to the old address after a switch, and would outlive the test that made it.
func (r *routes) transport(config *tls.Config) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, host string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, r.address(host))
		},
		TLSClientConfig:     config,
		TLSHandshakeTimeout: dialTimeout,
		DisableKeepAlives:   true,
	}
}
