package clientauth_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/clientkeys"
	"countersign/idp/web"
)

const (
	issuer = "https://id.example"
	mtls   = "https://mtls.id.example"
	path   = "/par"
	secret = "cs_cs_secret"
)

// door is an endpoint that tells which client called it, and the world behind
// it.
type door struct {
	*testing.T
	now     time.Time
	clients map[client.ID]client.Client
	papers  map[string][]byte
	fetched int
	spent   sync.Map
	fapi    bool
	cas     *x509.CertPool
	seen    client.Client // whom the endpoint saw last
}

func newDoor(t *testing.T) *door {
	return &door{T: t, now: time.Unix(1_800_000_000, 0), clients: map[client.ID]client.Client{}, papers: map[string][]byte{}}
}

func (d *door) Find(_ context.Context, id client.ID) (client.Client, error) {
	c, ok := d.clients[id]
	if !ok {
		return client.Client{}, client.ErrNotFound
	}
	return c, nil
}

func (d *door) Document(_ context.Context, address string) ([]byte, error) {
	if p, ok := d.papers[address]; ok {
		return p, nil
	}
	return nil, errors.New("nothing there")
}

func (d *door) Anew(ctx context.Context, address string) ([]byte, error) {
	d.fetched++
	return d.Document(ctx, address+"?new")
}

func (d *door) Spend(_ context.Context, kind, what string, until time.Time) (bool, error) {
	if !until.After(d.now) {
		d.Errorf("%s is kept until %s only", kind, until)
	}
	_, was := d.spent.LoadOrStore(kind+what, true)
	return !was, nil
}

// answer is what the endpoint said.
type answer struct {
	status int
	header http.Header
	json   map[string]string
}

func (d *door) send(r *http.Request) answer {
	d.Helper()
	book, err := clientkeys.New(d)
	if err != nil {
		d.Fatal(err)
	}
	a, err := clientauth.New(clientauth.Deps{
		Issuer: issuer, MTLS: mtls, Clients: d, Keys: book, Spent: d, CAs: d.cas, FAPI: d.fapi, Now: func() time.Time { return d.now },
	})
	if err != nil {
		d.Fatal(err)
	}
	at, _ := url.Parse(issuer)
	w, err := web.New(web.Deps{
		Issuer: at, ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent },
		Log: slog.New(slog.NewTextHandler(d.Output(), nil)), Now: func() time.Time { return d.now },
	})
	if err != nil {
		d.Fatal(err)
	}
	d.seen = client.Client{}
	rec := httptest.NewRecorder()
	r.Host = "id.example"
	w.Wrap(w.JSON(a.Endpoint(func(rw http.ResponseWriter, r *http.Request, c client.Client) error {
		d.seen = c
		if who, ok := clientauth.Of(r.Context()); !ok || who.ID != c.ID {
			d.Errorf("the context says %q, %t", who.ID, ok)
		}
		return web.WriteJSON(rw, http.StatusOK, map[string]string{"client": string(c.ID)})
	})), path).ServeHTTP(rec, r)
	out := answer{status: rec.Code, header: rec.Header()}
	if err := json.Unmarshal(rec.Body.Bytes(), &out.json); err != nil {
		d.Fatalf("%q: %v", rec.Body, err)
	}
	return out
}

func (d *door) post(form url.Values, change ...func(*http.Request)) answer {
	d.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, f := range change {
		f(r)
	}
	return d.send(r)
}

func (a answer) admits(t *testing.T, id client.ID) {
	t.Helper()
	if a.status != http.StatusOK || a.json["client"] != string(id) {
		t.Errorf("%d %v", a.status, a.json)
	}
}

func (a answer) refuses(t *testing.T, status int, code string) {
	t.Helper()
	if a.status != status || a.json["error"] != code {
		t.Errorf("%d %v, want %d %s", a.status, a.json, status, code)
	}
	if (a.status == http.StatusUnauthorized) != (a.header.Get("WWW-Authenticate") != "") {
		t.Errorf("%d with WWW-Authenticate %q", a.status, a.header.Get("WWW-Authenticate"))
	}
	if a.header.Get("Cache-Control") != "no-store" {
		t.Error("the refusal may be cached")
	}
}

// pair is a key and what is published of it.
type pair struct {
	private crypto.Signer
	kid     string
}

func (p pair) public() jose.JSONWebKey { return jose.JSONWebKey{Key: p.private.Public(), KeyID: p.kid} }

func newEC(t *testing.T, kid string) pair {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return pair{k, kid}
}

func newRSA(t *testing.T, kid string) pair {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return pair{k, kid}
}

func newEd(t *testing.T, kid string) pair {
	t.Helper()
	_, k, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return pair{k, kid}
}

func set(t *testing.T, keys ...jose.JSONWebKey) []byte {
	t.Helper()
	text, err := json.Marshal(jose.JSONWebKeySet{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// sign makes a JWS; header adds to it, and leaves out kid if it is empty.
func sign(t *testing.T, key any, alg, kid string, claims map[string]any, header map[jose.HeaderKey]any) string {
	t.Helper()
	o := &jose.SignerOptions{ExtraHeaders: map[jose.HeaderKey]any{}}
	if kid != "" {
		o.ExtraHeaders["kid"] = kid
	}
	for k, v := range header {
		o.ExtraHeaders[k] = v
	}
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(alg), Key: key}, o)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := s.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// claims are those of a good assertion of id, aimed at the issuer.
func (d *door) claims(id string) map[string]any {
	return map[string]any{
		"iss": id, "sub": id, "aud": issuer, "jti": rand.Text(),
		"iat": d.now.Unix(), "nbf": d.now.Unix(), "exp": d.now.Add(time.Minute).Unix(),
	}
}

func asserting(text string) url.Values {
	return url.Values{"client_assertion": {text}, "client_assertion_type": {clientauth.AssertionType}}
}
