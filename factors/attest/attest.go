package attest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"countersign/factors/wire"
)

// Policy says what becomes of a device that does not prove where its key is
// kept (section 10).
type Policy string

// The policies. Under Prefer the weaker claim is assumed.
const (
	Off     Policy = "off"
	Prefer  Policy = "prefer"
	Require Policy = "require"
)

// Rules are what a maker's word is measured by. The zero value believes nobody:
// every key is taken for a software key.
type Rules struct {
	Policy  Policy
	Android Android
	Apple   Apple
	// WebAuthn are the makers of authenticators whose credentials count.
	WebAuthn Makers
}

// Android is what Android's key attestation is measured by.
type Android struct {
	Makers
	// Apps are the apps whose keys count.
	Apps []AndroidApp
}

// Apple is what Apple's App Attest is measured by.
type Apple struct {
	Makers
	// Apps are the App IDs that count: TEAM.bundle.
	Apps []string
	// Development takes keys of Apple's test environment, and only those.
	Development bool
}

// Ready says whether the rules make sense together.
func (r Rules) Ready() error {
	switch r.Policy {
	case Require:
		if !r.Android.trusts() && !r.Apple.trusts() && r.WebAuthn.Roots == nil {
			return errors.New("attest: attestation is required, and no root or no app is trusted")
		}
	case "", Off, Prefer:
	default:
		return fmt.Errorf("attest: policy %q is not known", r.Policy)
	}
	return nil
}

func (a Android) trusts() bool { return a.Roots != nil && len(a.Apps) > 0 }
func (a Apple) trusts() bool   { return a.Roots != nil && len(a.Apps) > 0 }

// Proof is what was proved about a possession key, weakest first.
type Proof string

// The proofs.
const (
	Nothing Proof = ""
	// GenuineApp means that an unchanged app of the operator's, on a genuine
	// phone, made the registration with this key. Where the key is kept only
	// the app knows.
	GenuineApp Proof = "genuine app"
	// Hardware means that the maker describes this key: made in and kept by the
	// phone's trusted environment.
	Hardware Proof = "hardware"
)

var (
	errUnattested = errors.New("no attestation")
	errNobody     = errors.New("attestation: no root or no app of its kind is trusted")
)

// Possession says what att proves about a possession key of the enrolment whose
// secret has the hash. With Nothing comes the reason.
func (r Rules) Possession(att *wire.Attestation, key wire.Key, codeHash string, now time.Time) (Proof, error) {
	if !r.looks() || att == nil {
		return Nothing, errUnattested
	}
	switch att.Format {
	case wire.AttestAndroidKey:
		if err := r.Android.verify(att, key, enrolment(codeHash), false, now); err != nil {
			return Nothing, err
		}
		return Hardware, nil
	case wire.AttestApple:
		// The thumbprint stands in the challenge: the app vouches for this key.
		if err := r.Apple.verify(att, enrolment(codeHash+"."+key.Thumbprint()), now); err != nil {
			return Nothing, err
		}
		return GenuineApp, nil
	default:
		return Nothing, fmt.Errorf("attestation %.40q is not known", att.Format)
	}
}

// Verification says why att does not prove that a second key is kept in hardware
// and used only after a biometric or a PIN, each time; nil if it does. Of Apple's
// keys nothing says so.
func (r Rules) Verification(att *wire.Attestation, key wire.Key, codeHash string, now time.Time) error {
	switch {
	case !r.looks() || att == nil:
		return errUnattested
	case att.Format != wire.AttestAndroidKey:
		return fmt.Errorf("attestation %.40q says nothing of a second key", att.Format)
	}
	return r.Android.verify(att, key, enrolment(codeHash), true, now)
}

// Credentials says whether browsers are to be asked for the attestation of a
// credential.
func (r Rules) Credentials() bool { return r.looks() && r.WebAuthn.Roots != nil }

func (r Rules) looks() bool { return r.Policy == Prefer || r.Policy == Require }

// enrolment is what the maker's certificate repeats: it was made for what is
// named and nothing else.
func enrolment(named string) []byte {
	sum := sha256.Sum256([]byte("cs-att-1." + named))
	return sum[:]
}
