package factors_test

import (
	"testing"

	"countersign/factors"
)

func TestNetworkIsAnIPv4AddressOrAnIPv6Subnet(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1":         "192.0.2.1",
		"::ffff:192.0.2.1":  "192.0.2.1",
		"2001:db8:1:2::1":   "2001:db8:1:2::/64",
		"2001:db8:1:2:f::9": "2001:db8:1:2::/64",
		"fe80::1%eth0":      "fe80::/64",
		"":                  "none",
		"no address":        "none",
	} {
		if got := factors.Network(address); got != want {
			t.Errorf("%q is counted as %s, want %s", address, got, want)
		}
	}
}
