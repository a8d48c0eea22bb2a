package client

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"countersign/idp/protocol"
)

// Errors of registration.
var (
	ErrName        = errors.New("a client's name must be 1 to 100 printable characters")
	ErrRedirectURI = errors.New("a redirect URI must be absolute, https (http on loopback only, or a private-use scheme with a dot), without fragment, user name or wildcard")
	ErrNoRedirect  = errors.New("a client that signs people in needs at least one redirect URI")
	ErrGrant       = errors.New("a grant must be authorization_code, refresh_token or client_credentials")
	ErrScope       = errors.New("this scope is not known")
	ErrAlg         = errors.New("the ID token algorithm must be ES256, RS256, PS256 or EdDSA")
	ErrPKCE        = errors.New("PKCE can be optional for a confidential client only")
	ErrPublic      = errors.New("a public client has no secret")
	ErrOwnName     = errors.New("a client can have tokens in its own name only if it keeps a secret, and for the scopes push and push:reset")
)

// maxURI bounds a registered URI.
const maxURI = 2000

// Registration is what an administrator asks for. Empty members get defaults.
type Registration struct {
	Name                   string
	Public                 bool
	RedirectURIs           []string
	PostLogoutRedirectURIs []string
	Grants                 []string // default: authorization_code, and refresh_token with offline_access
	Scopes                 []string // default: openid profile email
	IDTokenAlg             string   // default: ES256
	PKCEOptional           bool
	Origins                Origins
	Metadata               Metadata
}

// client checks the wish and makes a client of it.
func (w Registration) client(now time.Time) (Client, error) {
	c := Client{
		ID: ID("client_" + rand.Text()), Name: strings.TrimSpace(w.Name), Method: Basic,
		RedirectURIs: w.RedirectURIs, PostLogoutRedirectURIs: w.PostLogoutRedirectURIs,
		Grants: w.Grants, Scopes: w.Scopes, IDTokenAlg: w.IDTokenAlg, PKCEOptional: w.PKCEOptional, Origins: w.Origins, Metadata: w.Metadata,
		Created: now, Updated: now,
	}
	if w.Public {
		c.Method = None
	}
	c.fill()
	return c, c.check()
}

// fill sets the defaults.
func (c *Client) fill() {
	if len(c.Scopes) == 0 && c.signsIn() {
		c.Scopes = []string{"openid", "profile", "email"}
	}
	if c.signsIn() && !slices.Contains(c.Scopes, "openid") {
		c.Scopes = append([]string{"openid"}, c.Scopes...)
	}
	if len(c.Grants) == 0 {
		c.Grants = []string{GrantCode}
		if slices.Contains(c.Scopes, "offline_access") {
			c.Grants = append(c.Grants, GrantRefresh)
		}
	}
	if c.IDTokenAlg == "" {
		c.IDTokenAlg = "ES256"
	}
}

// signsIn says whether people sign in to the client. One that only has tokens
// in its own name is a program that they never see.
func (c *Client) signsIn() bool { return len(c.Grants) == 0 || c.Allows(GrantCode) }

func (c *Client) check() error {
	if !printable(c.Name) || utf8.RuneCountInString(c.Name) > 100 {
		return ErrName
	}
	if c.signsIn() && len(c.RedirectURIs) == 0 {
		return ErrNoRedirect
	}
	for _, uri := range slices.Concat(c.RedirectURIs, c.PostLogoutRedirectURIs) {
		if !acceptable(uri) {
			return fmt.Errorf("%w: %q", ErrRedirectURI, uri)
		}
	}
	if !c.Allows(GrantCode) && !c.Allows(GrantClient) {
		return fmt.Errorf("%w: without authorization_code or client_credentials it could get no token", ErrGrant)
	}
	for _, g := range c.Grants {
		if g != GrantCode && g != GrantRefresh && g != GrantClient {
			return fmt.Errorf("%w: %q", ErrGrant, g)
		}
	}
	for _, s := range c.Scopes {
		if !slices.Contains([]string{"openid", "profile", "email", "offline_access", ScopePush, ScopePushReset}, s) {
			return fmt.Errorf("%w: %q", ErrScope, s)
		}
	}
	if c.Allows(GrantClient) && (c.Public() || len(c.OwnScopes()) == 0) {
		return ErrOwnName
	}
	if !slices.Contains(protocol.SigningAlgs(), c.IDTokenAlg) {
		return ErrAlg
	}
	if c.PKCEOptional && c.Public() {
		return ErrPKCE
	}
	if err := errors.Join(c.Metadata.checkLogout(c.RedirectURIs), c.Metadata.checkAnswers()); err != nil {
		return err
	}
	return c.checkOrigins()
}

// acceptable says whether a URI may be registered (RFC 6749 section 3.1.2,
// RFC 8252 section 7, RFC 9700 section 4.1).
func acceptable(uri string) bool {
	if len(uri) > maxURI || strings.ContainsAny(uri, "*#\\") || !graphic(uri) {
		return false
	}
	u, err := url.Parse(uri)
	if err != nil || u.User != nil || strings.ContainsAny(u.Host, ";,'") {
		return false // such a host would end the directive of our pages' policy
	}
	switch u.Scheme {
	case "https":
		return u.Hostname() != "" && u.Opaque == ""
	case "http":
		return loopback(u.Hostname())
	default:
		// A reversed domain name: no javascript:, data:, file: or blob: has a dot.
		return strings.Contains(u.Scheme, ".") && strings.HasPrefix(uri, u.Scheme+":")
	}
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// printable says whether a name holds nothing that could break a line.
func printable(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
}

// graphic says whether a URI is of visible ASCII alone (RFC 3986 section 2):
// it will stand in a Location header.
func graphic(uri string) bool {
	return uri != "" && !strings.ContainsFunc(uri, func(r rune) bool { return r <= 0x20 || r >= 0x7f })
}

// wellFormed says whether an id could be one that we made.
func (id ID) wellFormed() bool {
	return id != "" && len(id) <= 100 && !strings.ContainsFunc(string(id), func(r rune) bool {
		return r > 0x7e || r != '_' && r != '-' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
