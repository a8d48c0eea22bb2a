package app

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// Secret is a client secret; printing it shows nothing.
type Secret string

// String hides the secret from fmt.
func (Secret) String() string { return "(hidden)" }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return "(hidden)" }

// LogValue hides the secret from slog.
func (Secret) LogValue() slog.Value { return slog.StringValue("(hidden)") }

// Config is what an App needs to know.
type Config struct {
	// BaseURL is where browsers reach the app: scheme, host and port alone.
	BaseURL string
	// Issuer is the provider's issuer, as its metadata and ID tokens spell it.
	Issuer string
	// ClientID and ClientSecret are what the provider knows the app by. A
	// public client has no secret.
	ClientID     string
	ClientSecret Secret
	// Scopes are asked for at each sign-in; openid is added if it is missing.
	Scopes []string
	// HTTP reaches the provider; nil makes one that follows no redirect and
	// waits 10 s.
	HTTP *http.Client
	// Log takes one line for each sign-in and each refusal.
	Log *slog.Logger
	// Now is the clock.
	Now func() time.Time
}

// providerTimeout bounds each request to the provider.
const providerTimeout = 10 * time.Second

// RedirectURI is where the provider sends people back to; it must be
// registered there.
func (c Config) RedirectURI() string { return c.BaseURL + "/callback" }

// PostLogoutRedirectURI is where the provider sends people who signed out; it
// must be registered there.
func (c Config) PostLogoutRedirectURI() string { return c.BaseURL + "/signed-out" }

func (c Config) check() error {
	if err := checkBase(c.BaseURL); err != nil {
		return fmt.Errorf("base URL: %w", err)
	}
	if err := checkIssuer(c.Issuer); err != nil {
		return fmt.Errorf("issuer: %w", err)
	}
	switch {
	case c.ClientID == "":
		return errors.New("client ID is missing: register the app at the provider and give its client_id")
	case c.Log == nil:
		return errors.New("log is missing")
	case c.Now == nil:
		return errors.New("clock is missing")
	}
	return nil
}

func (c Config) complete() Config {
	if !slices.Contains(c.Scopes, oidc.ScopeOpenID) {
		c.Scopes = append([]string{oidc.ScopeOpenID}, c.Scopes...)
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{
			Timeout:       providerTimeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	return c
}

func checkBase(raw string) error {
	u, err := parseWeb(raw)
	if err != nil {
		return err
	}
	if u.Path != "" {
		return errors.New("must end after host and port, without a slash")
	}
	return nil
}

// checkIssuer wants https, save on this machine (OpenID Connect Discovery
// section 3: an issuer is an https URL without query or fragment).
func checkIssuer(raw string) error {
	u, err := parseWeb(raw)
	if err != nil {
		return err
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return errors.New("must be https, or http on this machine (localhost)")
	}
	return nil
}

func parseWeb(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("%q is not an http or https URL", raw)
	}
	if u.User != nil || strings.ContainsAny(raw, "?#") {
		return nil, errors.New("must have no user, query or fragment")
	}
	return u, nil
}

func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
