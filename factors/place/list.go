package place

import (
	"bytes"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// list is networks: ranges of addresses and numbers of autonomous systems.
type list struct {
	ranges map[netip.Prefix]bool
	// bits are the lengths of ranges, IPv4 and IPv6 apart.
	bits4, bits6 map[int]bool
	systems      map[uint]bool
}

// parseList reads one network a line: 192.0.2.0/24, 2001:db8::/32, an address,
// or AS64500. What follows a # is a remark. Without a database of systems a line
// that names one would be true of no address, so it is refused.
func parseList(text []byte, hasSystems bool) (list, error) {
	l := list{ranges: map[netip.Prefix]bool{}, bits4: map[int]bool{}, bits6: map[int]bool{}, systems: map[uint]bool{}}
	n := 0
	for line := range bytes.Lines(text) {
		n++
		s, _, _ := strings.Cut(string(line), "#")
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if err := l.add(s); err != nil {
			return list{}, fmt.Errorf("line %d: %q is no network; write 192.0.2.0/24 or AS64500", n, s)
		}
		if len(l.systems) > 0 && !hasSystems {
			return list{}, fmt.Errorf("line %d: %q needs geoip.asn_file", n, s)
		}
	}
	return l, nil
}

func (l list) add(s string) error {
	if len(s) > 2 && strings.EqualFold(s[:2], "AS") {
		number, err := strconv.ParseUint(s[2:], 10, 32)
		l.systems[uint(number)] = true
		return err //nolint:wrapcheck // the caller says what was read
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		a, err := netip.ParseAddr(s)
		if err != nil {
			return err //nolint:wrapcheck // as above
		}
		p = netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen())
	}
	if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 { // as addresses are looked up
		p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
	}
	p = p.Masked()
	l.ranges[p] = true
	if p.Addr().Is4() {
		l.bits4[p.Bits()] = true
	} else {
		l.bits6[p.Bits()] = true
	}
	return nil
}

// has is true for an address in one of the ranges, or of one of the systems.
func (l list) has(a netip.Addr, system uint) bool {
	if system != 0 && l.systems[system] {
		return true
	}
	lengths := l.bits6
	if a.Is4() {
		lengths = l.bits4
	}
	for n := range lengths {
		if l.ranges[netip.PrefixFrom(a, n).Masked()] {
			return true
		}
	}
	return false
}
