package config

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
)

// OAuth is what applications can ask for.
type OAuth struct {
	Resources Resources `yaml:"resources" desc:"What takes access tokens of ours (RFC 8707): for each an identifier, which applications ask for as resource; a format, jwt for tokens that can be read there (RFC 9068) or opaque; for jwt an alg (ES256) and a lifetime below that of access tokens; and the client, one of yours that keeps a secret, as which it may ask /introspect about tokens for it. In a variable they are written as JSON."`
	Profile   string    `yaml:"profile" desc:"fapi2 for the FAPI 2.0 Security Profile, which docs/integrating.md tells of: it turns on, and requires, all that it asks. Applications that do not meet it are refused, and named in the log at start. Empty for none."`

	Exchanges Exchanges `yaml:"exchanges" desc:"Who may exchange access tokens (RFC 8693): for each a client, one of your own that keeps a secret; of, the clients whose access tokens it may present beside its own; the resources that it may ask for, of oauth.resources; and the scopes that it may have of those that the token has. Nobody else may. In a variable they are written as JSON."`

	RefreshGrace time.Duration `yaml:"refresh_grace" desc:"How long a refresh token that was used gives its successor once more, the same to all, for tabs that use it at once. Later its reuse ends all that came of the sign-in. 0 is not at all; 60s at most."`
	DPoPNonce    string        `yaml:"dpop_nonce" desc:"Whether proofs of possession (DPoP, RFC 9449) need a nonce of ours: required or optional. With one a proof that somebody made ahead is good for two minutes; clients try again by themselves when they are told the nonce. Optional is for clients that cannot."`

	RequestURI bool `yaml:"request_uri" desc:"Whether this server fetches signed requests from the addresses that applications registered for them (request_uris, RFC 9101). Better is that they push them."`
	RequirePAR bool `yaml:"require_par" desc:"Whether applications must push their requests (RFC 9126), so that none comes through a browser that was not vouched for. Sign-in by JSON is not to be had then."`

	CIBAUnverified bool `yaml:"ciba_unverified" desc:"Whether a phone may approve what an application asks by itself (CIBA) without verifying who holds it, by fingerprint, face or PIN. No password comes before, so an unlocked phone in another's hand is enough then; ID tokens say amr swk mca user and acr urn:countersign:acr:1."`

	AuthorizationDetails DetailTypes `yaml:"authorization_details" desc:"The types of authorization details (RFC 9396) that applications can ask for, as docs/integrating.md says. Phones and the page that asks for consent show every member of one, by its label. In a variable they are written as JSON."`

	Registration             string        `yaml:"registration" desc:"Who may register applications at /register (RFC 7591): off (nobody), token (who has a token of countersign client invite), or open (anybody). People are always asked before such an application learns of them."`
	RegistrationMost         int           `yaml:"registration_most" desc:"How many applications may be there that registered themselves and that nobody has allowed anything; further ones get 503."`
	RegistrationUnused       time.Duration `yaml:"registration_unused" desc:"How long such an application stays that nobody allows anything."`
	RegistrationPKCEOptional bool          `yaml:"registration_pkce_optional" desc:"Whether confidential applications that register themselves may do without PKCE."`
	SoftwareStatementIssuers string        `yaml:"software_statement_issuers" desc:"A file with those whose software statements count: a JSON object of JWK sets, each by the name of its issuer. Without it an application that shows a statement is refused."`
}

// FAPI2 is the profile of FAPI 2.0.
const FAPI2 = "fapi2"

// FAPI says whether the FAPI 2.0 Security Profile holds.
func (o OAuth) FAPI() bool { return o.Profile == FAPI2 }

// PARRequired says whether every request is pushed first: by its own setting, or
// by the profile (FAPI 2.0 Security Profile section 5.3.2.2 item 3).
func (o OAuth) PARRequired() bool { return o.RequirePAR || o.FAPI() }

// What can be asked of clients.
const (
	Required = "required"
	Optional = "optional"
)

// Resources are the operator's (RFC 8707).
type Resources = Objects[Resource]

// Resource is something that takes access tokens of ours.
type Resource struct {
	Identifier string        `yaml:"identifier" json:"identifier"`
	Format     string        `yaml:"format" json:"format,omitempty"`
	Alg        string        `yaml:"alg" json:"alg,omitempty"`
	Lifetime   time.Duration `yaml:"lifetime" json:"lifetime,omitempty"`
	Client     string        `yaml:"client" json:"client,omitempty"`
}

// JWT is the format of access tokens that can be read (RFC 9068); the other is
// opaque.
const (
	JWT    = "jwt"
	opaque = "opaque"
)

func (c Config) checkResources() error {
	var errs []error
	seen := map[string]bool{c.Issuer: true}
	for i, r := range c.OAuth.Resources {
		u, err := url.Parse(r.Identifier)
		switch {
		case err != nil || u.Scheme == "" || u.Host == "" && u.Opaque == "" || strings.ContainsAny(r.Identifier, "# \t") || len(r.Identifier) > 2000:
			err = errors.New("write its identifier, an absolute URI without fragment (RFC 8707)")
		case seen[r.Identifier]:
			err = errors.New("its identifier is there twice, or our own")
		case r.Format != JWT && r.Format != opaque && r.Format != "":
			err = errors.New("write the format jwt or opaque")
		case r.Alg != "" && !slices.Contains([]string{"ES256", "RS256", "PS256", "EdDSA"}, r.Alg):
			err = errors.New("write an alg: ES256, RS256, PS256 or EdDSA")
		case r.Lifetime < 0 || r.Lifetime > c.Lifetimes.AccessToken:
			err = errors.New("write a lifetime not above lifetimes.access_token")
		case r.Client != "" && !isClientID(r.Client):
			err = errors.New("write its client, client_..., or none")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("oauth.resources: number %d: %w", i+1, err))
		}
		seen[r.Identifier] = true
	}
	return errors.Join(errs...)
}

// DetailTypes are the types of authorization details.
type DetailTypes = Objects[DetailType]

// DetailType is one of them.
type DetailType struct {
	Type   string            `yaml:"type" json:"type"`
	Label  string            `yaml:"label" json:"label"`
	Labels map[string]string `yaml:"labels" json:"labels,omitempty"`
	Fields []DetailField     `yaml:"fields" json:"fields"`
}

// DetailField is a member of a type.
type DetailField struct {
	Name     string            `yaml:"name" json:"name"`
	Label    string            `yaml:"label" json:"label"`
	Labels   map[string]string `yaml:"labels" json:"labels,omitempty"`
	Kind     string            `yaml:"kind" json:"kind"`
	Required bool              `yaml:"required" json:"required,omitempty"`
	Values   []string          `yaml:"values" json:"values,omitempty"`
}

// DetailKinds are the forms that a member of a type can have.
func DetailKinds() []string { return []string{"text", "texts", "amount", "account", "date"} }

// The bounds of what phones and pages show.
const (
	maxDetailTypes  = 50
	maxDetailFields = 12
	maxDetailLabel  = 40
)

func (c Config) checkOAuth() error {
	var errs []error
	errs = append(errs, c.checkResources(), c.checkExchanges(), unless(c.OAuth.RefreshGrace >= 0 && c.OAuth.RefreshGrace <= time.Minute, "oauth.refresh_grace", "write 0s to 60s"))
	errs = append(errs, unless(c.OAuth.DPoPNonce == Required || c.OAuth.DPoPNonce == Optional, "oauth.dpop_nonce", "write required or optional"))
	errs = append(errs,
		unless(slices.Contains([]string{"off", "token", "open"}, c.OAuth.Registration), "oauth.registration", "write off, token or open"),
		unless(c.OAuth.RegistrationMost >= 1 && c.OAuth.RegistrationMost <= 1e6, "oauth.registration_most", "write 1 to 1000000"),
		unless(c.OAuth.RegistrationUnused >= time.Hour && c.OAuth.RegistrationUnused <= 3660*day, "oauth.registration_unused", "write 1h or more"),
	)
	errs = append(errs, unless(c.OAuth.Profile == "" || c.OAuth.FAPI(), "oauth.profile", "write fapi2, or nothing"))
	// FAPI 2.0 Security Profile section 5.3.2.1 item 11.
	errs = append(errs, unless(!c.OAuth.FAPI() || c.Lifetimes.Code <= time.Minute, "lifetimes.code", "write at most 60s, as oauth.profile wants"))
	errs = append(errs, unless(!c.OAuth.FAPI() || c.Lifetimes.PushedRequest < 10*time.Minute, "lifetimes.pushed_request", "write less than 600s, as oauth.profile wants"))
	names := map[string]bool{}
	for i, t := range c.OAuth.AuthorizationDetails {
		if err := t.check(); err != nil {
			errs = append(errs, fmt.Errorf("oauth.authorization_details: number %d: %w", i+1, err))
		}
		if names[t.Type] {
			errs = append(errs, fmt.Errorf("oauth.authorization_details: number %d: its type is there twice", i+1))
		}
		names[t.Type] = true
	}
	return errors.Join(append(errs, unless(len(names) <= maxDetailTypes, "oauth.authorization_details", "write at most %d", maxDetailTypes))...)
}

func (t DetailType) check() error {
	if !isDetailText(t.Type, 140) || !areLabels(t.Label, t.Labels) {
		return errors.New("write its type, its label of 1 to 40 printable characters, and labels by language")
	}
	if len(t.Fields) == 0 || len(t.Fields) > maxDetailFields {
		return fmt.Errorf("write 1 to %d fields", maxDetailFields)
	}
	names := map[string]bool{"type": true} // RFC 9396 section 2.1
	for i, f := range t.Fields {
		switch {
		case names[f.Name] || !isDetailText(f.Name, 140):
			return fmt.Errorf("field %d: write a name that no other has, and not type", i+1)
		case !areLabels(f.Label, f.Labels):
			return fmt.Errorf("field %d: write its label of 1 to 40 printable characters, and labels by language", i+1)
		case !slices.Contains(DetailKinds(), f.Kind):
			return fmt.Errorf("field %d: write a kind: %s", i+1, strings.Join(DetailKinds(), ", "))
		case len(f.Values) > 0 && f.Kind != "text" && f.Kind != "texts":
			return fmt.Errorf("field %d: values are for the kinds text and texts", i+1)
		}
		names[f.Name] = true
	}
	return nil
}

func areLabels(label string, in map[string]string) bool {
	for tag, text := range in {
		if tag == "" || strings.ToLower(tag) != tag || !isDetailText(text, maxDetailLabel) {
			return false
		}
	}
	return isDetailText(label, maxDetailLabel)
}

// isDetailText wants what people can be shown as it is.
func isDetailText(s string, most int) bool {
	return s != "" && len([]rune(s)) <= most && strings.TrimSpace(s) == s &&
		!strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}
