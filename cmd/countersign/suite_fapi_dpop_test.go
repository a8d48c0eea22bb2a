package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// rawProof is a proof before it is signed: anything can be wrong with it.
type rawProof struct {
	header, claims map[string]any
	key            *ecdsa.PrivateKey
}

func (p rawProof) sign() string {
	encode := func(v any) string { return base64.RawURLEncoding.EncodeToString(must(json.Marshal(v))) }
	text := encode(p.header) + "." + encode(p.claims)
	sum := sha256.Sum256([]byte(text))
	r, v, err := ecdsa.Sign(rand.Reader, p.key, sum[:])
	raw := make([]byte, 64)
	r.FillBytes(raw[:32])
	v.FillBytes(raw[32:])
	return text + "." + base64.RawURLEncoding.EncodeToString(must(raw, err))
}

// raw is a good proof for userinfo.
func (s *suite) raw(c *fapiClient, access string) rawProof {
	sum := sha256.Sum256([]byte(access))
	return rawProof{
		header: map[string]any{"typ": "dpop+jwt", "alg": "ES256", "jwk": jose.JSONWebKey{Key: c.dpop.Public()}},
		claims: map[string]any{
			"jti": rand.Text(), "htm": "GET", "htu": s.str("userinfo_endpoint"), "iat": time.Now().Unix(),
			"ath": base64.RawURLEncoding.EncodeToString(sum[:]), "nonce": c.nonce,
		},
		key: c.dpop,
	}
}

// proven calls userinfo with any headers, and takes the nonce that comes back.
func (s *suite) proven(c *fapiClient, headers http.Header) (status int, again bool) {
	s.t.Helper()
	r := must(http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.str("userinfo_endpoint"), nil))
	maps.Copy(r.Header, headers)
	status, header, _ := s.do(r)
	if nonce := header.Get("DPoP-Nonce"); nonce != "" {
		c.nonce = nonce
	}
	return status, strings.Contains(header.Get("WWW-Authenticate"), "use_dpop_nonce")
}

// wrongProofs are what dpop-negative-tests try, and goodProofs what must go well
// nevertheless.
func wrongProofs(s *suite) map[string]func(*rawProof) {
	wrong := map[string]func(*rawProof){
		"another type":   func(p *rawProof) { p.header["typ"] = "jwt" },
		"no algorithm":   func(p *rawProof) { p.header["alg"] = "none" },
		"a private key":  func(p *rawProof) { p.header["jwk"] = jose.JSONWebKey{Key: p.key} },
		"another method": func(p *rawProof) { p.claims["htm"] = "PUT" },
		"another address": func(p *rawProof) {
			p.claims["htu"] = s.str("token_endpoint")
		},
		"another's token":     func(p *rawProof) { p.claims["ath"] = base64.RawURLEncoding.EncodeToString(make([]byte, 32)) },
		"another's signature": func(p *rawProof) { p.key = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) },
		"another key": func(p *rawProof) {
			p.key = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
			p.header["jwk"] = jose.JSONWebKey{Key: p.key.Public()}
		},
	}
	for _, name := range []string{"typ", "alg", "jwk"} {
		wrong["without "+name] = func(p *rawProof) { delete(p.header, name) }
	}
	for _, name := range []string{"jti", "htm", "htu", "iat", "ath"} {
		wrong["without "+name] = func(p *rawProof) { delete(p.claims, name) }
	}
	return wrong
}

func goodProofs(s *suite) map[string]func(*rawProof) {
	return map[string]func(*rawProof){
		"as it should be":        func(*rawProof) {},
		"a query and a fragment": func(p *rawProof) { p.claims["htu"] = s.str("userinfo_endpoint") + "?a=b#c" },
		"the scheme in capitals": func(p *rawProof) { p.claims["htu"] = strings.Replace(s.str("userinfo_endpoint"), "https", "HTTPS", 1) },
		"members nobody knows": func(p *rawProof) {
			p.header["foo"], p.claims["foo"] = "bar", "bar"
		},
	}
}

func dpopNegative(s *suite) {
	c := s.one()
	access, _ := s.whole(c)["access_token"].(string)
	with := func(values ...string) http.Header {
		return http.Header{"Authorization": {"DPoP " + access}, "Dpop": values}
	}
	good := func(change func(*rawProof)) int {
		for again := 0; ; again++ {
			p := s.raw(c, access)
			change(&p)
			status, nonce := s.proven(c, with(p.sign()))
			if !nonce || again > 0 {
				return status
			}
		}
	}
	for name, change := range wrongProofs(s) {
		if status := good(change); status != http.StatusUnauthorized && status != http.StatusBadRequest {
			s.t.Errorf("%s: %d", name, status)
		}
	}
	for name, change := range goodProofs(s) {
		if status := good(change); status != http.StatusOK {
			s.t.Errorf("%s: %d", name, status)
		}
	}
	one, two, once := s.raw(c, access), s.raw(c, access), s.raw(c, access).sign()
	for name, headers := range map[string]http.Header{
		"two proofs": with(one.sign(), two.sign()), "no JWT": with("not.a"), "no proof": with(), "no proof, as Bearer": {"Authorization": {"Bearer " + access}},
	} {
		if status, _ := s.proven(c, headers); status != http.StatusUnauthorized && status != http.StatusBadRequest {
			s.t.Errorf("%s: %d", name, status)
		}
	}
	capitals := http.Header{"Authorization": {"DPoP " + access}, "DPOP": {once}}
	if status, _ := s.proven(c, capitals); status != http.StatusOK {
		s.t.Errorf("the header's name in capitals: %d", status)
	}
	if status, _ := s.proven(c, with(once)); status != http.StatusUnauthorized {
		s.t.Errorf("a proof that was used: %d", status)
	}
	if status := good(func(*rawProof) {}); status != http.StatusOK {
		s.t.Errorf("a good proof after all of these: %d", status)
	}
}
