package registration_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
	"countersign/idp/registration"
)

func sprint(v any) string { return fmt.Sprintf("%+v", v) }

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func statement(t *testing.T, key any, alg jose.SignatureAlgorithm, claims map[string]any, header ...func(*jose.SignerOptions)) string {
	t.Helper()
	o := &jose.SignerOptions{}
	for _, f := range header {
		f(o)
	}
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, o)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := s.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := sig.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// directory is a desk that believes https://directory.example, which has the key.
func directory(t *testing.T) (*desk, *ecdsa.PrivateKey) {
	t.Helper()
	key := newKey(t)
	set, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1"}}})
	if err != nil {
		t.Fatal(err)
	}
	closed, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Use: "enc"}}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := registration.ParseStatements([]byte(`{"https://directory.example":` + string(set) + `,"https://closed.example":` + string(closed) + `}`))
	if err != nil {
		t.Fatal(err)
	}
	return newDesk(t, registration.Open, func(d *registration.Deps) { d.Statements = s }), key
}

func withStatement(text string, members ...string) string {
	return `{"client_name":"Said","redirect_uris":["https://said.example/cb"],"software_statement":"` + text + `"` + strings.Join(members, "") + `}`
}

func TestStatementIsWorthMoreThanWhatAClientSays(t *testing.T) {
	d, key := directory(t)
	text := statement(t, key, jose.ES256, map[string]any{
		"iss": "https://directory.example", "software_id": "app", "client_name": "Vouched", "redirect_uris": []string{"https://vouched.example/cb"},
		"third_party": false, "client_id": "client_mine", "registration_access_token": "x",
	})
	a := d.call(http.MethodPost, "/register", "", withStatement(text))
	if a.status != http.StatusCreated || a.text("client_name") != "Vouched" || a.text("software_statement") != text || strings.Contains(a.body, "said.example") {
		t.Fatalf("%d %s", a.status, a.body)
	}
	c, err := d.db.Clients().Find(t.Context(), client.ID(a.text("client_id")))
	d.must(err)
	if !c.Metadata.ThirdParty || c.ID == "client_mine" {
		t.Errorf("the statement made it more than a third party: %+v", c)
	}
	if read := d.call(http.MethodGet, a.path(), a.text("registration_access_token"), ""); read.text("software_statement") != text {
		t.Errorf("read: %s", read.body)
	}
}

func TestStatementIsRefused(t *testing.T) {
	d, key := directory(t)
	good := map[string]any{"iss": "https://directory.example", "software_id": "app"}
	with := func(name string, value any) map[string]any {
		m := map[string]any{name: value}
		for k, v := range good {
			if k != name {
				m[k] = v
			}
		}
		return m
	}
	other := newKey(t)
	signed := statement(t, key, jose.ES256, good)
	parts := strings.Split(signed, ".")
	const unapproved, broken = "unapproved_software_statement", "invalid_software_statement"
	for name, c := range map[string]struct{ text, code string }{
		"of another issuer":           {statement(t, key, jose.ES256, with("iss", "https://evil.example")), unapproved},
		"of no issuer":                {statement(t, key, jose.ES256, map[string]any{"software_id": "app"}), unapproved},
		"signed by another key":       {statement(t, other, jose.ES256, good), broken},
		"signed by its own jwk":       {statement(t, other, jose.ES256, good, func(o *jose.SignerOptions) { o.EmbedJWK = true }), broken},
		"of another kid":              {statement(t, key, jose.ES256, good, func(o *jose.SignerOptions) { o.WithHeader("kid", "2") }), broken},
		"by a secret":                 {statement(t, []byte(strings.Repeat("k", 32)), jose.HS256, good), broken},
		"unsigned":                    {"eyJhbGciOiJub25lIn0." + parts[1] + ".", broken},
		"without signature":           {parts[0] + "." + parts[1] + ".", broken},
		"with another payload":        {parts[0] + "." + parts[1][:len(parts[1])-2] + "AA." + parts[2], broken},
		"nonsense":                    {"x", broken},
		"expired":                     {statement(t, key, jose.ES256, with("exp", d.clock.Now().Unix())), broken},
		"not yet good":                {statement(t, key, jose.ES256, with("nbf", d.clock.Now().Unix()+1)), broken},
		"by a key that is to encrypt": {statement(t, key, jose.ES256, with("iss", "https://closed.example")), broken},
		"too long":                    {statement(t, key, jose.ES256, with("x", strings.Repeat("x", 16<<10))), broken},
	} {
		t.Run(name, func(t *testing.T) {
			d.call(http.MethodPost, "/register", "", withStatement(c.text)).refused(http.StatusBadRequest, c.code)
		})
	}
	d.call(http.MethodPost, "/register", "", withStatement(statement(t, key, jose.ES256, with("id_token_encrypted_response_alg", "RSA-OAEP")))).
		refused(http.StatusBadRequest, "invalid_client_metadata")
}

// What a client was let in for it cannot change by itself.
func TestClientWithAStatementChangesByOneAlone(t *testing.T) {
	d, key := directory(t)
	claims := func(software, redirect string) map[string]any {
		return map[string]any{"iss": "https://directory.example", "software_id": software, "redirect_uris": []string{redirect}}
	}
	a := d.call(http.MethodPost, "/register", "", withStatement(statement(t, key, jose.ES256, claims("app", "https://app.example/cb"))))
	if a.status != http.StatusCreated {
		t.Fatal(a.body)
	}
	put := func(change func(m map[string]any)) told {
		return d.call(http.MethodPut, a.path(), a.text("registration_access_token"), a.sent(change))
	}
	put(func(m map[string]any) {
		delete(m, "software_statement")
		m["redirect_uris"] = []string{"https://evil.example/cb"}
	}).refused(http.StatusBadRequest, "invalid_software_statement")
	put(func(m map[string]any) {
		m["software_statement"] = statement(t, key, jose.ES256, claims("other", "https://app.example/cb"))
	}).refused(http.StatusBadRequest, "invalid_software_statement")
	put(func(m map[string]any) {
		m["software_statement"] = statement(t, newKey(t), jose.ES256, claims("app", "https://evil.example/cb"))
	}).refused(http.StatusBadRequest, "invalid_software_statement")

	b := put(func(m map[string]any) {
		m["software_statement"] = statement(t, key, jose.ES256, claims("app", "https://app.example/new"))
		m["redirect_uris"] = []string{"https://evil.example/cb"}
	})
	if b.status != http.StatusOK || !strings.Contains(b.body, "https://app.example/new") || strings.Contains(b.body, "evil") {
		t.Errorf("%d %s", b.status, b.body)
	}
}

func TestIssuersOfStatementsAreReadStrictly(t *testing.T) {
	for _, text := range []string{``, `{}`, `[]`, `{"a":{}}`, `{"a":{"keys":[{"kty":"oct","k":"AAAA"}]}}`, `{"a":{"keys":[]},"a":{"keys":[]}}`} {
		if _, err := registration.ParseStatements([]byte(text)); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}
