package main

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"countersign/idp/client"
)

// The services that parties of these tests call, and that they may ask a phone
// which verifies nobody.
const (
	partyStock     = "https://stock.example/v1" // reads tokens by itself
	partyBilling   = "https://billing.example"
	partyResources = `COUNTERSIGN_OAUTH_RESOURCES=[{"identifier":"` + partyStock + `","format":"jwt"},{"identifier":"` + partyBilling + `"}]`
	partyPhones    = "COUNTERSIGN_OAUTH_CIBA_UNVERIFIED=true"
)

// byPhone is amr of who was asked on the phone alone.
var byPhone = []any{"swk", "mca", "user"} //nolint:gochecknoglobals // a constant

// openid-client registers itself with a token of the operator's (RFC 7591),
// people are asked whether they let it in, and it signs them out (RP-Initiated
// Logout 1.0).
func TestOpenIDClientRegistersItselfAndSignsOut(t *testing.T) {
	s := newSuite(t, "COUNTERSIGN_OAUTH_REGISTRATION=token")
	var invited struct {
		Token string `json:"token"`
	}
	s.command(&invited, "client", "invite", "--json", "--note", "openid-client")
	set, private := s.partyKey()
	out := s.app.URL + "/out"
	p := s.party(openidClient, "code", map[string]any{
		"jwk": private, "authentication": "private_key_jwt", "scope": partyScope, "redirect_uri": s.callback,
		"initial_access_token": invited.Token, "signed_out": out,
		"register": map[string]any{
			"client_name": "Partner", "redirect_uris": []string{s.callback}, "post_logout_redirect_uris": []string{out}, "jwks": set, "scope": partyScope,
			"grant_types": []string{"authorization_code", "refresh_token"}, "token_endpoint_auth_method": "private_key_jwt",
		},
	})
	p.comesBack()
	p.s.ok(s.tab.Open(t.Context(), p.hear().Open))
	if s.tab.Has("sign-out") {
		s.ok(s.tab.Click(t.Context(), "sign-out"))
	}
	p.tell(map[string]any{"url": s.tab.URL()})
	got := p.done()
	p.good(got, byPassword...)
	if got.Left != out+"?state=bye" {
		t.Errorf("the browser left to %s", got.Left)
	}
}

func TestOpenIDClientAsksAPhoneByItself(t *testing.T) {
	s := newSuite(t, partyPhones)
	_, ask := s.partyClient(client.GrantCIBA, map[string]any{"backchannel_token_delivery_mode": "poll"})
	p := s.party(openidClient, "ciba", ask)
	p.good(p.asksThePhone(), byPhone...)
}

// The token that openid-client exchanges is for the next service, for less.
func TestOpenIDClientExchangesAToken(t *testing.T) {
	s := newSuite(t, partyResources)
	c, ask := s.partyClient(client.GrantExchange, nil)
	line, err := json.Marshal([]map[string]any{{"client": c.ID, "resources": []string{partyBilling}, "scopes": []string{"profile"}}})
	s.ok(err)
	s.again("COUNTERSIGN_OAUTH_EXCHANGES=" + string(line))
	ask["resource"] = partyBilling
	p := s.party(openidClient, "exchange", ask)
	got := p.signsIn()
	p.good(got, byPassword...)
	x := got.Exchanged
	if x["active"] != true || x["type"] != accessToken || x["aud"] != partyBilling || x["scope"] != "profile" || x["sub"] != s.person || x["client_id"] != c.ID {
		t.Errorf("exchanged: %v", x)
	}
}

// oauth4webapi verifies every signature there is: of requests that it pushes
// and answers to them, of ID tokens, of what userinfo and introspection say, and,
// as the services that it calls, of access tokens that are bound to its key.
func TestWebAPIVerifiesAllThatIsSigned(t *testing.T) {
	s := newSuite(t, partyResources, partyPhones)
	bound := map[string]any{
		"authorization_signed_response_alg": "ES256", "dpop_bound_access_tokens": true, "require_pushed_authorization_requests": true,
		"require_signed_request_object": true, "userinfo_signed_response_alg": "ES256", "introspection_signed_response_alg": "PS256",
		"id_token_signed_response_alg": "EdDSA", "access_token_format": "jwt",
	}
	s.module("code", func(s *suite) {
		c, ask := s.partyClient(client.GrantExchange, bound)
		ask["dpop"], ask["resources"] = true, []string{s.issuer, partyStock}
		p := s.party(oauth4webapi, "code", ask)
		got := p.signsIn()
		p.good(got, byPassword...)
		if len(got.Served) != 2 || got.Nonces == 0 || !strings.EqualFold(got.Type, "dpop") {
			s.t.Fatalf("got %+v", got)
		}
		for i, resource := range []string{s.issuer, partyStock} {
			if at := got.Served[i]; at["aud"] != resource || at["client_id"] != c.ID || at["sub"] != s.person || at["cnf"] == nil || at["acr"] == nil {
				s.t.Errorf("the token for %s says %v", resource, at)
			}
		}
	})
	s.module("device", func(s *suite) {
		_, ask := s.partyClient(client.GrantDevice, bound)
		ask["dpop"] = true
		p := s.party(oauth4webapi, "device", ask)
		p.good(p.signsDeviceIn(), byPassword...)
	})
	s.module("CIBA", func(s *suite) {
		asking := maps.Clone(bound)
		asking["backchannel_token_delivery_mode"], asking["backchannel_authentication_request_signing_alg"] = "poll", "ES256"
		_, ask := s.partyClient(client.GrantCIBA, asking)
		ask["dpop"] = true
		p := s.party(oauth4webapi, "ciba", ask)
		p.good(p.asksThePhone(), byPhone...)
	})
}
