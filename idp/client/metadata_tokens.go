package client

import (
	"net/url"
	"slices"
)

// SubjectTypes are those that are served (OpenID Connect Core section 8).
func SubjectTypes() []string { return []string{"public", "pairwise"} }

// checkTokens is about what the client gets.
func (c *Client) checkTokens() error {
	m := c.Metadata
	if m.SubjectType != "" && !slices.Contains(SubjectTypes(), m.SubjectType) {
		return fault("subject_type", "is not one that is served")
	}
	if m.SectorIdentifierURI != "" && !secure(m.SectorIdentifierURI) {
		return fault("sector_identifier_uri", "must be an https URL")
	}
	if m.SubjectType == "pairwise" && m.SectorIdentifierURI == "" && !c.oneHost() {
		return fault("sector_identifier_uri", "is needed for subject_type pairwise, where redirect URIs have several hosts")
	}
	if m.AccessTokenFormat != "" && m.AccessTokenFormat != "jwt" {
		return fault("access_token_format", "must be jwt, or left out")
	}
	return nil
}

// oneHost says whether all redirect URIs have one host, which then is the
// client's sector (OpenID Connect Core section 8.1).
func (c *Client) oneHost() bool {
	hosts := map[string]bool{}
	for _, uri := range c.RedirectURIs {
		u, err := url.Parse(uri)
		if err != nil {
			return false
		}
		hosts[u.Hostname()] = true
	}
	return len(hosts) <= 1
}
