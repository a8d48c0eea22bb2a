package discovery

// authentication is how clients say who they are (RFC 8414 section 2).
type authentication struct {
	TokenMethods      []string `json:"token_endpoint_auth_methods_supported"`
	TokenAlgs         []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	IntrospectMethods []string `json:"introspection_endpoint_auth_methods_supported"`
	IntrospectAlgs    []string `json:"introspection_endpoint_auth_signing_alg_values_supported"`
	RevokeMethods     []string `json:"revocation_endpoint_auth_methods_supported"`
	RevokeAlgs        []string `json:"revocation_endpoint_auth_signing_alg_values_supported"`
}

// authenticationOf lists the methods: at every endpoint the same, but that
// nobody introspects who keeps no secret.
func authenticationOf() authentication {
	confidential := []string{"client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"}
	every := append(confidential[:len(confidential):len(confidential)], "none")
	algs := []string{"ES256", "PS256", "RS256", "EdDSA", "HS256", "HS384", "HS512"}
	return authentication{
		TokenMethods: every, IntrospectMethods: confidential, RevokeMethods: every,
		TokenAlgs: algs, IntrospectAlgs: algs, RevokeAlgs: algs,
	}
}
