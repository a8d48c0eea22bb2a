package webauthn

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"countersign/factors/wire"
)

// ErrRefused is a response that does not verify. The text after it says why,
// for the record; whoever sent it learns no more. It repeats nothing secret: a
// challenge is public once it was used.
var ErrRefused = errors.New("not a valid WebAuthn response")

// MaxResponse is the longest response that is read, in bytes.
const MaxResponse = 16 << 10

// RP is the relying party: the issuer, as browsers see it.
type RP struct {
	ID     string // the host, without port
	Origin string // scheme, host and port where it is not the default one
}

// NewRP is the relying party that the issuer is.
func NewRP(issuer string) (RP, error) {
	u, err := url.Parse(issuer)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return RP{}, fmt.Errorf("webauthn: issuer %q is not a web address", issuer)
	}
	origin := u.Scheme + "://" + u.Host
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		origin = u.Scheme + "://" + u.Hostname() // browsers leave it out
	}
	return RP{ID: u.Hostname(), Origin: origin}, nil
}

// Credential is what is kept of a registration. Nothing in it is secret.
type Credential struct {
	ID []byte
	// PublicKey is the COSE_Key of the registration (RFC 9052 section 7).
	PublicKey []byte
	// AAGUID names the make of the authenticator, sixteen zero bytes if it
	// does not tell. Without attestation it proves nothing.
	AAGUID     []byte
	Transports []string
	SignCount  uint32
	// BackupEligible is true of a credential that may be on more than one
	// machine ("synced"), BackedUp of one that was at the time.
	BackupEligible, BackedUp bool
	// Attested is true if its maker vouched that the key is in one piece of
	// hardware. Told, of a new one, is what the record says of that.
	Attested bool
	Told     string
}

// Assertion is what a verified assertion says. The user was present and
// verified: one that says otherwise does not verify.
type Assertion struct {
	SignCount uint32
	// CountFell is true if the authenticator counts and the number did not
	// grow: the key may have been copied (section 6.1.1).
	CountFell bool
	// BackupEligible is that of the credential.
	BackupEligible, BackedUp bool
	// UserHandle is what was given at registration to name the user, and may
	// be absent. The signature does not cover it.
	UserHandle []byte
}

// Algorithms are those that a credential may sign with, most wanted first, as
// pubKeyCredParams names them (COSE). RS256 is among them because Windows Hello
// knows nothing else where its TPM is an old one.
func Algorithms() []int {
	return []int{int(webauthncose.AlgES256), int(webauthncose.AlgEdDSA), int(webauthncose.AlgRS256)}
}

// Name is the credential's id as it travels.
func (c Credential) Name() string { return base64.RawURLEncoding.EncodeToString(c.ID) }

// checkClient holds what the library takes more loosely: the origin is compared
// byte for byte, and no frame of another origin is allowed (section 7.1, steps
// 9 to 11).
func checkClient(c protocol.CollectedClientData, rp RP) error {
	if c.Origin != rp.Origin {
		return fmt.Errorf("%w: made at the origin %.80q", ErrRefused, c.Origin)
	}
	if c.CrossOrigin || c.TopOrigin != "" {
		return fmt.Errorf("%w: made in a frame of another origin", ErrRefused)
	}
	return nil
}

// checkFlags refuses flags that contradict each other (section 6.1.3).
func checkFlags(f protocol.AuthenticatorFlags) error {
	if f.HasBackupState() && !f.HasBackupEligible() {
		return fmt.Errorf("%w: backed up, but not eligible to be", ErrRefused)
	}
	return nil
}

// checkKey refuses keys that are not of Algorithms, or are weak.
func checkKey(cose []byte) error {
	key, err := webauthncose.ParsePublicKey(cose)
	if err != nil {
		return fmt.Errorf("%w: public key: %w", ErrRefused, err)
	}
	switch k := key.(type) {
	case webauthncose.EC2PublicKeyData:
		if k.Algorithm == int64(webauthncose.AlgES256) {
			return nil
		}
	case webauthncose.OKPPublicKeyData:
		if k.Algorithm == int64(webauthncose.AlgEdDSA) {
			return checkPoint(k.XCoord)
		}
	case webauthncose.RSAPublicKeyData:
		bits := len(bytes.TrimLeft(k.Modulus, "\x00")) * 8
		common := bytes.Equal(bytes.TrimLeft(k.Exponent, "\x00"), []byte{1, 0, 1})
		if k.Algorithm == int64(webauthncose.AlgRS256) && bits >= 2048 && bits <= 4096 && common {
			return nil
		}
	}
	return fmt.Errorf("%w: a key that is not accepted", ErrRefused)
}

// checkPoint refuses an Ed25519 point of small order, which the library takes.
func checkPoint(x []byte) error {
	if _, err := wire.NewKey(ed25519.PublicKey(x)); err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return nil
}

// reason is the text of the library's error with the details that its Error
// leaves out.
func reason(err error) error {
	var e *protocol.Error
	if errors.As(err, &e) {
		return fmt.Errorf("%w: %.80s: %.200s", ErrRefused, e.Details, e.DevInfo)
	}
	return fmt.Errorf("%w: %.200s", ErrRefused, err.Error())
}
