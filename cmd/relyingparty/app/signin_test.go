package app_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

func TestSignInShowsWhatTheProviderSaid(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	s.wantSignedIn(t)
	if s.URL() != s.url+"/" {
		t.Errorf("the address bar still shows %s", s.URL())
	}
	var claims, header, info map[string]any
	for id, to := range map[string]*map[string]any{"claims": &claims, "header": &header, "userinfo": &info} {
		if err := json.Unmarshal([]byte(s.text(t, id)), to); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
	}
	if claims["sub"] != "ada" || header["alg"] != "ES256" || info["email"] != "ada@example.org" {
		t.Errorf("claims %v, header %v, userinfo %v", claims, header, info)
	}
	if got := s.text(t, "name"); got != "Ada <b>Lovelace</b>" {
		t.Errorf("name %q", got)
	}
	if got := s.text(t, "amr"); !strings.Contains(got, "pwd A password was given.") {
		t.Errorf("amr in words: %q", got)
	}
	asked := s.op.asked
	if asked.Get("scope") != "openid profile offline_access" || asked.Get("response_type") != "code" || asked.Get("redirect_uri") != s.url+"/callback" {
		t.Errorf("asked for %v", asked)
	}
}

func TestRefusedAnswers(t *testing.T) {
	change := func(name, value string) func(url.Values) {
		return func(v url.Values) { v.Set(name, value) }
	}
	drop := func(name string) func(url.Values) { return func(v url.Values) { v.Del(name) } }
	silent := set(map[string]any{"authorization_response_iss_parameter_supported": nil})
	tests := []struct {
		name        string
		metadata    func(map[string]any)
		answer      func(url.Values)
		code, about string
	}{
		{"wrong state", keep, change("state", "guessed"), "invalid_state", "does not belong"},
		{"no state", keep, drop("state"), "invalid_state", "does not belong"},
		{"wrong iss", keep, change("iss", "https://evil.example"), "invalid_issuer", "not come from"},
		{"no iss though promised", keep, drop("iss"), "invalid_issuer", "not come from"},
		{"wrong iss though not promised", silent, change("iss", "https://evil.example"), "invalid_issuer", "not come from"},
		{"empty iss though not promised", silent, change("iss", ""), "invalid_issuer", "not come from"},
		{"error of another issuer", keep, func(v url.Values) {
			v.Del("code")
			v.Set("error", "access_denied")
			v.Set("iss", "https://evil.example")
		}, "invalid_issuer", "not come from"},
		{"repeated parameter", keep, func(v url.Values) { v.Add("code", "another") }, "invalid_response", "twice"},
		{"code and error", keep, change("error", "access_denied"), "invalid_response", "neither a code nor an error"},
		{"neither code nor error", keep, drop("code"), "invalid_response", "neither a code nor an error"},
		{"wrong code", keep, change("code", "guessed"), "invalid_grant", "no such code"},
		{"error of the provider", keep, func(v url.Values) {
			v.Del("code")
			v.Set("error", "access_denied")
			v.Set("error_description", "<i>No</i>")
		}, "access_denied", "<i>No</i>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t)
			s.op.metadata, s.op.answer = tt.metadata, tt.answer
			s.signIn(t)
			s.wantRefused(t, tt.code, tt.about)
			s.wantNoSession(t)
		})
	}
}

func TestRefusedTokens(t *testing.T) {
	now := newStage(t).time
	claim := func(name string, value any) func(*fakeProvider) {
		return func(p *fakeProvider) { p.claims = set(map[string]any{name: value}) }
	}
	tests := []struct {
		name  string
		bend  func(*fakeProvider)
		about string
	}{
		{"wrong nonce", claim("nonce", "guessed"), "its nonce is wrong"},
		{"no nonce", claim("nonce", nil), "its nonce is wrong"},
		{"wrong at_hash", claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), "its at_hash is wrong"},
		{"wrong azp", claim("azp", "another"), "its azp is wrong"},
		{"wrong aud", claim("aud", "another"), "did not stand up"},
		{"wrong iss", claim("iss", "https://evil.example"), "did not stand up"},
		{"expired", claim("exp", now.Add(-time.Second).Unix()), "did not stand up"},
		{"no ID token", func(p *fakeProvider) { p.token = set(map[string]any{"id_token": nil}) }, "sent no ID token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t)
			tt.bend(s.op)
			s.signIn(t)
			s.wantRefused(t, "invalid_id_token", tt.about)
			s.wantNoSession(t)
		})
	}
}

func TestRefusedSignatures(t *testing.T) {
	tests := []struct {
		name string
		sign func(*testing.T, *fakeProvider) func([]byte) string
	}{
		{"another key under the same kid", func(t *testing.T, p *fakeProvider) func([]byte) string {
			other := newKey(t, p.key.KeyID)
			return func(b []byte) string { return signWith(t, jose.ES256, other, b) }
		}},
		{"HMAC with the client secret", func(t *testing.T, p *fakeProvider) func([]byte) string {
			return func(b []byte) string { return signWith(t, jose.HS256, []byte(clientSecret+clientSecret), b) }
		}},
		{"none", func(_ *testing.T, _ *fakeProvider) func([]byte) string {
			return func(b []byte) string { return encode(`{"alg":"none"}`) + "." + encode(string(b)) + "." }
		}},
		{"changed after signing", func(t *testing.T, p *fakeProvider) func([]byte) string {
			return func(b []byte) string {
				parts := strings.Split(signWith(t, jose.ES256, p.key, b), ".")
				parts[1] = encode(strings.Replace(string(b), `"sub":"ada"`, `"sub":"eve"`, 1))
				return strings.Join(parts, ".")
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t)
			s.op.sign = tt.sign(t, s.op)
			s.signIn(t)
			s.wantRefused(t, "invalid_id_token", "did not stand up")
			s.wantNoSession(t)
		})
	}
}

func TestWhatTheStandardLeavesOutIsNotRefused(t *testing.T) {
	tests := []struct {
		name string
		bend func(*fakeProvider)
	}{
		{"no iss that was not promised", func(p *fakeProvider) {
			p.metadata = set(map[string]any{"authorization_response_iss_parameter_supported": nil})
			p.answer = func(v url.Values) { v.Del("iss") }
		}},
		{"no at_hash", func(p *fakeProvider) { p.claims = set(map[string]any{"at_hash": nil}) }},
		{"no amr, acr, auth_time", func(p *fakeProvider) {
			p.claims = set(map[string]any{"amr": nil, "acr": nil, "auth_time": nil})
		}},
		{"our own azp", func(p *fakeProvider) { p.claims = set(map[string]any{"azp": clientID}) }},
		{"no userinfo endpoint", func(p *fakeProvider) { p.metadata = set(map[string]any{"userinfo_endpoint": nil}) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t)
			tt.bend(s.op)
			s.signIn(t)
			s.wantSignedIn(t)
		})
	}
}

func TestAnswerCountsOnceAndInItsOwnBrowser(t *testing.T) {
	s := newStage(t)
	s.op.answer = func(v url.Values) { v.Set("iss", "https://evil.example") } // refused after the state was used
	s.signIn(t)
	used := s.URL()
	if err := s.Open(t.Context(), used); err != nil {
		t.Fatal(err)
	}
	s.wantRefused(t, "invalid_state", "used already")

	// A stranger's browser has a cookie of its own but not this one.
	s.op.answer = func(v url.Values) { v.Add("code", "twice") } // refused before the state is used
	s.signIn(t)
	answer, _ := url.Parse(s.URL())
	q := answer.Query()
	q["code"] = q["code"][:1]
	answer.RawQuery = q.Encode()
	mine := s.Tab
	s.Tab = s.newBrowser()
	if err := s.Open(t.Context(), answer.String()); err != nil {
		t.Fatal(err)
	}
	s.wantRefused(t, "invalid_state", "does not belong")
	s.wantNoSession(t)
	s.Tab = mine // and did not use it up for its owner
	if err := s.Open(t.Context(), answer.String()); err != nil {
		t.Fatal(err)
	}
	s.wantSignedIn(t)
}

func TestGuessedStateIsRefusedInAFreshBrowser(t *testing.T) {
	s := newStage(t)
	s.open(t, "/callback?state=guessed&code=x&iss="+url.QueryEscape(s.op.URL))
	s.wantRefused(t, "invalid_state", "does not belong")
}

func TestSignInsUnderWayAreBounded(t *testing.T) {
	s := newStage(t)
	ask := func() int {
		w := httptest.NewRecorder()
		s.app.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/sign-in", nil))
		return w.Code
	}
	for i := range 10_000 {
		if got := ask(); got != http.StatusSeeOther {
			t.Fatalf("sign-in %d: status %d", i, got)
		}
	}
	if got := ask(); got != http.StatusServiceUnavailable {
		t.Fatalf("status %d over the bound", got)
	}
	s.time = s.time.Add(time.Hour + time.Second)
	if got := ask(); got != http.StatusSeeOther {
		t.Fatalf("status %d after the others ended", got)
	}
}

func TestBrokenTokenEndpointIsNotRepeated(t *testing.T) {
	s := newStage(t)
	s.op.broken = func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "stack trace", http.StatusInternalServerError)
	}
	s.signIn(t)
	s.wantRefused(t, "provider_unreachable", "try again")
	if strings.Contains(s.log.String()+s.Body(), "stack trace") || !strings.Contains(s.log.String(), "500") {
		t.Fatalf("the log says %s", s.log.String())
	}
}

func TestSignInUnderWayEnds(t *testing.T) {
	s := newStage(t)
	s.op.answer = func(url.Values) { s.time = s.time.Add(time.Hour + time.Second) }
	s.signIn(t)
	s.wantRefused(t, "invalid_state", "does not belong")
}

func TestTwoTabsSignInSideBySide(t *testing.T) {
	s := newStage(t)
	var held []url.Values
	s.op.answer = func(v url.Values) {
		held = append(held, url.Values{"code": v["code"], "state": v["state"], "iss": v["iss"]})
		v.Set("state", "lost")
	}
	s.signIn(t)
	s.signIn(t)
	for _, answer := range held {
		s.open(t, "/callback?"+answer.Encode())
		s.wantSignedIn(t)
	}
}

func TestUserInfoOfSomebodyElseIsRefused(t *testing.T) {
	s := newStage(t)
	s.op.userInfo = set(map[string]any{"sub": "eve"})
	s.signIn(t)
	s.wantRefused(t, "invalid_userinfo", "somebody else")
	s.wantNoSession(t)
}

func TestSignInAgainWantsANewAuthentication(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	s.click(t, "sign-in-again")
	s.wantSignedIn(t)
	if got := s.op.asked.Get("prompt"); got != "login" {
		t.Fatalf("prompt %q", got)
	}
	s.op.claims = set(map[string]any{"auth_time": s.time.Add(-time.Hour).Unix()})
	s.click(t, "sign-in-again")
	s.wantRefused(t, "invalid_id_token", "sign the person in again and did not")
}

func TestStepUpTellsWhetherItWasMet(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	s.click(t, "ask-2")
	if got := s.op.asked.Get("acr_values"); got != "urn:countersign:acr:2" {
		t.Fatalf("acr_values %q", got)
	}
	if got := s.text(t, "asked"); !strings.Contains(got, "and got it") {
		t.Fatalf("said %q", got)
	}
	s.click(t, "ask-1")
	if got := s.text(t, "asked"); !strings.Contains(got, "got something else") {
		t.Fatalf("said %q", got)
	}
}

func TestOnlyItsOwnQuestionsArePassedOn(t *testing.T) {
	for _, query := range []string{"prompt=consent", "acr=urn%3Aother"} {
		s := newStage(t)
		s.open(t, "/sign-in?"+query)
		s.wantRefused(t, "invalid_request", "")
		if s.op.asked != nil {
			t.Fatalf("%s reached the provider", query)
		}
	}
}

func TestProviderMayStartLater(t *testing.T) {
	s := newStage(t)
	s.op.down = true
	s.signIn(t)
	s.wantRefused(t, "provider_unreachable", "try again")
	if s.Status() != http.StatusBadGateway {
		t.Fatalf("status %d", s.Status())
	}
	s.op.down = false
	s.click(t, "sign-in")
	s.wantSignedIn(t)
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
