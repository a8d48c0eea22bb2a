package factors

import (
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
)

// ipv6Bits is what one subscriber holds at the least; counting single
// addresses would count nothing.
const ipv6Bits = 64

// Network is whose failures are counted together when a caller at address
// fails: an IPv4 address by itself, an IPv6 /64, and one for all that is no
// address.
func Network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return "none"
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(ipv6Bits)
	if err != nil {
		return a.String()
	}
	return p.String()
}

// Digest keeps names and addresses out of the table of counters: SHA-256, in
// hexadecimal.
func Digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
