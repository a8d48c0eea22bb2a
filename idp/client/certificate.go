package client

import (
	"crypto/x509"
	"net/netip"
	"slices"
)

// Names says whether a certificate is the one that a client of tls_client_auth
// registered: it has the subject, or one alternative name (RFC 8705 section
// 2.1.2). That somebody vouches for the certificate is another question.
func (m Metadata) Names(c *x509.Certificate) bool {
	switch {
	case m.TLSSubjectDN != "":
		want, bad := parseDN(m.TLSSubjectDN)
		got, worse := subjectOf(c)
		return bad == nil && worse == nil && len(want) > 0 && want.is(got)
	case m.TLSSanDNS != "":
		return slices.Contains(c.DNSNames, m.TLSSanDNS)
	case m.TLSSanURI != "":
		for _, u := range c.URIs {
			if u.String() == m.TLSSanURI {
				return true
			}
		}
	case m.TLSSanIP != "":
		want, err := netip.ParseAddr(m.TLSSanIP)
		for _, ip := range c.IPAddresses {
			if got, ok := netip.AddrFromSlice(ip); ok && err == nil && got.Unmap() == want.Unmap() {
				return true
			}
		}
	case m.TLSSanEmail != "":
		return slices.Contains(c.EmailAddresses, m.TLSSanEmail)
	}
	return false
}
