package client

import (
	"errors"
	"slices"
	"strings"

	"countersign/idp/protocol"
)

// CheckFAPI says what keeps the client out of the FAPI 2.0 Security Profile, each
// as a *Fault with its remedy: how it authenticates (section 5.3.2.1 item 6),
// PKCE (5.3.2.2 item 5), where answers go to (5.3.2.2 item 8), by what is signed
// (5.4.1).
func (c Client) CheckFAPI() error {
	var errs []error
	if !slices.Contains([]AuthMethod{PrivateKeyJWT, TLS, SelfSignedTLS}, c.Method) {
		errs = append(errs, fault("token_endpoint_auth_method", "must be private_key_jwt, tls_client_auth or self_signed_tls_client_auth under the FAPI profile"))
	}
	if c.PKCEOptional {
		errs = append(errs, fault("pkce_optional", "must not be set under the FAPI profile"))
	}
	if c.Metadata.ApplicationType != Native && slices.ContainsFunc(c.RedirectURIs, func(uri string) bool { return strings.HasPrefix(uri, "http://") }) {
		errs = append(errs, fault("redirect_uris", "must be https under the FAPI profile, but for a native application's loopback address"))
	}
	m := c.Metadata
	for _, signs := range []struct{ member, alg string }{
		{"id_token_signed_response_alg", c.IDTokenAlg}, {"token_endpoint_auth_signing_alg", m.AuthSigningAlg},
		{"request_object_signing_alg", m.RequestAlg}, {"authorization_signed_response_alg", m.ResponseAlg},
		{"userinfo_signed_response_alg", m.UserInfoAlg}, {"introspection_signed_response_alg", m.IntrospectionAlg},
		{"backchannel_authentication_request_signing_alg", m.CIBAAlg},
	} {
		if signs.alg == protocol.RS256 {
			errs = append(errs, fault(signs.member, "must be ES256, PS256 or EdDSA under the FAPI profile"))
		}
	}
	return errors.Join(errs...)
}
