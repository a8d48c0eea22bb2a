package ciba

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/clientkeys"
	"countersign/idp/protocol"
)

// ownMembers are the claims that say for whom and until when something signed is
// good, and no parameters.
//
//nolint:gochecknoglobals // a table, never written
var ownMembers = []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id"}

// params are the parameters of a request: of the form, or of what the client
// signed, and never of both (CIBA section 7.1.1).
func (x *Room) params(ctx context.Context, c client.Client, form url.Values) (url.Values, error) {
	if form.Has("request_uri") {
		return nil, protocol.InvalidRequest("request_uri is not served here")
	}
	if !form.Has("request") {
		if x.FAPI || c.Metadata.CIBAAlg != "" {
			return nil, protocol.InvalidRequest("the request must be signed")
		}
		return form, nil
	}
	for name := range form {
		if !slices.Contains([]string{"request", "client_id", "client_secret", "client_assertion", "client_assertion_type"}, name) {
			return nil, protocol.InvalidRequest("beside request there may be no other parameter")
		}
	}
	if c.Metadata.CIBAAlg == "" {
		return nil, protocol.InvalidRequest("the client is not registered to sign its requests")
	}
	payload, err := x.verify(ctx, c, form.Get("request"), []string{c.Metadata.CIBAAlg})
	if err != nil {
		return nil, err
	}
	k, err := claimsOf(payload)
	if err == nil {
		err = x.check(c, k)
	}
	if err != nil {
		return nil, protocol.InvalidRequest("the signed request cannot be used: " + err.Error())
	}
	out, err := parameters(payload)
	if err != nil {
		return nil, protocol.InvalidRequest("the signed request cannot be used: " + err.Error())
	}
	first, err := x.Spend(ctx, "ciba_request", fmt.Sprintf("%s\x00%s", c.ID, k.ID), k.Expires.Add(clientkeys.Skew))
	if err != nil {
		return nil, protocol.ServerError(err)
	}
	if !first {
		return nil, protocol.InvalidRequest("the signed request was used before")
	}
	return out, nil
}

// verify is the payload of what the client signed by one of algs.
func (x *Room) verify(ctx context.Context, c client.Client, text string, algs []string) ([]byte, error) {
	j, err := clientkeys.ParseJWS(text)
	if err != nil {
		return nil, protocol.InvalidRequest("what the client signed is no JWS that we take").Because(err)
	}
	algs = slices.DeleteFunc(slices.Clone(algs), func(alg string) bool { return !slices.Contains(clientkeys.Algs(x.FAPI), alg) })
	if !slices.Contains([]string{"", "jwt", "oauth-authz-req+jwt"}, j.Type) || !slices.Contains(algs, j.Alg) {
		return nil, protocol.InvalidRequest("what the client signed has another typ or alg than registered")
	}
	payload, err := x.Keys.Verify(ctx, c, j, algs)
	if err != nil {
		return nil, protocol.InvalidRequest("no key of the client verifies what it signed").Because(err)
	}
	return payload, nil
}

// claims are those of ownMembers.
type claims struct {
	Issuer   string              `json:"iss"`
	Audience clientkeys.Audience `json:"aud"`
	ID       string              `json:"jti"`
	clientkeys.Times
}

// claimsOf wants them all (CIBA section 7.1.1).
func claimsOf(payload []byte) (claims, error) {
	var k claims
	if err := wire.Decode(payload, &k); err != nil {
		return claims{}, errors.New("it is not one JSON object in which each member stands once and has its type")
	}
	if k.Issuer == "" || k.Audience == nil || k.ID == "" || k.Expires == nil || k.NotBefore == nil || k.IssuedAt == nil {
		return claims{}, errors.New("iss, aud, exp, nbf, iat and jti are needed")
	}
	return k, nil
}

// check says whether it is this client's, for us and for now: for an hour at
// most (FAPI-CIBA section 5.2.2).
func (x *Room) check(c client.Client, k claims) error {
	switch {
	case k.Issuer != string(c.ID):
		return errors.New("iss must be the client_id")
	case !slices.Contains(k.Audience, x.Issuer):
		return errors.New("aud must be this issuer")
	case !clientkeys.IsID(k.ID):
		return fmt.Errorf("jti is longer than %d bytes, or no text", clientkeys.MaxID)
	}
	return k.CheckBounded(x.Now())
}

// parameters are the other members, as a form would have them: a text as it is,
// all else as JSON; a number so is as it is written.
func parameters(payload []byte) (url.Values, error) {
	var members map[string]json.RawMessage
	if err := wire.Decode(payload, &members); err != nil {
		return nil, errors.New("it is not one JSON object")
	}
	out := url.Values{}
	for name, raw := range members {
		if slices.Contains(ownMembers, name) || raw[0] == 'n' { // null is missing
			continue
		}
		if name == "request" || name == "request_uri" {
			return nil, errors.New("it has a request in it")
		}
		var text string
		if raw[0] == '"' {
			if err := json.Unmarshal(raw, &text); err != nil || strings.ContainsRune(text, 0) {
				return nil, errors.New("a parameter in it is no text")
			}
		} else {
			var compact bytes.Buffer
			if err := json.Compact(&compact, raw); err != nil {
				return nil, errors.New("it is not one JSON object")
			}
			text = compact.String()
		}
		if text != "" {
			out.Set(name, text)
		}
	}
	return out, nil
}
