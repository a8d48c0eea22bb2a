package fcmtest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2/google"
	"golang.org/x/oauth2/jwt"

	"countersign/factors/notify/fcmtest"
)

const scope = "https://www.googleapis.com/auth/firebase.messaging"

func account(t *testing.T, s *fcmtest.Server, scopes ...string) *jwt.Config {
	t.Helper()
	b, err := os.ReadFile(s.CredentialsFile)
	if err != nil {
		t.Fatal(err)
	}
	c, err := google.JWTConfigFromJSON(b, scopes...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func accessToken(t *testing.T, s *fcmtest.Server) string {
	t.Helper()
	token, err := account(t, s, scope).TokenSource(t.Context()).Token()
	if err != nil {
		t.Fatal(err)
	}
	return token.AccessToken
}

func post(t *testing.T, s *fcmtest.Server, token, path, contentType, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Origin()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", contentType)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

const sendPath = "/v1/projects/" + fcmtest.Project + "/messages:send"

func TestMessageIsTakenAndRecordedByteByByte(t *testing.T) {
	s := fcmtest.New(t)
	const body = `{"message": {"token":"t","data":{"a":"b"}}}`
	if status, answer := post(t, s, accessToken(t, s), sendPath, "application/json", body); status != http.StatusOK || !strings.Contains(answer, "projects/"+fcmtest.Project+"/messages/") {
		t.Fatalf("%d %s", status, answer)
	}
	got, err := s.Wait(t.Context(), 1)
	if err != nil || string(got[0].Raw) != body || got[0].Token != "t" || got[0].Data["a"] != "b" {
		t.Errorf("recorded %+v, %v", got, err)
	}
}

func TestWhatGoogleWouldRefuseIsAFault(t *testing.T) {
	s := fcmtest.New(t)
	token := accessToken(t, s)
	for _, c := range []struct{ name, path, contentType, body string }{
		{"another project", "/v1/projects/other/messages:send", "application/json", `{"message":{"token":"t"}}`},
		{"path without the version", "/projects/" + fcmtest.Project + "/messages:send", "application/json", `{"message":{"token":"t"}}`},
		{"content type", sendPath, "text/plain", `{"message":{"token":"t"}}`},
		{"unknown member", sendPath, "application/json", `{"message":{"token":"t","extra":1}}`},
		{"a notification, which Android shows by itself", sendPath, "application/json", `{"message":{"token":"t","android":{"notification":{"title":"x"}}}}`},
		{"data that is no string", sendPath, "application/json", `{"message":{"token":"t","data":{"a":1}}}`},
		{"reserved key", sendPath, "application/json", `{"message":{"token":"t","data":{"from":"x"}}}`},
		{"reserved prefix", sendPath, "application/json", `{"message":{"token":"t","data":{"google.x":"x"}}}`},
		{"no token", sendPath, "application/json", `{"message":{"data":{"a":"b"}}}`},
		{"priority", sendPath, "application/json", `{"message":{"token":"t","android":{"priority":"HIGHEST"}}}`},
		{"ttl", sendPath, "application/json", `{"message":{"token":"t","android":{"ttl":"60"}}}`},
		{"collapse id", sendPath, "application/json", `{"message":{"token":"t","apns":{"headers":{"apns-collapse-id":"` + strings.Repeat("x", 65) + `"}}}}`},
		{"too much", sendPath, "application/json", `{"message":{"token":"t","data":{"a":"` + strings.Repeat("x", 5000) + `"}}}`},
		{"two bodies", sendPath, "application/json", `{"message":{"token":"t"}}{}`},
		{"no JSON", sendPath, "application/json", `hello`},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, _ := post(t, s, token, c.path, c.contentType, c.body)
			if faults := s.Faults(); status == http.StatusOK || len(faults) != 1 {
				t.Errorf("status %d, faults %q", status, faults)
			}
		})
	}
	if len(s.Sent()) != 0 {
		t.Errorf("recorded %v", s.Sent())
	}
}

func TestTokenEndpointWantsTheServiceAccountsOwnSignature(t *testing.T) {
	s, other := fcmtest.New(t), fcmtest.New(t)
	for _, c := range []struct {
		name  string
		spoil func(*jwt.Config)
	}{
		{"another key", func(c *jwt.Config) { c.PrivateKey = account(t, other, scope).PrivateKey }},
		{"another account", func(c *jwt.Config) { c.Email = "else@example" }},
		{"another key id", func(c *jwt.Config) { c.PrivateKeyID = "else" }},
		{"another audience", func(c *jwt.Config) { c.Audience = "https://else.example" }},
		{"more scopes", func(c *jwt.Config) { c.Scopes = append(c.Scopes, "https://www.googleapis.com/auth/cloud-platform") }},
		{"no scope", func(c *jwt.Config) { c.Scopes = nil }},
		{"a day", func(c *jwt.Config) { c.Expires = 24 * time.Hour }},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := account(t, s, scope)
			c.spoil(config)
			_, err := config.TokenSource(t.Context()).Token()
			if faults := s.Faults(); err == nil || len(faults) != 1 {
				t.Errorf("error %v, faults %q", err, faults)
			}
		})
	}
	for _, form := range []string{"", "grant_type=client_credentials&assertion=x", "grant_type=x&assertion=x&assertion=y", "%"} {
		status, _ := post(t, s, "", "/token", "application/x-www-form-urlencoded", form)
		if faults := s.Faults(); status == http.StatusOK || len(faults) != 1 {
			t.Errorf("form %q: status %d, faults %q", form, status, faults)
		}
	}
	form := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {"eyJhbGciOiJub25lIn0.e30."}}
	status, _ := post(t, s, "", "/token", "application/x-www-form-urlencoded", form.Encode())
	if faults := s.Faults(); status == http.StatusOK || len(faults) != 1 {
		t.Errorf("alg none: status %d, faults %q", status, faults)
	}
}

func TestOnlyItsOwnAccessTokensSend(t *testing.T) {
	s := fcmtest.New(t)
	token := accessToken(t, s)
	const body = `{"message":{"token":"t"}}`
	if status, _ := post(t, s, "ya29.made-up", sendPath, "application/json", body); status != http.StatusUnauthorized {
		t.Errorf("a token of somebody else: %d", status)
	}
	s.RevokeTokens()
	if status, _ := post(t, s, token, sendPath, "application/json", body); status != http.StatusUnauthorized {
		t.Errorf("a token taken back: %d", status)
	}
	if len(s.Sent()) != 0 {
		t.Errorf("recorded %v", s.Sent())
	}
}

func TestAnswersAreAsAsked(t *testing.T) {
	s := fcmtest.New(t)
	token := accessToken(t, s)
	s.Answer(fcmtest.Internal())
	s.AnswerFor("gone", fcmtest.Unregistered())
	for device, want := range map[string]int{"t": http.StatusInternalServerError, "gone": http.StatusNotFound} {
		status, body := post(t, s, token, sendPath, "application/json", `{"message":{"token":"`+device+`"}}`)
		if status != want || !json.Valid([]byte(body)) {
			t.Errorf("%s: %d %s", device, status, body)
		}
	}
	after := fcmtest.Answer{}
	for _, device := range []string{"t", "gone"} {
		first := fcmtest.Internal()
		first.Then = &after
		s.Answer(first)
		s.AnswerFor("gone", first)
		for _, want := range []int{http.StatusInternalServerError, http.StatusOK} {
			if status, _ := post(t, s, token, sendPath, "application/json", `{"message":{"token":"`+device+`"}}`); status != want {
				t.Errorf("%s: %d, want %d", device, status, want)
			}
		}
	}
	s.AnswerToken(fcmtest.TokenRefused())
	if _, err := account(t, s, scope).TokenSource(t.Context()).Token(); err == nil {
		t.Error("the token endpoint gave a token")
	}
	if tokens, sends := s.Calls(); tokens != 2 || sends != 6 {
		t.Errorf("calls %d and %d, want 2 and 6", tokens, sends)
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	s := fcmtest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Wait(ctx, 1); err == nil {
		t.Error("Wait gave a message that never came")
	}
}
