package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// resourceServer is an interface that applications call with access tokens. It
// asks introspection about each, and for its own paths wants more than a token:
// /transfer a second factor, /delete one of this moment (RFC 9470 section 3).
type resourceServer struct {
	s    *suite
	self suiteClient
}

func (x *resourceServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	access, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	_, _, body := x.s.post(x.s.str("introspection_endpoint"), x.self, url.Values{"token": {access}})
	var about struct {
		Active   bool   `json:"active"`
		ACR      string `json:"acr"`
		AuthTime int64  `json:"auth_time"`
	}
	x.s.ok(json.Unmarshal(body, &about))
	const second = "urn:countersign:acr:2"
	switch {
	case !about.Active:
		challenge(w, `error="invalid_token"`)
	case r.URL.Path == "/transfer" && !strings.HasPrefix(about.ACR, second):
		challenge(w, fmt.Sprintf(`error="insufficient_user_authentication", acr_values=%q`, second))
	case r.URL.Path == "/delete" && time.Since(time.Unix(about.AuthTime, 0)) > 2*time.Second:
		challenge(w, `error="insufficient_user_authentication", max_age="1"`)
	default:
		_, _ = w.Write([]byte("done"))
	}
}

func challenge(w http.ResponseWriter, parameters string) {
	w.Header().Set("WWW-Authenticate", "Bearer "+parameters)
	w.WriteHeader(http.StatusUnauthorized)
}

// wanted are the parameters that a challenge asks the application to send
// (RFC 9470 section 4).
func wanted(header string) (change []func(url.Values)) {
	for _, m := range regexp.MustCompile(`(acr_values|max_age)="([^"]*)"`).FindAllStringSubmatch(header, -1) {
		change = append(change, set(m[1], m[2]))
	}
	return change
}

func TestResourceServerGetsMoreProofByAChallenge(t *testing.T) {
	s := newSuite(t, "COUNTERSIGN_POLICY_SECOND_FACTOR=false")
	c := s.client()
	api := httptest.NewServer(&resourceServer{s: s, self: c})
	t.Cleanup(api.Close)
	call := func(path, access string) (int, string) {
		r := must(http.NewRequestWithContext(t.Context(), http.MethodPost, api.URL+path, nil))
		r.Header.Set("Authorization", "Bearer "+access)
		res, err := http.DefaultClient.Do(r)
		s.ok(err)
		s.ok(res.Body.Close())
		return res.StatusCode, res.Header.Get("WWW-Authenticate")
	}
	got, claims := s.tokens(s.ask(c))
	if claims["acr"] != "urn:countersign:acr:1" {
		t.Fatalf("the first sign-in is %v, %v", claims["acr"], claims["amr"])
	}
	if status, _ := call("/read", got.Access); status != http.StatusOK {
		t.Errorf("a password is enough to read, and the answer is %d", status)
	}
	for path, enough := range map[string]func(map[string]any) bool{
		"/transfer": func(claims map[string]any) bool {
			acr, _ := claims["acr"].(string)
			return strings.HasPrefix(acr, "urn:countersign:acr:2")
		},
		"/delete": func(map[string]any) bool { return true },
	} {
		time.Sleep(3 * time.Second) // the program has the real clock
		status, header := call(path, got.Access)
		if status != http.StatusUnauthorized || !strings.Contains(header, "insufficient_user_authentication") {
			t.Fatalf("%s with a password alone: %d %s", path, status, header)
		}
		better, claims := s.tokens(s.ask(c, wanted(header)...))
		if !enough(claims) {
			t.Errorf("%s: after the challenge %s the token says %v", path, header, claims["acr"])
		}
		if status, header := call(path, better.Access); status != http.StatusOK {
			t.Errorf("%s after the challenge: %d %s", path, status, header)
		}
	}
}
