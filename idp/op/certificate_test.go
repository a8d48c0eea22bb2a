package op_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net/http"
	"net/url"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/idp/op"
	"countersign/storage/storagetest"
)

// certified is a certificate of somebody's own, and a request over TLS by whom
// it belongs to.
func certified(t *testing.T) (thumbprint string, by func(*http.Request)) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plan := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(der)
	return b64(sum[:]), func(r *http.Request) { r.TLS = &tls.ConnectionState{PeerCertificates: []*x509.Certificate{c}} }
}

// bound is an application with this metadata, and its authentication.
func (p *provider) bound(id client.ID, m client.Metadata) (client.Client, func(*http.Request)) {
	p.t.Helper()
	c := p.app
	c.ID, c.Metadata = id, m
	p.must(p.db.Clients().Create(p.t.Context(), c))
	return c, func(r *http.Request) { r.SetBasicAuth(string(id), p.secret) }
}

func TestTokenIsGoodWithItsOwnCertificateAlone(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	c, basic := p.bound("client_bound", client.Metadata{CertificateBound: true})
	thumbprint, mine := certified(t)
	_, thiefs := certified(t)
	code := p.code(c.ID, "openid profile offline_access")
	p.post("/token", exchange(code), basic).refused(t, http.StatusBadRequest, "invalid_request")
	a := p.post("/token", exchange(code), basic, mine)
	token := a.text("access_token")
	if a.status != http.StatusOK || a.text("token_type") != "Bearer" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if u := p.use("Bearer", token, mine); u.text("preferred_username") != "Ada" {
		t.Errorf("%d %s", u.status, u.body)
	}
	p.use("Bearer", token).refused(t, http.StatusUnauthorized, "invalid_token")
	p.use("Bearer", token, thiefs).refused(t, http.StatusUnauthorized, "invalid_token")
	k := p.newKey()
	p.use("DPoP", token, p.proved(k, token)).refused(t, http.StatusUnauthorized, "invalid_token")
	i := p.post("/introspect", url.Values{"token": {token}}, basic)
	if cnf, _ := i.json["cnf"].(map[string]any); cnf["x5t#S256"] != thumbprint {
		t.Errorf("introspection: %s", i.body)
	}
	// A refresh needs a certificate again, and binds to it.
	p.post("/token", refresh(a.text("refresh_token")), basic).refused(t, http.StatusBadRequest, "invalid_request")
	b := p.post("/token", refresh(a.text("refresh_token")), basic, thiefs)
	if b.status == http.StatusOK {
		p.use("Bearer", b.text("access_token"), mine).refused(t, http.StatusUnauthorized, "invalid_token")
	}
}

func TestCertificateBindsNothingUnlessTheClientWantsIt(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	_, mine := certified(t)
	a := p.post("/token", exchange(p.code(p.app.ID, "openid")), p.basic, mine)
	if u := p.use("Bearer", a.text("access_token")); u.status != http.StatusOK {
		t.Errorf("%d %s", u.status, u.body)
	}
}

// FAPI 2.0 Security Profile section 5.3.2.1 items 4 and 5.
func TestUnderTheFAPIProfileEveryTokenIsBound(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	s, err := op.New(op.Deps{
		Web: p.web, Auth: p.auth, Clients: p.clients, Grants: p.grants, Proofs: p.proofs, Bearer: p.grants.Bearer, Minter: p.minter,
		Log: p.db.Events(), Flood: p.flood, Now: clock.Now, FAPI: true,
	})
	p.must(err)
	p.handler = p.web.Wrap(s.Handler(), "/token", "/userinfo")
	machine, its := p.machine(client.ScopePush)
	_ = machine
	_, mine := certified(t)
	p.post("/token", inOwnName(""), its).refused(t, http.StatusBadRequest, "invalid_request")
	p.post("/token", exchange(p.code(p.app.ID, "openid")), p.basic).refused(t, http.StatusBadRequest, "invalid_request")
	k := p.newKey()
	if a := p.post("/token", inOwnName(""), its, p.proved(k, "")); a.text("token_type") != "DPoP" {
		t.Errorf("by DPoP: %d %s", a.status, a.body)
	}
	a := p.post("/token", exchange(p.code(p.app.ID, "openid")), p.basic, mine)
	if a.status != http.StatusOK {
		t.Fatalf("by certificate: %d %s", a.status, a.body)
	}
	p.use("Bearer", a.text("access_token")).refused(t, http.StatusUnauthorized, "invalid_token")
	if u := p.use("Bearer", a.text("access_token"), mine); u.status != http.StatusOK {
		t.Errorf("%d %s", u.status, u.body)
	}
	// With both, the proof is what counts: it is there at every use.
	a = p.post("/token", exchange(p.code(p.app.ID, "openid")), p.basic, mine, p.proved(k, ""))
	if u := p.use("DPoP", a.text("access_token"), p.proved(k, a.text("access_token"))); a.text("token_type") != "DPoP" || u.status != http.StatusOK {
		t.Errorf("with both: %s, %d %s", a.body, u.status, u.body)
	}
}
