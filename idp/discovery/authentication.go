package discovery

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"countersign/idp/protocol"
)

// authentication is how clients say who they are (RFC 8414 section 2), and
// whether tokens are bound to their certificates (RFC 8705 section 3.3).
type authentication struct {
	TokenMethods      []string `json:"token_endpoint_auth_methods_supported"`
	TokenAlgs         []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	IntrospectMethods []string `json:"introspection_endpoint_auth_methods_supported"`
	IntrospectAlgs    []string `json:"introspection_endpoint_auth_signing_alg_values_supported"`
	RevokeMethods     []string `json:"revocation_endpoint_auth_methods_supported"`
	RevokeAlgs        []string `json:"revocation_endpoint_auth_signing_alg_values_supported"`
	CertificateBound  bool     `json:"tls_client_certificate_bound_access_tokens,omitempty"`
}

// authenticationOf lists the methods: at every endpoint the same, but that
// nobody introspects who keeps no secret.
func authenticationOf(d Deps) authentication {
	confidential := []string{"client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"}
	if d.MTLS && d.Vouched {
		confidential = append(confidential, "tls_client_auth")
	}
	if d.MTLS {
		confidential = append(confidential, "self_signed_tls_client_auth")
	}
	every := append(slices.Clone(confidential), "none")
	algs := []string{"ES256", "PS256", "RS256", "EdDSA", "HS256", "HS384", "HS512"}
	if d.FAPI { // FAPI 2.0 Security Profile sections 5.3.2.1 and 5.4.1
		confidential = slices.DeleteFunc(confidential, func(m string) bool { return strings.HasPrefix(m, "client_secret_") })
		every, algs = confidential, []string{"ES256", "PS256", "EdDSA"}
	}
	return authentication{
		TokenMethods: every, IntrospectMethods: confidential, RevokeMethods: every,
		CertificateBound: d.MTLS,
		TokenAlgs:        algs, IntrospectAlgs: algs, RevokeAlgs: algs,
	}
}

// ours are the algorithms by which we sign.
func ours(d Deps) []string {
	return slices.DeleteFunc(protocol.SigningAlgs(), func(alg string) bool { return d.FAPI && alg == protocol.RS256 })
}

// withAliases adds mtls_endpoint_aliases (RFC 8705 section 5): every endpoint of
// the document that is also served under the name for certificates.
func withAliases(document []byte, d Deps) ([]byte, error) {
	if d.MTLSURL == "" {
		return document, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(document, &members); err != nil {
		return nil, fmt.Errorf("read metadata: %w", err)
	}
	aliases := map[string]string{}
	for name, raw := range members {
		var at string
		if !strings.HasSuffix(name, "_endpoint") || json.Unmarshal(raw, &at) != nil {
			continue
		}
		if path, ours := strings.CutPrefix(at, d.Issuer); ours && slices.Contains(d.MTLSPaths, path) {
			aliases[name] = d.MTLSURL + path
		}
	}
	text, err := json.Marshal(aliases)
	if err != nil {
		return nil, fmt.Errorf("encode aliases: %w", err)
	}
	members["mtls_endpoint_aliases"] = text
	return json.Marshal(members)
}
