package app

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// provider knows the OpenID provider once it has been found.
type provider struct {
	config Config
	mu     sync.Mutex
	found  *party
}

// party is a provider that has been found, and how we speak with it.
type party struct {
	*oidc.Provider

	metadata metadata
	oauth    oauth2.Config
	verifier *oidc.IDTokenVerifier
}

// metadata is the part of the provider's metadata that go-oidc leaves to us.
type metadata struct {
	EndSession   string   `json:"end_session_endpoint"`
	ACRValues    []string `json:"acr_values_supported"`
	SendsIssuer  bool     `json:"authorization_response_iss_parameter_supported"`
	TokenMethods []string `json:"token_endpoint_auth_methods_supported"`
}

// discover finds the provider, or gives what was found before. A failure is
// not remembered: the next request tries again.
func (p *provider) discover(ctx context.Context) (*party, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	c := p.config
	op, err := oidc.NewProvider(oidc.ClientContext(ctx, c.HTTP), c.Issuer)
	if err != nil {
		return nil, fmt.Errorf("discover %s: %w", c.Issuer, err)
	}
	found := &party{Provider: op}
	if err := op.Claims(&found.metadata); err != nil {
		return nil, fmt.Errorf("discover %s: read metadata: %w", c.Issuer, err)
	}
	endpoint := op.Endpoint()
	endpoint.AuthStyle = found.metadata.authStyle(c.ClientSecret)
	found.oauth = oauth2.Config{
		ClientID: c.ClientID, ClientSecret: string(c.ClientSecret), RedirectURL: c.RedirectURI(),
		Endpoint: endpoint, Scopes: c.Scopes,
	}
	found.verifier = op.Verifier(&oidc.Config{ClientID: c.ClientID, Now: c.Now})
	p.found = found
	return found, nil
}

// known is the provider if it has been found already.
func (p *provider) known() (*party, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.found, p.found != nil
}

// authStyle picks the way to authenticate beforehand. Left to guess, oauth2
// would send the code twice to a provider that refuses the first way.
func (m metadata) authStyle(secret Secret) oauth2.AuthStyle {
	basic := len(m.TokenMethods) == 0 || slices.Contains(m.TokenMethods, "client_secret_basic") // the default, RFC 8414 section 2
	if secret != "" && basic {
		return oauth2.AuthStyleInHeader
	}
	return oauth2.AuthStyleInParams
}

// endSession is where to send a person who signs out, or nil if the provider
// has no such endpoint (OpenID Connect RP-Initiated Logout section 2.1).
func (m metadata) endSession() *url.URL {
	u, err := url.Parse(m.EndSession)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil
	}
	return u
}
