package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// dynamicDocumentModules are about what a client points to.
func dynamicDocumentModules(site *suiteSite) map[string]func(*suite) {
	shown := func(member, path string) func(*suite) {
		return func(s *suite) {
			d := s.dynamic(site, map[string]any{member: site.URL + path})
			s.visit(s.ask(d.suiteClient))
			if !s.tab.Has("password") || !strings.Contains(s.tab.Body(), site.URL+path) {
				s.t.Errorf("the page shows no %s:\n%s", member, s.tab.Body())
			}
		}
	}
	sector := func(path string, redirects ...string) map[string]any {
		return map[string]any{"subject_type": "pairwise", "sector_identifier_uri": site.put(path, redirects)}
	}
	return map[string]func(*suite){
		"oidcc-registration-logo-uri": func(s *suite) {
			picture := image.NewNRGBA(image.Rect(0, 0, 16, 16))
			picture.Set(3, 3, color.NRGBA{R: 200, A: 255})
			var file bytes.Buffer
			s.ok(png.Encode(&file, picture))
			s.pictured(s.dynamic(site, map[string]any{"logo_uri": site.put("/logo.png", file.Bytes())}))
		},
		"oidcc-registration-policy-uri": shown("policy_uri", "/login.html"),
		"oidcc-registration-tos-uri":    shown("tos_uri", "/terms.html"),
		"oidcc-registration-jwks-uri": func(s *suite) {
			key, err := suiteKey()
			s.ok(err)
			d := s.dynamic(site, map[string]any{"jwks": nil, "jwks_uri": site.put("/client1_jwks", suiteJWKS(key, "one"))})
			d.kid = "one"
			s.got(d)
		},
		"oidcc-registration-sector-uri": func(s *suite) {
			if s.has("subject_types_supported", "pairwise") {
				s.dynamic(site, sector("/redirect_uris.json", site.URL+"/callback"))
			}
		},
		"oidcc-registration-sector-bad": func(s *suite) {
			if s.has("subject_types_supported", "pairwise") {
				s.notRegistered(site, sector("/bad_uris.json", "https://example.com/other"), "invalid_client_metadata")
			}
		},
		"oidcc-server-rotate-keys": func(s *suite) {
			var before, after jose.JSONWebKeySet
			s.get(s.str("jwks_uri"), &before)
			s.command(nil, "keys", "rotate")
			for deadline := time.Now().Add(time.Minute); len(after.Keys) <= len(before.Keys); time.Sleep(200 * time.Millisecond) {
				if s.get(s.str("jwks_uri"), &after); time.Now().After(deadline) {
					s.t.Fatalf("%d keys before, %d after", len(before.Keys), len(after.Keys))
				}
			}
			for _, k := range before.Keys {
				if len(after.Key(k.KeyID)) != 1 {
					s.t.Errorf("key %q is gone", k.KeyID)
				}
			}
		},
	}
}

// pictured waits until the sign-in page shows the client's logo, which is got in
// the background, and looks at it.
func (s *suite) pictured(d *suiteDynamic) {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		s.visit(s.ask(d.suiteClient))
		if found := regexp.MustCompile(`<img class="appicon" src="(/logo/[0-9a-f]+\.png)"`).FindStringSubmatch(s.tab.Body()); found != nil {
			res, err := s.http.Get(s.issuer + found[1])
			s.ok(err)
			defer res.Body.Close()
			if _, err := png.Decode(res.Body); err != nil || res.Header.Get("Content-Type") != "image/png" {
				s.t.Errorf("the logo is %s: %v", res.Header.Get("Content-Type"), err)
			}
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the page shows no logo:\n%s", s.tab.Body())
		}
	}
}

// dynamicReferenceModules are about requests that are fetched.
func dynamicReferenceModules(site *suiteSite) map[string]func(*suite) {
	return map[string]func(*suite){
		"oidcc-request-uri-signed-rs256": func(s *suite) {
			if s.metadata["request_uri_parameter_supported"] != true || !s.has("request_object_signing_alg_values_supported", "RS256") {
				s.t.Fatalf("request_uri %v, %v", s.metadata["request_uri_parameter_supported"], s.metadata["request_object_signing_alg_values_supported"])
			}
			// As the suite does it: the fragment is the hash of something else, since
			// nobody knows what will lie there before the client has its name.
			path := "/requesturi/" + rand.Text()
			sum := sha256.Sum256([]byte(rand.Text()))
			uri := site.URL + path + "#" + base64.RawURLEncoding.EncodeToString(sum[:])
			d := s.dynamic(site, map[string]any{"request_uris": []string{uri}, "request_object_signing_alg": "RS256"})
			q := s.ask(d.suiteClient)
			site.put(path, []byte(s.requested(d, q)))
			s.visit(&suiteAsk{client: q.client, values: url.Values{
				"client_id": {d.ID}, "response_type": {"code"}, "scope": {"openid"}, "redirect_uri": {d.Callback}, "request_uri": {uri},
			}})
			answer, _ := s.through(q)
			s.idTokenOf(d, q, answer)
		},
		// The suite's own object has no signature, and so is skipped.
		"oidcc-ensure-request-object-with-redirect-uri": func(s *suite) {
			d := s.dynamic(site, nil)
			q := s.ask(d.suiteClient)
			s.visit(&suiteAsk{client: q.client, values: url.Values{
				"client_id": {d.ID}, "response_type": {"code"}, "scope": {"openid"}, "redirect_uri": {d.Callback + "/other"}, "request": {s.requested(d, q)},
			}})
			answer, _ := s.through(q)
			s.idTokenOf(d, q, answer)
		},
	}
}

// requested is a request as an object, signed by RS256.
func (s *suite) requested(d *suiteDynamic, q *suiteAsk) string {
	claims := map[string]any{"iss": d.ID, "aud": s.issuer}
	for name := range q.values {
		claims[name] = q.values.Get(name)
	}
	return signed(jose.SigningKey{Algorithm: jose.RS256, Key: d.key}, nil, claims)
}

// idTokenOf redeems the code of an answer.
func (s *suite) idTokenOf(d *suiteDynamic, q *suiteAsk, answer url.Values) {
	s.t.Helper()
	got := s.as(d, url.Values{"grant_type": {"authorization_code"}, "code": {s.codeOf(q, answer)}, "redirect_uri": {d.Callback}})
	if got.Status != http.StatusOK {
		s.t.Fatalf("no tokens: %+v", got)
	}
	s.idToken(q, got)
}

// thirdPartyModules are oidcc-3rdparty-init-login-certification-test-plan.
func thirdPartyModules(site *suiteSite) map[string]func(*suite) {
	return map[string]func(*suite){
		"oidcc-3rd_party-init-login": func(s *suite) {
			start := site.URL + "/start"
			d := s.dynamic(site, map[string]any{"initiate_login_uri": start})
			if status, told := s.manage(http.MethodGet, d.URI, d.Token, nil); status != http.StatusOK || told["initiate_login_uri"] != start || d.all["initiate_login_uri"] != start {
				s.t.Errorf("%d %v", status, told)
			}
		},
		"oidcc-3rd_party-init-login-nohttps": func(s *suite) {
			s.notRegistered(site, map[string]any{"initiate_login_uri": strings.Replace(site.URL, "https:", "http:", 1) + "/start"}, "invalid_client_metadata")
		},
	}
}
