package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// ErrNoEvidence means that the challenge and decision of an event are not
// stored any more.
var ErrNoEvidence = errors.New("the evidence is not stored")

// Evidence is what stands behind a device's decision, as it travelled.
type Evidence struct {
	// Challenge is the compact JWS that was signed for this device.
	Challenge string
	// Decision is the compact JWS that the device answered with.
	Decision string
	// DeviceKey is the device's public key as a JWK, kept after revocation.
	DeviceKey []byte
}

// Digest is EvidenceDigest of the pair.
func (e Evidence) Digest() string { return EvidenceDigest(e.Challenge, e.Decision) }

// EvidenceDigest is what an event keeps of a decision: the SHA-256, in
// hexadecimal, over the digests of the two texts. It lets the texts expire
// without a break in the chain.
func EvidenceDigest(challenge, decision string) string {
	c, d := sha256.Sum256([]byte(challenge)), sha256.Sum256([]byte(decision))
	h := sha256.New()
	h.Write([]byte("countersign evidence 1"))
	h.Write(c[:])
	h.Write(d[:])
	return hex.EncodeToString(h.Sum(nil))
}

// Witness finds and checks the evidence of events that have any.
type Witness interface {
	// Evidence is what is stored behind the event, or ErrNoEvidence.
	Evidence(ctx context.Context, e Event) (Evidence, error)
	// Check verifies the signatures and that the two texts say what e says.
	Check(e Event, v Evidence) error
}
