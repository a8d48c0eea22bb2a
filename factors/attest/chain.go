package attest

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Makers are who is believed.
type Makers struct {
	// Roots are their root certificates; nil if nobody is believed.
	Roots *x509.CertPool
	// Revoked are serial numbers of certificates, in lower-case hexadecimal.
	Revoked map[string]bool
}

// ParseRevoked reads the makers' list of revoked certificates, in the form in
// which Google publishes it: {"entries": {"<serial>": {"status": ...}}}. Every
// entry counts, whatever its status.
func ParseRevoked(list []byte) (map[string]bool, error) {
	var read struct {
		Entries map[string]json.RawMessage `json:"entries"`
	}
	if err := json.Unmarshal(list, &read); err != nil || read.Entries == nil {
		return nil, errors.New(`read the list of revoked certificates: it has no "entries"`)
	}
	out := make(map[string]bool, len(read.Entries))
	for serial := range read.Entries {
		out[strings.TrimLeft(strings.ToLower(serial), "0")] = true
	}
	return out, nil
}

// alternativeNameID is the extension with other names (RFC 5280 section 4.2.1.6).
//
//nolint:gochecknoglobals // a constant, if Go had such
var alternativeNameID = asn1.ObjectIdentifier{2, 5, 29, 17}

// maxChain is the most certificates of a chain. Four are usual.
const maxChain = 6

// chain verifies certificates up to a trusted root, none of them revoked, and
// gives the first. Only that one may have the extension says: a key that a maker
// attested must not sign a description of another.
func (m Makers) chain(x5c [][]byte, says asn1.ObjectIdentifier, now time.Time) (*x509.Certificate, error) {
	if len(x5c) == 0 || len(x5c) > maxChain {
		return nil, fmt.Errorf("attestation chain of %d certificates", len(x5c))
	}
	var leaf *x509.Certificate
	between := x509.NewCertPool()
	for i, der := range x5c {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("attestation chain: certificate %d does not parse", i+1)
		}
		if i == 0 {
			leaf = c
		} else {
			between.AddCert(c)
		}
	}
	// A TPM's certificate names it there, in a form that x509 takes for unknown.
	// No name counts here.
	leaf.UnhandledCriticalExtensions = slices.DeleteFunc(leaf.UnhandledCriticalExtensions, alternativeNameID.Equal)
	if m.Roots == nil {
		return nil, errNobody // x509 would ask the system's
	}
	paths, err := leaf.Verify(x509.VerifyOptions{
		Roots: m.Roots, Intermediates: between, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		return nil, errors.New("attestation chain leads to no trusted root")
	}
	for _, path := range paths {
		if m.clean(path, says) {
			return leaf, nil
		}
	}
	return nil, errors.New("attestation chain has a revoked certificate, or describes two keys")
}

// clean is true of a path without a revoked certificate that has the extension
// says in its first at most.
func (m Makers) clean(path []*x509.Certificate, says asn1.ObjectIdentifier) bool {
	for i, c := range path {
		if m.Revoked[strings.TrimLeft(hex.EncodeToString(c.SerialNumber.Bytes()), "0")] {
			return false
		}
		if i > 0 && extension(c, says) != nil {
			return false
		}
	}
	return true
}

func extension(c *x509.Certificate, id asn1.ObjectIdentifier) []byte {
	for _, e := range c.Extensions {
		if e.Id.Equal(id) {
			return e.Value
		}
	}
	return nil
}

// isFor says whether the certificate is of the key.
func isFor(c *x509.Certificate, key crypto.PublicKey) bool {
	public, ok := c.PublicKey.(interface{ Equal(x crypto.PublicKey) bool })
	return ok && public.Equal(key)
}
