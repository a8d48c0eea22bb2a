package client

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	strict "github.com/go-jose/go-jose/v4/json" // case counts, and no member comes twice
)

// Document is a client as RFC 7591 section 2 writes it, and OpenID Connect
// Dynamic Client Registration section 2, with a few members of our own.
type Document struct {
	Name                   string     `json:"client_name,omitempty"`
	RedirectURIs           []string   `json:"redirect_uris,omitempty"`
	PostLogoutRedirectURIs []string   `json:"post_logout_redirect_uris,omitempty"`
	Method                 AuthMethod `json:"token_endpoint_auth_method,omitempty"`
	Grants                 []string   `json:"grant_types,omitempty"`
	ResponseTypes          []string   `json:"response_types,omitempty"`
	Scope                  string     `json:"scope,omitempty"` // with spaces between
	IDTokenAlg             string     `json:"id_token_signed_response_alg,omitempty"`
	Metadata

	// Our own. An administrator sets them, never a client for itself.
	PKCEOptional bool     `json:"pkce_optional,omitempty"`
	WebOrigins   []string `json:"web_origins,omitempty"`
	JSONSignIn   bool     `json:"json_sign_in,omitempty"`
}

// Document is the client by the names of the standards, without its secret.
func (c Client) Document() Document {
	d := Document{
		Name: c.Name, RedirectURIs: c.RedirectURIs, PostLogoutRedirectURIs: c.PostLogoutRedirectURIs, Method: c.Method,
		Grants: c.Grants, Scope: strings.Join(c.Scopes, " "), IDTokenAlg: c.IDTokenAlg, Metadata: c.Metadata,
		PKCEOptional: c.PKCEOptional, WebOrigins: c.Origins.Web, JSONSignIn: c.Origins.JSONSignIn,
	}
	if c.Allows(GrantCode) {
		d.ResponseTypes = []string{ResponseCode}
	}
	return d
}

// ResponseCode is the one response type that is served.
const ResponseCode = "code"

// Registration is what the document asks for.
func (d Document) Registration() (Registration, error) {
	for _, t := range d.ResponseTypes {
		if t != ResponseCode {
			return Registration{}, fault("response_types", "must be code alone: tokens do not travel through browsers")
		}
	}
	if len(d.ResponseTypes) > 0 && len(d.Grants) > 0 && !slices.Contains(d.Grants, GrantCode) {
		return Registration{}, fault("response_types", "and grant_types do not agree: code needs authorization_code") // RFC 7591 section 2.1
	}
	return Registration{
		Name: d.Name, RedirectURIs: d.RedirectURIs, PostLogoutRedirectURIs: d.PostLogoutRedirectURIs, Method: d.Method,
		Grants: d.Grants, Scopes: strings.Fields(d.Scope), IDTokenAlg: d.IDTokenAlg, PKCEOptional: d.PKCEOptional,
		Origins: Origins{Web: d.WebOrigins, JSONSignIn: d.JSONSignIn}, Metadata: d.Metadata,
	}, nil
}

// ParseDocument reads a document, and names the members that it holds beside
// those that we know: whoever asks decides what to do about them. Null and empty
// are the same as missing (RFC 7592 section 2.2).
func ParseDocument(text []byte) (d Document, unknown []string, err error) {
	var members map[string]strict.RawMessage
	if err := strict.Unmarshal(text, &members); err != nil || members == nil {
		return Document{}, nil, fault("the body", "must be one JSON object, with no member twice")
	}
	known := Members()
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(known, name) {
			unknown = append(unknown, name)
			continue
		}
		// Member by member, so that the error can name it.
		one := fmt.Appendf(nil, "{%q:%s}", name, members[name])
		if err := strict.Unmarshal(one, &d); err != nil {
			return Document{}, nil, fault(name, "is not of the type that it must have")
		}
	}
	if string(d.JWKS) == "null" {
		d.JWKS = nil
	}
	return d, unknown, nil
}

// Members are the names of a document.
func Members() []string {
	return append(namesOf(reflect.TypeFor[Document]()), namesOf(reflect.TypeFor[Metadata]())...)
}

func namesOf(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" {
			out = append(out, name)
		}
	}
	return out
}
