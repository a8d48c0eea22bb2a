package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/http/httptest"
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
	"countersign/storage/storagetest"
)

// suite looks at the built program from outside, over TLS, as the OpenID
// Foundation's conformance suite does. Its tests have the names of the suite's
// modules; docs/conformance.md says which plans they make.
type suite struct {
	t        *testing.T
	issuer   string
	mtls     string // where it asks for certificates
	env      []string
	again    func(settings ...string) // ends the program and starts it with more settings
	ca       string                   // the file with the certificate to trust
	server   tls.Certificate
	trust    *tls.Config
	http     *http.Client
	metadata map[string]any
	keys     jose.JSONWebKeySet

	app      *httptest.Server // where applications live
	callback string
	inbox    *suiteInbox // what was posted to the callback
	formPost bool        // whether answers are asked for by response_mode=form_post
	fapi     *fapiPlan   // of the FAPI 2.0 plans

	phone    *authenticator.Phone
	person   string // whose phone it is
	username string
	tab      *browser.Tab
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
	s.server = s.certificate(dir, "server")
	pool := x509.NewCertPool()
	pool.AddCert(s.server.Leaf)
	s.app = httptest.NewUnstartedServer(http.HandlerFunc(s.receive))
	s.app.TLS = &tls.Config{Certificates: []tls.Certificate{s.server}, MinVersion: tls.VersionTLS12}
	s.app.StartTLS()
	t.Cleanup(s.app.Close)
	s.callback = s.app.URL + "/callback"
	s.trust = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	s.http = s.dialer()
	s.env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "SSL_CERT_FILE=" + s.ca, "COUNTERSIGN_ISSUER=" + s.issuer, "COUNTERSIGN_LISTEN=" + address,
		"COUNTERSIGN_TLS_CERT=" + s.ca, "COUNTERSIGN_TLS_KEY=" + filepath.Join(dir, "server.key"),
		"COUNTERSIGN_TLS_MTLS_LISTEN=" + certified, "COUNTERSIGN_TLS_MTLS_URL=" + s.mtls, "COUNTERSIGN_TLS_CLIENT_CA=" + s.ca,
		"COUNTERSIGN_METRICS_LISTEN=127.0.0.1:0", "COUNTERSIGN_DATABASE_URL=sqlite:" + filepath.Join(dir, "countersign.db"),
		"COUNTERSIGN_ORGANISATION=Northwind", "COUNTERSIGN_POLICY_RISK=false",
		"COUNTERSIGN_LIMITS_DEVICE_CALLS=10000", "COUNTERSIGN_LOG_LEVEL=warn",
	}, settings...)
	stop := s.serve(bin, dir)
	s.again = func(settings ...string) {
		stop()
		s.env = append(s.env, settings...)
		stop = s.serve(bin, dir)
	}
	s.get(s.issuer+"/.well-known/openid-configuration", &s.metadata)
	s.get(s.str("jwks_uri"), &s.keys)
	s.join(suiteUser)
	return s
}

// newPostgresSuite is newSuite on PostgreSQL.
func newPostgresSuite(t *testing.T, settings ...string) *suite {
	t.Helper()
	return newSuite(t, append([]string{
		"COUNTERSIGN_DATABASE_URL=" + storagetest.PostgresURL(t), "COUNTERSIGN_MASTER_KEY=" + storagetest.MasterKey,
	}, settings...)...)
}

// serve starts the program and waits until it is ready. It answers with what
// ends it before the test does.
func (s *suite) serve(bin, dir string) (stop func()) {
	s.t.Helper()
	logs, err := os.OpenFile(filepath.Join(dir, "countersign.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
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
	stop = sync.OnceFunc(func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		<-ended
	})
	s.t.Cleanup(func() {
		stop()
		if s.t.Failed() {
			s.t.Logf("the server said:\n%s", said())
		}
	})
	for deadline := time.After(30 * time.Second); ; {
		if res, err := s.http.Get(s.issuer + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return stop
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
func (s *suite) join(name string) {
	s.t.Helper()
	ctx := s.t.Context()
	var invited struct {
		ID   string `json:"id"`
		Link string `json:"invitation"`
	}
	s.command(&invited, "user", "create", "--json", "--username", name, "--name", "Ada Okafor", "--email", name+"@northwind.example")
	s.person, s.username = invited.ID, name
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

// module runs one module of the suite, in a browser without cookies.
func (s *suite) module(name string, f func(s *suite)) {
	s.t.Run(name, func(t *testing.T) {
		one := *s
		one.t = t
		one.newBrowser()
		f(&one)
	})
}
