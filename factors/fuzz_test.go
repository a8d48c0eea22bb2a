package factors_test

import (
	"net/netip"
	"strings"
	"testing"

	"countersign/factors"
)

// Whoever is counted together is counted under one name: an address in another
// spelling, or another one of the same subscriber, is no other network.
func FuzzNetwork(f *testing.F) {
	for _, a := range []string{"203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "2001:DB8:0::2", "fe80::1%eth0", "127.1", ""} {
		f.Add(a)
	}
	f.Fuzz(func(t *testing.T, address string) {
		network := factors.Network(address)
		a, err := netip.ParseAddr(address)
		if err != nil {
			if network != "none" {
				t.Errorf("%q is of %q", address, network)
			}
			return
		}
		last := a.Unmap().As16()
		last[15]++
		neighbour := netip.AddrFrom16(last)
		if same := factors.Network(neighbour.String()) == network; same == (a.Unmap().Is4() && neighbour.Is4In6()) {
			t.Errorf("%q is of %q, its neighbour of %q", address, network, factors.Network(neighbour.String()))
		}
		if factors.Network(a.StringExpanded()) != network || strings.Contains(network, "%") {
			t.Errorf("%q is of %q", address, network)
		}
	})
}
