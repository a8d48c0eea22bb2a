package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// OpenID Connect Core section 4.
func TestOthersMayStartASignIn(t *testing.T) {
	for _, target := range []string{"", "/", "/page?x=1"} {
		s := newStage(t)
		v := url.Values{"iss": {s.op.URL}, "login_hint": {"ada@example.org"}}
		if target != "" {
			v.Set("target_link_uri", s.url+target)
		}
		s.open(t, "/login-initiation?"+v.Encode())
		s.wantSignedIn(t)
		if got := s.op.asked; got.Get("login_hint") != "ada@example.org" || got.Get("state") == "" || got.Get("nonce") == "" || got.Get("code_challenge_method") != "S256" {
			t.Errorf("asked %v", got)
		}
	}
}

func TestOnlyOurProviderAndOurPagesAreStarted(t *testing.T) {
	for name, change := range map[string]func(*stage, url.Values){
		"no issuer":        func(_ *stage, v url.Values) { v.Del("iss") },
		"another issuer":   func(_ *stage, v url.Values) { v.Set("iss", "https://evil.example") },
		"two issuers":      func(_ *stage, v url.Values) { v.Add("iss", "https://evil.example") },
		"another's page":   func(_ *stage, v url.Values) { v.Set("target_link_uri", "https://evil.example/") },
		"like ours":        func(s *stage, v url.Values) { v.Set("target_link_uri", s.url+".evil.example/") },
		"as if a user":     func(s *stage, v url.Values) { v.Set("target_link_uri", strings.Replace(s.url, "//", "//x@", 1)) },
		"without a scheme": func(_ *stage, v url.Values) { v.Set("target_link_uri", "//evil.example/") },
		"a script":         func(_ *stage, v url.Values) { v.Set("target_link_uri", "javascript:alert(1)") },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			v := url.Values{"iss": {s.op.URL}}
			change(s, v)
			s.open(t, "/login-initiation?"+v.Encode())
			if s.op.asked != nil || s.Status() != http.StatusBadRequest {
				t.Errorf("reached the provider, or %d", s.Status())
			}
		})
	}
}

func TestOthersMayStartASignInByPost(t *testing.T) {
	s := newStage(t)
	v := url.Values{"iss": {s.op.URL}, "login_hint": {"ada"}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, strings.Replace(s.url, "localhost", "127.0.0.1", 1)+"/login-initiation", strings.NewReader(v.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://portal.example")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != "/login-initiation?"+v.Encode() {
		t.Errorf("%d to %s", answer.StatusCode, answer.Header.Get("Location"))
	}
}
