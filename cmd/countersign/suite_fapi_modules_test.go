package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestConformanceFAPI2 is fapi2-security-profile-final-test-plan, profile
// plain_fapi, with OpenID Connect, in every variant that the plan has then.
func TestConformanceFAPI2(t *testing.T) {
	s := newSuite(t, "COUNTERSIGN_OAUTH_PROFILE=fapi2")
	p := newPostgresSuite(t, "COUNTERSIGN_OAUTH_PROFILE=fapi2")
	s.plans(p, fapiVariants(false))
}

// TestConformanceFAPI2MessageSigning is fapi2-message-signing-final-test-plan:
// the same modules with signed requests, pushed, and signed answers, and those
// about the signatures.
func TestConformanceFAPI2MessageSigning(t *testing.T) {
	s := newSuite(t, "COUNTERSIGN_OAUTH_PROFILE=fapi2")
	p := newPostgresSuite(t, "COUNTERSIGN_OAUTH_PROFILE=fapi2")
	s.plans(p, fapiVariants(true))
}

// fapiVariants are the variants in which the plans run.
func fapiVariants(signed bool) []fapiVariant {
	if signed {
		return []fapiVariant{
			{auth: "tls_client_auth", bound: "mtls", signed: true},
			{auth: "private_key_jwt", bound: "dpop", signed: true},
		}
	}
	return []fapiVariant{
		{auth: "private_key_jwt", bound: "dpop"},
		{auth: "private_key_jwt", bound: "mtls"},
		{auth: "self_signed_tls_client_auth", bound: "mtls"},
		{auth: "tls_client_auth", bound: "dpop"},
	}
}

// plans runs variants, every other one on the other database.
func (s *suite) plans(other *suite, variants []fapiVariant) {
	for i, v := range variants {
		[]*suite{s, other}[i%2].plan(v)
	}
	for _, on := range []*suite{s, other} {
		on.fapi = &fapiPlan{fapiVariant: variants[0]}
		on.module("user-rejects-authentication", cancelled)
	}
}

// plan runs every module of a variant.
func (s *suite) plan(v fapiVariant) {
	s.t.Run(v.auth+","+v.bound, func(t *testing.T) {
		one := *s
		one.t, one.fapi = t, &fapiPlan{fapiVariant: v}
		one.one() // registered here, and not in the first module
		one.two()
		for name, module := range fapiModules(v) {
			one.module(name, module)
		}
	})
}

// fapiModules are the modules of a variant. The prefix of their names,
// fapi2-security-profile-final-, is left out.
func fapiModules(v fapiVariant) map[string]func(*suite) {
	all := map[string]func(*suite){
		"discovery-end-point-verification": fapiDiscovery,
		"happy-flow":                       func(s *suite) { s.whole(s.one()) },
		"ensure-authorization-request-without-state-success": func(s *suite) { s.whole(s.one(), set("state", "")) },
		"ensure-authorization-request-with-long-state":       func(s *suite) { s.whole(s.one(), set("state", strings.Repeat("s", 1024))) },
		"access-token-type-header-case-sensitivity": func(s *suite) {
			c := s.one()
			access, _ := s.whole(c)["access_token"].(string)
			for _, scheme := range []string{strings.ToLower(c.scheme()), strings.ToUpper(c.scheme())} {
				if status, _ := s.resource(c, access, scheme); status != http.StatusOK {
					s.t.Errorf("%s: %d", scheme, status)
				}
			}
		},
		"ensure-different-state-inside-and-outside-request-object": outside(set("state", "another")),
		"state-only-outside-request-object-not-used":               outside(set("state", "outside"), "state"),
		"user-rejects-authentication":                              denied,
	}
	parts := []map[string]func(*suite){fapiRequests(), fapiPushed(), fapiCodes(), fapiIdentity(), fapiHolders(v)}
	if !v.mtls() {
		parts = append(parts, fapiAssertions())
	}
	if v.proves() {
		parts = append(parts, fapiProofs())
	}
	if v.signed {
		parts = append(parts, fapiObjects(), fapiSignatures())
	}
	for _, more := range parts {
		maps.Copy(all, more)
	}
	return all
}

// outside is a module with a parameter beside what was pushed, which has not the
// members named.
func outside(add func(url.Values), without ...string) func(*suite) {
	return func(s *suite) {
		c := s.one()
		q := s.wants(c)
		for _, name := range without {
			q.values.Del(name)
		}
		at := s.handle(c, q)
		add(at.values)
		s.visit(at)
		s.fapiTokens(c, q, s.arrive(c, q))
	}
}

// denied: whoever signed in does not let the application have what it asks for.
func denied(s *suite) {
	c := s.one()
	q := s.wants(c, set("prompt", "consent"))
	s.visit(s.handle(c, q))
	s.confirm()
	s.ok(s.tab.Click(s.t.Context(), "consent-deny"))
	s.denies(c, q)
}

// cancelled: somebody gives up while the phone is asked. The account's next
// request has to wait then, so this comes last.
func cancelled(s *suite) {
	c := s.one()
	q := s.wants(c)
	s.visit(s.handle(c, q))
	ctx := s.t.Context()
	s.ok(s.tab.Fill("username", suiteUser), s.tab.Fill("password", storyPassword), s.tab.Click(ctx, "sign-in"),
		s.tab.Click(ctx, "push-cancel"), s.tab.Click(ctx, "back"))
	s.denies(c, q)
}

func (s *suite) denies(c *fapiClient, q *suiteAsk) {
	s.t.Helper()
	if answer := s.opened(c, s.landed(q)); answer.Get("error") != "access_denied" || answer.Get("state") != q.values.Get("state") || answer.Get("iss") != s.issuer {
		s.t.Errorf("the answer is %v", answer)
	}
}

// fapiIdentity are the modules about OpenID Connect.
func fapiIdentity() map[string]func(*suite) {
	return map[string]func(*suite){
		"ensure-authorization-request-without-nonce-success":       func(s *suite) { s.whole(s.one(), set("nonce", "")) },
		"ensure-authorization-request-with-64-char-nonce-success":  func(s *suite) { s.whole(s.one(), set("nonce", strings.Repeat("n0nce-64", 8))) },
		"ensure-authorization-request-with-long-nonce":             func(s *suite) { s.whole(s.one(), set("nonce", strings.Repeat("a", 384))) },
		"ensure-different-nonce-inside-and-outside-request-object": outside(set("nonce", "another")),
		"ensure-other-scope-order-succeeds":                        func(s *suite) { s.whole(s.one(), set("scope", "email profile openid")) },
		"test-claims-parameter-identity-claims": func(s *suite) {
			if s.metadata["claims_parameter_supported"] != true {
				s.t.Fatal("claims cannot be asked for by name")
			}
			wanted := map[string]any{"name": nil, "preferred_username": map[string]any{"essential": true}, "email": map[string]any{}, "email_verified": nil, "updated_at": nil}
			unknown := map[string]any{"iuqwe": nil, "skdjh": map[string]any{"essential": false}}
			in, out := maps.Clone(unknown), maps.Clone(wanted)
			in["name"], out["vmnx"] = nil, nil
			asked := string(must(json.Marshal(map[string]any{"id_token": in, "userinfo": out, "elsewhere": unknown})))
			c := s.one()
			c.request = func(claims map[string]any) { claims["claims"] = json.RawMessage(asked) }
			got := s.whole(c, set("claims", asked))
			access, _ := got["access_token"].(string)
			_, told := s.resource(c, access, c.scheme())
			for name := range wanted {
				if told[name] == nil {
					s.t.Errorf("userinfo has no %s: %v", name, told)
				}
			}
			for name := range unknown {
				if told[name] != nil {
					s.t.Errorf("userinfo has %s", name)
				}
			}
			id, _ := got["id_token"].(string)
			if claims := s.verified(id); claims["name"] != "Ada Okafor" {
				s.t.Errorf("the ID token has not the name that was asked of it: %v", claims)
			}
		},
	}
}

// fapiDiscovery is of the metadata.
func fapiDiscovery(s *suite) {
	v := s.fapi.fapiVariant
	wanted := map[string][]string{
		"code_challenge_methods_supported": {"S256"}, "response_types_supported": {"code"}, "scopes_supported": {"openid"},
		"token_endpoint_auth_signing_alg_values_supported": {"PS256", "ES256"}, "id_token_signing_alg_values_supported": {"PS256", "ES256"},
		"token_endpoint_auth_methods_supported": {v.auth}, "dpop_signing_alg_values_supported": {"PS256", "ES256"},
	}
	if v.signed {
		wanted["response_modes_supported"] = []string{"jwt"}
		wanted["authorization_signing_alg_values_supported"] = []string{"PS256"}
		wanted["request_object_signing_alg_values_supported"] = []string{"PS256", "ES256"}
	}
	for name, values := range wanted {
		for _, value := range values {
			if !s.has(name, value) {
				s.t.Errorf("%s has not %s: %v", name, value, s.metadata[name])
			}
		}
		for _, value := range []string{"RS256", "none", "plain", "client_secret_basic", "client_secret_post", "client_secret_jwt"} {
			if s.has(name, value) {
				s.t.Errorf("%s has %s", name, value)
			}
		}
	}
	for _, name := range []string{
		"require_pushed_authorization_requests", "authorization_response_iss_parameter_supported", "tls_client_certificate_bound_access_tokens",
	} {
		if s.metadata[name] != true {
			s.t.Errorf("%s is %v", name, s.metadata[name])
		}
	}
	aliases, _ := s.metadata["mtls_endpoint_aliases"].(map[string]any)
	for _, name := range []string{"token_endpoint", "pushed_authorization_request_endpoint", "userinfo_endpoint", "introspection_endpoint", "revocation_endpoint"} {
		if alias, _ := aliases[name].(string); !strings.HasPrefix(alias, s.mtls+"/") {
			s.t.Errorf("the alias of %s is %q", name, alias)
		}
	}
}
