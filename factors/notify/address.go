package notify

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
)

// ErrAddress says that a connection would have gone to an address that is not
// on the public internet and that no setting allows.
var ErrAddress = errors.New("address is not public")

// specialIPv4 are the blocks of IPv4 that are not somebody's host on the public
// internet (IANA IPv4 Special-Purpose Address Registry, RFC 6890; multicast is
// RFC 5771).
func specialIPv4() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),       // this network; the zero address reaches loopback on Linux
		netip.MustParsePrefix("10.0.0.0/8"),      // private, RFC 1918
		netip.MustParsePrefix("100.64.0.0/10"),   // carrier-grade NAT, RFC 6598
		netip.MustParsePrefix("127.0.0.0/8"),     // loopback
		netip.MustParsePrefix("169.254.0.0/16"),  // link-local, where clouds keep their metadata
		netip.MustParsePrefix("172.16.0.0/12"),   // private, RFC 1918
		netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
		netip.MustParsePrefix("192.0.2.0/24"),    // documentation
		netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
		netip.MustParsePrefix("192.168.0.0/16"),  // private, RFC 1918
		netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
		netip.MustParsePrefix("198.51.100.0/24"), // documentation
		netip.MustParsePrefix("203.0.113.0/24"),  // documentation
		netip.MustParsePrefix("224.0.0.0/3"),     // multicast, reserved, broadcast
	}
}

// globalIPv6 is all of IPv6 that is given out to hosts (RFC 4291 section 2.4).
// Loopback, link-local, unique local, multicast and the NAT64 prefixes of RFC
// 6052 and RFC 8215, which carry an IPv4 address, lie outside.
func globalIPv6() netip.Prefix { return netip.MustParsePrefix("2000::/3") }

// specialIPv6 are the blocks within globalIPv6 that are no public host (IANA
// IPv6 Special-Purpose Address Registry).
func specialIPv6() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("2001::/23"),     // protocol assignments; Teredo, which carries an IPv4 address
		netip.MustParsePrefix("2001:db8::/32"), // documentation
		netip.MustParsePrefix("2002::/16"),     // 6to4, which carries an IPv4 address
		netip.MustParsePrefix("3fff::/20"),     // documentation
	}
}

// guard decides to which addresses a connection may go.
type guard struct {
	allow       []netip.Prefix
	specialIPv4 []netip.Prefix
	globalIPv6  netip.Prefix
	specialIPv6 []netip.Prefix
}

func newGuard(allow []netip.Prefix) guard {
	return guard{allow: slices.Clone(allow), specialIPv4: specialIPv4(), globalIPv6: globalIPv6(), specialIPv6: specialIPv6()}
}

// check refuses what is neither public nor allowed. An IPv4 address in IPv6
// clothes (::ffff:a.b.c.d, RFC 4291 section 2.5.5.2) is judged as the IPv4
// address, which is where the system connects to.
func (g guard) check(a netip.Addr) error {
	a = a.Unmap().WithZone("")
	in := func(p netip.Prefix) bool { return p.Contains(a) }
	if slices.ContainsFunc(g.allow, in) {
		return nil
	}
	public := g.globalIPv6.Contains(a) && !slices.ContainsFunc(g.specialIPv6, in)
	if a.Is4() {
		public = !slices.ContainsFunc(g.specialIPv4, in)
	}
	if !public {
		return fmt.Errorf("connect to %s: %w", a, ErrAddress)
	}
	return nil
}
