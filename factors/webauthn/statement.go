package webauthn

import (
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"countersign/factors/attest"
)

// Trust is what the attestation of a new credential is measured by. The zero
// Trust asks for none.
type Trust struct {
	Rules attest.Rules
	Now   time.Time
}

// statement is an attestation statement, taken out of its object.
type statement struct{ protocol.AttestationObject }

// detach takes a statement out of the object, where somebody looks at such. What
// is left is an object of the format "none", so that one that nobody can judge
// costs its credential the proof and nothing else.
func (t Trust) detach(o *protocol.AttestationObject) *statement {
	if !t.Rules.Credentials() || checkStatement(*o) == nil {
		return nil
	}
	s := &statement{*o}
	o.Format, o.AttStatement, o.SubStatements = string(protocol.AttestationFormatNone), nil, nil
	return s
}

// judge says why the statement does not prove that its key is kept in hardware;
// nil if it does.
func (t Trust) judge(s *statement, clientHash []byte) error {
	if s == nil {
		return errors.New("no attestation")
	}
	if s.AuthData.Flags.HasBackupEligible() {
		return errors.New("attestation of a key that may be on several machines")
	}
	c, err := s.credential(clientHash)
	if err != nil {
		return err
	}
	switch protocol.AttestationFormat(s.Format) {
	case protocol.AttestationFormatPacked:
		return t.judgeSigned(s, c)
	case protocol.AttestationFormatTPM:
		if area, _ := s.AttStatement["pubArea"].([]byte); !attest.StaysInTPM(area) {
			return errors.New("attestation of a key that may leave its TPM")
		}
		return t.judgeSigned(s, c)
	// The library has these makers' roots built in, and lets their certificates
	// outlive their time. Ours are the operator's, and hold as long as they say.
	case protocol.AttestationFormatAndroidKey:
		return t.Rules.AndroidCredential(c, t.Now)
	case protocol.AttestationFormatApple:
		return t.Rules.AppleCredential(c, t.Now)
	default:
		return fmt.Errorf("attestation %.40q is not known", s.Format)
	}
}

// judgeSigned verifies a statement that the first certificate's key signed.
func (t Trust) judgeSigned(s *statement, c attest.Credential) error {
	if err := s.VerifyAttestation(c.ClientHash, nil, protocol.AttestationPolicy{}, protocol.SignaturePolicy{}); err != nil {
		return reason(err)
	}
	return t.Rules.Chain(c, t.Now)
}

// credential is what the statement is about.
func (s *statement) credential(clientHash []byte) (attest.Credential, error) {
	c := attest.Credential{Data: s.RawAuthData, ClientHash: clientHash}
	list, _ := s.AttStatement["x5c"].([]any)
	for _, v := range list {
		der, ok := v.([]byte)
		if !ok {
			return c, errors.New("attestation: a certificate of no bytes")
		}
		c.X5C = append(c.X5C, der)
	}
	c.Signature, _ = s.AttStatement["sig"].([]byte)
	key, err := webauthncose.ParsePublicKey(s.AuthData.AttData.CredentialPublicKey)
	if err != nil {
		return c, reason(err)
	}
	// Those who certify the key itself certify no others.
	if ec, ok := key.(webauthncose.EC2PublicKeyData); ok {
		c.Key, err = ec.ToECDSA()
	}
	return c, err
}
