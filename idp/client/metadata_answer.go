package client

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"countersign/idp/protocol"
)

// Errors of what a client registers about what it gets back and what people see
// of it.
var (
	ErrResponseAlg = errors.New("authorization_signed_response_alg must be ES256, RS256, PS256 or EdDSA")
	ErrAboutURI    = errors.New("client_uri, logo_uri, policy_uri, tos_uri and initiate_login_uri must be https (http on loopback only), without fragment or user name")
)

// checkAnswers looks at JARM section 3, and at what OpenID Connect Dynamic
// Client Registration section 2 has people shown. initiate_login_uri must be
// https (the same section).
func (m Metadata) checkAnswers() error {
	if m.ResponseAlg != "" && !slices.Contains(protocol.SigningAlgs(), m.ResponseAlg) {
		return fmt.Errorf("%w: %q", ErrResponseAlg, m.ResponseAlg)
	}
	for _, uri := range []string{m.ClientURI, m.LogoURI, m.PolicyURI, m.TOSURI, m.InitiateLoginURI} {
		if uri != "" && (!acceptable(uri) || !strings.HasPrefix(uri, "https://") && !strings.HasPrefix(uri, "http://")) {
			return fmt.Errorf("%w: %q", ErrAboutURI, uri)
		}
	}
	return nil
}
