package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// Address is the caller's address. X-Forwarded-For is read from the right,
// past the proxies that we trust, and never further: what stands left of the
// first untrusted address was written by the caller.
func (w *Web) Address(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	at := bare(peer.Addr())
	if !w.trusted(at) {
		return at.String()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = bare(hop)
		if !w.trusted(at) {
			break
		}
	}
	return at.String()
}

// bare is an address in one spelling. A zone may be any text: people would be
// shown it, and each would count as another caller.
func bare(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

func (w *Web) trusted(a netip.Addr) bool {
	for _, p := range w.TrustedProxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
