package storage

import (
	"encoding/json"
	"fmt"

	"countersign/factors/device"
	"countersign/factors/webauthn"
	"countersign/factors/wire"
)

// verifierJSON is devices.uv: a user-verification key as it was registered. Its
// sign count is a column of its own, since it changes.
type verifierJSON struct {
	Kind           device.VerifierKind `json:"kind"`
	Attested       bool                `json:"attested,omitempty"`
	ID             []byte              `json:"id,omitempty"`
	COSE           []byte              `json:"cose,omitempty"`
	AAGUID         []byte              `json:"aaguid,omitempty"`
	Transports     []string            `json:"transports,omitempty"`
	BackupEligible bool                `json:"be,omitempty"`
	BackedUp       bool                `json:"bs,omitempty"`
	JWK            *wire.Key           `json:"jwk,omitempty"`
}

func verifierText(v device.Verifier) (string, error) {
	if v.Kind == device.NoVerifier {
		return "", nil
	}
	c := v.Credential
	stored := verifierJSON{
		Kind: v.Kind, Attested: v.Attested, ID: c.ID, COSE: c.PublicKey, AAGUID: c.AAGUID, Transports: c.Transports,
		BackupEligible: c.BackupEligible, BackedUp: c.BackedUp,
	}
	if !v.Key.IsZero() {
		stored.JWK = &v.Key
	}
	text, err := json.Marshal(stored)
	if err != nil {
		return "", fmt.Errorf("write a user-verification key: %w", err)
	}
	return string(text), nil
}

func verifierOf(r deviceRow) (device.Verifier, error) {
	if r.Uv == "" {
		return device.Verifier{}, nil
	}
	var s verifierJSON
	if err := json.Unmarshal([]byte(r.Uv), &s); err != nil {
		return device.Verifier{}, fmt.Errorf("read device %s: its user-verification key: %w", r.ID, err)
	}
	v := device.Verifier{Kind: s.Kind, Attested: s.Attested}
	if s.JWK != nil {
		v.Key = *s.JWK
		return v, nil
	}
	v.Credential = webauthn.Credential{
		ID: s.ID, PublicKey: s.COSE, AAGUID: s.AAGUID, Transports: s.Transports, SignCount: uint32(r.UvCount),
		BackupEligible: s.BackupEligible, BackedUp: s.BackedUp, Attested: s.Attested,
	}
	return v, nil
}
