package client

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Errors of registration. What is wrong with a member of Metadata is a Fault.
var (
	ErrName        = errors.New("a client's name must be 1 to 100 printable characters")
	ErrRedirectURI = errors.New("a redirect URI must be absolute, https (http on loopback only, or a private-use scheme with a dot), without fragment, user name or wildcard")
	ErrNoRedirect  = errors.New("a client that signs people in needs at least one redirect URI")
	ErrGrant       = errors.New("a grant must be authorization_code, refresh_token, client_credentials, or the URN of the device, CIBA or token exchange grant")
	ErrScope       = errors.New("this scope is not known")
	ErrAlg         = errors.New("the ID token algorithm must be ES256, RS256, PS256 or EdDSA")
	ErrPKCE        = errors.New("PKCE can be optional for a confidential client only")
	ErrPublic      = errors.New("a client that authenticates without a secret has none")
	ErrOwnName     = errors.New("a client can have tokens in its own name only if it keeps a secret, and for the scopes push and push:reset")
)

// The bounds of what is registered.
const (
	maxURI   = 2000
	maxURIs  = 50 // of one kind
	maxWords = 200
)

// Registration is what somebody asks for: an administrator, or a client itself
// (RFC 7591). Empty members get defaults.
type Registration struct {
	Name                   string
	Public                 bool       // the same as the method none
	Method                 AuthMethod // default: client_secret_basic
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
	c := Client{ID: newID(), Created: now}
	err := c.become(w, now)
	return c, err
}

// become makes the client what is wished for, the whole of it: nothing that it
// was before is left but its id, its secret and its past. Whoever makes or
// changes a client comes through here, so no door has rules of its own.
func (c *Client) become(w Registration, now time.Time) error {
	c.Name, c.Method = strings.TrimSpace(w.Name), cmp.Or(w.Method, Basic)
	if w.Public && w.Method == "" {
		c.Method = None
	}
	c.RedirectURIs, c.PostLogoutRedirectURIs = w.RedirectURIs, w.PostLogoutRedirectURIs
	c.Grants, c.Scopes, c.IDTokenAlg = w.Grants, w.Scopes, w.IDTokenAlg
	c.PKCEOptional, c.Origins, c.Metadata, c.Updated = w.PKCEOptional, w.Origins, w.Metadata, now
	if w.Public && c.Method != None {
		return fault("token_endpoint_auth_method", "must be none for a public client")
	}
	c.fill()
	return c.check()
}

// fill sets the defaults.
func (c *Client) fill() {
	if len(c.Scopes) == 0 && c.ofPeople() {
		c.Scopes = []string{"openid", "profile", "email"}
	}
	if c.ofPeople() && !slices.Contains(c.Scopes, "openid") {
		c.Scopes = append([]string{"openid"}, c.Scopes...)
	}
	if len(c.Grants) == 0 {
		c.Grants = []string{GrantCode}
		if slices.Contains(c.Scopes, ScopeOffline) {
			c.Grants = append(c.Grants, GrantRefresh)
		}
	}
	if c.IDTokenAlg == "" {
		c.IDTokenAlg = "ES256"
	}
}

// ofPeople says whether the client's tokens are about people. One that only has
// tokens in its own name is a program that they never see.
func (c *Client) ofPeople() bool {
	return len(c.Grants) == 0 || c.allowsAny(GrantCode, GrantDevice, GrantCIBA, GrantExchange)
}

func (c *Client) allowsAny(grants ...string) bool { return slices.ContainsFunc(grants, c.Allows) }

// check is every rule of registration, on the whole client.
func (c *Client) check() error {
	for _, rule := range []func() error{
		c.checkName, c.checkRedirects, c.checkGrants, c.checkScopes, c.checkPKCE, c.checkOrigins,
		c.checkMethod, c.checkKeys, c.checkAlgs, c.checkPages, c.checkRequests, c.checkTokens, c.checkLogout, c.checkCIBA, c.checkDynamic,
	} {
		if err := rule(); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) checkName() error {
	if !printable(c.Name) || utf8.RuneCountInString(c.Name) > 100 {
		return ErrName
	}
	return nil
}

func (c *Client) checkRedirects() error {
	if c.Allows(GrantCode) && len(c.RedirectURIs) == 0 {
		return ErrNoRedirect
	}
	if len(c.RedirectURIs) > maxURIs || len(c.PostLogoutRedirectURIs) > maxURIs {
		return fault("redirect_uris", "are too many")
	}
	for _, uri := range slices.Concat(c.RedirectURIs, c.PostLogoutRedirectURIs) {
		if !acceptable(uri) {
			return fmt.Errorf("%w: %q", ErrRedirectURI, uri)
		}
	}
	return c.checkKind()
}

// checkKind holds redirect URIs against what sort of application it says it is
// (OpenID Connect Dynamic Client Registration section 2): one on the web is
// reached by https, a native one by what stays on its machine.
func (c *Client) checkKind() error {
	for _, uri := range c.RedirectURIs {
		scheme, _, _ := strings.Cut(uri, ":")
		switch c.Metadata.ApplicationType {
		case "":
		case Web:
			if scheme != "https" {
				return fmt.Errorf("%w; of an application on the web it must be https: %q", ErrRedirectURI, uri)
			}
		case Native:
			// Claimed https addresses are the third way of RFC 8252 section 7.2.
		default:
			return fault("application_type", "must be web or native")
		}
	}
	return nil
}

func (c *Client) checkGrants() error {
	for _, g := range c.Grants {
		if !slices.Contains(knownGrants, g) {
			return fmt.Errorf("%w: %q", ErrGrant, g)
		}
	}
	if !c.allowsAny(GrantCode, GrantClient, GrantDevice, GrantCIBA, GrantExchange) {
		return fmt.Errorf("%w: with refresh_token alone it could get no token", ErrGrant)
	}
	if c.Allows(GrantExchange) && (c.Public() || c.Metadata.ThirdParty) {
		return fault("grant_types", "must not hold token exchange but for a confidential client of your own")
	}
	if c.Allows(GrantClient) && (c.Public() || len(c.OwnScopes()) == 0) {
		return ErrOwnName
	}
	return nil
}

func (c *Client) checkScopes() error {
	for _, s := range c.Scopes {
		if !slices.Contains([]string{"openid", "profile", "email", ScopeOffline, ScopePush, ScopePushReset}, s) {
			return fmt.Errorf("%w: %q", ErrScope, s)
		}
	}
	return nil
}

func (c *Client) checkPKCE() error {
	if c.PKCEOptional && c.Public() {
		return ErrPKCE
	}
	return nil
}

// acceptable says whether a URI may be registered (RFC 6749 section 3.1.2,
// RFC 8252 section 7, RFC 9700 section 4.1).
func acceptable(uri string) bool {
	if len(uri) > maxURI || strings.ContainsAny(uri, "*#\\") || !graphic(uri) {
		return false
	}
	u, err := url.Parse(uri)
	if err != nil || u.User != nil || strings.ContainsFunc(u.Host, notOfAHost) {
		return false
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

// notOfAHost says whether a character stands in no name and no address of a
// host. Go reads some that were escaped, as in [::1%25a%20b], and our pages'
// policy would then end, or name another host.
func notOfAHost(r rune) bool {
	return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-._:[]", r)
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

// WellFormed says whether an id could be one that we made.
func (id ID) WellFormed() bool {
	return id != "" && len(id) <= 100 && !strings.ContainsFunc(string(id), func(r rune) bool {
		return r > 0x7e || r != '_' && r != '-' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
