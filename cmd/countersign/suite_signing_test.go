package main

import (
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// fapiObjects are the modules of FAPI 2.0 Message Signing about what a signed
// request says.
func fapiObjects() map[string]func(*suite) {
	good := func(change func(s *suite, claims map[string]any)) func(*suite) {
		return func(s *suite) {
			c := s.one()
			c.request = func(claims map[string]any) { change(s, claims) }
			s.whole(c)
		}
	}
	bad := func(change func(claims map[string]any)) func(*suite) {
		return func(s *suite) {
			c := s.one()
			c.request = change
			s.refusesPush(c, s.wants(c), "invalid_request_object", "invalid_request")
		}
	}
	without := func(name string) func(*suite) {
		return bad(func(claims map[string]any) { delete(claims, name) })
	}
	at := func(name string, by time.Duration) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = time.Now().Add(by).Unix() }
	}
	return map[string]func(*suite){
		"ensure-request-object-with-multiple-aud-succeeds": good(func(s *suite, claims map[string]any) {
			claims["aud"] = []string{s.issuer, "https://other.example"}
		}),
		"ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted": good(func(_ *suite, claims map[string]any) { at("nbf", 8*time.Second)(claims) }),
		"ensure-request-object-without-exp-fails":                            without("exp"),
		"ensure-request-object-without-nbf-fails":                            without("nbf"),
		"ensure-expired-request-object-fails":                                bad(at("exp", -5*time.Minute)),
		"ensure-request-object-with-exp-over-60-fails":                       bad(at("exp", 70*time.Minute)),
		"ensure-request-object-with-nbf-over-60-fails":                       bad(at("nbf", -70*time.Minute)),
		"ensure-request-object-with-bad-aud-fails":                           bad(func(claims map[string]any) { claims["aud"] = "https://other.example" }),
		"par-authorization-request-containing-request_uri": bad(func(claims map[string]any) {
			claims["request_uri"] = "urn:ietf:params:oauth:request_uri:x"
		}),
	}
}

// fapiSignatures are those about the signature.
func fapiSignatures() map[string]func(*suite) {
	spoiled := func(spoil func(text string) string) func(*suite) {
		return func(s *suite) {
			c := s.one()
			c.form = func(form url.Values) { form.Set("request", spoil(form.Get("request"))) }
			s.refusesPush(c, s.wants(c), "invalid_request_object", "invalid_request")
		}
	}
	return map[string]func(*suite){
		"ensure-request-object-with-invalid-signature-fails": spoiled(func(text string) string {
			return text[:len(text)-8] + strings.Map(func(r rune) rune { return map[bool]rune{true: 'B', false: 'A'}[r == 'A'] }, text[len(text)-8:])
		}),
		"ensure-request-object-signature-algorithm-is-not-none": spoiled(func(text string) string {
			return "eyJhbGciOiJub25lIiwidHlwIjoib2F1dGgtYXV0aHotcmVxK2p3dCJ9." + strings.Split(text, ".")[1] + "."
		}),
		"ensure-matching-key-in-authorization-request": func(s *suite) { // one's request, by two's key
			c, other := s.one(), s.two()
			q := s.wants(c)
			other.ID = c.ID
			c.form = func(form url.Values) { form.Set("request", s.object(other, q).Get("request")) }
			s.refusesPush(c, q, "invalid_request_object", "invalid_request")
		},
		"ensure-signed-request-object-with-RS256-fails": func(s *suite) {
			c := s.two() // its key is RSA, and good for PS256
			q := s.wants(c)
			bad := *c
			bad.alg = jose.RS256
			c.form = func(form url.Values) { form.Set("request", s.object(&bad, q).Get("request")) }
			s.refusesPush(c, q, "invalid_request_object", "invalid_request")
		},
		"ensure-unsigned-request-at-par-endpoint-fails": func(s *suite) {
			c := s.one()
			q := s.wants(c)
			c.signed = false
			s.refusesPush(c, q, "invalid_request", "invalid_request_object")
		},
	}
}
