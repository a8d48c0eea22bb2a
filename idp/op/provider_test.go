package op_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/clientkeys"
	"countersign/idp/dpop"
	"countersign/idp/flow"
	"countersign/idp/grant"
	"countersign/idp/keys"
	"countersign/idp/op"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/subject"
	"countersign/idp/token"
	"countersign/idp/web"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestMain(m *testing.M) { os.Exit(storagetest.Main(m)) }

const (
	issuer   = "https://id.example"
	redirect = "https://app.example/cb"
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	// challenge is the one of verifier (RFC 7636 appendix B).
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

// provider is the endpoints with real rooms behind them.
type provider struct {
	t        testing.TB
	db       *storage.DB
	clock    *storagetest.Clock
	handler  http.Handler
	web      *web.Web
	clients  *client.Registry
	auth     *clientauth.Authenticator
	grants   *grant.Grants
	ring     *keys.Ring
	subjects *subject.Subjects
	minter   *token.Minter
	person   person.Person
	session  sso.ID
	proofs   *dpop.Verifier
	flood    *web.Flood

	app    client.Client // confidential, with refresh
	secret string
	public client.Client
}

func newProvider(t testing.TB, db *storage.DB, clock *storagetest.Clock) *provider {
	t.Helper()
	p := &provider{t: t, db: db, clock: clock}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	u, err := url.Parse(issuer)
	p.must(err)
	p.web, err = web.New(web.Deps{
		Issuer: u, ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent }, Log: log, Now: clock.Now,
	})
	p.must(err)
	p.ring, err = keys.New(t.Context(), keys.Deps{Store: db.Keys(), Overlap: time.Hour, Longest: time.Hour, Now: clock.Now, Log: log})
	p.must(err)
	p.clients, err = client.NewRegistry(db.Clients(), nil, clock.Now)
	p.must(err)
	p.subjects, err = subject.New(subject.Deps{Store: db.Subjects(), Clients: p.clients})
	p.must(err)
	p.minter, err = token.New(token.Deps{Issuer: issuer, Lifetime: time.Hour, Sign: p.ring.Sign, Verify: p.ring.Verify, Subjects: p.subjects, Now: clock.Now})
	p.must(err)
	p.grants, err = grant.New(grant.Deps{
		Store: db.Grants(), Minter: p.minter, Clients: p.clients, Issuer: issuer,
		Details: func(details json.RawMessage, _ []string) json.RawMessage { return details }, SuccessorKey: make([]byte, 32), Now: clock.Now,
		Code: time.Minute, Access: 15 * time.Minute, Refresh: 30 * 24 * time.Hour, Offline: 90 * 24 * time.Hour,
		APIs: grant.APIs{{Identifier: "https://api.example", JWT: true, Lifetime: 5 * time.Minute}, {Identifier: "https://old.example"}},
	})
	p.must(err)
	book, err := clientkeys.New(nowhere{})
	p.must(err)
	p.auth, err = clientauth.New(clientauth.Deps{Issuer: issuer, Clients: p.clients, Keys: book, Spent: db.Spent(), Now: clock.Now})
	p.must(err)
	p.proofs, err = dpop.New(dpop.Deps{
		Bases: []string{issuer}, NonceKey: make([]byte, 32), RequireNonce: true, Spend: db.Spent().Spend, Now: clock.Now,
	})
	p.must(err)
	p.flood = web.NewFlood(1000, time.Minute, clock.Now)
	s, err := op.New(op.Deps{
		Web: p.web, Auth: p.auth, Clients: p.clients, Grants: p.grants, Proofs: p.proofs, Bearer: p.grants.Bearer, Minter: p.minter, Log: db.Events(), Flood: p.flood, Now: clock.Now,
	})
	p.must(err)
	p.handler = p.web.Wrap(s.Handler(), "/token", "/userinfo", "/introspect", "/revoke")
	p.people()
	return p
}

// nowhere has no documents.
type nowhere struct{}

func (nowhere) Document(context.Context, string) ([]byte, error) { return nil, errors.New("nowhere") }
func (nowhere) Anew(context.Context, string) ([]byte, error)     { return nil, errors.New("nowhere") }

func (p *provider) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// people makes somebody who is signed in, and two applications.
func (p *provider) people() {
	var err error
	p.person, err = person.New(person.Particulars{Username: "Ada", Name: "Ada Lovelace", Email: "ada@example.com"}, p.clock.Now())
	p.must(err)
	p.must(p.db.People().Create(p.t.Context(), p.person))
	p.session = p.signIn()
	scopes := []string{"openid", "profile", "email", "offline_access"}
	p.app, p.secret, err = p.clients.Create(p.t.Context(), client.Registration{Name: "App", RedirectURIs: []string{redirect}, Scopes: scopes})
	p.must(err)
	p.public, _, err = p.clients.Create(p.t.Context(), client.Registration{Name: "SPA", Public: true, RedirectURIs: []string{redirect}, Scopes: scopes})
	p.must(err)
}

func (p *provider) signIn() sso.ID {
	now := p.clock.Now()
	s := flow.Session{
		ID: flow.ID("flow_" + rand.Text()), Browser: web.Hash("b"), State: flow.Open, Person: string(p.person.ID), Started: now, Expires: now.Add(time.Hour),
	}
	p.must(p.db.Flows().Start(p.t.Context(), s))
	c := sso.Change{Hash: web.Hash(rand.Text()), Session: sso.Session{
		ID: sso.ID("ses_" + rand.Text()), Person: string(p.person.ID), Started: now, LastUsed: now, Expires: now.Add(7 * 24 * time.Hour),
	}}
	p.must(p.db.Flows().Finish(p.t.Context(), s, c))
	return c.Session.ID
}

// code issues a code of c with the scope given.
func (p *provider) code(c client.ID, scope string) string {
	p.t.Helper()
	return p.codeWith(c, scope, challenge)
}

func (p *provider) codeWith(c client.ID, scope, challenge string) string {
	p.t.Helper()
	code, err := p.grants.Issue(p.t.Context(), grant.Order{
		Grant: grant.Grant{
			Person: string(p.person.ID), Client: c, Session: string(p.session), Scope: strings.Fields(scope),
			Offline:  strings.Contains(scope, "offline_access"),
			AuthTime: p.clock.Now().Add(-time.Minute), ACR: "urn:countersign:acr:2", AMR: []string{"pwd", "swk", "mca", "user", "mfa"}, Nonce: "n-1",
		},
		RedirectURI: redirect, Challenge: challenge,
	})
	p.must(err)
	return code
}

// answer is what an endpoint said.
type answer struct {
	status int
	header http.Header
	body   string
	json   map[string]any
}

func (p *provider) do(r *http.Request) answer {
	p.t.Helper()
	r = r.WithContext(context.WithoutCancel(r.Context()))
	r.Host = "id.example"
	rec := httptest.NewRecorder()
	p.handler.ServeHTTP(rec, r)
	body, err := io.ReadAll(rec.Body)
	p.must(err)
	a := answer{status: rec.Code, header: rec.Header(), body: string(body)}
	if len(body) > 0 && !strings.Contains(a.header.Get("Content-Type"), "jwt") {
		if err := json.Unmarshal(body, &a.json); err != nil {
			p.t.Fatalf("answer is not JSON: %q", body)
		}
	}
	return a
}

// post sends a form. change may spoil the request.
func (p *provider) post(path string, form url.Values, change ...func(*http.Request)) answer {
	p.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range change {
		c(r)
	}
	return p.do(r)
}

func (p *provider) basic(r *http.Request) { r.SetBasicAuth(string(p.app.ID), p.secret) }

func exchange(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}, "code_verifier": {verifier}}
}

func refresh(t string, more ...string) url.Values {
	v := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {t}}
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

func (p *provider) userinfo(access string) answer {
	p.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/userinfo", nil)
	r.Header.Set("Authorization", "Bearer "+access)
	return p.do(r)
}

// text is a member of the answer.
func (a answer) text(name string) string {
	s, _ := a.json[name].(string)
	return s
}

func (a answer) refused(t *testing.T, status int, code string) {
	t.Helper()
	if a.status != status || a.text("error") != code {
		t.Errorf("got %d %q (%s), want %d %q", a.status, a.text("error"), a.body, status, code)
	}
	for _, secret := range []string{"access_token", "refresh_token", "id_token"} {
		if a.json[secret] != nil {
			t.Errorf("a refusal holds %s", secret)
		}
	}
}

// claims verifies an ID token by the published keys and gives what it says.
func (p *provider) claims(id string) (claims map[string]any, alg string) {
	p.t.Helper()
	var set jose.JSONWebKeySet
	p.must(json.Unmarshal(p.ring.Public(p.t.Context(), keys.Token).Body, &set))
	jws, err := jose.ParseSigned(id, []jose.SignatureAlgorithm{jose.ES256, jose.RS256})
	p.must(err)
	header := jws.Signatures[0].Protected
	found := set.Key(header.KeyID)
	if len(found) != 1 {
		p.t.Fatalf("%d published keys are called %q", len(found), header.KeyID)
	}
	payload, err := jws.Verify(found[0])
	p.must(err)
	p.must(json.Unmarshal(payload, &claims))
	return claims, header.Algorithm
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
