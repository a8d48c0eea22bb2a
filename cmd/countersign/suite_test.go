package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/cmd/demo/browser"
	"countersign/cmd/phone/authenticator"
)

// suite looks at the built program from outside, over TLS, as the OpenID
// Foundation's conformance suite does. Its tests have the names of the suite's
// modules; docs/conformance.md says which plans they make.
type suite struct {
	t        *testing.T
	issuer   string
	mtls     string // where it asks for certificates
	env      []string
	ca       string // the file with the certificate to trust
	trust    *tls.Config
	http     *http.Client
	metadata map[string]any
	keys     jose.JSONWebKeySet

	app      *httptest.Server // where applications live
	callback string
	inbox    *suiteInbox // what was posted to the callback
	formPost bool        // whether answers are asked for by response_mode=form_post

	phone  *authenticator.Phone
	person string // whose phone it is
	tab    *browser.Tab
}

// suiteInbox keeps the last form that a callback was posted.
type suiteInbox struct {
	mu   sync.Mutex
	form url.Values
}

// suiteUser is the person of the suite.
const suiteUser = "ada"

// newSuite starts the program behind TLS, with settings on top of the defaults
// (COUNTERSIGN_NAME=value), and somebody with a phone.
func newSuite(t *testing.T, settings ...string) *suite {
	t.Helper()
	bin := built(t)
	s := &suite{t: t, inbox: &suiteInbox{}}
	address, err := freeAddress()
	s.ok(err)
	certified, err := freeAddress()
	s.ok(err)
	dir := t.TempDir()
	s.issuer, s.mtls, s.ca = "https://"+address, "https://"+certified, filepath.Join(dir, "server.pem")
	server := s.certificate(dir, "server")
	pool := x509.NewCertPool()
	pool.AddCert(server.Leaf)
	s.app = httptest.NewUnstartedServer(http.HandlerFunc(s.receive))
	s.app.TLS = &tls.Config{Certificates: []tls.Certificate{server}, MinVersion: tls.VersionTLS12}
	s.app.StartTLS()
	t.Cleanup(s.app.Close)
	s.callback = s.app.URL + "/callback"
	s.trust = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	s.http = s.dialer()
	s.env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "SSL_CERT_FILE=" + s.ca, "COUNTERSIGN_ISSUER=" + s.issuer, "COUNTERSIGN_LISTEN=" + address,
		"COUNTERSIGN_TLS_CERT=" + s.ca, "COUNTERSIGN_TLS_KEY=" + filepath.Join(dir, "server.key"),
		"COUNTERSIGN_TLS_MTLS_LISTEN=" + certified, "COUNTERSIGN_TLS_MTLS_URL=" + s.mtls,
		"COUNTERSIGN_METRICS_LISTEN=127.0.0.1:0", "COUNTERSIGN_DATABASE_URL=sqlite:" + filepath.Join(dir, "countersign.db"),
		"COUNTERSIGN_ORGANISATION=Northwind", "COUNTERSIGN_POLICY_RISK=false",
		"COUNTERSIGN_LIMITS_DEVICE_CALLS=10000", "COUNTERSIGN_LOG_LEVEL=warn",
	}, settings...)
	s.serve(bin, dir)
	s.get(s.issuer+"/.well-known/openid-configuration", &s.metadata)
	s.get(s.str("jwks_uri"), &s.keys)
	s.join()
	return s
}

// serve starts the program and waits until it is ready.
func (s *suite) serve(bin, dir string) {
	s.t.Helper()
	logs, err := os.Create(filepath.Join(dir, "countersign.log"))
	s.ok(err)
	server := exec.CommandContext(s.t.Context(), filepath.Join(bin, "countersign"), "serve")
	server.Env, server.Stdout, server.Stderr = s.env, logs, logs
	server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) }
	s.ok(server.Start())
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	said := func() string {
		text, _ := os.ReadFile(logs.Name()) //nolint:errcheck // what there is of it
		return string(text)
	}
	s.t.Cleanup(func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		<-ended
		if s.t.Failed() {
			s.t.Logf("the server said:\n%s", said())
		}
	})
	for deadline := time.After(30 * time.Second); ; {
		if res, err := s.http.Get(s.issuer + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case err := <-ended:
			ended <- err
			s.t.Fatalf("the server ended: %v\n%s", err, said())
		case <-deadline:
			s.t.Fatalf("the server is not ready\n%s", said())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// join makes the person and enrols the phone, through the pages.
func (s *suite) join() {
	s.t.Helper()
	ctx := s.t.Context()
	var invited struct {
		ID   string `json:"id"`
		Link string `json:"invitation"`
	}
	s.command(&invited, "user", "create", "--json", "--username", suiteUser, "--name", "Ada Okafor", "--email", "ada@northwind.example")
	s.person = invited.ID
	s.newBrowser()
	s.ok(s.tab.Open(ctx, invited.Link), s.tab.Click(ctx, "invite-start"), s.tab.Fill("new-password", storyPassword), s.tab.Click(ctx, "new-password-submit"))
	link, err := s.tab.Text("enroll-link")
	s.ok(err)
	phone, digits, err := authenticator.Enroll(ctx, link, authenticator.Options{HTTP: s.http})
	s.ok(err)
	s.phone = phone
	s.ok(await(ctx, s.tab, "enroll-confirm"), s.tab.Fill("enroll-confirm", digits.Reveal()), s.tab.Click(ctx, "enroll-confirm-submit"))
	if s.tab.Has("push-number") { // not where a password alone is enough
		s.approve()
	}
	if s.tab.Has("codes-kept") {
		s.ok(s.tab.Fill("codes-kept", "on"), s.tab.Click(ctx, "codes-continue"))
	}
	s.newBrowser()
}

// newBrowser forgets every cookie.
func (s *suite) newBrowser() { s.tab = browser.New(browser.Options{TLS: s.trust}) }

// approve answers on the phone what the page waits for, and lets the page go on.
func (s *suite) approve() {
	s.t.Helper()
	ctx := s.t.Context()
	number, err := s.tab.Text("push-number")
	s.ok(err)
	open, err := s.phone.Challenges(ctx, false)
	s.ok(err)
	if len(open) == 0 {
		s.t.Fatal("the phone has no request")
	}
	_, err = s.phone.Approve(ctx, open[len(open)-1], number)
	s.ok(err, await(ctx, s.tab, "push-continue"), s.tab.Click(ctx, "push-continue"))
}

// ok fails the test at the first error.
func (s *suite) ok(errs ...error) {
	s.t.Helper()
	for _, err := range errs {
		if err != nil {
			s.t.Fatal(err)
		}
	}
}

// command runs the program's command line and decodes what it prints.
func (s *suite) command(into any, args ...string) {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), filepath.Join(built(s.t), "countersign"), args...)
	var out, problems bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = s.env, &out, &problems
	if err := cmd.Run(); err != nil {
		s.t.Fatalf("countersign %s: %v\n%s", strings.Join(args, " "), err, &problems)
	}
	if into != nil {
		s.ok(json.Unmarshal(out.Bytes(), into))
	}
}

// str is a member of the metadata that is a text.
func (s *suite) str(name string) string {
	s.t.Helper()
	text, ok := s.metadata[name].(string)
	if !ok {
		s.t.Fatalf("the metadata has no %s", name)
	}
	return text
}

// has says whether a list of the metadata has the value.
func (s *suite) has(name, value string) bool {
	all, _ := s.metadata[name].([]any)
	for _, v := range all {
		if v == value {
			return true
		}
	}
	return false
}

// get reads a JSON document.
func (s *suite) get(from string, into any) {
	s.t.Helper()
	res, err := s.http.Get(from)
	s.ok(err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		s.t.Fatalf("GET %s: %s", from, res.Status)
	}
	s.ok(json.NewDecoder(res.Body).Decode(into))
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
	if s.tab.Has("consent-allow") {
		asked = true
		s.ok(s.tab.Click(ctx, "consent-allow"))
	}
	return s.landed(q), asked
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

// suiteTokens is an answer of the token endpoint.
type suiteTokens struct {
	Status  int
	Header  http.Header
	Access  string `json:"access_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
	Refresh string `json:"refresh_token"`
	ID      string `json:"id_token"`
	Scope   string `json:"scope"`
	Error   string `json:"error"`
}

// post sends a form as the client.
func (s *suite) post(to string, c suiteClient, form url.Values) (int, http.Header, []byte) {
	s.t.Helper()
	if c.Post {
		form.Set("client_id", c.ID)
		form.Set("client_secret", c.Secret)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, to, strings.NewReader(form.Encode()))
	s.ok(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if !c.Post && c.Secret != "" {
		r.SetBasicAuth(url.QueryEscape(c.ID), url.QueryEscape(c.Secret))
	}
	return s.do(r)
}

func (s *suite) do(r *http.Request) (int, http.Header, []byte) {
	s.t.Helper()
	res, err := s.http.Do(r)
	s.ok(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	s.ok(err)
	return res.StatusCode, res.Header, body
}

// token asks the token endpoint.
func (s *suite) token(c suiteClient, form url.Values) suiteTokens {
	s.t.Helper()
	status, header, body := s.post(s.str("token_endpoint"), c, form)
	out := suiteTokens{Status: status, Header: header}
	if err := json.Unmarshal(body, &out); err != nil {
		s.t.Fatalf("the token endpoint answered %d %s: %v", status, body, err)
	}
	if header.Get("Cache-Control") != "no-store" {
		s.t.Errorf("the token endpoint's Cache-Control is %q", header.Get("Cache-Control"))
	}
	return out
}

// redeem turns a code into tokens.
func (s *suite) redeem(q *suiteAsk, code string) suiteTokens {
	s.t.Helper()
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {q.values.Get("redirect_uri")}}
	if q.verifier != "" {
		form.Set("code_verifier", q.verifier)
	}
	return s.token(q.client, form)
}

// tokens is a whole sign-in, with what the suite checks of every ID token.
func (s *suite) tokens(q *suiteAsk) (suiteTokens, map[string]any) {
	s.t.Helper()
	got := s.redeem(q, s.code(q))
	if got.Status != http.StatusOK || !strings.EqualFold(got.Type, "Bearer") || got.Expires <= 0 {
		s.t.Fatalf("no tokens: %+v", got)
	}
	return got, s.idToken(q, got)
}

// idToken verifies an ID token by the published keys (OpenID Connect Core
// section 3.1.3.7) and gives its claims.
func (s *suite) idToken(q *suiteAsk, got suiteTokens) map[string]any {
	s.t.Helper()
	claims := s.verified(got.ID)
	if claims["iss"] != s.issuer || claims["aud"] != q.client.ID || claims["sub"] != s.person {
		s.t.Errorf("iss, aud, sub of the ID token: %v, %v, %v", claims["iss"], claims["aud"], claims["sub"])
	}
	if nonce := q.values.Get("nonce"); nonce != "" && claims["nonce"] != nonce {
		s.t.Errorf("nonce is %v", claims["nonce"])
	}
	now := float64(time.Now().Unix())
	iat, _ := claims["iat"].(float64)
	exp, _ := claims["exp"].(float64)
	if iat > now+5 || iat < now-60 || exp <= now {
		s.t.Errorf("iat %v, exp %v at %v", iat, exp, now)
	}
	return claims
}

// verified is the payload of a JWS that the published keys verify.
func (s *suite) verified(token string) map[string]any {
	s.t.Helper()
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256, jose.RS256, jose.PS256, jose.EdDSA})
	s.ok(err)
	found := s.keys.Key(jws.Signatures[0].Protected.KeyID)
	if len(found) != 1 {
		s.t.Fatalf("%d published keys are named %q", len(found), jws.Signatures[0].Protected.KeyID)
	}
	payload, err := jws.Verify(found[0])
	s.ok(err)
	var claims map[string]any
	s.ok(json.Unmarshal(payload, &claims))
	return claims
}

// userinfo asks with the access token in the header.
func (s *suite) userinfo(access string) map[string]any {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.str("userinfo_endpoint"), nil)
	s.ok(err)
	r.Header.Set("Authorization", "Bearer "+access)
	return s.told(r)
}

func (s *suite) told(r *http.Request) map[string]any {
	s.t.Helper()
	status, _, body := s.do(r)
	if status != http.StatusOK {
		s.t.Fatalf("userinfo: %d %s", status, body)
	}
	var claims map[string]any
	s.ok(json.Unmarshal(body, &claims))
	if claims["sub"] != s.person {
		s.t.Errorf("userinfo's sub is %v", claims["sub"])
	}
	return claims
}

// module runs one module of the suite, in a browser without cookies.
func (s *suite) module(name string, f func(s *suite)) {
	s.t.Run(name, func(t *testing.T) {
		one := *s
		one.t = t
		one.newBrowser()
		f(&one)
	})
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
