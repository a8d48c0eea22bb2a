package client

import "net/url"

// The subject types (OpenID Connect Core section 8).
const (
	SubjectPublic   = "public"
	SubjectPairwise = "pairwise"
)

// Pairwise says whether the client knows people by names that clients of other
// sectors do not.
func (c Client) Pairwise() bool { return c.Metadata.SubjectType == SubjectPairwise }

// Sector is the sector identifier (OpenID Connect Core section 8.1): the host
// of sector_identifier_uri, or of the redirect URIs, which then have one.
func (c Client) Sector() string {
	uri := c.Metadata.SectorIdentifierURI
	if uri == "" && len(c.RedirectURIs) > 0 {
		uri = c.RedirectURIs[0]
	}
	if u, err := url.Parse(uri); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return string(c.ID) // a redirect URI without host: no other client is of its sector
}
