package client

import "slices"

// SubjectTypes are those that are served (OpenID Connect Core section 8).
func SubjectTypes() []string { return []string{"public"} }

// checkTokens is about what the client gets.
func (c *Client) checkTokens() error {
	m := c.Metadata
	if m.SubjectType != "" && !slices.Contains(SubjectTypes(), m.SubjectType) {
		return fault("subject_type", "is not one that is served")
	}
	if m.SectorIdentifierURI != "" && !secure(m.SectorIdentifierURI) {
		return fault("sector_identifier_uri", "must be an https URL")
	}
	if m.AccessTokenFormat != "" && m.AccessTokenFormat != "jwt" {
		return fault("access_token_format", "must be jwt, or left out")
	}
	return nil
}
