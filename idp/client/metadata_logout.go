package client

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Errors of what a client registers to hear of sign-outs.
var (
	ErrBackchannelLogout error = fault("backchannel_logout_uri", "must be https (http on loopback only), without fragment or user name")
	// ErrFrontchannelLogout is a rule of Front-Channel Logout section 2: else a
	// client could have people's browsers load any page.
	ErrFrontchannelLogout error = fault("frontchannel_logout_uri", "must have the scheme, host and port of one of the redirect URIs, without fragment or user name")
	ErrLogoutSession      error = fault("backchannel_logout_session_required", "or its front-channel kin: a logout URI is needed where the client wants the session with it")
)

// checkLogout looks at what Back-Channel and Front-Channel Logout register
// (section 2.2 and section 2).
func (c *Client) checkLogout() error {
	m := c.Metadata
	if m.BackchannelLogoutURI == "" && m.BackchannelLogoutSession || m.FrontchannelLogoutURI == "" && m.FrontchannelLogoutSession {
		return ErrLogoutSession
	}
	if m.BackchannelLogoutURI != "" && siteOf(m.BackchannelLogoutURI) == "" {
		return fmt.Errorf("%w: %q", ErrBackchannelLogout, m.BackchannelLogoutURI)
	}
	if site := siteOf(m.FrontchannelLogoutURI); m.FrontchannelLogoutURI != "" &&
		(site == "" || !slices.ContainsFunc(c.RedirectURIs, func(r string) bool { return siteOf(r) == site })) {
		return fmt.Errorf("%w: %q", ErrFrontchannelLogout, m.FrontchannelLogoutURI)
	}
	return nil
}

// siteOf is scheme, host and port of a URI of the web that may be registered,
// or "".
func siteOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || !acceptable(uri) || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}
