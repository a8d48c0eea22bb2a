package webauthn

import (
	"encoding/base64"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// VerifyRegistration verifies the JSON of a PublicKeyCredential that
// navigator.credentials.create made for challenge (section 7.1). Where trust asks
// for no attestation, only "none" and a key's signature by itself are taken, and
// neither proves anything about where the key is kept.
func VerifyRegistration(response, challenge []byte, rp RP, trust Trust) (Credential, error) {
	if len(response) > MaxResponse || len(challenge) < 16 {
		return Credential{}, fmt.Errorf("verify registration: %w: too long, or no challenge", ErrRefused)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return Credential{}, fmt.Errorf("verify registration: %w", reason(err))
	}
	r := parsed.Response
	if err := checkClient(r.CollectedClientData, rp); err != nil {
		return Credential{}, fmt.Errorf("verify registration: %w", err)
	}
	attested := trust.detach(&parsed.Response.AttestationObject)
	if err := checkStatement(parsed.Response.AttestationObject); err != nil {
		return Credential{}, fmt.Errorf("verify registration: %w", err)
	}
	clientHash, err := parsed.Verify(base64.RawURLEncoding.EncodeToString(challenge), rp.ID, []string{rp.Origin}, nil, nil,
		protocol.TopOriginExplicitVerificationMode, false, true, true, nil, parameters(),
		protocol.AttestationPolicy{}, protocol.SignaturePolicy{})
	if err != nil {
		return Credential{}, fmt.Errorf("verify registration: %w", reason(err))
	}
	data := r.AttestationObject.AuthData
	if err := checkFlags(data.Flags); err != nil {
		return Credential{}, fmt.Errorf("verify registration: %w", err)
	}
	if err := checkKey(data.AttData.CredentialPublicKey); err != nil {
		return Credential{}, fmt.Errorf("verify registration: %w", err)
	}
	c := Credential{
		ID: data.AttData.CredentialID, PublicKey: data.AttData.CredentialPublicKey, AAGUID: data.AttData.AAGUID,
		SignCount: data.Counter, BackupEligible: data.Flags.HasBackupEligible(), BackedUp: data.Flags.HasBackupState(),
	}
	if err := trust.judge(attested, clientHash); err == nil {
		c.Attested, c.Told = true, "hardware"
	} else {
		c.Told = err.Error()
	}
	for _, t := range r.Transports {
		switch t { // what is not known is not kept
		case protocol.USB, protocol.NFC, protocol.BLE, protocol.SmartCard, protocol.Hybrid, protocol.Internal:
			c.Transports = append(c.Transports, string(t))
		}
	}
	return c, nil
}

// checkStatement takes the two statements that a browser passes on where no
// attestation was asked for (section 5.1.3, step 20).
func checkStatement(a protocol.AttestationObject) error {
	_, chain := a.AttStatement["x5c"]
	_, group := a.AttStatement["ecdaaKeyId"] // of Level 1
	switch {
	case a.Format == string(protocol.AttestationFormatNone):
	case a.Format == string(protocol.AttestationFormatPacked) && !chain && !group:
	default:
		return fmt.Errorf("%w: attestation %.40q was not asked for", ErrRefused, a.Format)
	}
	return nil
}

func parameters() []protocol.CredentialParameter {
	var out []protocol.CredentialParameter
	for _, a := range Algorithms() {
		out = append(out, protocol.CredentialParameter{
			Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.COSEAlgorithmIdentifier(a),
		})
	}
	return out
}
