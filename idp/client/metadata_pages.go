package client

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// checkPages is about what people see of the application, and who answers for it
// (RFC 7591 section 2).
func (c *Client) checkPages() error {
	m := c.Metadata
	for member, uri := range map[string]string{
		"client_uri": m.ClientURI, "logo_uri": m.LogoURI, "policy_uri": m.PolicyURI, "tos_uri": m.TOSURI,
	} {
		if uri != "" && !reachable(uri) {
			return fault(member, "must be an https URL (http on loopback only), without fragment or user name")
		}
	}
	if m.InitiateLoginURI != "" && !secure(m.InitiateLoginURI) { // OpenID Connect Core section 4
		return fault("initiate_login_uri", "must be an https URL, without fragment or user name")
	}
	const mostContacts = 10
	if len(m.Contacts) > mostContacts {
		return fault("contacts", "are too many")
	}
	for _, contact := range m.Contacts {
		if !brief(contact) {
			return fault("contacts", "must be short and printable")
		}
	}
	if m.SoftwareID != "" && !brief(m.SoftwareID) || m.SoftwareVersion != "" && !brief(m.SoftwareVersion) {
		return fault("software_id", "and software_version must be short and printable")
	}
	return nil
}

func brief(text string) bool { return printable(text) && utf8.RuneCountInString(text) <= maxWords }

// secure says whether we, or browsers, can be sent to a URI of a client: https,
// absolute, and nothing in it that hides where it leads.
func secure(uri string) bool {
	return strings.HasPrefix(uri, "https://") && acceptable(uri)
}

// reachable is secure, or a developer's own machine.
func reachable(uri string) bool {
	u, err := url.Parse(uri)
	return secure(uri) || err == nil && u.Scheme == "http" && acceptable(uri)
}
