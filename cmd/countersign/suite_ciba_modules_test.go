package main

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
	"countersign/idp/client"
)

// cibaModule is a module, with the first application and the second. Names have
// no fapi-ciba- in front here.
type cibaModule = func(s *suite, one, two *cibaClient)

func cibaModules(v *cibaVariant) map[string]cibaModule {
	all := cibaFlows(v)
	maps.Copy(all, cibaObjects())
	maps.Copy(all, cibaRefused())
	if v.method == "private_key_jwt" {
		maps.Copy(all, cibaByKey(v))
	} else {
		maps.Copy(all, cibaByCertificate(v))
	}
	if v.delivery == client.CIBAPing {
		maps.Copy(all, cibaPings(v))
	}
	return all
}

// cibaWhole is a request from its beginning to its tokens.
func (s *suite) cibaWhole(v *cibaVariant, c *cibaClient, change ...func(map[string]any)) map[string]any {
	s.t.Helper()
	id := s.begun(c, change...)
	s.pending(c, id)
	s.approves(v, id)
	return s.given(c, id)
}

func cibaFlows(v *cibaVariant) map[string]cibaModule {
	succeeds := func(change func(map[string]any)) cibaModule {
		return func(s *suite, one, _ *cibaClient) { s.cibaWhole(v, one, change) }
	}
	return map[string]cibaModule{
		"id1": func(s *suite, one, two *cibaClient) {
			s.cibaWhole(v, one)
			s.cibaWhole(v, two)
		},
		"id1-discovery-end-point-verification": func(s *suite, one, _ *cibaClient) { s.cibaMetadata(v, one) },
		"id1-ensure-authorization-request-with-binding-message-succeeds": func(s *suite, one, _ *cibaClient) {
			id := s.begun(one)
			if shown := s.rings(); shown.Message != "1234" || shown.Context.Client.ID != one.ID {
				s.t.Errorf("the phone shows %+v", shown)
			}
			s.approves(v, id)
			s.given(one, id)
		},
		"id1-ensure-other-scope-order-succeeds":          succeeds(claim("scope", "profile openid")),
		"id1-ensure-requested-expiry-as-string-succeeds": succeeds(claim("requested_expiry", "30")),
		"id1-ensure-authorization-request-with-potentially-bad-binding-message": func(s *suite, one, _ *cibaClient) {
			status, answer := s.begins(one, claim("binding_message", "1234 👍🏿 品川 "+strings.Repeat("Lorem ipsum dolor sit amet ", 18)))
			s.is(status, answer, http.StatusBadRequest, "invalid_binding_message")
		},
		"id1-multiple-call-to-token-endpoint": func(s *suite, one, _ *cibaClient) {
			id := s.begun(one)
			for range 20 {
				s.pending(one, id)
			}
			s.approves(v, id)
		},
		"id1-user-rejects-authentication": func(s *suite, one, _ *cibaClient) {
			id := s.begun(one)
			s.pending(one, id)
			s.rejects(s.rings())
			s.pinged(v, id)
			status, answer := s.polls(one, id)
			s.is(status, answer, http.StatusBadRequest, "access_denied")
		},
		"id1-ensure-wrong-auth-req-id-in-token-endpoint-request": func(s *suite, one, two *cibaClient) {
			id := s.begun(one)
			status, answer := s.polls(two, id)
			s.is(status, answer, http.StatusBadRequest, "invalid_grant")
			s.approves(v, id)
			status, answer = s.polls(two, id)
			s.is(status, answer, http.StatusBadRequest, "invalid_grant")
		},
		"id1-refresh-token":                      func(s *suite, one, two *cibaClient) { s.cibaRefresh(v, one, two) },
		"id1-ensure-mtls-holder-of-key-required": func(s *suite, one, _ *cibaClient) { s.cibaHolder(v, one) },
	}
}

// rejects says no on the phone.
func (s *suite) rejects(c authenticator.Challenge) {
	s.t.Helper()
	_, err := s.phone.Deny(s.t.Context(), c, wire.ReasonNotNow)
	s.ok(err)
}

func (s *suite) cibaMetadata(v *cibaVariant, one *cibaClient) {
	s.t.Helper()
	for name, value := range map[string]string{
		"backchannel_token_delivery_modes_supported": v.delivery, "grant_types_supported": client.GrantCIBA,
		"token_endpoint_auth_methods_supported": v.method, "token_endpoint_auth_signing_alg_values_supported": "PS256",
		"id_token_signing_alg_values_supported": "ES256", "backchannel_authentication_request_signing_alg_values_supported": "PS256",
	} {
		if !s.has(name, value) {
			s.t.Errorf("%s has not %s: %v", name, value, s.metadata[name])
		}
	}
	if _, said := s.metadata["backchannel_user_code_parameter_supported"].(bool); !said || s.metadata["tls_client_certificate_bound_access_tokens"] != true {
		s.t.Errorf("user codes %v, certificates %v", s.metadata["backchannel_user_code_parameter_supported"], s.metadata["tls_client_certificate_bound_access_tokens"])
	}
	for _, name := range []string{"backchannel_authentication_endpoint", "token_endpoint", "userinfo_endpoint"} {
		if alias := s.endpoint(one.fapiClient, name); !strings.HasPrefix(s.str(name), s.issuer+"/") || !strings.HasPrefix(alias, s.mtls+"/") {
			s.t.Errorf("%s is at %s, and at %s", name, s.str(name), alias)
		}
	}
}

// cibaRefresh is each application's refresh, and one's by the other.
func (s *suite) cibaRefresh(v *cibaVariant, one, two *cibaClient) {
	s.t.Helper()
	one.aud = s.issuer
	refresh := func(c *cibaClient, token string) (int, map[string]any) {
		return s.calls(c, "token_endpoint", url.Values{"grant_type": {client.GrantRefresh}, "refresh_token": {token}})
	}
	var last string
	for _, c := range []*cibaClient{one, two} {
		first, _ := s.cibaWhole(v, c, claim("scope", "openid offline_access"))["refresh_token"].(string)
		status, got := refresh(c, first)
		s.bound(c, status, got)
		last, _ = got["refresh_token"].(string)
	}
	if len(last) < 22 {
		s.t.Fatal("no refresh token")
	}
	status, answer := refresh(one, last)
	s.is(status, answer, http.StatusBadRequest, "invalid_grant")
}

// cibaHolder calls the token endpoint without a certificate, and looks at the TLS
// of what the application calls.
func (s *suite) cibaHolder(v *cibaVariant, one *cibaClient) {
	s.t.Helper()
	id, with := s.begun(one), one.http
	s.approves(v, id)
	one.http = s.http
	status, answer := s.polls(one, id)
	s.refuses(status, answer, "invalid_client", "invalid_request", "invalid_grant")
	one.http = with
	s.given(one, id)
	for _, name := range []string{"token_endpoint", "backchannel_authentication_endpoint"} {
		s.speaksTLS(s.endpoint(one.fapiClient, name))
	}
}

// cibaObjects are signed requests that must be refused.
func cibaObjects() map[string]cibaModule {
	at := func(name string, by time.Duration) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = time.Now().Add(by).Unix() }
	}
	refused := map[string][]func(map[string]any){
		"bad-aud": {claim("aud", "https://other.example")}, "bad-iss": {claim("iss", "other")},
		"missing-aud": {noClaim("aud")}, "missing-iss": {noClaim("iss")}, "missing-exp": {noClaim("exp")}, "missing-iat": {noClaim("iat")},
		"missing-nbf": {noClaim("nbf")}, "missing-jti": {noClaim("jti")},
		"expired-exp": {at("exp", -5*time.Minute)}, "exp-is-70-minutes-in-future": {at("exp", 70*time.Minute)},
		"nbf-is-10-minutes-in-future": {at("nbf", 10*time.Minute)}, "nbf-is-70-minutes-in-past": {at("nbf", -70*time.Minute)},
	}
	all := map[string]cibaModule{}
	for name, change := range refused {
		all["id1-ensure-request-object-"+name+"-fails"] = func(s *suite, one, _ *cibaClient) {
			status, answer := s.begins(one, change...)
			s.is(status, answer, http.StatusBadRequest, "invalid_request")
		}
	}
	for name, sign := range map[string]func(s *suite, one, two *cibaClient) string{
		"signature-algorithm-is-none": func(s *suite, one, _ *cibaClient) string {
			part := func(v any) string { return base64.RawURLEncoding.EncodeToString(must(json.Marshal(v))) }
			return part(map[string]any{"alg": "none"}) + "." + part(s.asks(one)) + "."
		},
		"signature-algorithm-is-bad": func(s *suite, one, _ *cibaClient) string {
			request := one.signs(s.asks(one)).Get("request")
			at := strings.LastIndex(request, ".") + 1
			return request[:at] + strings.Repeat("A", len(request)-at)
		},
		"signature-algorithm-is-RS256": func(s *suite, one, _ *cibaClient) string {
			one.alg = jose.RS256
			request := one.signs(s.asks(one)).Get("request")
			one.alg = jose.PS256
			return request
		},
		"signed-by-other-client": func(s *suite, one, two *cibaClient) string { return signed(two.signing(), one.typ, s.asks(one)) },
	} {
		all["id1-ensure-request-object-"+name+"-fails"] = func(s *suite, one, two *cibaClient) {
			status, answer := s.calls(one, "backchannel_authentication_endpoint", url.Values{"request": {sign(s, one, two)}})
			s.is(status, answer, http.StatusBadRequest, "invalid_request")
		}
	}
	return all
}

func cibaRefused() map[string]cibaModule {
	return map[string]cibaModule{
		"id1-ensure-authorization-request-with-multiple-hints-fails": func(s *suite, one, _ *cibaClient) {
			status, answer := s.begins(one, noClaim("binding_message"), claim("login_hint", "join@example.com"), claim("login_hint_token", strings.Repeat("x", 20)))
			s.is(status, answer, http.StatusBadRequest, "invalid_request")
		},
		"id1-ensure-unsigned-backchannel-authorization-request-fails": func(s *suite, one, _ *cibaClient) {
			form := url.Values{}
			for name, value := range s.asks(one) {
				form.Set(name, strings.Trim(string(must(json.Marshal(value))), `"`))
			}
			status, answer := s.calls(one, "backchannel_authentication_endpoint", form)
			s.is(status, answer, http.StatusBadRequest, "invalid_request")
		},
	}
}

// unasserted names a client in a form, and proves nothing in it.
func unasserted(form url.Values, c *cibaClient) url.Values {
	form.Set("no_assertion", "1")
	form.Set("client_id", c.ID)
	return form
}

// asksUnknown posts a request as an application that is not known by it.
func (s *suite) asksUnknown(c *cibaClient, form url.Values) {
	s.t.Helper()
	status, answer := s.calls(c, "backchannel_authentication_endpoint", form)
	s.is(status, answer, http.StatusUnauthorized, "invalid_client")
}

// pollsUnknown polls for tokens that are there, as an application that is not
// known by what change makes of its form.
func (s *suite) pollsUnknown(v *cibaVariant, c *cibaClient, change func(url.Values)) {
	s.t.Helper()
	id := s.begun(c)
	s.approves(v, id)
	status, answer := s.polls(c, id, change)
	s.is(status, answer, http.StatusUnauthorized, "invalid_client")
}

// cibaByKey are the modules that private_key_jwt alone has.
func cibaByKey(v *cibaVariant) map[string]cibaModule {
	return map[string]cibaModule{
		"id1-ensure-without-client-assertion-in-backchannel-authorization-request": func(s *suite, one, _ *cibaClient) {
			s.asksUnknown(one, unasserted(one.signs(s.asks(one)), one))
		},
		"id1-ensure-without-client-assertion-in-token-endpoint-request": func(s *suite, one, _ *cibaClient) {
			s.pollsUnknown(v, one, func(form url.Values) { unasserted(form, one) })
		},
		"id1-ensure-client-assertion-signature-algorithm-in-backchannel-authorization-request-is-RS256-fails": func(s *suite, one, _ *cibaClient) {
			form := one.signs(s.asks(one))
			one.alg = jose.RS256
			s.asksUnknown(one, form)
		},
		"id1-ensure-client-assertion-signature-algorithm-in-token-endpoint-request-is-RS256-fails": func(s *suite, one, _ *cibaClient) {
			s.pollsUnknown(v, one, func(url.Values) { one.alg = jose.RS256 })
		},
		"id1-ensure-client-assertion-with-iss-aud-to-token-endpoint-succeeds": func(s *suite, one, _ *cibaClient) {
			one.tokenAud = s.issuer
			s.cibaWhole(v, one)
		},
	}
}

// cibaByCertificate are the modules that a certificate alone has.
func cibaByCertificate(v *cibaVariant) map[string]cibaModule {
	return map[string]cibaModule{
		"id1-ensure-different-client-id-and-issuer-in-backchannel-authorization-request": func(s *suite, one, two *cibaClient) {
			s.asksUnknown(one, unasserted(one.signs(s.asks(one)), two))
		},
		"id1-ensure-wrong-client-id-in-backchannel-authorization-request": func(s *suite, one, two *cibaClient) {
			s.asksUnknown(one, unasserted(one.signs(s.asks(two)), two))
		},
		"id1-ensure-wrong-client-id-in-token-endpoint-request": func(s *suite, one, two *cibaClient) {
			s.pollsUnknown(v, one, func(form url.Values) { unasserted(form, two) })
		},
	}
}

// cibaPings are the modules that ping alone has: what the application answers to
// the notification.
func cibaPings(v *cibaVariant) map[string]cibaModule {
	answered := func(status int, wait time.Duration) cibaModule {
		return func(s *suite, one, _ *cibaClient) {
			id := s.begun(one)
			v.ear.answers(status)
			s.approves(v, id)
			time.Sleep(wait) // the first try again would come after two seconds
			if heard := v.ear.of(id); len(heard) != 1 {
				s.t.Errorf("it was told %d times", len(heard))
			}
			s.given(one, id)
		}
	}
	return map[string]cibaModule{
		"id1-ping-backchannel-notification-endpoint-response-has-body":                                 answered(http.StatusOK, 0),
		"id1-ping-backchannel-notification-endpoint-response-401":                                      answered(http.StatusUnauthorized, 0),
		"id1-ping-backchannel-notification-endpoint-response-403":                                      answered(http.StatusForbidden, 0),
		"id1-ping-backchannel-notification-endpoint-return-redirect-request":                           answered(http.StatusMovedPermanently, time.Second),
		"id1-ping-with-mtls-ciba-notification-endpoint-response-401-and-require-server-does-not-retry": answered(http.StatusUnauthorized, 4*time.Second),
	}
}
