package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Exchanges are who may exchange access tokens (RFC 8693).
type Exchanges = Objects[Exchange]

// Exchange is what one client may.
type Exchange struct {
	Client    string   `yaml:"client" json:"client"`
	Of        []string `yaml:"of" json:"of,omitempty"`
	Resources []string `yaml:"resources" json:"resources"`
	Scopes    []string `yaml:"scopes" json:"scopes,omitempty"`
}

func (c Config) checkExchanges() error {
	var errs []error
	seen := map[string]bool{}
	for i, e := range c.OAuth.Exchanges {
		var err error
		switch {
		case !isClientID(e.Client) || seen[e.Client]:
			err = errors.New("write its client, client_..., which has no other line")
		case slices.ContainsFunc(e.Of, func(of string) bool { return !isClientID(of) }):
			err = errors.New("write clients, client_..., as of")
		case len(e.Resources) == 0 || !c.allKnown(e.Resources):
			err = errors.New("write its resources, each the identifier of one of oauth.resources")
		case slices.ContainsFunc(e.Scopes, func(s string) bool { return s == "" || s == "offline_access" || strings.ContainsAny(s, " \t\"\\") }):
			err = errors.New("write scopes one by one; offline_access is not to be had")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("oauth.exchanges: number %d: %w", i+1, err))
		}
		seen[e.Client] = true
	}
	return errors.Join(errs...)
}

func isClientID(s string) bool {
	return strings.HasPrefix(s, "client_") && !strings.ContainsAny(s, " \t") && len(s) > len("client_")
}

// allKnown says whether each is the identifier of a resource.
func (c Config) allKnown(identifiers []string) bool {
	for _, id := range identifiers {
		if !slices.ContainsFunc(c.OAuth.Resources, func(r Resource) bool { return r.Identifier == id }) {
			return false
		}
	}
	return true
}
