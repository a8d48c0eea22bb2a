package client

import (
	"slices"

	"countersign/idp/protocol"
)

// Algorithms that are served. None and HS256 are not among those of signatures
// that others make or read: the first is none, the second is no signature.

// OurAlgs are those that we sign with.
func OurAlgs() []string { return protocol.SigningAlgs() }

// ClientAlgs are those that clients may sign with, by keys of their own.
func ClientAlgs() []string { return []string{"ES256", "PS256", "RS256", "EdDSA"} }

// SecretAlgs are those of client_secret_jwt.
func SecretAlgs() []string { return []string{"HS256", "HS384", "HS512"} }

func (c *Client) checkAlgs() error {
	if !slices.Contains(OurAlgs(), c.IDTokenAlg) {
		return ErrAlg
	}
	m := c.Metadata
	for member, alg := range map[string]string{
		"userinfo_signed_response_alg": m.UserInfoAlg, "introspection_signed_response_alg": m.IntrospectionAlg,
		"authorization_signed_response_alg": m.ResponseAlg,
	} {
		if alg != "" && !slices.Contains(OurAlgs(), alg) {
			return fault(member, "is not one that we sign with")
		}
	}
	for member, alg := range map[string]string{
		"request_object_signing_alg": m.RequestAlg, "backchannel_authentication_request_signing_alg": m.CIBAAlg,
	} {
		if alg == "" {
			continue
		}
		if !slices.Contains(ClientAlgs(), alg) {
			return fault(member, "is not one that we verify")
		}
		if !c.HasKeys() {
			return fault(member, "needs jwks or jwks_uri")
		}
	}
	return nil
}
