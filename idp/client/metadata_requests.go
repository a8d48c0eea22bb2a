package client

import "strings"

// checkRequests is about what the client asks with (RFC 9101, RFC 9126, OpenID
// Connect Dynamic Client Registration section 2).
func (c *Client) checkRequests() error {
	m := c.Metadata
	const mostRequestURIs, mostValues = 20, 20
	if len(m.RequestURIs) > mostRequestURIs {
		return fault("request_uris", "are too many")
	}
	for _, uri := range m.RequestURIs {
		bare, _, _ := strings.Cut(uri, "#") // the digest of what lies there may follow
		if len(uri) > maxURI || !graphic(uri) || !secure(bare) {
			return fault("request_uris", "must be https URLs")
		}
	}
	if m.RequireSignedRequest && !c.HasKeys() {
		return fault("require_signed_request_object", "needs jwks or jwks_uri")
	}
	if m.DefaultMaxAge != nil && *m.DefaultMaxAge < 0 {
		return fault("default_max_age", "must not be negative")
	}
	for member, values := range map[string][]string{
		"default_acr_values": m.DefaultACR, "authorization_details_types": m.DetailTypes,
	} {
		if len(values) > mostValues {
			return fault(member, "are too many")
		}
		for _, v := range values {
			if len(v) > maxWords || !graphic(v) {
				return fault(member, "must be short, of ASCII without spaces")
			}
		}
	}
	return nil
}
