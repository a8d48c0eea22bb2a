package push

import (
	"errors"
	"fmt"

	"countersign/audit"
	"countersign/factors/wire"
)

// CheckEvidence verifies a stored decision by itself, years later: the device
// signed this very challenge, and what it signed is what the record says. The
// challenge's own signature is not needed: the device vouched for its bytes.
func CheckEvidence(e audit.Event, v audit.Evidence) error {
	key, err := wire.ParseKey(v.DeviceKey)
	if err != nil {
		return fmt.Errorf("read the device's key: %w", err)
	}
	object, err := wire.Parse(v.Decision, wire.MaxDecision)
	if err != nil {
		return fmt.Errorf("read the decision: %w", err)
	}
	if err := object.Verify(wire.TypeDecision, key); err != nil {
		return fmt.Errorf("verify the decision: %w", err)
	}
	var d wire.Decision
	if err := object.Claims(&d); err != nil {
		return fmt.Errorf("read the decision: %w", err)
	}
	if d.CHash != wire.CHash(v.Challenge) {
		return errors.New("the decision answers another challenge")
	}
	if d.CID != e.Challenge || d.Device != e.Device || string(d.Decision) != e.Detail["decision"] {
		return errors.New("the decision says something else than the record")
	}
	if e.Detail["uv"] != "" && d.UV == nil {
		return errors.New("the record tells of a user-verification key that did not sign")
	}
	return nil
}
