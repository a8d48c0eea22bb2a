package op_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
	"countersign/storage/storagetest"
)

// read verifies an answer that is signed, with the header type given.
func (p *provider) read(a answer, contentType, typ, alg string) map[string]any {
	p.t.Helper()
	if a.status != http.StatusOK || a.header.Get("Content-Type") != contentType {
		p.t.Fatalf("%d %s: %s", a.status, a.header.Get("Content-Type"), a.body)
	}
	payload, err := p.ring.Verify(p.t.Context(), typ, a.body)
	p.must(err)
	jws, err := jose.ParseSignedCompact(a.body, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(alg)})
	p.must(err)
	if jws.Signatures[0].Protected.Algorithm != alg {
		p.t.Errorf("alg is %s", jws.Signatures[0].Protected.Algorithm)
	}
	var claims map[string]any
	p.must(json.Unmarshal(payload, &claims))
	return claims
}

// signedApp registers an application that wants signed answers, and gives its
// credentials and an access token.
func (p *provider) signedApp(m client.Metadata) (basic func(*http.Request), c client.Client, access string) {
	p.t.Helper()
	c, secret, err := p.clients.Create(p.t.Context(), client.Registration{Name: "Signed", RedirectURIs: []string{redirect}, Metadata: m})
	p.must(err)
	basic = func(r *http.Request) { r.SetBasicAuth(string(c.ID), secret) }
	return basic, c, p.post("/token", exchange(p.code(c.ID, "openid email")), basic).text("access_token")
}

func TestUserInfoIsSignedForWhoRegisteredAnAlgorithm(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	for _, alg := range []string{"RS256", "EdDSA"} {
		_, c, access := p.signedApp(client.Metadata{UserInfoAlg: alg})
		claims := p.read(p.do(withBearer(httptest.NewRequest(http.MethodGet, "/userinfo", nil), access)), "application/jwt", "userinfo+jwt", alg)
		if claims["iss"] != issuer || claims["aud"] != string(c.ID) || claims["sub"] != string(p.person.ID) || claims["email"] != "ada@example.com" {
			t.Errorf("%s: %v", alg, claims)
		}
	}
}

func TestIntrospectionIsSignedForWhoAcceptsThat(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	const kind = "application/token-introspection+jwt"
	accept := func(text string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Accept", text) }
	}
	basic, c, access := p.signedApp(client.Metadata{IntrospectionAlg: "PS256"})
	form := url.Values{"token": {access}}
	claims := p.read(p.post("/introspect", form, basic, accept("text/html, "+kind+";q=0.9")), kind, "token-introspection+jwt", "PS256")
	about, _ := claims["token_introspection"].(map[string]any)
	if claims["iss"] != issuer || claims["aud"] != string(c.ID) || claims["iat"] == nil || about["active"] != true || about["sub"] != string(p.person.ID) {
		t.Errorf("%v", claims)
	}
	for _, name := range []string{"sub", "exp"} {
		if claims[name] != nil { // RFC 9701 section 5: it could be taken for an access token
			t.Errorf("the answer has %s itself", name)
		}
	}
	dead := p.read(p.post("/introspect", url.Values{"token": {"x"}}, basic, accept(kind)), kind, "token-introspection+jwt", "PS256")
	if about, _ := dead["token_introspection"].(map[string]any); about["active"] != false || len(about) != 1 {
		t.Errorf("of an unknown token: %v", dead)
	}
	for _, text := range []string{"", "*/*", "application/json", "application/*"} {
		if plain := p.post("/introspect", form, basic, accept(text)); plain.json["active"] != true {
			t.Errorf("Accept %q: %s", text, plain.body)
		}
	}
	other, c2, access := p.signedApp(client.Metadata{})
	if claims := p.read(p.post("/introspect", url.Values{"token": {access}}, other, accept(kind)), kind, "token-introspection+jwt", "RS256"); claims["aud"] != string(c2.ID) {
		t.Errorf("%v", claims)
	}
}

func TestSignedAnswersOpenNothing(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	basic, _, access := p.signedApp(client.Metadata{UserInfoAlg: "ES256", IntrospectionAlg: "ES256"})
	told := p.do(withBearer(httptest.NewRequest(http.MethodGet, "/userinfo", nil), access)).body
	about := p.post("/introspect", url.Values{"token": {access}}, basic, func(r *http.Request) {
		r.Header.Set("Accept", "application/token-introspection+jwt")
	}).body
	for name, text := range map[string]string{"userinfo": told, "introspection": about} {
		if !strings.HasPrefix(text, "ey") {
			t.Fatalf("%s is not signed: %s", name, text)
		}
		p.userinfo(text).refused(t, http.StatusUnauthorized, "invalid_token")
		if a := p.post("/introspect", url.Values{"token": {text}}, basic); a.json["active"] != false {
			t.Errorf("%s is a token: %s", name, a.body)
		}
		if _, err := p.minter.ReadHint(t.Context(), text); err == nil {
			t.Errorf("%s is taken for an ID token", name)
		}
	}
}
