package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// suiteInbox keeps the last form that a callback was posted.
type suiteInbox struct {
	mu   sync.Mutex
	form url.Values
}

// receive is the callback of applications: it keeps what is posted to it.
func (s *suite) receive(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err == nil {
			s.inbox.mu.Lock()
			s.inbox.form = r.PostForm
			s.inbox.mu.Unlock()
		}
	}
	w.Header().Set("Content-Type", "text/html")
	_, _ = io.WriteString(w, "<!doctype html><title>Callback</title>")
}

// suiteClient is an application of the suite.
type suiteClient struct {
	ID     string `json:"client_id"`
	Secret string `json:"client_secret"`
	// Callback is its redirect URI.
	Callback string `json:"-"`
	// Post is true if it authenticates by client_secret_post.
	Post bool `json:"-"`
}

// client registers one by the command line: confidential, with refresh tokens,
// and without PKCE, which the OpenID Connect plans do not send.
func (s *suite) client(args ...string) suiteClient {
	s.t.Helper()
	c := suiteClient{Callback: s.callback}
	s.command(&c, append([]string{
		"client", "create", "--json", "--name", "Suite", "--redirect-uri", s.callback, "--pkce-optional",
		"--grant", "authorization_code", "--grant", "refresh_token",
		"--scope", "openid", "--scope", "profile", "--scope", "email", "--scope", "offline_access",
	}, args...)...)
	return c
}

// registered registers one by a file of metadata (RFC 7591 section 2), with the
// suite's callback.
func (s *suite) registered(metadata map[string]any) suiteClient {
	s.t.Helper()
	whole := map[string]any{
		"client_name": "Suite", "redirect_uris": []string{s.callback}, "grant_types": []string{"authorization_code", "refresh_token"},
		"scope": "openid profile email offline_access",
	}
	maps.Copy(whole, metadata)
	text, err := json.Marshal(whole)
	file := filepath.Join(s.t.TempDir(), "client.json")
	s.ok(err, os.WriteFile(file, text, 0o600))
	c := suiteClient{Callback: s.callback}
	s.command(&c, "client", "create", "--json", "--metadata", file)
	return c
}

// suiteAsk is an authorization request on its way.
type suiteAsk struct {
	client   suiteClient
	values   url.Values
	verifier string // of PKCE; empty without
}

// ask is an authorization request with state and nonce; change edits it.
func (s *suite) ask(c suiteClient, change ...func(url.Values)) *suiteAsk {
	q := &suiteAsk{client: c, values: url.Values{
		"client_id": {c.ID}, "redirect_uri": {c.Callback}, "scope": {"openid"}, "response_type": {"code"},
		"state": {rand.Text()}, "nonce": {rand.Text()},
	}}
	if s.formPost {
		q.values.Set("response_mode", "form_post")
	}
	for _, f := range change {
		f(q.values)
	}
	return q
}

// set puts one parameter into a request.
func set(name, value string) func(url.Values) { return func(v url.Values) { v.Set(name, value) } }

// pkce adds a code challenge.
func (q *suiteAsk) pkce() *suiteAsk {
	q.verifier = rand.Text() + rand.Text()
	sum := sha256.Sum256([]byte(q.verifier))
	q.values.Set("code_challenge", base64.RawURLEncoding.EncodeToString(sum[:]))
	q.values.Set("code_challenge_method", "S256")
	return q
}

// visit sends the browser with the request, without doing anything there.
func (s *suite) visit(q *suiteAsk) {
	s.t.Helper()
	s.ok(s.tab.Open(s.t.Context(), s.str("authorization_endpoint")+"?"+q.values.Encode()))
}

// signIn gives the password and approves on the phone, where a page asks for
// it, and answers with the parameters of the callback. It says whether the
// person had to do anything.
func (s *suite) signIn(q *suiteAsk) (answer url.Values, asked bool) {
	s.t.Helper()
	s.visit(q)
	return s.through(q)
}

// through is signIn for a browser that is on its way.
func (s *suite) through(q *suiteAsk) (answer url.Values, asked bool) {
	s.t.Helper()
	asked = s.confirm()
	if s.tab.Has("consent-allow") {
		asked = true
		s.ok(s.tab.Click(s.t.Context(), "consent-allow"))
	}
	return s.landed(q), asked
}

// confirm gives the password and approves on the phone, where a page asks for it.
func (s *suite) confirm() (asked bool) {
	s.t.Helper()
	ctx := s.t.Context()
	if s.tab.Has("password") {
		asked = true
		if s.tab.Has("username") {
			s.ok(s.tab.Fill("username", suiteUser))
		}
		s.ok(s.tab.Fill("password", storyPassword), s.tab.Click(ctx, "sign-in"))
	}
	if s.tab.Has("step-up-submit") {
		s.ok(s.tab.Click(ctx, "step-up-submit"))
	}
	if s.tab.Has("push-number") {
		asked = true
		s.approve()
	}
	return asked
}

// landed is what the application got.
func (s *suite) landed(q *suiteAsk) url.Values {
	s.t.Helper()
	if s.formPost && s.tab.Has("form-post-continue") {
		s.ok(s.tab.Click(s.t.Context(), "form-post-continue")) // the browser has no script
	}
	u, err := url.Parse(s.tab.URL())
	s.ok(err)
	at := strings.TrimSuffix(s.tab.URL(), "?"+u.RawQuery)
	if at != strings.Split(q.client.Callback, "?")[0] {
		s.t.Fatalf("the browser is at %s, not at the application:\n%s", s.tab.URL(), s.tab.PageText())
	}
	if !s.formPost {
		return u.Query()
	}
	if u.RawQuery != "" {
		s.t.Errorf("a posted answer has a query, too: %s", u)
	}
	s.inbox.mu.Lock()
	defer s.inbox.mu.Unlock()
	form := s.inbox.form
	s.inbox.form = nil
	return form
}

// code is signIn for who expects a code, and checks what comes with it: state
// and iss (RFC 9207).
func (s *suite) code(q *suiteAsk) string {
	s.t.Helper()
	answer, _ := s.signIn(q)
	return s.codeOf(q, answer)
}

func (s *suite) codeOf(q *suiteAsk, answer url.Values) string {
	s.t.Helper()
	if answer.Get("code") == "" || answer.Get("error") != "" {
		s.t.Fatalf("no code: %v", answer)
	}
	if answer.Get("state") != q.values.Get("state") || answer.Get("iss") != s.issuer {
		s.t.Errorf("state is %q, iss is %q", answer.Get("state"), answer.Get("iss"))
	}
	return answer.Get("code")
}

// refused is the error that a request without interaction brings back.
func (s *suite) refused(q *suiteAsk, codes ...string) {
	s.t.Helper()
	s.visit(q)
	answer := s.landed(q)
	for _, code := range codes {
		if answer.Get("error") == code {
			if answer.Get("state") != q.values.Get("state") || answer.Get("code") != "" {
				s.t.Errorf("the answer is %v", answer)
			}
			return
		}
	}
	s.t.Errorf("the answer is %v; want an error of %v", answer, codes)
}
