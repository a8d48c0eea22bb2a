package requestobject

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"countersign/factors/wire"
	"countersign/idp/client"
)

// claims are the members that say for whom and until when the object is good.
type claims struct {
	Issuer    string   `json:"iss"`
	Subject   string   `json:"sub"`
	Audience  audience `json:"aud"`
	Expires   *date    `json:"exp"`
	NotBefore *date    `json:"nbf"`
	IssuedAt  *date    `json:"iat"`
	ID        string   `json:"jti"`
	Client    string   `json:"client_id"`
}

// date is a NumericDate: seconds since 1970, not always whole (RFC 7519 section
// 2).
type date struct{ time.Time }

// latest bounds dates to what a time can be reckoned with.
const latest = 1 << 40

func (d *date) UnmarshalJSON(data []byte) error {
	seconds, err := strconv.ParseFloat(string(data), 64)
	if err != nil || seconds < 0 || seconds > latest {
		return errors.New("not a NumericDate")
	}
	d.Time = time.Unix(int64(seconds), 0)
	return nil
}

// until is when the object is worth nothing any more.
func (k claims) until(now time.Time) time.Time {
	if k.Expires == nil {
		return now.Add(forever)
	}
	return k.Expires.Add(skew)
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
	case len(k.ID) > maxID || strings.ContainsRune(k.ID, 0):
		return fmt.Errorf("jti is longer than %d bytes, or no text", maxID)
	}
	return x.checkTime(k)
}

func (x *Reader) checkTime(k claims) error {
	now := x.Now()
	switch {
	case k.Expires != nil && !now.Before(k.Expires.Add(skew)):
		return errors.New("it has expired")
	case k.NotBefore != nil && k.NotBefore.After(now.Add(skew)):
		return errors.New("nbf is in the future")
	case k.IssuedAt != nil && k.IssuedAt.After(now.Add(skew)):
		return errors.New("iat is in the future")
	case !x.FAPI:
		return nil
	case k.Expires == nil || k.NotBefore == nil:
		return errors.New("exp and nbf are needed")
	case k.NotBefore.Before(now.Add(-longest)):
		return errors.New("nbf is more than 60 minutes ago")
	case k.Expires.After(k.NotBefore.Add(longest)):
		return errors.New("exp is more than 60 minutes after nbf")
	}
	return nil
}
