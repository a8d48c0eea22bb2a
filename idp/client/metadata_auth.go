package client

import (
	"net/netip"
	"slices"
)

// checkMethod wants of each way to authenticate what it needs, and nothing that
// belongs to another (OpenID Connect Core section 9, RFC 8705 section 2).
func (c *Client) checkMethod() error {
	m := c.Metadata
	if !slices.Contains(knownMethods, c.Method) {
		return fault("token_endpoint_auth_method", "is not one that is served")
	}
	if len(m.JWKS) > 0 && m.JWKSURI != "" {
		return fault("jwks", "and jwks_uri must not be used together")
	}
	if (c.Method == PrivateKeyJWT || c.Method == SelfSignedTLS) && !c.HasKeys() {
		return fault("jwks", "or jwks_uri is needed by this token_endpoint_auth_method")
	}
	if err := c.checkAuthAlg(); err != nil {
		return err
	}
	return c.checkCertificateName()
}

// checkAuthAlg is for those alone who sign assertions: with a key of their own,
// or with the secret.
func (c *Client) checkAuthAlg() error {
	alg := c.Metadata.AuthSigningAlg
	var may []string
	switch c.Method {
	case PrivateKeyJWT:
		may = ClientAlgs()
	case SecretJWT:
		may = SecretAlgs()
	}
	if alg != "" && !slices.Contains(may, alg) {
		return fault("token_endpoint_auth_signing_alg", "does not go with this token_endpoint_auth_method")
	}
	return nil
}

// checkCertificateName wants exactly one name of the certificate of a client
// that a PKI vouches for (RFC 8705 section 2.1.2).
func (c *Client) checkCertificateName() error {
	m, given := c.Metadata, 0
	for member, name := range map[string]string{
		"tls_client_auth_subject_dn": m.TLSSubjectDN, "tls_client_auth_san_dns": m.TLSSanDNS, "tls_client_auth_san_uri": m.TLSSanURI,
		"tls_client_auth_san_ip": m.TLSSanIP, "tls_client_auth_san_email": m.TLSSanEmail,
	} {
		if name == "" {
			continue
		}
		given++
		if !printable(name) || len(name) > maxURI {
			return fault(member, "must be printable")
		}
	}
	if c.Method != TLS && given > 0 {
		return fault("tls_client_auth_*", "members go with the token_endpoint_auth_method tls_client_auth alone")
	}
	if c.Method == TLS && given != 1 {
		return fault("token_endpoint_auth_method", "tls_client_auth needs exactly one of the tls_client_auth_* members")
	}
	if _, err := netip.ParseAddr(m.TLSSanIP); m.TLSSanIP != "" && err != nil {
		return fault("tls_client_auth_san_ip", "must be an IP address")
	}
	if _, err := parseDN(m.TLSSubjectDN); m.TLSSubjectDN != "" && err != nil {
		return fault("tls_client_auth_subject_dn", "must be a name as RFC 4514 writes it")
	}
	return nil
}
