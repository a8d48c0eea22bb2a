package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// fapiRequests are the modules about what is pushed.
func fapiRequests() map[string]func(*suite) {
	bad := func(change func(url.Values), codes ...string) func(*suite) {
		return func(s *suite) {
			c := s.one()
			s.refusesPush(c, s.wants(c, change), codes...)
		}
	}
	without := func(names ...string) func(url.Values) {
		return func(v url.Values) {
			for _, name := range names {
				v.Del(name)
			}
		}
	}
	elsewhere := bad(func(v url.Values) { v.Set("redirect_uri", v.Get("redirect_uri")+"/other") }, "invalid_request", "invalid_redirect_uri", "invalid_request_object")
	nowhere := bad(without("redirect_uri"), "invalid_request", "invalid_request_object")
	return map[string]func(*suite){
		"plain-fapi-tolerate-unregistered-redirect-uri":    elsewhere,
		"ensure-redirect-uri-in-authorization-request":     nowhere,
		"ensure-request-object-without-redirect-uri-fails": nowhere,
		"ensure-response-type-code-idtoken-fails":          bad(set("response_type", "code id_token"), "unsupported_response_type", "invalid_request", "unauthorized_client"),
		"ensure-response-type-token-fails":                 bad(set("response_type", "token"), "unsupported_response_type", "invalid_request", "unauthorized_client"),
		"par-ensure-pkce-required":                         bad(without("code_challenge", "code_challenge_method"), "invalid_request"),
		"par-plain-pkce-rejected":                          bad(set("code_challenge_method", "plain"), "invalid_request"),
		"par-authorization-request-containing-request_uri-form-param": func(s *suite) {
			c := s.one()
			c.form = set("request_uri", "urn:ietf:params:oauth:request_uri:x")
			s.refusesPush(c, s.wants(c), "invalid_request")
		},
		"ensure-unsigned-authorization-request-without-using-par-fails": func(s *suite) {
			c := s.one()
			s.shown(c, s.wants(c))
		},
	}
}

// fapiPushed are the modules about what was pushed.
func fapiPushed() map[string]func(*suite) {
	return map[string]func(*suite){
		"par-ensure-reused-request-uri-prior-to-auth-completion-succeeds": func(s *suite) {
			c := s.one()
			q := s.wants(c)
			h := s.handle(c, q)
			s.visit(h)
			if !s.tab.Has("password") {
				s.t.Fatalf("the first visit is at %s", s.tab.URL())
			}
			s.newBrowser()
			s.visit(h)
			s.fapiTokens(c, q, s.arrive(c, q))
		},
		"par-attempt-reuse-request_uri": func(s *suite) {
			c := s.one()
			q := s.wants(c)
			h := s.handle(c, q)
			s.visit(h)
			s.arrive(c, q)
			s.newBrowser()
			s.shown(c, h)
		},
		"par-attempt-to-use-request_uri-for-different-client": func(s *suite) {
			c := s.one()
			h := s.handle(c, s.wants(c))
			h.values.Set("client_id", s.two().ID)
			s.shown(c, h)
		},
		"par-without-duplicate-parameters": func(s *suite) {
			c := s.one()
			q := s.wants(c)
			h := s.handle(c, q)
			if len(h.values) != 2 {
				s.t.Errorf("the browser brings %v", h.values)
			}
			s.visit(h)
			s.fapiTokens(c, q, s.arrive(c, q))
		},
		"par-attempt-invalid-http-method": func(s *suite) {
			c := s.one()
			r := must(http.NewRequestWithContext(s.t.Context(), http.MethodPut, s.endpoint(c, "pushed_authorization_request_endpoint"), nil))
			if status, _, _ := s.by(c.http, r); status < 400 || status > 499 {
				s.t.Errorf("PUT: %d", status)
			}
		},
	}
}

// fapiCodes are the modules about codes and what they are redeemed for.
func fapiCodes() map[string]func(*suite) {
	redeemed := func(change func(url.Values), codes ...string) func(*suite) {
		return func(s *suite) {
			c := s.one()
			q := s.wants(c)
			status, answer := s.exchange(c, q, s.fapiCode(c, q), change)
			s.refuses(status, answer, codes...)
		}
	}
	return map[string]func(*suite){
		"ensure-pkce-code-verifier-required":    redeemed(func(form url.Values) { form.Del("code_verifier") }, "invalid_grant", "invalid_request"),
		"incorrect-pkce-code-verifier-rejected": redeemed(func(form url.Values) { form.Set("code_verifier", rand.Text()+rand.Text()) }, "invalid_grant"),
		"ensure-client-id-in-token-endpoint": func(s *suite) { // two's name, with what proves to be one
			c := s.one()
			q := s.wants(c)
			code := s.fapiCode(c, q)
			c.ID = s.two().ID
			status, answer := s.exchange(c, q, code)
			s.refuses(status, answer, "invalid_client", "invalid_grant")
		},
		"ensure-authorization-code-is-bound-to-client": func(s *suite) {
			c := s.one()
			q := s.wants(c)
			status, answer := s.exchange(s.two(), q, s.fapiCode(c, q))
			s.refuses(status, answer, "invalid_grant")
		},
		"attempt-reuse-authorization-code-after-one-second": func(s *suite) {
			c := s.one()
			q := s.wants(c)
			code := s.fapiCode(c, q)
			access, _ := s.fapiTokens(c, q, code)["access_token"].(string)
			time.Sleep(time.Second)
			status, answer := s.exchange(c, q, code)
			s.refuses(status, answer, "invalid_grant")
			if status, _ := s.resource(c, access, c.scheme()); status != http.StatusUnauthorized {
				s.t.Errorf("the access token of a code that was used twice: %d", status)
			}
		},
		"refresh-token": fapiRefresh,
	}
}

// fapiRefresh is the module refresh-token: it tries a new DPoP key (RFC 9449
// section 5 binds refresh tokens of public clients alone), and everybody who may
// not have new tokens.
func fapiRefresh(s *suite) {
	c, other := s.one(), s.two()
	got := s.whole(c, set("prompt", "consent"), set("scope", "openid offline_access"))
	refresh, _ := got["refresh_token"].(string)
	form := func(more ...string) url.Values {
		v := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}, "scope": {"openid offline_access"}}
		for _, name := range more {
			v.Set(name, c.ID)
		}
		return v
	}
	for range 2 { // the second time as if the first answer had been lost
		c.dpop = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
		status, answer := s.send(c, s.endpoint(c, "token_endpoint"), form())
		access, _ := answer["access_token"].(string)
		if again, ok := answer["refresh_token"]; ok && again != refresh { // FAPI 2.0 Security Profile section 5.3.2.1 item 9
			s.t.Errorf("the refresh token rotates")
		}
		if opens, _ := s.resource(c, access, c.scheme()); status != http.StatusOK || opens != http.StatusOK || access == got["access_token"] {
			s.t.Errorf("refresh: %d %v, %d", status, answer, opens)
		}
	}
	status, answer := s.send(other, s.endpoint(other, "token_endpoint"), form())
	s.refuses(status, answer, "invalid_grant")
	bare := *c
	if bare.http = s.http; !c.mtls() {
		bare.http = c.http
	}
	status, answer = s.send(&bare, s.endpoint(c, "token_endpoint"), form("client_id", "no_assertion"))
	s.refuses(status, answer, "invalid_client", "invalid_grant", "invalid_request")
	bare = *c
	if bare.dpop = nil; !c.proves() {
		bare.http = s.http
	}
	status, answer = s.send(&bare, s.endpoint(c, "token_endpoint"), form())
	s.refuses(status, answer, "invalid_client", "invalid_grant", "invalid_request", "invalid_dpop_proof")
}

// fapiAssertions are the modules about private_key_jwt.
func fapiAssertions() map[string]func(*suite) {
	with := func(change func(s *suite, claims map[string]any), good bool) func(*suite) {
		return func(s *suite) {
			c := s.one()
			q := s.wants(c)
			c.assertion = func(claims map[string]any) { change(s, claims) }
			status, answer := s.push(c, q)
			if !good {
				s.refuses(status, answer, "invalid_client", "invalid_request")
			} else if status != http.StatusCreated {
				s.t.Errorf("%d %v", status, answer)
			}
		}
	}
	shift := func(by time.Duration, names ...string) func(*suite, map[string]any) {
		return func(_ *suite, claims map[string]any) {
			for _, name := range names {
				claims[name] = time.Now().Add(by).Unix()
			}
		}
	}
	aud := func(value func(s *suite) any) func(*suite, map[string]any) {
		return func(s *suite, claims map[string]any) { claims["aud"] = value(s) }
	}
	return map[string]func(*suite){
		"ensure-client-assertion-with-exp-is-5-minutes-in-past-fails":              with(shift(-5*time.Minute, "exp"), false),
		"ensure-client-assertion-with-wrong-aud-fails":                             with(aud(func(*suite) any { return "https://other.example" }), false),
		"ensure-client-assertion-with-no-sub-fails":                                with(func(_ *suite, claims map[string]any) { delete(claims, "sub") }, false),
		"par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted": with(shift(8*time.Second, "nbf", "iat"), true),
		"par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails": with(func(s *suite, claims map[string]any) {
			shift(70*time.Second, "nbf", "iat")(s, claims)
			shift(130*time.Second, "exp")(s, claims)
		}, false),
		"par-test-array-as-audience-fails":              with(aud(func(s *suite) any { return []string{s.issuer} }), false),
		"par-test-par-endpoint-url-as-audience-fails":   with(aud(func(s *suite) any { return s.endpoint(s.one(), "pushed_authorization_request_endpoint") }), false),
		"par-test-token-endpoint-url-as-audience-fails": with(aud(func(s *suite) any { return s.endpoint(s.one(), "token_endpoint") }), false),
		"ensure-client-assertion-in-token-endpoint": func(s *suite) {
			c := s.one()
			q := s.wants(c)
			status, answer := s.exchange(c, q, s.fapiCode(c, q), set("client_id", c.ID), set("no_assertion", "1"))
			s.refuses(status, answer, "invalid_client", "invalid_request")
		},
		"ensure-signed-client-assertion-with-RS256-fails": func(s *suite) {
			c := s.two() // its key is RSA, and good for PS256
			q := s.wants(c)
			code := s.fapiCode(c, q)
			c.alg = jose.RS256
			status, answer := s.exchange(c, q, code)
			s.refuses(status, answer, "invalid_client")
		},
	}
}

// fapiProofs are the modules about DPoP.
func fapiProofs() map[string]func(*suite) {
	late := func(by time.Duration) func(*suite) {
		return func(s *suite) {
			c := s.one()
			c.proof = func(claims map[string]any) { claims["iat"] = time.Now().Add(by).Unix() }
			s.whole(c)
		}
	}
	jkt := func(key *ecdsa.PrivateKey) func(url.Values) {
		jwk := jose.JSONWebKey{Key: key.Public()}
		return set("dpop_jkt", base64.RawURLEncoding.EncodeToString(must(jwk.Thumbprint(crypto.SHA256))))
	}
	another := func() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }
	swapped := func(bind func(c *fapiClient) func(url.Values)) func(*suite) {
		return func(s *suite) {
			c := s.one()
			q := s.wants(c, bind(c))
			code := s.fapiCode(c, q)
			c.dpop = another()
			status, answer := s.exchange(c, q, code)
			s.refuses(status, answer, "invalid_grant", "invalid_dpop_proof")
		}
	}
	return map[string]func(*suite){
		"ensure-dpopproof-with-iat-10seconds-before-succeeds": late(-10 * time.Second),
		"ensure-dpopproof-with-iat-10seconds-after-succeeds":  late(10 * time.Second),
		"check-dpop-proof-nbf-exp": func(s *suite) {
			c := s.one()
			c.proof = func(claims map[string]any) {
				claims["nbf"], claims["exp"] = time.Now().Unix(), time.Now().Add(time.Minute).Unix()
			}
			s.whole(c)
		},
		"ensure-mismatched-dpop-jkt-fails": func(s *suite) {
			c := s.one()
			s.refusesPush(c, s.wants(c, jkt(another())), "invalid_dpop_proof", "invalid_request")
		},
		"ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt": swapped(func(*fapiClient) func(url.Values) { return func(url.Values) {} }),
		"ensure-token-endpoint-fails-with-mismatched-dpop-jkt":       swapped(func(c *fapiClient) func(url.Values) { return jkt(c.dpop) }),
		"ensure-dpopproof-at-par-endpoint-binding-success":           func(s *suite) { s.whole(s.one()) },
		"ensure-dpop-auth-code-binding-success": func(s *suite) {
			c := s.one()
			s.whole(c, jkt(c.dpop))
		},
		"dpop-negative-tests": dpopNegative,
	}
}
