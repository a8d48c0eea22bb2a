package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/config"
	"countersign/factors/notify"
	"countersign/idp/client"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// rig is a deployment inside the test: one or more replicas of the real house
// behind real listeners, on one database and one clock that the test moves.
type rig struct {
	t          testing.TB
	clock      *storagetest.Clock
	issuer     string
	replicas   []*replica
	log        *logbook
	statements *statements                        // that went to the database
	outbound   func(notify.Outbound) *http.Client // of the server; nil is the real one

	app      *httptest.Server // where applications live: every page of it is empty
	callback string           // the redirect URI of the rig's clients
}

// replica is one server of a rig.
type replica struct {
	*house
	server  *httptest.Server
	address string
}

// logbook keeps what the servers logged.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
	word string
	said chan struct{} // closed when word was logged
}

// waits is closed once word is logged.
func (l *logbook) waits(word string) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.word, l.said = word, make(chan struct{})
	return l.said
}

func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.said != nil && bytes.Contains(b, []byte(l.word)) {
		close(l.said)
		l.said = nil
	}
	return l.text.Write(b)
}

// String is everything that was logged.
func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// today sets the rig's clock to that of the machine, for programs that have no
// other.
func (r *rig) today() { r.clock.Advance(time.Since(r.clock.Now())) }

// onBoth runs f on a rig with one replica on each kind of database.
func onBoth(t *testing.T, f func(t *testing.T, r *rig)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, newRig(t, "sqlite", 1)) })
	t.Run("postgres", func(t *testing.T) { f(t, newRig(t, "postgres", 1)) })
}

// newRig starts replicas on a fresh database. adjust changes the settings.
func newRig(t testing.TB, database string, replicas int, adjust ...func(*config.Config)) *rig {
	t.Helper()
	return newRigOn(t, nil, database, replicas, adjust...)
}

// newRigOn is newRig with servers that make their clients by outbound.
func newRigOn(t testing.TB, outbound func(notify.Outbound) *http.Client, database string, replicas int, adjust ...func(*config.Config)) *rig {
	t.Helper()
	r := &rig{t: t, clock: storagetest.NewClock(), log: &logbook{}, statements: &statements{}, outbound: outbound}
	r.app = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>Payroll</title>")
	}))
	t.Cleanup(r.app.Close)
	r.callback = r.app.URL + "/callback"
	open := map[string]func(testing.TB) string{"sqlite": storagetest.SQLiteURL, "postgres": storagetest.PostgresURL}
	dbURL := open[database](t)
	var listeners []net.Listener
	for range replicas {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		listeners = append(listeners, l)
	}
	_, port, err := net.SplitHostPort(listeners[0].Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	r.issuer = "http://localhost:" + port
	conf := config.Default()
	conf.Issuer, conf.Organisation = r.issuer, "Northwind"
	conf.DatabaseURL, conf.MasterKey = config.Secret(dbURL), config.Secret(storagetest.MasterKey)
	conf.Policy.Risk = false // nobody here behaves as usual; tests about risk switch it on
	for _, f := range adjust {
		f(&conf)
	}
	for _, l := range listeners {
		r.start(conf, l)
	}
	return r
}

func (r *rig) start(conf config.Config, l net.Listener) {
	r.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	log := slog.New(slog.NewJSONHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p := &program{now: r.clock.Now, trace: r.statements.hear, outbound: r.outbound}
	g, err := p.openGround(ctx, conf, log, true)
	if err != nil {
		r.t.Fatal(err)
	}
	h, err := build(ctx, g)
	if err != nil {
		r.t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(h.handler)
	_ = s.Listener.Close() // ours instead
	s.Listener = l
	s.Start()
	r.replicas = append(r.replicas, &replica{house: h, server: s, address: l.Addr().String()})
	r.t.Cleanup(func() {
		stop()
		s.CloseClientConnections()
		s.Close()
		h.streams.Wait()
		if err := h.close(context.Background()); err != nil {
			r.t.Errorf("close the house: %v", err)
		}
		if err := g.db.Close(); err != nil {
			r.t.Errorf("close the database: %v", err)
		}
	})
}

// host is the issuer's host and port.
func (r *rig) host() string { return strings.TrimPrefix(r.issuer, "http://") }

// browser is a new browser that reaches replica n under the issuer's name.
func (r *rig) browser(n int) *browser.Tab {
	return browser.New(browser.Options{DialTo: map[string]string{r.host(): r.replicas[n].address}})
}

// http is a client that reaches replica n under the issuer's name.
func (r *rig) http(n int) *http.Client {
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, r.replicas[n].address)
	}}
	r.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport: transport, Timeout: 60 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// client registers an application that may do everything.
func (r *rig) client(change ...func(*client.Registration)) (client.Client, string) {
	r.t.Helper()
	wish := client.Registration{
		Name: "Payroll", RedirectURIs: []string{r.callback}, PostLogoutRedirectURIs: []string{r.app.URL + "/out"},
		Grants: []string{client.GrantCode, client.GrantRefresh}, Scopes: []string{"openid", "profile", "email", "offline_access"},
	}
	for _, f := range change {
		f(&wish)
	}
	c, secret, err := r.replicas[0].clients.Create(r.t.Context(), wish)
	if err != nil {
		r.t.Fatal(err)
	}
	return c, secret
}

// ok fails the test at the first error.
func (r *rig) ok(errs ...error) {
	r.t.Helper()
	for _, err := range errs {
		if err != nil {
			r.t.Fatalf("%v\nlog:\n%s", err, r.log)
		}
	}
}

// request is an authorization request and what belongs to it.
type request struct {
	client   client.Client
	secret   string
	verifier string
	state    string
	nonce    string
	url      string
}

// request makes an authorization request of c; change edits its parameters.
func (r *rig) request(c client.Client, secret string, change ...func(url.Values)) request {
	q := request{client: c, secret: secret, verifier: rand.Text() + rand.Text(), state: rand.Text(), nonce: rand.Text()}
	sum := sha256.Sum256([]byte(q.verifier))
	v := url.Values{
		"response_type": {"code"}, "client_id": {string(c.ID)}, "redirect_uri": {r.callback},
		"scope": {"openid profile email offline_access"}, "state": {q.state}, "nonce": {q.nonce},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
	for _, f := range change {
		f(v)
	}
	q.url = r.issuer + "/authorize?" + v.Encode()
	return q
}

// visits opens a page that wants a sign-in, and gives the password.
func (r *rig) visits(b *browser.Tab, page, name string) {
	r.t.Helper()
	ctx := r.t.Context()
	r.ok(b.Open(ctx, page), b.Fill("username", name), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
}

// toPush opens q in b and gives the password: the waiting page is in front.
func (r *rig) toPush(b *browser.Tab, q request, name string) {
	r.t.Helper()
	r.visits(b, q.url, name)
}

// landed is what the application got: b must be at its redirect URI.
func (r *rig) landed(b *browser.Tab) url.Values {
	r.t.Helper()
	u, err := url.Parse(b.URL())
	r.ok(err)
	if !strings.HasPrefix(b.URL(), r.callback+"?") {
		r.t.Fatalf("the browser is at %s, not at the application:\n%s", b.URL(), b.PageText())
	}
	return u.Query()
}

// tokens is the answer of the token endpoint.
type tokens struct {
	Access  string `json:"access_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
	Refresh string `json:"refresh_token"`
	ID      string `json:"id_token"`
	Scope   string `json:"scope"`
	Error   string `json:"error"`
}

// redeem posts the code of q to the token endpoint of replica n.
func (r *rig) redeem(n int, q request, code string) (int, tokens) {
	r.t.Helper()
	return r.token(n, q, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {r.callback}, "code_verifier": {q.verifier},
	})
}

// token posts form to the token endpoint with the client's secret.
func (r *rig) token(n int, q request, form url.Values) (int, tokens) {
	r.t.Helper()
	post, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.issuer+"/token", strings.NewReader(form.Encode()))
	r.ok(err)
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	post.SetBasicAuth(url.QueryEscape(string(q.client.ID)), url.QueryEscape(q.secret))
	res, err := r.http(n).Do(post)
	r.ok(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	r.ok(err)
	var out tokens
	r.ok(json.Unmarshal(body, &out))
	return res.StatusCode, out
}

// claims decodes the payload of a token that the test trusts.
func claims(t testing.TB, jws string) map[string]any {
	t.Helper()
	parts := strings.Split(jws, ".")
	if len(parts) != 3 {
		t.Fatalf("%q is no JWS", jws)
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// events are all audit events of a kind, oldest first.
func (r *rig) events(q storage.Query) []string {
	r.t.Helper()
	found, err := r.replicas[0].db.Events().Find(r.t.Context(), q)
	r.ok(err)
	var out []string
	for _, l := range found {
		out = append(out, string(l.Event.Kind)+" "+l.Event.Reason)
	}
	return out
}
