package authorize

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"countersign/factors"
	"countersign/idp/claims"
	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/subject"
)

// maxResources bounds how many resources one request names, and maxResource
// each.
const (
	maxResources = 10
	maxResource  = 500
)

// Asked judges what a request may ask for beside scopes.
type Asked struct {
	// Person is whom a client means by a "sub", or subject.ErrUnknown.
	Person func(ctx context.Context, of client.ID, sub string) (string, error)
	// Details checks authorization_details against the operator's types, and
	// those that the client may use (RFC 9396 section 5).
	Details func(parameter string, allowed []string) (json.RawMessage, error)
	// Resource says whether tokens may be for a resource (RFC 8707 section 2).
	Resource func(resource string) bool
}

func (a Asked) complete() bool { return a.Person != nil && a.Details != nil && a.Resource != nil }

// checkClaims reads claims. A claim that only a scope gives which the client
// may not have is ignored, as the scope would be.
func (x *Room) checkClaims(_ context.Context, q *request) *protocol.Error {
	asked, err := claims.Parse(q.get("claims"))
	if err != nil {
		return protocol.InvalidRequest(err.Error())
	}
	q.asked = asked
	q.claims = asked.Only(func(scope string) bool { return slices.Contains(q.client.Scopes, scope) })
	return nil
}

// checkACR keeps the classes that we know. An essential acr must hold in the end
// where it names values (OpenID Connect Core section 5.5.1.1). Else so must one of
// acr_values where it names a class of ours: a weaker sign-in would not be what
// was asked for (RFC 9470 section 5). Names that are not ours are ignored there,
// as section 3.1.2.1 makes them voluntary; what a client registered counts where
// it asks for none.
func (x *Room) checkACR(_ context.Context, q *request) *protocol.Error {
	wish := q.asked.IDToken["acr"]
	asked := wish.Values
	essential := wish.Essential && len(wish.Values) > 0
	if !essential {
		asked = slices.Concat(listed(q.get("acr_values")), asked)
	}
	if len(asked) == 0 {
		asked = q.client.Metadata.DefaultACR
	}
	never := false // a class of ours that this server does not reach
	for _, a := range asked[:min(len(asked), maxValues)] {
		switch class := factors.ACR(a); {
		case slices.Contains(factors.Known(x.Attested), class):
			q.acr = append(q.acr, class)
		case essential || slices.Contains(factors.Known(true), class):
			never = true
		}
	}
	if never && len(q.acr) == 0 {
		return protocol.UnmetAuthenticationRequirements()
	}
	return nil
}

// checkSubject reads the sub that claims may ask for: that person alone is
// signed in (OpenID Connect Core sections 3.1.2.1 and 5.5.1).
func (x *Room) checkSubject(ctx context.Context, q *request) *protocol.Error {
	for _, all := range []map[string]claims.Wish{q.asked.IDToken, q.asked.UserInfo} {
		values := all["sub"].Values
		if len(values) > 1 {
			return protocol.InvalidRequest("claims asks for more than one sub")
		}
		if len(values) == 0 {
			continue
		}
		person, err := x.Asked.Person(ctx, q.client.ID, values[0])
		switch {
		case errors.Is(err, subject.ErrUnknown):
			return protocol.LoginRequired().Because(err)
		case err != nil:
			return protocol.ServerError(err)
		case q.subject != "" && q.subject != person:
			return protocol.LoginRequired() // nobody is both
		}
		q.subject = person
	}
	return nil
}

// checkDetails takes authorization_details of types that the client may use.
func (x *Room) checkDetails(_ context.Context, q *request) *protocol.Error {
	var err error
	if q.details, err = x.Asked.Details(q.get("authorization_details"), q.client.Metadata.DetailTypes); err != nil {
		return protocol.InvalidAuthorizationDetails(err.Error())
	}
	return nil
}

// checkResource takes absolute URIs without fragment, of the operator's resources.
// There may be several.
func (x *Room) checkResource(_ context.Context, q *request) *protocol.Error {
	for _, text := range q.values["resource"] {
		u, err := url.Parse(text)
		switch {
		case text == "" || slices.Contains(q.resource, text):
			continue
		case err != nil || !u.IsAbs() || strings.Contains(text, "#") || !clean(text, maxResource) || !x.Asked.Resource(text) || len(q.resource) == maxResources:
			return protocol.InvalidTarget()
		}
		q.resource = append(q.resource, text)
	}
	return nil
}
