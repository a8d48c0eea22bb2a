package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// TestConformanceFAPI2 is fapi2-security-profile-final-test-plan: plain OpenID
// Connect, private_key_jwt, DPoP, unsigned pushed requests. In the table the
// prefix fapi2-security-profile-final- is left out.
func TestConformanceFAPI2(t *testing.T) {
	s := newSuite(t, "COUNTERSIGN_OAUTH_PROFILE=fapi2")
	for name, module := range fapiModules() {
		s.module(name, module)
	}
	// The last: whoever was refused must wait before the phone is asked again.
	s.module("user-rejects-authentication", rejected)
}

func rejected(s *suite) {
	c := s.fapiClient(nil)
	q := s.byHandle(c, s.ask(c.suiteClient).pkce())
	s.visit(s.at(q))
	ctx := s.t.Context()
	s.ok(s.tab.Fill("username", suiteUser), s.tab.Fill("password", storyPassword), s.tab.Click(ctx, "sign-in"),
		s.tab.Click(ctx, "push-cancel"), s.tab.Click(ctx, "back"))
	if answer := s.landed(q); answer.Get("error") != "access_denied" || answer.Get("state") != q.values.Get("state") {
		s.t.Errorf("the answer is %v", answer)
	}
}

// refuses says that an answer is an error of one of these codes.
func (s *suite) refuses(status int, answer map[string]any, codes ...string) {
	s.t.Helper()
	for _, code := range codes {
		if answer["error"] == code && status >= 400 && status < 500 {
			return
		}
	}
	s.t.Errorf("%d %v; want %v", status, answer, codes)
}

func fapiModules() map[string]func(*suite) {
	all := map[string]func(*suite){
		"discovery-end-point-verification": func(s *suite) {
			for name, value := range map[string]string{
				"token_endpoint_auth_methods_supported": "private_key_jwt", "code_challenge_methods_supported": "S256",
				"dpop_signing_alg_values_supported": "ES256", "response_types_supported": "code",
				"token_endpoint_auth_signing_alg_values_supported": "PS256", "id_token_signing_alg_values_supported": "ES256",
			} {
				if !s.has(name, value) {
					s.t.Errorf("%s has not %s: %v", name, value, s.metadata[name])
				}
			}
			for name, value := range map[string]string{
				"token_endpoint_auth_methods_supported": "client_secret_basic", "token_endpoint_auth_signing_alg_values_supported": "RS256",
				"dpop_signing_alg_values_supported": "RS256", "code_challenge_methods_supported": "plain",
			} {
				if s.has(name, value) {
					s.t.Errorf("%s has %s", name, value)
				}
			}
			if s.metadata["require_pushed_authorization_requests"] != true || s.metadata["authorization_response_iss_parameter_supported"] != true {
				s.t.Errorf("require_pushed_authorization_requests %v, iss %v", s.metadata["require_pushed_authorization_requests"], s.metadata["authorization_response_iss_parameter_supported"])
			}
		},
		"happy-flow": func(s *suite) { s.whole(s.fapiClient(nil)) },
		"ensure-authorization-request-without-state-success": func(s *suite) { s.whole(s.fapiClient(nil), set("state", "")) },
		"ensure-authorization-request-without-nonce-success": func(s *suite) { s.whole(s.fapiClient(nil), set("nonce", "")) },
		"ensure-authorization-request-with-64-char-nonce-success": func(s *suite) {
			s.whole(s.fapiClient(nil), set("nonce", strings.Repeat("n0nce-64", 8)))
		},
		"ensure-authorization-request-with-long-nonce": func(s *suite) { s.whole(s.fapiClient(nil), set("nonce", strings.Repeat("a", 384))) },
		"ensure-authorization-request-with-long-state": func(s *suite) { s.whole(s.fapiClient(nil), set("state", strings.Repeat("s", 1024))) },
		"ensure-other-scope-order-succeeds":            func(s *suite) { s.whole(s.fapiClient(nil), set("scope", "email profile openid")) },
		"access-token-type-header-case-sensitivity": func(s *suite) {
			c := s.fapiClient(nil)
			access, _ := s.whole(c)["access_token"].(string)
			for _, scheme := range []string{"dpop", "DPOP"} {
				if status := s.resource(c, access, scheme); status != http.StatusOK {
					s.t.Errorf("%s: %d", scheme, status)
				}
			}
			if status := s.resource(c, access, "Bearer"); status != http.StatusUnauthorized {
				s.t.Errorf("a bound token as Bearer: %d", status)
			}
		},
	}
	for _, more := range []map[string]func(*suite){fapiRequests(), fapiPushed(), fapiCodes(), fapiAssertions(), fapiProofs()} {
		maps.Copy(all, more)
	}
	return all
}

func fapiRequests() map[string]func(*suite) {
	refusedPush := func(change func(url.Values), codes ...string) func(*suite) {
		return func(s *suite) {
			c := s.fapiClient(nil)
			q := s.ask(c.suiteClient).pkce()
			change(q.values)
			status, answer := s.push(c, q)
			s.refuses(status, answer, codes...)
		}
	}
	without := func(names ...string) func(url.Values) {
		return func(v url.Values) {
			for _, name := range names {
				v.Del(name)
			}
		}
	}
	return map[string]func(*suite){
		"ensure-registered-redirect-uri": refusedPush(func(v url.Values) { v.Set("redirect_uri", v.Get("redirect_uri")+"/other") },
			"invalid_request", "invalid_redirect_uri"),
		"ensure-redirect-uri-in-authorization-request":                refusedPush(without("redirect_uri"), "invalid_request"),
		"ensure-response-type-code-idtoken-fails":                     refusedPush(set("response_type", "code id_token"), "unsupported_response_type", "invalid_request", "unauthorized_client"),
		"ensure-response-type-token-fails":                            refusedPush(set("response_type", "token"), "unsupported_response_type", "invalid_request", "unauthorized_client"),
		"par-ensure-pkce-required":                                    refusedPush(without("code_challenge", "code_challenge_method"), "invalid_request"),
		"par-plain-pkce-rejected":                                     refusedPush(set("code_challenge_method", "plain"), "invalid_request"),
		"par-authorization-request-containing-request_uri-form-param": refusedPush(set("request_uri", "urn:ietf:params:oauth:request_uri:x"), "invalid_request"),
		"ensure-unsigned-authorization-request-without-using-par-fails": func(s *suite) {
			c := s.fapiClient(nil)
			q := s.ask(c.suiteClient).pkce()
			s.visit(q)
			if s.tab.Has("password") {
				s.t.Error("a request that was not pushed leads to the sign-in")
			}
		},
	}
}

func fapiPushed() map[string]func(*suite) {
	// shown is what the authorization endpoint makes of a handle that is worth
	// nothing: our own page, or an error at the application.
	shown := func(s *suite, q *suiteAsk) {
		s.visit(s.at(q))
		if s.tab.Has("password") || strings.Contains(s.tab.URL(), "code=") {
			s.t.Errorf("the browser is at %s", s.tab.URL())
		}
	}
	return map[string]func(*suite){
		"par-ensure-reused-request-uri-prior-to-auth-completion-succeeds": func(s *suite) {
			c := s.fapiClient(nil)
			q := s.ask(c.suiteClient).pkce()
			h := s.byHandle(c, q)
			s.visit(s.at(h))
			if !s.tab.Has("password") {
				s.t.Fatalf("the first visit is at %s", s.tab.URL())
			}
			s.newBrowser()
			s.visit(s.at(h))
			answer, _ := s.through(h)
			if status, got := s.exchange(c, q, s.codeOf(h, answer)); status != http.StatusOK {
				s.t.Errorf("%d %v", status, got)
			}
		},
		"par-attempt-reuse-request_uri": func(s *suite) {
			c := s.fapiClient(nil)
			q := s.byHandle(c, s.ask(c.suiteClient).pkce())
			s.visit(s.at(q))
			answer, _ := s.through(q)
			s.codeOf(q, answer)
			s.newBrowser()
			shown(s, q)
		},
		"par-attempt-to-use-request_uri-for-different-client": func(s *suite) {
			one, two := s.fapiClient(nil), s.fapiClient(nil)
			q := s.byHandle(one, s.ask(one.suiteClient).pkce())
			q.values.Set("client_id", two.ID)
			shown(s, q)
		},
		"par-without-duplicate-parameters": func(s *suite) { s.whole(s.fapiClient(nil)) },
		"par-attempt-invalid-http-method": func(s *suite) {
			r := must(http.NewRequestWithContext(s.t.Context(), http.MethodPut, s.str("pushed_authorization_request_endpoint"), nil))
			if status, _, _ := s.do(r); status < 400 || status > 499 {
				s.t.Errorf("PUT: %d", status)
			}
		},
	}
}

func fapiCodes() map[string]func(*suite) {
	redeemed := func(change func(s *suite, c *fapiClient, form url.Values), codes ...string) func(*suite) {
		return func(s *suite) {
			c := s.fapiClient(nil)
			q := s.ask(c.suiteClient).pkce()
			code := s.fapiCode(c, q)
			status, answer := s.exchange(c, q, code, func(form url.Values) { change(s, c, form) })
			s.refuses(status, answer, codes...)
		}
	}
	return map[string]func(*suite){
		"ensure-pkce-code-verifier-required": redeemed(func(_ *suite, _ *fapiClient, form url.Values) { form.Del("code_verifier") }, "invalid_grant", "invalid_request"),
		"incorrect-pkce-code-verifier-rejected": redeemed(func(_ *suite, _ *fapiClient, form url.Values) { form.Set("code_verifier", rand.Text()+rand.Text()) },
			"invalid_grant"),
		"ensure-client-assertion-in-token-endpoint": redeemed(func(_ *suite, c *fapiClient, form url.Values) {
			form.Set("client_id", c.ID)
			form.Set("no_assertion", "1")
		}, "invalid_client", "invalid_request"),
		"ensure-client-id-in-token-endpoint": redeemed(func(s *suite, _ *fapiClient, form url.Values) { form.Set("client_id", s.fapiClient(nil).ID) },
			"invalid_client", "invalid_grant", "invalid_request"),
		"ensure-authorization-code-is-bound-to-client": func(s *suite) {
			one, two := s.fapiClient(nil), s.fapiClient(nil)
			q := s.ask(one.suiteClient).pkce()
			code := s.fapiCode(one, q)
			status, answer := s.exchange(two, q, code)
			s.refuses(status, answer, "invalid_grant")
		},
		"attempt-reuse-authorization-code-after-one-second": func(s *suite) {
			c := s.fapiClient(nil)
			q := s.ask(c.suiteClient).pkce()
			code := s.fapiCode(c, q)
			_, got := s.exchange(c, q, code)
			time.Sleep(time.Second)
			status, answer := s.exchange(c, q, code)
			s.refuses(status, answer, "invalid_grant")
			access, _ := got["access_token"].(string)
			if status := s.resource(c, access, "DPoP"); status != http.StatusUnauthorized {
				s.t.Errorf("the access token of a code that was used twice: %d", status)
			}
		},
		"refresh-token": func(s *suite) {
			c, other := s.fapiClient(nil), s.fapiClient(nil)
			got := s.whole(c, set("scope", "openid offline_access"), set("prompt", "consent"))
			refresh, _ := got["refresh_token"].(string)
			form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}}
			status, answer := s.send(other, s.str("token_endpoint"), form)
			s.refuses(status, answer, "invalid_grant")
			status, answer = s.send(c, s.str("token_endpoint"), form)
			access, _ := answer["access_token"].(string)
			if status != http.StatusOK || s.resource(c, access, "DPoP") != http.StatusOK {
				s.t.Errorf("refresh: %d %v", status, answer)
			}
		},
	}
}

// fapiAssertions are the modules about how the client authenticates.
func fapiAssertions() map[string]func(*suite) {
	with := func(change func(s *suite, claims map[string]any), good bool) func(*suite) {
		return func(s *suite) {
			c := s.fapiClient(nil)
			c.assertion = func(claims map[string]any) { change(s, claims) }
			status, answer := s.push(c, s.ask(c.suiteClient).pkce())
			if good {
				if status != http.StatusCreated {
					s.t.Errorf("%d %v", status, answer)
				}
				return
			}
			s.refuses(status, answer, "invalid_client", "invalid_request")
		}
	}
	shift := func(name string, by time.Duration) func(*suite, map[string]any) {
		return func(_ *suite, claims map[string]any) { claims[name] = time.Now().Add(by).Unix() }
	}
	aud := func(value func(s *suite) any) func(*suite, map[string]any) {
		return func(s *suite, claims map[string]any) { claims["aud"] = value(s) }
	}
	return map[string]func(*suite){
		"ensure-client-assertion-with-exp-is-5-minutes-in-past-fails":              with(shift("exp", -5*time.Minute), false),
		"ensure-client-assertion-with-wrong-aud-fails":                             with(aud(func(*suite) any { return "https://other.example" }), false),
		"ensure-client-assertion-with-no-sub-fails":                                with(func(_ *suite, claims map[string]any) { delete(claims, "sub") }, false),
		"par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted": with(shift("nbf", 8*time.Second), true),
		"par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails": with(func(_ *suite, claims map[string]any) {
			for _, name := range []string{"nbf", "iat"} {
				claims[name] = time.Now().Add(70 * time.Second).Unix()
			}
			claims["exp"] = time.Now().Add(130 * time.Second).Unix()
		}, false),
		"par-test-array-as-audience-fails":              with(aud(func(s *suite) any { return []string{s.issuer} }), false),
		"par-test-par-endpoint-url-as-audience-fails":   with(aud(func(s *suite) any { return s.str("pushed_authorization_request_endpoint") }), false),
		"par-test-token-endpoint-url-as-audience-fails": with(aud(func(s *suite) any { return s.str("token_endpoint") }), false),
	}
}

// fapiProofs are the modules about DPoP.
func fapiProofs() map[string]func(*suite) {
	late := func(by time.Duration) func(*suite) {
		return func(s *suite) {
			c := s.fapiClient(nil)
			c.proof = func(claims map[string]any) { claims["iat"] = time.Now().Add(by).Unix() }
			s.whole(c)
		}
	}
	print := func(key *ecdsa.PrivateKey) string {
		jwk := jose.JSONWebKey{Key: key.Public()}
		return base64.RawURLEncoding.EncodeToString(must(jwk.Thumbprint(crypto.SHA256)))
	}
	swapped := func(bind func(c *fapiClient) []func(url.Values)) func(*suite) {
		return func(s *suite) {
			c := s.fapiClient(nil)
			q := s.ask(c.suiteClient, bind(c)...).pkce()
			code := s.fapiCode(c, q)
			c.dpop = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
			status, answer := s.exchange(c, q, code)
			s.refuses(status, answer, "invalid_grant", "invalid_dpop_proof")
		}
	}
	return map[string]func(*suite){
		"ensure-dpopproof-with-iat-10seconds-before-succeeds": late(-10 * time.Second),
		"ensure-dpopproof-with-iat-10seconds-after-succeeds":  late(10 * time.Second),
		"check-dpop-proof-nbf-exp": func(s *suite) {
			c := s.fapiClient(nil)
			c.proof = func(claims map[string]any) {
				claims["nbf"], claims["exp"] = time.Now().Unix(), time.Now().Add(time.Minute).Unix()
			}
			s.whole(c)
		},
		"ensure-mismatched-dpop-jkt-fails": func(s *suite) {
			c := s.fapiClient(nil)
			other := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
			status, answer := s.push(c, s.ask(c.suiteClient, set("dpop_jkt", print(other))).pkce())
			s.refuses(status, answer, "invalid_dpop_proof", "invalid_request")
		},
		"ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt": swapped(func(*fapiClient) []func(url.Values) { return nil }),
		"ensure-token-endpoint-fails-with-mismatched-dpop-jkt":       swapped(func(c *fapiClient) []func(url.Values) { return []func(url.Values){set("dpop_jkt", print(c.dpop))} }),
		"ensure-dpopproof-at-par-endpoint-binding-success":           func(s *suite) { s.whole(s.fapiClient(nil)) },
		"ensure-dpop-auth-code-binding-success": func(s *suite) {
			c := s.fapiClient(nil)
			s.whole(c, set("dpop_jkt", print(c.dpop)))
		},
		"ensure-holder-of-key-required": func(s *suite) {
			c := s.fapiClient(nil)
			q := s.ask(c.suiteClient).pkce()
			code := s.fapiCode(c, q)
			c.dpop = nil
			status, answer := s.exchange(c, q, code)
			s.refuses(status, answer, "invalid_dpop_proof", "invalid_request", "invalid_grant")
		},
		"dpop-negative-tests": func(s *suite) {
			c := s.fapiClient(nil)
			access, _ := s.whole(c)["access_token"].(string)
			for name, spoil := range map[string]func(map[string]any){
				"htm": func(claims map[string]any) { claims["htm"] = "POST" }, "htu": func(claims map[string]any) { claims["htu"] = s.str("token_endpoint") },
				"ath": func(claims map[string]any) { claims["ath"] = "x" }, "no ath": func(claims map[string]any) { delete(claims, "ath") },
				"no jti": func(claims map[string]any) { delete(claims, "jti") },
			} {
				c.proof = spoil
				if status := s.resource(c, access, "DPoP"); status != http.StatusUnauthorized && status != http.StatusBadRequest {
					s.t.Errorf("%s: %d", name, status)
				}
			}
		},
	}
}
