package client

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"countersign/idp/protocol"
)

// CheckFAPI says what keeps the client out of the FAPI 2.0 Security Profile:
// how it authenticates (section 5.3.2.1 item 6), PKCE (5.3.2.2 item 5), where
// answers go to (5.3.2.2 item 8), by what is signed (5.4.1).
func (c Client) CheckFAPI() error {
	var errs []error
	if !slices.Contains([]AuthMethod{PrivateKeyJWT, TLS, SelfSignedTLS}, c.Method) {
		errs = append(errs, fmt.Errorf("token_endpoint_auth_method is %s, and must be private_key_jwt, tls_client_auth or self_signed_tls_client_auth", c.Method))
	}
	if c.PKCEOptional {
		errs = append(errs, errors.New("PKCE must not be optional"))
	}
	for _, uri := range c.RedirectURIs {
		if strings.HasPrefix(uri, "http://") && c.Metadata.ApplicationType != Native {
			errs = append(errs, fmt.Errorf("redirect URI %s has no TLS", uri))
		}
	}
	m := c.Metadata
	for member, alg := range map[string]string{
		"id_token_signed_response_alg": c.IDTokenAlg, "token_endpoint_auth_signing_alg": m.AuthSigningAlg,
		"request_object_signing_alg": m.RequestAlg, "authorization_signed_response_alg": m.ResponseAlg,
		"userinfo_signed_response_alg": m.UserInfoAlg, "introspection_signed_response_alg": m.IntrospectionAlg,
		"backchannel_authentication_request_signing_alg": m.CIBAAlg,
	} {
		if alg == protocol.RS256 {
			errs = append(errs, fmt.Errorf("%s must not be RS256", member))
		}
	}
	return errors.Join(errs...)
}
