package requestobject

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/clientkeys"
)

// claims are the members that say for whom and until when the object is good.
type claims struct {
	Issuer   string              `json:"iss"`
	Subject  string              `json:"sub"`
	Audience clientkeys.Audience `json:"aud"`
	ID       string              `json:"jti"`
	Client   string              `json:"client_id"`
	clientkeys.Times
}

// until is when the object is worth nothing any more.
func (k claims) until(now time.Time) time.Time {
	if k.Expires == nil {
		return now.Add(forever)
	}
	return k.Expires.Add(clientkeys.Skew)
}

// read splits a payload into parameters and claims.
func read(payload []byte) (Object, claims, error) {
	var k claims
	if err := wire.Decode(payload, &k); err != nil {
		return Object{}, k, errors.New("it is not one JSON object in which each member stands once and has its type")
	}
	var members map[string]json.RawMessage
	if err := wire.Decode(payload, &members); err != nil {
		return Object{}, k, errors.New("it is not one JSON object")
	}
	o := Object{Values: url.Values{}}
	for name, raw := range members {
		values, err := parameter(raw)
		switch {
		case slices.Contains([]string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}, name):
		case err != nil:
			return Object{}, k, fmt.Errorf("a parameter in it %w", err)
		case len(values) > 0:
			o.Values[name] = values
		}
	}
	return o, k, nil
}

// parameter is a member as a query would have it: text as it is, a number as
// it is written, a list of texts as a parameter that is repeated, and all else
// (claims, authorization_details) as JSON (RFC 9101 section 4).
func parameter(raw json.RawMessage) ([]string, error) {
	switch raw[0] {
	case 'n': // null is a parameter that is missing
		return nil, nil
	case '"':
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return nil, errors.New("is no text")
		}
		return []string{text}, nil
	case '[':
		var list []string
		if json.Unmarshal(raw, &list) == nil {
			return list, nil
		}
	}
	var text bytes.Buffer
	if err := json.Compact(&text, raw); err != nil {
		return nil, errors.New("is no JSON")
	}
	return []string{text.String()}, nil
}

// check says whether the object is this client's, for us and for now.
func (x *Reader) check(o Object, k claims, c client.Client) error {
	switch {
	case o.Values.Has("request") || o.Values.Has("request_uri"):
		return errors.New("it has a request object in it") // RFC 9101 section 4
	case k.Client != string(c.ID):
		return errors.New("client_id in it is not that of the request") // RFC 9101 section 5
	case k.Issuer != string(c.ID):
		return errors.New("iss must be the client_id")
	case k.Subject == string(c.ID):
		return errors.New("sub must not be the client_id: that would be an assertion") // RFC 9101 section 10.8
	case !slices.Contains(k.Audience, x.Issuer):
		return errors.New("aud must be this issuer")
	case !clientkeys.IsID(k.ID):
		return fmt.Errorf("jti is longer than %d bytes, or no text", clientkeys.MaxID)
	case x.FAPI:
		return k.CheckBounded(x.Now())
	}
	return k.Check(x.Now())
}
