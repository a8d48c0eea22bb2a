package dpop_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/dpop"
)

const issuer = "https://id.example"

// client makes proofs.
type client struct {
	t      *testing.T
	alg    jose.SignatureAlgorithm
	key    crypto.Signer
	now    time.Time
	nonces bool
	spent  map[string]bool
	verify *dpop.Verifier
}

func newClient(t *testing.T, nonces bool) *client {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, alg: jose.ES256, key: key, now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), nonces: nonces, spent: map[string]bool{}}
	c.verify, err = dpop.New(dpop.Deps{
		Bases: []string{issuer, "https://mtls.id.example:8443"}, NonceKey: make([]byte, 32), RequireNonce: nonces,
		Spend: func(_ context.Context, kind, what string, until time.Time) (bool, error) {
			if !until.After(c.now) {
				t.Errorf("spent until %v, it is %v", until, c.now)
			}
			first := !c.spent[kind+what]
			c.spent[kind+what] = true
			return first, nil
		},
		Now: func() time.Time { return c.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// nonce is what the server gives to who has another.
func (c *client) nonce() string {
	c.t.Helper()
	guess := *c
	guess.nonces = false
	r, h := request(guess.proof(func(_, claims map[string]any) { claims["nonce"] = "another" })), http.Header{}
	if _, err := c.verify.Verify(h, r, ""); h.Get(dpop.NonceHeader) == "" {
		c.t.Fatalf("no nonce, but %v", err)
	}
	return h.Get(dpop.NonceHeader)
}

func encoded(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// proof is one for POST /token, changed.
func (c *client) proof(change func(head, claims map[string]any)) string {
	c.t.Helper()
	head := map[string]any{"typ": "dpop+jwt", "alg": c.alg, "jwk": jose.JSONWebKey{Key: c.key.Public()}}
	claims := map[string]any{"jti": rand.Text(), "htm": "POST", "htu": issuer + "/token", "iat": c.now.Unix()}
	if c.nonces {
		claims["nonce"] = c.nonce()
	}
	if change != nil {
		change(head, claims)
	}
	text := encoded(head) + "." + encoded(claims)
	return text + "." + base64.RawURLEncoding.EncodeToString(c.sign(text))
}

func (c *client) sign(text string) []byte {
	c.t.Helper()
	sum := sha256.Sum256([]byte(text))
	switch key := c.key.(type) {
	case ed25519.PrivateKey:
		return ed25519.Sign(key, []byte(text))
	case *rsa.PrivateKey:
		var sig []byte
		var err error
		if c.alg == jose.PS256 {
			sig, err = rsa.SignPSS(rand.Reader, key, crypto.SHA256, sum[:], &rsa.PSSOptions{SaltLength: 32})
		} else {
			sig, err = rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		}
		if err != nil {
			c.t.Fatal(err)
		}
		return sig
	case *ecdsa.PrivateKey:
		r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
		if err != nil {
			c.t.Fatal(err)
		}
		size := (key.Curve.Params().BitSize + 7) / 8
		return append(r.FillBytes(make([]byte, size)), s.FillBytes(make([]byte, size))...)
	}
	panic("no such key")
}

// send is what the server says to a request with these proofs.
func (c *client) send(token string, proofs ...string) (string, error) {
	return c.verify.Verify(http.Header{}, request(proofs...), token)
}

// request is POST /token with these proofs.
func request(proofs ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://10.0.0.1:8080/token?x=1", nil)
	for _, p := range proofs {
		r.Header.Add("DPoP", p)
	}
	return r
}

func (c *client) thumbprint() string {
	sum, err := (&jose.JSONWebKey{Key: c.key.Public()}).Thumbprint(crypto.SHA256)
	if err != nil {
		c.t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}

func TestProofNamesItsKey(t *testing.T) {
	c := newClient(t, true)
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	large, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for alg, key := range map[jose.SignatureAlgorithm]crypto.Signer{jose.ES256: c.key, jose.EdDSA: ed, jose.PS256: large} {
		c.alg, c.key = alg, key
		if got, err := c.send("", c.proof(nil)); err != nil || got != c.thumbprint() || !dpop.IsThumbprint(got) {
			t.Errorf("%s: %q, %v", alg, got, err)
		}
	}
}

// The names are those of the blocks in the conformance suite's
// fapi2-security-profile-final-dpop-negative-tests.
func TestProofIsRefused(t *testing.T) {
	c := newClient(t, true)
	small, err := rsa.GenerateKey(rand.Reader, 1024) //nolint:gosec // too short on purpose
	if err != nil {
		t.Fatal(err)
	}
	large, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	other, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := func() string { return c.proof(nil) }
	changed := func(change func(head, claims map[string]any)) []string { return []string{c.proof(change)} }
	claim := func(name string, v any) []string {
		return changed(func(_, claims map[string]any) {
			if claims[name] = v; v == nil {
				delete(claims, name)
			}
		})
	}
	header := func(name string, v any) []string {
		return changed(func(head, _ map[string]any) {
			if head[name] = v; v == nil {
				delete(head, name)
			}
		})
	}
	with := func(alg jose.SignatureAlgorithm, key crypto.Signer) []string {
		copied := *c
		copied.alg, copied.key = alg, key
		return []string{copied.proof(nil)}
	}
	parts := strings.Split(good(), ".")
	none := encoded(map[string]any{"typ": "dpop+jwt", "alg": "none"})
	for name, proofs := range map[string][]string{
		"no proof":                         nil,
		"more than one proof":              {good(), good()},
		"not well-formed":                  {parts[0] + "." + parts[1]},
		"too long":                         claim("x", strings.Repeat("x", 5000)),
		"typ is missing":                   header("typ", nil),
		"alg is missing":                   header("alg", nil),
		"jwk is missing":                   header("jwk", nil),
		"jti is missing":                   claim("jti", nil),
		"jti is too long":                  claim("jti", strings.Repeat("x", 257)),
		"htm is missing":                   claim("htm", nil),
		"htu is missing":                   claim("htu", nil),
		"iat is missing":                   claim("iat", nil),
		"iat is no time":                   claim("iat", -1),
		"invalid typ":                      header("typ", "dpop+jwt+wrongyousee"),
		"RS256":                            with(jose.RS256, large),
		"none":                             {none + "." + parts[1] + "."},
		"HS256":                            header("alg", "HS256"),
		"a symmetric key":                  header("jwk", map[string]any{"kty": "oct", "k": "AAAA"}),
		"a private key":                    header("jwk", jose.JSONWebKey{Key: c.key}),
		"a key of 1024 bits":               with(jose.PS256, small),
		"P-384":                            with(jose.ES384, other),
		"invalid signature":                {parts[0] + "." + parts[1] + "." + strings.Repeat("A", len(parts[2]))},
		"a changed claim":                  {parts[0] + "." + encoded(map[string]any{"jti": "x"}) + "." + parts[2]},
		"a critical header":                changed(func(head, _ map[string]any) { head["crit"], head["x"] = []string{"x"}, 1 }),
		"incorrect htm":                    claim("htm", "PUT"),
		"htm in small letters":             claim("htm", "post"),
		"htu is a different url":           claim("htu", issuer+"/userinfo"),
		"htu is a different host":          claim("htu", "https://evil.example/token"),
		"htu is where the request came in": claim("htu", "http://10.0.0.1:8080/token"),
		"htu has a user":                   claim("htu", "https://id.example@evil.example/token"),
		"htu is relative":                  claim("htu", "/token"),
		"expired":                          claim("exp", c.now.Unix()-31),
		"not good yet":                     claim("nbf", c.now.Unix()+31),
	} {
		if _, err := c.send("", proofs...); !errors.Is(err, dpop.ErrProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(c.spent) != 0 {
		t.Errorf("%d refused proofs were kept", len(c.spent))
	}
	if _, err := c.send("", good()); err != nil {
		t.Errorf("check a correct DPoP proof still works: %v", err)
	}
}

// The larger the key, the more a proof costs whoever verifies it.
func TestNoSignatureIsVerifiedByAVeryLargeKey(t *testing.T) {
	c := newClient(t, false)
	c.alg = jose.PS256
	for bits, large := range map[uint]bool{4096: false, 4104: true} {
		n := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), bits), big.NewInt(1))
		_, err := c.send("", c.proof(func(head, _ map[string]any) {
			head["jwk"] = jose.JSONWebKey{Key: &rsa.PublicKey{N: n, E: 65537}}
		}))
		if !errors.Is(err, dpop.ErrProof) || strings.Contains(err.Error(), "signature") == large {
			t.Errorf("%d bits: %v", bits, err)
		}
	}
}

func TestDuplicateMembersAreRefused(t *testing.T) {
	c := newClient(t, false)
	head := encoded(map[string]any{"typ": "dpop+jwt", "alg": c.alg, "jwk": jose.JSONWebKey{Key: c.key.Public()}})
	text := head + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"jti":"a","htm":"GET","htm":"POST","htu":"`+issuer+`/token","iat":1795348800}`))
	if _, err := c.send("", text+"."+base64.RawURLEncoding.EncodeToString(c.sign(text))); !errors.Is(err, dpop.ErrProof) {
		t.Errorf("htm twice: %v", err)
	}
}

func TestURLIsComparedNormalized(t *testing.T) {
	c := newClient(t, true)
	for _, htu := range []string{
		issuer + "/token?allthedoors#sunny", "HTTPS://ID.EXAMPLE/token", "https://id.example:443/token", "https://id.example/%74oken",
		"https://id.example/x/../token", "https://mtls.id.example:8443/token",
	} {
		if _, err := c.send("", c.proof(func(_, claims map[string]any) { claims["htu"] = htu })); err != nil {
			t.Errorf("%s: %v", htu, err)
		}
	}
	for _, htu := range []string{
		"https://id.example:8443/token", "http://id.example/token", "https://id.example/token/", "https://id.example/TOKEN",
		"https://id.example//token", "https://id.example/x%2f..%2ftoken", "ftp://id.example/token", "https:token", "",
	} {
		if _, err := c.send("", c.proof(func(_, claims map[string]any) { claims["htu"] = htu })); !errors.Is(err, dpop.ErrProof) {
			t.Errorf("%s: %v", htu, err)
		}
	}
}

func TestProofIsGoodOnce(t *testing.T) {
	for _, nonces := range []bool{true, false} {
		c := newClient(t, nonces)
		p := c.proof(nil)
		if _, err := c.send("", p); err != nil {
			t.Fatal(err)
		}
		if _, err := c.send("", p); !errors.Is(err, dpop.ErrProof) {
			t.Errorf("a replayed proof: %v", err)
		}
		jti := func(_, claims map[string]any) { claims["jti"] = "the same" }
		if _, err := c.send("", c.proof(jti)); err != nil {
			t.Fatal(err)
		}
		if _, err := newClientLike(c).send("", newClientLike(c).proof(jti)); err != nil {
			t.Errorf("another client's proof with the same jti: %v", err)
		}
	}
}

// newClientLike is another client of the same server.
func newClientLike(c *client) *client {
	copied := *c
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		c.t.Fatal(err)
	}
	copied.key = key
	return &copied
}

func TestProofIsForItsAccessTokenAlone(t *testing.T) {
	c := newClient(t, true)
	sum := sha256.Sum256([]byte("token"))
	ath := func(v string) func(_, claims map[string]any) {
		return func(_, claims map[string]any) { claims["ath"] = v }
	}
	if _, err := c.send("token", c.proof(ath(base64.RawURLEncoding.EncodeToString(sum[:])))); err != nil {
		t.Error(err)
	}
	for _, p := range []string{c.proof(nil), c.proof(ath("")), c.proof(ath("other")), c.proof(ath("token"))} {
		if _, err := c.send("token", p); !errors.Is(err, dpop.ErrProof) {
			t.Errorf("%v", err)
		}
	}
}

// Whatever is sent, a proof that is taken is signed by the key that it names,
// and nothing panics.
func FuzzProof(f *testing.F) {
	t := &testing.T{}
	c := newClient(t, false)
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{7}, 32)) // the same in every process of the fuzzer
	if err != nil {
		f.Fatal(err)
	}
	c.key = key
	f.Add(c.proof(nil))
	f.Add(c.proof(func(head, _ map[string]any) { head["tx"] = 1 }))
	f.Add("e30.e30.")
	f.Fuzz(func(t *testing.T, text string) {
		jkt, err := c.send("", text)
		if (err == nil) != (jkt != "") {
			t.Errorf("%q with %v", jkt, err)
		}
		if err == nil && jkt != c.thumbprint() {
			t.Errorf("a proof of a key that nobody has: %q", jkt)
		}
	})
}
