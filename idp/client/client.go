package client

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ID is a client_id (RFC 6749 section 2.2).
type ID string

// AuthMethod is how a client authenticates (OpenID Connect Core section 9).
type AuthMethod string

// The methods.
const (
	None  AuthMethod = "none"
	Basic AuthMethod = "client_secret_basic"
	Post  AuthMethod = "client_secret_post"
	// By an assertion that the client signs (RFC 7523 section 2.2).
	SecretJWT     AuthMethod = "client_secret_jwt"
	PrivateKeyJWT AuthMethod = "private_key_jwt"
	// By its certificate (RFC 8705 section 2).
	TLS           AuthMethod = "tls_client_auth"
	SelfSignedTLS AuthMethod = "self_signed_tls_client_auth"
)

// Grants a client may be allowed.
const (
	GrantCode    = "authorization_code"
	GrantRefresh = "refresh_token"
	// GrantClient gives a client tokens in its own name (RFC 6749 section 4.4).
	GrantClient = "client_credentials"
	// GrantDevice signs people in on devices without a keyboard (RFC 8628).
	GrantDevice = "urn:ietf:params:oauth:grant-type:device_code"
	// GrantCIBA asks people's phones on the client's own account (CIBA section 4).
	GrantCIBA = "urn:openid:params:grant-type:ciba"
	// GrantExchange gives one token for another (RFC 8693).
	GrantExchange = "urn:ietf:params:oauth:grant-type:token-exchange"
)

//nolint:gochecknoglobals // tables, never written
var (
	knownGrants  = []string{GrantCode, GrantRefresh, GrantClient, GrantDevice, GrantCIBA, GrantExchange}
	knownMethods = []AuthMethod{None, Basic, Post, SecretJWT, PrivateKeyJWT, TLS, SelfSignedTLS}
)

// The sorts of application (OpenID Connect Dynamic Client Registration section 2).
const (
	Web    = "web"
	Native = "native"
)

// ScopeOffline is the scope without which there are no refresh tokens.
const ScopeOffline = "offline_access"

// Scopes of the JSON interface for back ends. A person's token with one of them
// acts for that person alone; a client's own token, for everybody.
const (
	// ScopePush lets its bearer ask phones and read what became of it.
	ScopePush = "push"
	// ScopePushReset lets its bearer take a person's phones away.
	ScopePushReset = "push:reset"
)

// ErrNotFound means that no client has this id.
var ErrNotFound = errors.New("client not found")

// Client is a registered application.
type Client struct {
	ID   ID
	Name string
	// Method is None for a public client. A confidential one may use Basic or
	// Post as it likes.
	Method AuthMethod
	// SecretHash is the SHA-256 of the secret; empty for a public client.
	SecretHash []byte
	// HMACSecret is the secret itself, where the client signs with it
	// (SecretJWT): of a hash there is no HMAC. Stored sealed.
	HMACSecret string

	RedirectURIs           []string
	PostLogoutRedirectURIs []string
	Grants                 []string
	Scopes                 []string
	// IDTokenAlg is one of protocol.SigningAlgs.
	IDTokenAlg string
	// PKCEOptional is true for a confidential client that is too old for PKCE.
	PKCEOptional bool
	// Origins are those of the pages of a single-page application.
	Origins Origins
	// Metadata is the rest of what was registered.
	Metadata Metadata
	// RegistrationHash is the SHA-256 of the token by which a client that
	// registered itself looks after its registration (RFC 7592 section 1.3); empty
	// for one that an administrator made.
	RegistrationHash []byte
	// SoftwareStatement is what vouched for such a client, if something did (RFC
	// 7591 section 2.3).
	SoftwareStatement string

	Created time.Time
	Updated time.Time
}

// Public is true if the client can keep no secret.
func (c Client) Public() bool { return c.Method == None }

// Allows says whether the client may use the grant type.
func (c Client) Allows(grant string) bool { return slices.Contains(c.Grants, grant) }

// MayHave says whether the client may have a scope of a person: offline_access
// is nothing without refresh tokens.
func (c Client) MayHave(scope string) bool {
	return slices.Contains(c.Scopes, scope) && (scope != ScopeOffline || c.Allows(GrantRefresh))
}

// OwnScopes are those that a token in the client's own name may have: the
// others are about a person.
func (c Client) OwnScopes() []string {
	var out []string
	for _, s := range c.Scopes {
		if s == ScopePush || s == ScopePushReset {
			out = append(out, s)
		}
	}
	return out
}

// HasSecretMethod says whether the client authenticates by a secret that we
// gave it.
func (c Client) HasSecretMethod() bool {
	return c.Method == Basic || c.Method == Post || c.Method == SecretJWT
}

// AllowsRedirect compares byte for byte (RFC 9700 section 2.1): no prefix, no
// pattern, no decoding. The port of a native application's loopback address
// alone may be any (RFC 8252 section 7.3): the operating system chooses it.
func (c Client) AllowsRedirect(uri string) bool {
	if slices.Contains(c.RedirectURIs, uri) {
		return true
	}
	bare, ok := withoutPort(uri)
	return ok && c.Metadata.ApplicationType == Native && slices.ContainsFunc(c.RedirectURIs, func(registered string) bool {
		other, ok := withoutPort(registered)
		return ok && other == bare
	})
}

// withoutPort is an http URI of a loopback address as it reads without its
// port; false for every other, and for localhost, which a name service could
// lead elsewhere (RFC 8252 section 8.3).
func withoutPort(uri string) (string, bool) {
	rest, ok := strings.CutPrefix(uri, "http://")
	if !ok || !acceptable(uri) {
		return "", false
	}
	for _, host := range []string{"127.0.0.1", "[::1]"} {
		after, ok := strings.CutPrefix(rest, host)
		if !ok {
			continue
		}
		if port, found := strings.CutPrefix(after, ":"); found {
			after = strings.TrimLeft(port, "0123456789")
			digits := port[:len(port)-len(after)]
			if n, err := strconv.ParseUint(digits, 10, 16); err != nil || n == 0 || digits[0] == '0' {
				return "", false
			}
		}
		if after == "" || after[0] == '/' || after[0] == '?' {
			return host + after, true
		}
	}
	return "", false
}

// AllowsPostLogout is AllowsRedirect for sign-out (RP-Initiated Logout section 2).
func (c Client) AllowsPostLogout(uri string) bool {
	return slices.Contains(c.PostLogoutRedirectURIs, uri)
}
