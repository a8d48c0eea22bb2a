package webauthn

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
)

// Claim is whose assertion a response says it is, before anything of it was
// verified: enough to look up the credential to verify it with.
type Claim struct {
	CredentialID []byte
	// UserHandle is absent unless the credential is a discoverable one.
	UserHandle []byte
}

// ReadClaim reads whose assertion the response says it is. It verifies nothing.
func ReadClaim(response []byte) (Claim, error) {
	parsed, err := parseAssertion(response)
	if err != nil {
		return Claim{}, fmt.Errorf("read assertion: %w", err)
	}
	return Claim{CredentialID: parsed.RawID, UserHandle: parsed.Response.UserHandle}, nil
}

// VerifyAssertion verifies the JSON of a PublicKeyCredential that
// navigator.credentials.get made for challenge with the credential (section
// 7.2). Whoever calls keeps the new sign count and backup state.
func VerifyAssertion(response, challenge []byte, rp RP, c Credential) (Assertion, error) {
	if len(challenge) < 16 {
		return Assertion{}, fmt.Errorf("verify assertion: %w: no challenge", ErrRefused)
	}
	parsed, err := parseAssertion(response)
	if err != nil {
		return Assertion{}, fmt.Errorf("verify assertion: %w", err)
	}
	if len(c.ID) == 0 || !bytes.Equal(parsed.RawID, c.ID) {
		return Assertion{}, fmt.Errorf("verify assertion: %w: by another credential", ErrRefused)
	}
	if err := checkClient(parsed.Response.CollectedClientData, rp); err != nil {
		return Assertion{}, fmt.Errorf("verify assertion: %w", err)
	}
	err = parsed.Verify(base64.RawURLEncoding.EncodeToString(challenge), rp.ID, "", []string{rp.Origin}, nil, nil,
		protocol.TopOriginExplicitVerificationMode, false, true, true, c.PublicKey, protocol.SignaturePolicy{})
	if err != nil {
		return Assertion{}, fmt.Errorf("verify assertion: %w", reason(err))
	}
	data := parsed.Response.AuthenticatorData
	if err := checkFlags(data.Flags); err != nil {
		return Assertion{}, fmt.Errorf("verify assertion: %w", err)
	}
	if data.Flags.HasBackupEligible() != c.BackupEligible { // step 20
		return Assertion{}, fmt.Errorf("verify assertion: %w: backup eligibility changed", ErrRefused)
	}
	return Assertion{
		SignCount: data.Counter, CountFell: (data.Counter > 0 || c.SignCount > 0) && data.Counter <= c.SignCount,
		BackupEligible: c.BackupEligible, BackedUp: data.Flags.HasBackupState(),
		UserHandle: parsed.Response.UserHandle,
	}, nil
}

func parseAssertion(response []byte) (*protocol.ParsedCredentialAssertionData, error) {
	if len(response) > MaxResponse {
		return nil, fmt.Errorf("%w: too long", ErrRefused)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return nil, reason(err)
	}
	return parsed, nil
}
