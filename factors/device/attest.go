package device

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"countersign/factors/wire"
)

// AttestPolicy says what becomes of a device that does not prove where its key
// is kept (section 10).
type AttestPolicy string

// The policies. Under AttestPrefer the weaker claim is assumed.
const (
	AttestOff     AttestPolicy = "off"
	AttestPrefer  AttestPolicy = "prefer"
	AttestRequire AttestPolicy = "require"
)

// AndroidApp is an authenticator app: its package and the SHA-256 of the
// certificate that it is signed with.
type AndroidApp struct {
	Package string
	Signer  [sha256.Size]byte
}

// ParseAndroidApp reads "com.example.app:" and 64 hexadecimal digits, with or
// without colons between them.
func ParseAndroidApp(text string) (AndroidApp, error) {
	name, digest, ok := strings.Cut(text, ":")
	raw, err := hex.DecodeString(strings.ReplaceAll(digest, ":", ""))
	if !ok || name == "" || err != nil || len(raw) != sha256.Size {
		return AndroidApp{}, fmt.Errorf("%q is no app: write its package, a colon, and the SHA-256 of its certificate", text)
	}
	return AndroidApp{Package: name, Signer: [sha256.Size]byte(raw)}, nil
}

// Attestation is what a proof of where a key is kept is measured by. The zero
// value proves nothing to anybody: every key is taken for a software key.
type Attestation struct {
	Policy AttestPolicy
	// Roots are those of the makers; nil if none are trusted.
	Roots *x509.CertPool
	// Revoked are serial numbers of certificates, in lower-case hexadecimal.
	Revoked map[string]bool
	// Apps are the apps whose keys count.
	Apps []AndroidApp
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

// ready says whether the settings make sense together.
func (a Attestation) ready() error {
	switch a.Policy {
	case AttestRequire:
		if a.Roots == nil || len(a.Apps) == 0 {
			return errors.New("device: attestation is required, and no root or no app is trusted")
		}
	case "", AttestOff, AttestPrefer:
	default:
		return fmt.Errorf("device: attestation policy %q is not known", a.Policy)
	}
	return nil
}

// errUnattested means that nothing was said about the key.
var errUnattested = errors.New("no attestation")

// attestationChallenge is what the maker's certificate repeats: it was made for
// this enrolment and no other.
func attestationChallenge(codeHash string) []byte {
	sum := sha256.Sum256([]byte("cs-att-1." + codeHash))
	return sum[:]
}

// verify says whether att proves that key was made in this device's hardware for
// one of our apps, and with gesture, that it is used only after a biometric or a
// PIN, each time.
func (a Attestation) verify(att *wire.Attestation, key wire.Key, challenge []byte, gesture bool, now time.Time) error {
	switch {
	case a.Policy == "" || a.Policy == AttestOff || att == nil:
		return errUnattested
	case att.Format != wire.AttestAndroidKey:
		return fmt.Errorf("attestation %.40q is not known", att.Format)
	case a.Roots == nil || len(a.Apps) == 0:
		return errors.New("no root or no app is trusted")
	}
	leaf, err := a.chain(att.X5C, now)
	if err != nil {
		return err
	}
	if public, ok := leaf.PublicKey.(interface{ Equal(x crypto.PublicKey) bool }); !ok || !public.Equal(key.Public()) {
		return errors.New("attestation is of another key")
	}
	d, err := readKeyDescription(leaf)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(d.challenge, challenge) != 1 {
		return errors.New("attestation was made for another enrolment")
	}
	return d.check(a.Apps, gesture)
}

// maxChain is the most certificates of a chain. Four are usual.
const maxChain = 6

// chain verifies the certificates up to a trusted root, none of them revoked,
// and gives the first. Only that one may describe a key: a key that a maker
// attested must not sign a description of another.
func (a Attestation) chain(x5c []string, now time.Time) (*x509.Certificate, error) {
	if len(x5c) == 0 || len(x5c) > maxChain {
		return nil, fmt.Errorf("attestation chain of %d certificates", len(x5c))
	}
	certificates := make([]*x509.Certificate, len(x5c))
	between := x509.NewCertPool()
	for i, text := range x5c {
		der, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, errors.New("attestation chain is not base64")
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("attestation chain: certificate %d does not parse", i+1)
		}
		certificates[i] = c
		if i > 0 {
			between.AddCert(c)
		}
	}
	paths, err := certificates[0].Verify(x509.VerifyOptions{
		Roots: a.Roots, Intermediates: between, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		return nil, errors.New("attestation chain leads to no trusted root")
	}
	for _, path := range paths {
		if a.clean(path) {
			return certificates[0], nil
		}
	}
	return nil, errors.New("attestation chain has a revoked certificate, or describes two keys")
}

// clean is true of a path without a revoked certificate and with one key
// description at most, in its first.
func (a Attestation) clean(path []*x509.Certificate) bool {
	for i, c := range path {
		if a.Revoked[strings.TrimLeft(hex.EncodeToString(c.SerialNumber.Bytes()), "0")] {
			return false
		}
		if i > 0 && extension(c, keyDescriptionID) != nil {
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

// trusts says whether one of the apps has this name and signer.
func trusts(apps []AndroidApp, name string, signers [][]byte) bool {
	for _, app := range apps {
		for _, s := range signers {
			if app.Package == name && bytes.Equal(s, app.Signer[:]) {
				return true
			}
		}
	}
	return false
}
