package client

import (
	"crypto/rand"
	"slices"
	"strings"
	"time"

	strict "github.com/go-jose/go-jose/v4/json" // case counts, and no member comes twice
)

// maxDynamicURIs bounds the redirect URIs of a client that registers itself.
const maxDynamicURIs = 10

// Dynamic says whether the client registered itself.
func (c Client) Dynamic() bool { return len(c.RegistrationHash) > 0 }

// NewDynamic is a client that registers itself, and its secret, if it has one.
// hash is of the token by which it looks after its registration.
func NewDynamic(wish Registration, hash []byte, statement string, now time.Time) (Client, string, error) {
	c := Client{ID: newID(), Created: now, RegistrationHash: hash, SoftwareStatement: statement}
	if err := c.become(wish, now); err != nil {
		return Client{}, "", err
	}
	return c, c.settle(""), nil
}

// Replaced is the client as the wish wants it, the whole of it, and its new
// secret, if its new method needs one that it has not.
func (c Client) Replaced(wish Registration, now time.Time) (Client, string, error) {
	before := c.Method
	if err := c.become(wish, now); err != nil {
		return Client{}, "", err
	}
	return c, c.settle(before), nil
}

func newID() ID { return ID("client_" + rand.Text()) }

// checkDynamic is what holds besides for a client that nobody looked at. People
// are asked before it learns of them; it signs people in, and does nothing else.
func (c *Client) checkDynamic() error {
	if !c.Dynamic() {
		return nil
	}
	m := c.Metadata
	if !m.ThirdParty {
		return fault("third_party", "cannot be taken from a client that registered itself")
	}
	if m.ApplicationType == "" {
		return fault("application_type", "is needed")
	}
	if m.AccessTokenFormat != "" || len(c.Origins.Web) > 0 || c.Origins.JSONSignIn {
		return fault("access_token_format", "and web_origins are for clients that an administrator made")
	}
	for _, g := range c.Grants {
		if g != GrantCode && g != GrantRefresh {
			return fault("grant_types", "may hold authorization_code and refresh_token")
		}
	}
	for _, s := range c.Scopes {
		if !slices.Contains(DynamicScopes(), s) {
			return fault("scope", "may hold openid, profile, email and offline_access")
		}
	}
	if len(c.RedirectURIs) > maxDynamicURIs || len(c.PostLogoutRedirectURIs) > maxDynamicURIs {
		return fault("redirect_uris", "and post_logout_redirect_uris may be ten at most")
	}
	for _, uri := range []string{
		m.ClientURI, m.LogoURI, m.PolicyURI, m.TOSURI, m.InitiateLoginURI, m.BackchannelLogoutURI, m.FrontchannelLogoutURI,
	} {
		if strings.HasPrefix(uri, "http:") {
			return fault("client_uri", "and all other addresses but redirect URIs must be https")
		}
	}
	return nil
}

// DynamicScopes are those that a client may register itself for.
func DynamicScopes() []string { return []string{"openid", "profile", "email", ScopeOffline} }

// CheckSector holds the client against the document at its
// sector_identifier_uri: it must list every redirect URI (OpenID Connect Dynamic
// Client Registration section 5). get fetches a document.
func (c Client) CheckSector(get func(uri string) ([]byte, error)) error {
	if c.Metadata.SectorIdentifierURI == "" {
		return nil
	}
	text, err := get(c.Metadata.SectorIdentifierURI)
	if err != nil {
		return &Fault{Member: "sector_identifier_uri", Want: "could not be read", Cause: err}
	}
	var listed []string
	if err := strict.Unmarshal(text, &listed); err != nil {
		return fault("sector_identifier_uri", "must lead to a JSON array of redirect URIs")
	}
	for _, uri := range c.RedirectURIs {
		if !slices.Contains(listed, uri) {
			return fault("sector_identifier_uri", "must list every redirect URI")
		}
	}
	return nil
}
