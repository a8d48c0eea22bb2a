package requestobject_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
	"countersign/idp/clientkeys"
	"countersign/idp/protocol"
	"countersign/idp/requestobject"
)

const issuer = "https://id.example"

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// party is a client with a key for each algorithm.
type party struct {
	t    testing.TB
	keys map[string]crypto.Signer // by kid, which is the algorithm
	client.Client
}

func newParty(t testing.TB) *party {
	t.Helper()
	p := &party{t: t, keys: map[string]crypto.Signer{}, Client: client.Client{ID: "app"}}
	ec, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	rsaKey, _ := rsa.GenerateKey(rand.Reader, 2048)
	_, ed, _ := ed25519.GenerateKey(rand.Reader)
	p.keys["ES256"], p.keys["PS256"], p.keys["RS256"], p.keys["EdDSA"] = ec, rsaKey, rsaKey, ed
	var set jose.JSONWebKeySet
	for _, kid := range slices.Sorted(maps.Keys(p.keys)) {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: p.keys[kid].Public(), KeyID: kid})
	}
	text, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	p.Metadata.JWKS = text
	return p
}

func (p *party) reader(fapi bool) *requestobject.Reader {
	p.t.Helper()
	x, err := requestobject.New(requestobject.Deps{Issuer: issuer, Keys: p.book(), FAPI: fapi, Now: func() time.Time { return now }})
	if err != nil {
		p.t.Fatal(err)
	}
	return x
}

// nowhere has no documents.
type nowhere struct{}

func (nowhere) Document(context.Context, string) ([]byte, error) {
	return nil, errors.New("nothing is there")
}
func (nowhere) Anew(context.Context, string) ([]byte, error) {
	return nil, errors.New("nothing is there")
}

func (p *party) book() *clientkeys.Book {
	p.t.Helper()
	book, err := clientkeys.New(nowhere{})
	if err != nil {
		p.t.Fatal(err)
	}
	return book
}

// good are the members of an object that everybody takes.
func good(change ...any) map[string]any {
	m := map[string]any{
		"iss": "app", "aud": issuer, "client_id": "app", "exp": now.Add(5 * time.Minute).Unix(), "nbf": now.Unix(), "iat": now.Unix(), "jti": "one",
		"response_type": "code", "redirect_uri": "https://app.example/cb", "scope": "openid", "max_age": 60,
		"claims": map[string]any{"id_token": map[string]any{"name": nil}}, "resource": []string{"https://a.example", "https://b.example"},
	}
	for i := 0; i < len(change); i += 2 {
		name, _ := change[i].(string)
		if change[i+1] == nil {
			delete(m, name)
			continue
		}
		m[name] = change[i+1]
	}
	return m
}

// sign makes an object by the key of alg.
func (p *party) sign(alg string, payload any, head ...string) string {
	p.t.Helper()
	text, ok := payload.(string)
	if !ok {
		raw, err := json.Marshal(payload)
		if err != nil {
			p.t.Fatal(err)
		}
		text = string(raw)
	}
	options := &jose.SignerOptions{}
	for i := 0; i < len(head); i += 2 {
		options = options.WithHeader(jose.HeaderKey(head[i]), head[i+1])
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(alg), Key: jose.JSONWebKey{Key: p.keys[alg], KeyID: alg}}, options)
	if err != nil {
		p.t.Fatal(err)
	}
	object, err := signer.Sign([]byte(text))
	if err != nil {
		p.t.Fatal(err)
	}
	signed, err := object.CompactSerialize()
	if err != nil {
		p.t.Fatal(err)
	}
	return signed
}

func TestParametersAreThoseThatTheClientSigned(t *testing.T) {
	p := newParty(t)
	for _, alg := range clientkeys.Algs(false) {
		for _, typ := range []string{requestobject.Type, "application/" + requestobject.Type, "OAuth-Authz-Req+JWT", "JWT"} {
			o, err := p.reader(false).Read(t.Context(), p.Client, p.sign(alg, good(), "typ", typ))
			if err != nil {
				t.Fatalf("%s, %s: %v", alg, typ, err)
			}
			if o.ID != "one" || !o.Until.After(now.Add(5*time.Minute)) {
				t.Errorf("jti %q until %v", o.ID, o.Until)
			}
			v := o.Values
			if v.Get("scope") != "openid" || v.Get("max_age") != "60" || v.Get("claims") != `{"id_token":{"name":null}}` || len(v["resource"]) != 2 {
				t.Errorf("%s: %v", alg, v)
			}
			for _, name := range []string{"iss", "aud", "exp", "nbf", "iat", "jti"} {
				if v.Has(name) {
					t.Errorf("%s is a parameter", name)
				}
			}
		}
	}
}

// TestObjectIsRefused mirrors fapi2-security-profile-final-ensure-request-object-*
// and fapi2-security-profile-final-ensure-matching-key-in-authorization-request.
func TestObjectIsRefused(t *testing.T) {
	p := newParty(t)
	other := newParty(t)
	after := func(d time.Duration) int64 { return now.Add(d).Unix() }
	b64 := base64.RawURLEncoding.EncodeToString
	signed := p.sign("ES256", good())
	parts := strings.Split(signed, ".")
	plain, _ := json.Marshal(good())
	public, _ := json.Marshal(jose.JSONWebKey{Key: other.keys["ES256"].Public()})
	for name, text := range map[string]string{
		"nothing":                ".",
		"none":                   b64([]byte(`{"alg":"none"}`)) + "." + b64(plain) + ".",
		"none with a signature":  b64([]byte(`{"alg":"none"}`)) + "." + b64(plain) + "." + parts[2],
		"HMAC by the public key": hmacOf(t, p.Metadata.JWKS, plain),
		"another payload":        parts[0] + "." + b64(plain[:len(plain)-1]) + "." + parts[2],
		"invalid signature":      signed[:len(signed)-4] + "AAAA",
		"another's key":          other.sign("ES256", good()),
		"a key that it names":    other.sign("ES256", good(), "jku", "https://evil.example/jwks"),
		"a key that it brings":   broughtKey(t, other, public),
		"crit":                   critical(t, p),
		"typ of an assertion":    p.sign("ES256", good(), "typ", "client-authentication+jwt"),
		"typ of an access token": p.sign("ES256", good(), "typ", "at+jwt"),
		"padded":                 parts[0] + "." + parts[1] + "=." + parts[2],
		"two parts":              parts[0] + "." + parts[1],
		"five parts":             signed + "..",
		"too long":               p.sign("ES256", good("state", strings.Repeat("s", clientkeys.MaxJWS))),
		"no JSON":                p.sign("ES256", "scope=openid"),
		"a list":                 p.sign("ES256", "[]"),
		"a member twice":         p.sign("ES256", `{"iss":"app","aud":"`+issuer+`","client_id":"app","scope":"openid","scope":"email"}`),
		"a member twice, inside": p.sign("ES256", `{"iss":"app","aud":"`+issuer+`","client_id":"app","claims":{"id_token":1,"id_token":2}}`),
		"no aud":                 p.sign("ES256", good("aud", nil)),
		"bad aud":                p.sign("ES256", good("aud", "https://other.example")),
		"aud of the endpoint":    p.sign("ES256", good("aud", issuer+"/authorize")),
		"no iss":                 p.sign("ES256", good("iss", nil)),
		"bad iss":                p.sign("ES256", good("iss", "other")),
		"no client":              p.sign("ES256", good("client_id", nil)),
		"another client":         p.sign("ES256", good("client_id", "other")),
		"an assertion":           p.sign("ES256", good("sub", "app")),
		"expired":                p.sign("ES256", good("exp", after(-31*time.Second))),
		"exp in words":           p.sign("ES256", good("exp", "tomorrow")),
		"exp below zero":         p.sign("ES256", good("exp", -1)),
		"exp beyond reckoning":   p.sign("ES256", good("exp", 1e300)),
		"iat below zero":         p.sign("ES256", good("iat", -1)),
		"iat beyond reckoning":   p.sign("ES256", good("iat", 1e300)),
		"in another encoding":    signed[:len(signed)-1] + string(signed[len(signed)-1]+1), // its last bits mean nothing
		"nbf in the future":      p.sign("ES256", good("nbf", after(61*time.Second))),
		"iat in the future":      p.sign("ES256", good("iat", after(61*time.Second))),
		"request inside":         p.sign("ES256", good("request", signed)),
		"request_uri inside":     p.sign("ES256", good("request_uri", "urn:x")),
		"long jti":               p.sign("ES256", good("jti", strings.Repeat("j", 257))),
		"NUL in jti":             p.sign("ES256", good("jti", "a\x00b")),
		"jti is a number":        p.sign("ES256", good("jti", 7)),
	} {
		for _, fapi := range []bool{false, true} {
			_, err := p.reader(fapi).Read(t.Context(), p.Client, text)
			if refused, ok := errors.AsType[*protocol.Error](err); !ok || refused.Code != "invalid_request_object" {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func hmacOf(t *testing.T, key, payload []byte) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	object, _ := signer.Sign(payload)
	text, _ := object.CompactSerialize()
	return text
}

// broughtKey is an object with the key that signed it in its header.
func broughtKey(t *testing.T, p *party, public []byte) string {
	t.Helper()
	options := (&jose.SignerOptions{}).WithHeader("jwk", json.RawMessage(public))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: p.keys["ES256"]}, options)
	if err != nil {
		t.Fatal(err)
	}
	payload, _ := json.Marshal(good())
	object, _ := signer.Sign(payload)
	text, _ := object.CompactSerialize()
	return text
}

func critical(t *testing.T, p *party) string {
	t.Helper()
	options := (&jose.SignerOptions{}).WithHeader("crit", []string{"b64"}).WithHeader("b64", true)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: p.keys["ES256"]}, options)
	if err != nil {
		t.Fatal(err)
	}
	payload, _ := json.Marshal(good())
	object, _ := signer.Sign(payload)
	text, _ := object.CompactSerialize()
	return text
}

func TestAlgorithmIsTheRegisteredOne(t *testing.T) {
	p := newParty(t)
	p.Metadata.RequestAlg = "PS256"
	for _, alg := range clientkeys.Algs(false) {
		_, err := p.reader(false).Read(t.Context(), p.Client, p.sign(alg, good()))
		if (err == nil) != (alg == "PS256") {
			t.Errorf("%s: %v", alg, err)
		}
	}
}

// TestFAPIBoundsTheLifeOfAnObject mirrors
// fapi2-security-profile-final-ensure-request-object-with-{exp-over-60,nbf-over-60,nbf-8-seconds-in-the-future}
// and -without-{exp,nbf}, and ensure-signed-request-object-with-RS256-fails.
func TestFAPIBoundsTheLifeOfAnObject(t *testing.T) {
	p := newParty(t)
	after := func(d time.Duration) int64 { return now.Add(d).Unix() }
	for name, c := range map[string]struct {
		payload     map[string]any
		plain, fapi bool
	}{
		"usual":                    {good(), true, true},
		"several aud":              {good("aud", []string{"https://other.example", issuer}), true, true},
		"8 seconds ahead":          {good("nbf", after(8*time.Second), "iat", after(8*time.Second)), true, true},
		"an hour":                  {good("exp", after(time.Hour)), true, true},
		"exp over 60":              {good("exp", after(70*time.Minute)), true, false},
		"nbf over 60":              {good("nbf", after(-70*time.Minute)), true, false},
		"nbf over 60, exp within":  {good("nbf", after(-time.Hour-20*time.Second), "exp", after(-20*time.Second)), true, false},
		"without exp":              {good("exp", nil), true, false},
		"without nbf":              {good("nbf", nil), true, false},
		"parts of seconds":         {good("exp", float64(after(time.Minute))+0.5), true, true},
		"just expired, clocks err": {good("exp", after(-20*time.Second)), true, true},
	} {
		for fapi, want := range map[bool]bool{false: c.plain, true: c.fapi} {
			_, err := p.reader(fapi).Read(t.Context(), p.Client, p.sign("ES256", c.payload))
			if (err == nil) != want {
				t.Errorf("%s, FAPI %v: %v", name, fapi, err)
			}
		}
	}
	if _, err := p.reader(true).Read(t.Context(), p.Client, p.sign("RS256", good())); err == nil {
		t.Error("RS256 under FAPI")
	}
}

func TestSignedObjectSaysWhereItsRefusalGoes(t *testing.T) {
	p := newParty(t)
	o, err := p.reader(false).Read(t.Context(), p.Client, p.sign("ES256", good("aud", "https://other.example")))
	if err == nil || o.Values.Get("redirect_uri") != "https://app.example/cb" || o.ID != "" {
		t.Errorf("%+v, %v", o, err)
	}
	o, err = p.reader(false).Read(t.Context(), p.Client, newParty(t).sign("ES256", good()))
	if err == nil || o.Values != nil {
		t.Errorf("unsigned, and yet read: %+v, %v", o, err)
	}
}

func TestKeysThatCannotBeReadAreToldTheClient(t *testing.T) {
	p := newParty(t)
	text := p.sign("ES256", good())
	p.Metadata.JWKS, p.Metadata.JWKSURI = nil, "https://app.example/jwks"
	_, err := p.reader(false).Read(t.Context(), p.Client, text)
	if refused, told := errors.AsType[*protocol.Error](err); !told || refused.Code != "invalid_request_object" || strings.Contains(refused.Description, "nothing is there") {
		t.Errorf("%v", err)
	}
}

// broken is a book that fails by no fault of the client.
type broken struct{}

func (broken) Verify(context.Context, client.Client, clientkeys.JWS, []string) ([]byte, error) {
	return nil, errors.New("SELECT")
}

func TestFaultOfOursIsNoRefusal(t *testing.T) {
	x, err := requestobject.New(requestobject.Deps{Issuer: issuer, Keys: broken{}, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	p := newParty(t)
	_, err = x.Read(t.Context(), p.Client, p.sign("ES256", good()))
	if _, told := errors.AsType[*protocol.Error](err); err == nil || told {
		t.Errorf("%v", err)
	}
}
