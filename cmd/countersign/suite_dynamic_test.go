package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/fetch"
)

// suiteSite is where clients that register themselves live: over TLS, with the
// documents that they point to.
type suiteSite struct {
	*httptest.Server
	mu        sync.Mutex
	documents map[string]any
}

func newSuiteSite(t *testing.T) *suiteSite {
	t.Helper()
	site := &suiteSite{documents: map[string]any{}}
	site.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site.mu.Lock()
		defer site.mu.Unlock()
		switch d := site.documents[r.URL.Path].(type) {
		case nil:
		case []byte: // as it is: a picture, a request
			_, _ = w.Write(d)
			return
		default:
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(d)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><title>Callback</title>"))
	}))
	t.Cleanup(site.Close)
	return site
}

func (site *suiteSite) put(path string, document any) string {
	site.mu.Lock()
	defer site.mu.Unlock()
	site.documents[path] = document
	return site.URL + path
}

// suiteDynamic is a client that registered itself, and its key.
type suiteDynamic struct {
	suiteClient
	Token  string `json:"registration_access_token"`
	URI    string `json:"registration_client_uri"`
	Method string `json:"token_endpoint_auth_method"`
	key    *rsa.PrivateKey
	kid    string
	all    map[string]any // as it was told
}

// suiteKey is the key of every client; to make one takes long.
var suiteKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }) //nolint:gochecknoglobals // made once

func suiteJWKS(key *rsa.PrivateKey, kid string) jose.JSONWebKeySet {
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: kid, Use: "sig", Algorithm: "RS256"}}}
}

// manage calls an endpoint of registration.
func (s *suite) manage(method, to, token string, body any) (int, map[string]any) {
	s.t.Helper()
	var text []byte
	if body != nil {
		var err error
		text, err = json.Marshal(body)
		s.ok(err)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, to, bytes.NewReader(text))
	s.ok(err)
	r.Header.Set("Accept", "application/json")
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	status, header, answer := s.do(r)
	if len(answer) == 0 {
		return status, nil
	}
	if !strings.HasPrefix(header.Get("Content-Type"), "application/json") {
		s.t.Errorf("Content-Type is %q", header.Get("Content-Type"))
	}
	var told map[string]any
	s.ok(json.Unmarshal(answer, &told))
	return status, told
}

// wanted is what the suite registers (OIDCCCreateDynamicClientRegistrationRequest)
// for private_key_jwt.
func (s *suite) wanted(site *suiteSite, metadata map[string]any) map[string]any {
	key, err := suiteKey()
	s.ok(err)
	whole := map[string]any{
		"client_name": "Dynamic " + rand.Text()[:6], "grant_types": []string{"authorization_code"}, "response_types": []string{"code"},
		"redirect_uris": []string{site.URL + "/callback"}, "contacts": []string{"certification@oidf.org"},
		"token_endpoint_auth_method": "private_key_jwt", "jwks": suiteJWKS(key, ""),
	}
	maps.Copy(whole, metadata)
	maps.DeleteFunc(whole, func(_ string, v any) bool { return v == nil })
	return whole
}

// dynamic is a client that registers itself, with what the suite checks of every
// answer (CallDynamicRegistrationEndpointAndVerifySuccessfulResponse).
func (s *suite) dynamic(site *suiteSite, metadata map[string]any) *suiteDynamic {
	s.t.Helper()
	whole := s.wanted(site, metadata)
	status, told := s.manage(http.MethodPost, s.str("registration_endpoint"), "", whole)
	if status != http.StatusCreated || told["error"] != nil {
		s.t.Fatalf("registration: %d %v", status, told)
	}
	text, err := json.Marshal(told)
	s.ok(err)
	key, err := suiteKey()
	s.ok(err)
	d := &suiteDynamic{key: key, all: told}
	s.ok(json.Unmarshal(text, d), json.Unmarshal(text, &d.suiteClient))
	d.Callback = site.URL + "/callback"
	if d.ID == "" || d.Token == "" || !strings.HasPrefix(d.URI, "https://") || (d.Secret != "" && told["client_secret_expires_at"] == nil) {
		s.t.Errorf("the answer is %v", told)
	}
	return d
}

// notRegistered is a module that wants a registration to be refused.
func (s *suite) notRegistered(site *suiteSite, metadata map[string]any, codes ...string) {
	s.t.Helper()
	status, told := s.manage(http.MethodPost, s.str("registration_endpoint"), "", s.wanted(site, metadata))
	for _, code := range codes {
		if told["error"] == code && status == http.StatusBadRequest && told["client_id"] == nil {
			return
		}
	}
	s.t.Errorf("%d %v, want 400 and one of %v", status, told, codes)
}

// as asks the token endpoint for a client, by private_key_jwt if that is its
// method. change edits the assertion's claims.
func (s *suite) as(d *suiteDynamic, form url.Values, change ...func(map[string]any)) suiteTokens {
	s.t.Helper()
	if d.Method == "private_key_jwt" {
		now := time.Now().Unix()
		claims := map[string]any{
			"iss": d.ID, "sub": d.ID, "aud": s.str("token_endpoint"), "jti": rand.Text(), "iat": now, "exp": now + 60,
		}
		for _, f := range change {
			f(claims)
		}
		key := jose.SigningKey{Algorithm: jose.RS256, Key: d.key}
		if d.kid != "" {
			key.Key = jose.JSONWebKey{Key: d.key, KeyID: d.kid}
		}
		form.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
		form.Set("client_assertion", signed(key, nil, claims))
	}
	return s.token(d.suiteClient, form)
}

// got is the tokens of a whole sign-in of a client that registered itself.
func (s *suite) got(d *suiteDynamic, change ...func(url.Values)) suiteTokens {
	s.t.Helper()
	q := s.ask(d.suiteClient, change...)
	code := s.code(q)
	got := s.as(d, url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {q.values.Get("redirect_uri")}})
	if got.Status != http.StatusOK {
		s.t.Fatalf("no tokens: %+v", got)
	}
	s.idToken(q, got)
	return got
}

// notSent wants a page of ours in place of a redirect.
func (s *suite) notSent(q *suiteAsk) {
	s.t.Helper()
	s.visit(q)
	if !strings.HasPrefix(s.tab.URL(), s.issuer) || s.tab.Has("password") {
		s.t.Errorf("the browser is at %s:\n%s", s.tab.URL(), s.tab.PageText())
	}
}

// TestConformanceDynamic is oidcc-dynamic-certification-test-plan, response type
// code, private_key_jwt, and oidcc-3rdparty-init-login-certification-test-plan. Its oidcc-discovery-endpoint-verification cannot be had:
// for dynamic providers it wants the response types id_token and id_token token.
func TestConformanceDynamic(t *testing.T) {
	for name, start := range map[string]func(*testing.T, ...string) *suite{"sqlite": newSuite, "postgres": newPostgresSuite} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // half of it is waiting
			dynamicPlans(t, start)
		})
	}
}

func dynamicPlans(t *testing.T, start func(*testing.T, ...string) *suite) {
	site := newSuiteSite(t)
	trusted := filepath.Join(t.TempDir(), "site.pem")
	if err := os.WriteFile(trusted, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: site.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, "SSL_CERT_FILE="+trusted, "COUNTERSIGN_OAUTH_REGISTRATION=open", "COUNTERSIGN_OAUTH_REGISTRATION_PKCE_OPTIONAL=true",
		"COUNTERSIGN_OUTBOUND_ALLOW=127.0.0.0/8", "COUNTERSIGN_OAUTH_REQUEST_URI=true")
	s.trust.RootCAs.AddCert(site.Certificate())
	for _, modules := range []map[string]func(*suite){dynamicModules(site), thirdPartyModules(site)} {
		for name, module := range modules {
			s.module(name, module)
		}
	}
}

func dynamicModules(site *suiteSite) map[string]func(*suite) {
	const metadata, redirect = "invalid_client_metadata", "invalid_redirect_uri"
	uris := func(uri string) map[string]any { return map[string]any{"redirect_uris": []string{uri}} }
	all := map[string]func(*suite){
		"oidcc-server":               func(s *suite) { s.got(s.dynamic(site, nil)) },
		"oidcc-redirect-uri-regfrag": func(s *suite) { s.notRegistered(site, uris(site.URL+"/callback#fragment"), redirect, metadata) },
		"oidcc-idtoken-unsigned": func(s *suite) {
			s.notRegistered(site, map[string]any{"id_token_signed_response_alg": "none"}, metadata)
		},
		"oidcc-idtoken-rs256": func(s *suite) {
			got := s.got(s.dynamic(site, map[string]any{"id_token_signed_response_alg": "RS256"}))
			jws, err := jose.ParseSignedCompact(got.ID, []jose.SignatureAlgorithm{jose.RS256})
			s.ok(err)
			if jws.Signatures[0].Protected.KeyID == "" {
				s.t.Error("the ID token names no key")
			}
		},
		"oidcc-ensure-redirect-uri-in-authorization-request": func(s *suite) {
			s.notSent(s.ask(s.dynamic(site, nil).suiteClient, func(v url.Values) { v.Del("redirect_uri") }))
		},
		"oidcc-redirect-uri-query-OK": func(s *suite) {
			d := s.dynamic(site, uris(site.URL+"/callback?foo=bar"))
			d.Callback = site.URL + "/callback?foo=bar"
			q := s.ask(d.suiteClient)
			if answer, _ := s.signIn(q); answer.Get("foo") != "bar" || answer.Get("code") == "" {
				s.t.Errorf("the answer is %v", answer)
			}
		},
		"oidcc-redirect-uri-query-mismatch": func(s *suite) {
			d := s.dynamic(site, uris(site.URL+"/callback?foo=bar"))
			s.notSent(s.ask(d.suiteClient, set("redirect_uri", site.URL+"/callback?foo=other")))
		},
		"oidcc-redirect-uri-query-added": func(s *suite) {
			s.notSent(s.ask(s.dynamic(site, nil).suiteClient, set("redirect_uri", site.URL+"/callback?foo=bar")))
		},
	}
	maps.Copy(all, dynamicDocumentModules(site))
	maps.Copy(all, dynamicTokenModules(site))
	maps.Copy(all, dynamicReferenceModules(site))
	return all
}

// dynamicTokenModules are about what a client gets, and what ends it.
func dynamicTokenModules(site *suiteSite) map[string]func(*suite) {
	refreshing := map[string]any{"grant_types": []string{"authorization_code", "refresh_token"}}
	offline := []func(url.Values){set("scope", "openid offline_access"), set("prompt", "consent")}
	renew := func(got suiteTokens) url.Values {
		return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}}
	}
	return map[string]func(*suite){
		"oidcc-refresh-token": func(s *suite) {
			a, b := s.dynamic(site, refreshing), s.dynamic(site, refreshing)
			s.got(a, offline...)
			got := s.got(b, offline...)
			if next := s.as(b, renew(got)); next.Status != http.StatusOK || next.Access == got.Access || next.Refresh == "" {
				s.t.Errorf("refreshed: %+v", next)
			} else if other := s.as(a, renew(next)); other.Error != "invalid_grant" || other.Status != http.StatusBadRequest {
				s.t.Errorf("another's refresh token: %+v", other)
			}
		},
		"oidcc-refresh-token-rp-key-rotation": func(s *suite) {
			one, err := suiteKey()
			s.ok(err)
			two, err := rsa.GenerateKey(rand.Reader, 2048)
			s.ok(err)
			d := s.dynamic(site, map[string]any{"grant_types": refreshing["grant_types"], "jwks": nil, "jwks_uri": site.put("/rotating_jwks", suiteJWKS(one, "one"))})
			d.kid = "one"
			got := s.got(d, offline...)
			site.put("/rotating_jwks", suiteJWKS(two, "two"))
			d.key, d.kid = two, "two"
			time.Sleep(fetch.Soon) // as the suite does before each refresh, so that iat differs
			if next := s.as(d, renew(got)); next.Status != http.StatusOK {
				s.t.Errorf("the new key is not taken: %+v", next)
			}
		},
		"oidcc-ensure-client-assertion-with-iss-aud-succeeds": func(s *suite) {
			d := s.dynamic(site, nil)
			q := s.ask(d.suiteClient)
			code := s.code(q)
			got := s.as(d, url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {d.Callback}},
				func(claims map[string]any) { claims["aud"] = s.issuer })
			if got.Status != http.StatusOK {
				s.t.Errorf("%+v", got)
			}
		},
		"oidcc-userinfo-rs256": func(s *suite) {
			if !s.has("userinfo_signing_alg_values_supported", "RS256") {
				s.t.Fatal("userinfo cannot be signed")
			}
			d := s.dynamic(site, map[string]any{"userinfo_signed_response_alg": "RS256"})
			r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.str("userinfo_endpoint"), nil)
			s.ok(err)
			r.Header.Set("Authorization", "Bearer "+s.got(d).Access)
			status, header, body := s.do(r)
			if status != http.StatusOK || !strings.HasPrefix(header.Get("Content-Type"), "application/jwt") {
				s.t.Fatalf("%d %v %s", status, header, body)
			}
			if claims := s.verified(string(body)); claims["sub"] != s.person || claims["aud"] != d.ID || claims["iss"] != s.issuer {
				s.t.Errorf("%v", claims)
			}
		},
		// Not a module of this plan: the suite's clients unregister at the end of each,
		// and its plans for registration itself change and end them in this way
		// (fapi2-security-profile-final-brazildcr-*).
		"client-lives-and-ends": clientLivesAndEnds(site),
	}
}

func clientLivesAndEnds(site *suiteSite) func(*suite) {
	return func(s *suite) {
		d := s.dynamic(site, map[string]any{"grant_types": []string{"authorization_code", "refresh_token"}})
		got := s.got(d, set("scope", "openid offline_access"), set("prompt", "consent"))

		change := maps.Clone(d.all)
		for _, name := range []string{"registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"} {
			delete(change, name)
		}
		change["redirect_uris"] = []string{site.URL + "/other"}
		if status, told := s.manage(http.MethodPut, d.URI, "ivegotthisterriblepaininallthediodesdownmyleftside", change); status != http.StatusUnauthorized || told["client_id"] != nil {
			s.t.Errorf("changed by a wrong token: %d %v", status, told)
		}
		status, told := s.manage(http.MethodPut, d.URI, d.Token, change)
		if status != http.StatusOK || told["client_id"] != d.ID || told["registration_client_uri"] != d.URI {
			s.t.Fatalf("changed: %d %v", status, told)
		}
		token, _ := told["registration_access_token"].(string)
		s.notSent(s.ask(d.suiteClient))

		if status, _ := s.manage(http.MethodDelete, d.URI, token, nil); status != http.StatusNoContent {
			s.t.Fatalf("deleted: %d", status)
		}
		for _, method := range []string{http.MethodGet, http.MethodDelete} {
			if status, told := s.manage(method, d.URI, token, nil); status != http.StatusUnauthorized || told["client_id"] != nil {
				s.t.Errorf("%s of what is gone: %d %v", method, status, told)
			}
		}
		r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.str("userinfo_endpoint"), nil)
		s.ok(err)
		r.Header.Set("Authorization", "Bearer "+got.Access)
		if status, _, body := s.do(r); status != http.StatusUnauthorized {
			s.t.Errorf("userinfo for a client that is gone: %d %s", status, body)
		}
		if next := s.as(d, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}}); next.Error != "invalid_client" {
			s.t.Errorf("tokens for a client that is gone: %+v", next)
		}
	}
}
