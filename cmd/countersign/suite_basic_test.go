package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestConformanceConfig is oidcc-config-certification-test-plan.
func TestConformanceConfig(t *testing.T) {
	s := newSuite(t)
	for name, module := range configModules() {
		s.module(name, module)
	}
}

func configModules() map[string]func(*suite) {
	return map[string]func(*suite){"oidcc-discovery-endpoint-verification": func(s *suite) {
		if s.metadata["issuer"] != s.issuer {
			s.t.Errorf("issuer is %v", s.metadata["issuer"])
		}
		for _, name := range []string{"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"} {
			if !strings.HasPrefix(s.str(name), "https://") {
				s.t.Errorf("%s is %s", name, s.str(name))
			}
		}
		for name, values := range map[string][]string{
			"response_types_supported": {"code"}, "scopes_supported": {"openid"}, "subject_types_supported": {"public"},
			"id_token_signing_alg_values_supported": {"RS256"}, "grant_types_supported": {"authorization_code"},
			"claims_supported": {"sub", "name", "email"}, "token_endpoint_auth_methods_supported": {"client_secret_basic"},
		} {
			for _, value := range values {
				if !s.has(name, value) {
					s.t.Errorf("%s has not %s: %v", name, value, s.metadata[name])
				}
			}
		}
		if s.has("id_token_signing_alg_values_supported", "none") {
			s.t.Error("ID tokens without signature are offered")
		}
		seen := map[string]bool{}
		for _, k := range s.keys.Keys {
			if !k.IsPublic() || k.KeyID == "" || seen[k.KeyID] || k.Use != "sig" {
				s.t.Errorf("key %q: public %t, use %q, named before %t", k.KeyID, k.IsPublic(), k.Use, seen[k.KeyID])
			}
			seen[k.KeyID] = true
		}
	}}
}

// TestConformanceBasic is oidcc-basic-certification-test-plan, response type
// code, with an application that the operator registered.
func TestConformanceBasic(t *testing.T) {
	s := newSuite(t)
	c := s.client()
	for name, module := range basicModules(c) {
		s.module(name, module)
	}
}

// TestConformanceFormPostBasic is oidcc-formpost-basic-certification-test-plan:
// the same modules, with answers that are posted, and on PostgreSQL.
func TestConformanceFormPostBasic(t *testing.T) {
	s := newPostgresSuite(t)
	s.formPost = true
	c := s.client()
	for name, module := range basicModules(c) {
		s.module(name, module)
	}
}

// succeeds is a module that wants a request with more in it to go well.
func succeeds(c suiteClient, change ...func(url.Values)) func(*suite) {
	return func(s *suite) { s.tokens(s.ask(c, change...)) }
}

// tells is a module that wants claims of a scope from userinfo.
func tells(c suiteClient, scope string, claims ...string) func(*suite) {
	return func(s *suite) {
		got, _ := s.tokens(s.ask(c, set("scope", scope)))
		told := s.userinfo(got.Access)
		for _, name := range claims {
			if told[name] == nil {
				s.t.Errorf("userinfo has no %s: %v", name, told)
			}
		}
	}
}

func basicModules(c suiteClient) map[string]func(*suite) {
	all := map[string]func(*suite){
		"oidcc-server":            succeeds(c),
		"oidcc-idtoken-signature": succeeds(c),
		"oidcc-ensure-request-without-nonce-succeeds-for-code-flow": succeeds(c, set("nonce", "")),
		"oidcc-alternate-happy-flow":                                succeeds(c, set("scope", "email profile openid")),
		"oidcc-display-page":                                        succeeds(c, set("display", "page")),
		"oidcc-display-popup":                                       succeeds(c, set("display", "popup")),
		"oidcc-ensure-request-with-unknown-parameter-succeeds":      succeeds(c, set("extra", "foobar")),
		"oidcc-login-hint":                                          succeeds(c, set("login_hint", "buffy@northwind.example")),
		"oidcc-ui-locales":                                          succeeds(c, set("ui_locales", "se")),
		"oidcc-claims-locales":                                      succeeds(c, set("claims_locales", "se")),
		"oidcc-scope-profile":                                       tells(c, "openid profile", "name", "preferred_username", "updated_at"),
		"oidcc-scope-email":                                         tells(c, "openid email", "email", "email_verified"),
		"oidcc-claims-essential": func(s *suite) {
			got, claims := s.tokens(s.ask(c, set("claims", `{"userinfo":{"name":{"essential":true}}}`)))
			if told := s.userinfo(got.Access); told["name"] == nil || claims["name"] != nil {
				s.t.Errorf("userinfo says %v, the ID token %v", told, claims)
			}
		},
		"oidcc-scope-all": tells(c, "openid profile email address phone", "name", "email"),
		"oidcc-response-type-missing": func(s *suite) {
			s.refused(s.ask(c, set("response_type", "")), "invalid_request", "unsupported_response_type")
		},
		"oidcc-ensure-request-with-acr-values-succeeds": func(s *suite) {
			values, _ := s.metadata["acr_values_supported"].([]any)
			first, _ := values[0].(string)
			_, claims := s.tokens(s.ask(c, set("acr_values", first)))
			if claims["acr"] != first {
				s.t.Errorf("acr is %v, asked for %s", claims["acr"], first)
			}
		},
		"oidcc-ensure-request-with-valid-pkce-succeeds": func(s *suite) { s.tokens(s.ask(c).pkce()) },
		"oidcc-server-client-secret-post": func(s *suite) {
			post := c
			post.Post = true
			s.tokens(s.ask(post))
		},
		"oidcc-ensure-post-request-succeeds": func(s *suite) {
			q := s.ask(c)
			status, header, _ := s.post(s.str("authorization_endpoint"), suiteClient{}, q.values)
			if status != http.StatusSeeOther && status != http.StatusFound {
				s.t.Fatalf("the POST is answered with %d", status)
			}
			to, err := url.Parse(s.issuer)
			s.ok(err)
			s.ok(s.tab.Open(s.t.Context(), to.ResolveReference(must(url.Parse(header.Get("Location")))).String()))
			answer, _ := s.through(q)
			s.redeem(q, s.codeOf(q, answer))
		},
		"oidcc-ensure-registered-redirect-uri": func(s *suite) {
			s.visit(s.ask(c, set("redirect_uri", c.Callback+"/other")))
			if s.tab.Status() != http.StatusBadRequest || !strings.HasPrefix(s.tab.URL(), s.issuer) {
				s.t.Errorf("status %d at %s", s.tab.Status(), s.tab.URL())
			}
		},
		"oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported": func(s *suite) {
			none := "eyJhbGciOiJub25lIn0.e30."
			s.refused(s.ask(c, set("request", none)), "request_not_supported", "invalid_request_object")
		},
		"oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported": func(s *suite) {
			s.refused(s.ask(c, set("request_uri", s.app.URL+"/request.jwt")), "request_uri_not_supported", "invalid_request_uri")
		},
	}
	for _, more := range []map[string]func(*suite){basicUserInfo(c), basicSessions(c), basicCodes(c)} {
		for name, module := range more {
			all[name] = module
		}
	}
	return all
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func basicUserInfo(c suiteClient) map[string]func(*suite) {
	by := func(make func(s *suite, access string) *http.Request) func(*suite) {
		return func(s *suite) {
			got, _ := s.tokens(s.ask(c))
			s.told(make(s, got.Access))
		}
	}
	return map[string]func(*suite){
		"oidcc-userinfo-get": func(s *suite) {
			got, _ := s.tokens(s.ask(c))
			s.userinfo(got.Access)
		},
		"oidcc-userinfo-post-header": by(func(s *suite, access string) *http.Request {
			r := must(http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.str("userinfo_endpoint"), nil))
			r.Header.Set("Authorization", "Bearer "+access)
			return r
		}),
		"oidcc-userinfo-post-body": by(func(s *suite, access string) *http.Request {
			form := url.Values{"access_token": {access}}
			r := must(http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.str("userinfo_endpoint"), strings.NewReader(form.Encode())))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		}),
	}
}

// basicSessions are the modules that come twice with one browser.
func basicSessions(c suiteClient) map[string]func(*suite) {
	twice := func(second func(url.Values), want func(s *suite, first, again map[string]any, asked bool)) func(*suite) {
		return func(s *suite) {
			_, first := s.tokens(s.ask(c, set("max_age", "15000")))
			q := s.ask(c, second)
			answer, asked := s.signIn(q)
			want(s, first, s.idToken(q, s.redeem(q, s.codeOf(q, answer))), asked)
		}
	}
	same := func(s *suite, first, again map[string]any, asked bool) {
		if asked || again["auth_time"] != first["auth_time"] {
			s.t.Errorf("asked %t; auth_time %v, then %v", asked, first["auth_time"], again["auth_time"])
		}
	}
	anew := func(s *suite, first, again map[string]any, asked bool) {
		before, _ := first["auth_time"].(float64)
		after, _ := again["auth_time"].(float64)
		if !asked || after <= before {
			s.t.Errorf("asked %t; auth_time %v, then %v", asked, before, after)
		}
	}
	// auth_time is in whole seconds, and the program has the real clock.
	return map[string]func(*suite){
		"oidcc-prompt-none-logged-in": twice(set("prompt", "none"), same),
		"oidcc-max-age-10000":         twice(set("max_age", "10000"), same),
		"oidcc-prompt-login": twice(func(v url.Values) {
			time.Sleep(1100 * time.Millisecond)
			v.Set("prompt", "login")
		}, anew),
		"oidcc-max-age-1": twice(func(v url.Values) {
			time.Sleep(2100 * time.Millisecond)
			v.Set("max_age", "1")
		}, anew),
		"oidcc-prompt-none-not-logged-in": func(s *suite) {
			s.refused(s.ask(c, set("prompt", "none")), "login_required", "interaction_required", "account_selection_required", "consent_required")
		},
		"oidcc-id-token-hint": func(s *suite) {
			got, first := s.tokens(s.ask(c))
			q := s.ask(c, set("prompt", "none"), set("id_token_hint", got.ID))
			_, again := s.tokens(q)
			if again["sub"] != first["sub"] {
				s.t.Errorf("sub is %v, then %v", first["sub"], again["sub"])
			}
		},
	}
}

func basicCodes(c suiteClient) map[string]func(*suite) {
	reuse := func(wait time.Duration) func(*suite) {
		return func(s *suite) {
			q := s.ask(c)
			code := s.code(q)
			got := s.redeem(q, code)
			time.Sleep(wait)
			again := s.redeem(q, code)
			if again.Status != http.StatusBadRequest || again.Error != "invalid_grant" {
				s.t.Errorf("the code's second use: %d %s", again.Status, again.Error)
			}
			r := must(http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.str("userinfo_endpoint"), nil))
			r.Header.Set("Authorization", "Bearer "+got.Access)
			if status, _, _ := s.do(r); status != http.StatusUnauthorized {
				s.t.Errorf("the access token of a code that was used twice: %d", status)
			}
		}
	}
	return map[string]func(*suite){
		"oidcc-codereuse":           reuse(0),
		"oidcc-codereuse-30seconds": reuse(3 * time.Second), // the rest of the 30 is the clock's, in idp/op
		"oidcc-refresh-token": func(s *suite) {
			q := s.ask(c, set("scope", "openid offline_access"), set("prompt", "consent"))
			got, first := s.tokens(q)
			form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}}
			other := s.client()
			if stolen := s.token(other, form); stolen.Error != "invalid_grant" {
				s.t.Errorf("another client's refresh: %d %s", stolen.Status, stolen.Error)
			}
			again := s.token(c, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}})
			if again.Status != http.StatusOK || again.Access == got.Access {
				s.t.Fatalf("refresh: %d %s", again.Status, again.Error)
			}
			q.values.Del("nonce")
			claims := s.idToken(q, again)
			for _, name := range []string{"iss", "sub", "aud", "auth_time", "acr"} {
				if claims[name] != first[name] {
					s.t.Errorf("%s was %v and is %v", name, first[name], claims[name])
				}
			}
			s.userinfo(again.Access)
		},
	}
}
