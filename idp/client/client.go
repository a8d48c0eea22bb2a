package client

import (
	"errors"
	"slices"
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
)

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

	Created time.Time
	Updated time.Time
}

// Public is true if the client can keep no secret.
func (c Client) Public() bool { return c.Method == None }

// Allows says whether the client may use the grant type.
func (c Client) Allows(grant string) bool { return slices.Contains(c.Grants, grant) }

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

// AllowsRedirect compares byte for byte (RFC 9700 section 2.1): no prefix, no
// pattern, no decoding.
func (c Client) AllowsRedirect(uri string) bool { return slices.Contains(c.RedirectURIs, uri) }

// AllowsPostLogout is AllowsRedirect for sign-out (RP-Initiated Logout section 2).
func (c Client) AllowsPostLogout(uri string) bool {
	return slices.Contains(c.PostLogoutRedirectURIs, uri)
}
