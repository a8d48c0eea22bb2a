package main

import (
	"crypto/rand"
	"crypto/rsa"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// signingClient is an application of FAPI 2.0 Message Signing: it signs its
// requests, and its answers come signed (JARM).
func (s *suite) signingClient() *fapiClient {
	return s.fapiClient(map[string]any{"require_signed_request_object": true, "authorization_signed_response_alg": "PS256"})
}

// object signs a request (RFC 9101 section 4) as the client's request changes it.
func (s *suite) object(c *fapiClient, q *suiteAsk) url.Values {
	s.t.Helper()
	now := time.Now()
	claims := map[string]any{"iss": c.ID, "aud": s.issuer, "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "jti": rand.Text()}
	for name := range q.values {
		claims[name] = q.values.Get(name)
	}
	if c.request != nil {
		c.request(claims)
	}
	typed := (&jose.SignerOptions{}).WithType("oauth-authz-req+jwt")
	return url.Values{"client_id": {c.ID}, "request": {signed(c.signing(), typed, claims)}}
}

// wants asks for a signed answer.
func (s *suite) wants(c *fapiClient, change ...func(url.Values)) *suiteAsk {
	return s.ask(c.suiteClient, append([]func(url.Values){set("response_mode", "jwt")}, change...)...).pkce()
}

// pushSigned pushes a signed request.
func (s *suite) pushSigned(c *fapiClient, q *suiteAsk) (int, map[string]any) {
	s.t.Helper()
	return s.send(c, s.str("pushed_authorization_request_endpoint"), s.object(c, q))
}

// wholeSigned is a sign-in from the signed request to tokens. outside are
// parameters beside the handle.
func (s *suite) wholeSigned(c *fapiClient, q *suiteAsk, outside ...func(url.Values)) {
	s.t.Helper()
	status, pushed := s.pushSigned(c, q)
	handle, _ := pushed["request_uri"].(string)
	if status != http.StatusCreated {
		s.t.Fatalf("pushed: %d %v", status, pushed)
	}
	at := &suiteAsk{client: q.client, values: url.Values{"client_id": {c.ID}, "request_uri": {handle}}}
	for _, f := range outside {
		f(at.values)
	}
	s.visit(at)
	answer, _ := s.through(q)
	if len(answer) != 1 || answer.Get("response") == "" {
		s.t.Fatalf("the answer is not signed alone: %v", answer)
	}
	claims := s.verified(answer.Get("response"))
	exp, _ := claims["exp"].(float64)
	state, _ := claims["state"].(string)
	if claims["iss"] != s.issuer || claims["aud"] != c.ID || state != q.values.Get("state") || exp > float64(time.Now().Add(10*time.Minute).Unix()) {
		s.t.Errorf("the answer says %v", claims)
	}
	jws, err := jose.ParseSignedCompact(answer.Get("response"), []jose.SignatureAlgorithm{jose.PS256})
	s.ok(err)
	if jws.Signatures[0].Protected.Algorithm != "PS256" {
		s.t.Errorf("it is signed by %s", jws.Signatures[0].Protected.Algorithm)
	}
	code, _ := claims["code"].(string)
	status, got := s.exchange(c, q, code)
	if status != http.StatusOK {
		s.t.Fatalf("tokens: %d %v", status, got)
	}
	id, _ := got["id_token"].(string)
	s.idToken(q, suiteTokens{ID: id})
}

// TestConformanceFAPI2MessageSigning is fapi2-message-signing-final-test-plan:
// signed requests, pushed, and signed answers. The prefix is left out, as above.
func TestConformanceFAPI2MessageSigning(t *testing.T) {
	s := newSuite(t, "COUNTERSIGN_OAUTH_PROFILE=fapi2")
	for name, module := range signingModules() {
		s.module(name, module)
	}
}

func signingModules() map[string]func(*suite) {
	good := func(change func(s *suite, claims map[string]any)) func(*suite) {
		return func(s *suite) {
			c := s.signingClient()
			c.request = func(claims map[string]any) { change(s, claims) }
			s.wholeSigned(c, s.wants(c))
		}
	}
	bad := func(change func(s *suite, c *fapiClient, claims map[string]any)) func(*suite) {
		return func(s *suite) {
			c := s.signingClient()
			c.request = func(claims map[string]any) { change(s, c, claims) }
			status, answer := s.pushSigned(c, s.wants(c))
			s.refuses(status, answer, "invalid_request_object", "invalid_request")
		}
	}
	without := func(name string) func(*suite) {
		return bad(func(_ *suite, _ *fapiClient, claims map[string]any) { delete(claims, name) })
	}
	at := func(name string, by time.Duration) func(*suite, *fapiClient, map[string]any) {
		return func(_ *suite, _ *fapiClient, claims map[string]any) { claims[name] = time.Now().Add(by).Unix() }
	}
	all := map[string]func(*suite){
		"happy-flow": good(func(*suite, map[string]any) {}),
		"ensure-request-object-with-multiple-aud-succeeds": good(func(s *suite, claims map[string]any) {
			claims["aud"] = []string{s.issuer, "https://other.example"}
		}),
		"ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted": good(func(_ *suite, claims map[string]any) {
			claims["nbf"] = time.Now().Add(8 * time.Second).Unix()
		}),
		"ensure-request-object-without-exp-fails":          without("exp"),
		"ensure-request-object-without-nbf-fails":          without("nbf"),
		"ensure-request-object-without-redirect-uri-fails": without("redirect_uri"),
		"ensure-expired-request-object-fails":              bad(at("exp", -5*time.Minute)),
		"ensure-request-object-with-exp-over-60-fails":     bad(at("exp", 70*time.Minute)),
		"ensure-request-object-with-nbf-over-60-fails":     bad(at("nbf", -70*time.Minute)),
		"ensure-request-object-with-bad-aud-fails": bad(func(_ *suite, _ *fapiClient, claims map[string]any) {
			claims["aud"] = "https://other.example"
		}),
		"par-authorization-request-containing-request_uri": bad(func(_ *suite, _ *fapiClient, claims map[string]any) {
			claims["request_uri"] = "urn:ietf:params:oauth:request_uri:x"
		}),
	}
	maps.Copy(all, signatureModules())
	return all
}

// signatureModules are about the signature, and about what stands beside it.
func signatureModules() map[string]func(*suite) {
	spoiled := func(spoil func(text string) string) func(*suite) {
		return func(s *suite) {
			c := s.signingClient()
			form := s.object(c, s.wants(c))
			form.Set("request", spoil(form.Get("request")))
			status, answer := s.send(c, s.str("pushed_authorization_request_endpoint"), form)
			s.refuses(status, answer, "invalid_request_object", "invalid_request")
		}
	}
	return map[string]func(*suite){
		"ensure-request-object-with-invalid-signature-fails": spoiled(func(text string) string {
			return text[:len(text)-8] + strings.Map(func(r rune) rune { return map[bool]rune{true: 'B', false: 'A'}[r == 'A'] }, text[len(text)-8:])
		}),
		"ensure-request-object-signature-algorithm-is-not-none": spoiled(func(text string) string {
			return "eyJhbGciOiJub25lIiwidHlwIjoib2F1dGgtYXV0aHotcmVxK2p3dCJ9." + strings.Split(text, ".")[1] + "."
		}),
		"ensure-matching-key-in-authorization-request": func(s *suite) {
			one, two := s.signingClient(), s.signingClient()
			form := s.object(one, s.wants(one))
			two.suiteClient = one.suiteClient
			form.Set("request", s.object(two, s.wants(one)).Get("request"))
			status, answer := s.send(one, s.str("pushed_authorization_request_endpoint"), form)
			s.refuses(status, answer, "invalid_request_object", "invalid_request")
		},
		"ensure-signed-request-object-with-RS256-fails": func(s *suite) {
			c := s.signingClient()
			q := s.wants(c)
			ours := c.signing()
			c.alg, c.rsa = jose.RS256, must(rsa.GenerateKey(rand.Reader, 2048))
			form := s.object(c, q)
			c.alg, c.rsa = ours.Algorithm, nil
			status, answer := s.send(c, s.str("pushed_authorization_request_endpoint"), form)
			s.refuses(status, answer, "invalid_request_object", "invalid_request")
		},
		"ensure-unsigned-request-at-par-endpoint-fails": func(s *suite) {
			c := s.signingClient()
			status, answer := s.push(c, s.wants(c))
			s.refuses(status, answer, "invalid_request", "invalid_request_object")
		},
		"ensure-different-nonce-inside-and-outside-request-object": func(s *suite) {
			c := s.signingClient()
			s.wholeSigned(c, s.wants(c), set("nonce", "another"))
		},
		"ensure-different-state-inside-and-outside-request-object": func(s *suite) {
			c := s.signingClient()
			s.wholeSigned(c, s.wants(c), set("state", "another"))
		},
		"state-only-outside-request-object-not-used": func(s *suite) {
			c := s.signingClient()
			q := s.wants(c)
			q.values.Del("state")
			s.wholeSigned(c, q, set("state", "outside"))
		},
	}
}
