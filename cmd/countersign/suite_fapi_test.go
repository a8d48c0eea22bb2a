package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// fapiVariant is what the FAPI 2.0 plans let a provider choose. Each module runs
// in every variant in which the suite has it.
type fapiVariant struct {
	auth   string // client_auth_type: one of RFC 8705's methods, or private_key_jwt
	bound  string // sender_constrain: dpop or mtls
	signed bool   // fapi_request_method signed_non_repudiation, fapi_response_mode jarm
}

// mtls: it authenticates by a certificate; proves: it sends DPoP proofs.
func (v fapiVariant) mtls() bool   { return v.auth != "private_key_jwt" }
func (v fapiVariant) proves() bool { return v.bound == "dpop" }

// scheme is the type of the tokens.
func (v fapiVariant) scheme() string {
	return map[bool]string{true: "DPoP", false: "Bearer"}[v.proves()]
}

// fapiPlan is a variant and the two applications that the suite has for it.
type fapiPlan struct {
	fapiVariant
	clients [2]*fapiClient
}

// fapiClient is an application of the FAPI 2.0 plans.
type fapiClient struct {
	suiteClient
	fapiVariant
	alg  jose.SignatureAlgorithm // of assertions and requests
	key  crypto.Signer
	dpop *ecdsa.PrivateKey
	http *http.Client // shows its certificate, if it has one
	// assertion, proof and request change what is signed before it is, and form
	// what is pushed; nil leaves it as it should be.
	assertion, proof, request func(claims map[string]any)
	form                      func(url.Values)
	nonce                     string // the last that the server gave
}

// one and two are the applications of the plan, as they are before anything
// happened to them.
func (s *suite) one() *fapiClient { return s.planned(0) }
func (s *suite) two() *fapiClient { return s.planned(1) }

func (s *suite) planned(which int) *fapiClient {
	s.t.Helper()
	if s.fapi.clients[which] == nil {
		alg := []jose.SignatureAlgorithm{jose.ES256, jose.PS256}[which]
		s.fapi.clients[which] = s.newFAPI(s.fapi.fapiVariant, alg, nil)
	}
	c := *s.fapi.clients[which]
	return &c
}

// newFAPI registers one of a variant, with more metadata.
func (s *suite) newFAPI(v fapiVariant, alg jose.SignatureAlgorithm, more map[string]any) *fapiClient {
	s.t.Helper()
	c := &fapiClient{fapiVariant: v, alg: alg, http: s.http, dpop: must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))}
	if alg == jose.ES256 {
		c.key = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	} else {
		c.key = must(suiteKey())
	}
	keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: c.key.Public(), KeyID: "fapi", Use: "sig"}}}
	metadata := map[string]any{"token_endpoint_auth_method": v.auth, "require_pushed_authorization_requests": true}
	if v.mtls() || !v.proves() {
		name := "suite-" + rand.Text()[:8]
		var shown tls.Certificate
		if v.auth == "self_signed_tls_client_auth" {
			shown = s.certificate(s.t.TempDir(), name)
			keys.Keys = append(keys.Keys, jose.JSONWebKey{Key: shown.Leaf.PublicKey, KeyID: "tls", Certificates: []*x509.Certificate{shown.Leaf}})
		} else {
			shown = s.certificate(s.t.TempDir(), name, s.server)
		}
		if v.auth == "tls_client_auth" {
			metadata["tls_client_auth_subject_dn"] = "CN=" + name
		}
		c.http = s.dialer(shown)
	}
	metadata["jwks"] = keys
	metadata[map[bool]string{true: "dpop_bound_access_tokens", false: "tls_client_certificate_bound_access_tokens"}[v.proves()]] = true
	if v.signed {
		metadata["require_signed_request_object"], metadata["authorization_signed_response_alg"] = true, "PS256"
	}
	maps.Copy(metadata, more)
	c.suiteClient = s.registered(metadata)
	return c
}

func (c *fapiClient) signing() jose.SigningKey {
	return jose.SigningKey{Algorithm: c.alg, Key: jose.JSONWebKey{Key: c.key, KeyID: "fapi"}}
}

// endpoint is where the client calls: where certificates are asked for, if it
// has one to show (RFC 8705 section 5).
func (s *suite) endpoint(c *fapiClient, name string) string {
	s.t.Helper()
	aliases, _ := s.metadata["mtls_endpoint_aliases"].(map[string]any)
	if alias, ok := aliases[name].(string); ok && (c.mtls() || !c.proves()) {
		return alias
	}
	return s.str(name)
}

// assert puts a client assertion into a form (RFC 7523 section 2.2).
func (s *suite) assert(c *fapiClient, form url.Values) {
	s.t.Helper()
	now := time.Now()
	claims := map[string]any{
		"iss": c.ID, "sub": c.ID, "aud": s.issuer, "jti": rand.Text(), "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(time.Minute).Unix(),
	}
	if c.assertion != nil {
		c.assertion(claims)
	}
	form.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
	form.Set("client_assertion", signed(c.signing(), nil, claims))
}

// prove makes a DPoP proof for a request (RFC 9449 section 4.2).
func (s *suite) prove(c *fapiClient, method, to, access string) string {
	s.t.Helper()
	claims := map[string]any{"jti": rand.Text(), "htm": method, "htu": to, "iat": time.Now().Unix()}
	if c.nonce != "" {
		claims["nonce"] = c.nonce
	}
	if access != "" {
		sum := sha256.Sum256([]byte(access))
		claims["ath"] = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if c.proof != nil {
		c.proof(claims)
	}
	key := jose.SigningKey{Algorithm: jose.ES256, Key: c.dpop}
	options := (&jose.SignerOptions{EmbedJWK: true}).WithType("dpop+jwt")
	return signed(key, options, claims)
}

// send posts a form as the client, once more with the nonce that the server
// wants (RFC 9449 section 8).
func (s *suite) send(c *fapiClient, to string, form url.Values) (int, map[string]any) {
	s.t.Helper()
	for again := range 2 {
		body := url.Values{}
		maps.Copy(body, form)
		switch {
		case body.Has("no_assertion") || body.Has("client_assertion"):
		case c.mtls():
			body.Set("client_id", c.ID)
		default:
			s.assert(c, body)
		}
		body.Del("no_assertion")
		r := must(http.NewRequestWithContext(s.t.Context(), http.MethodPost, to, strings.NewReader(body.Encode())))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if c.proves() && c.dpop != nil {
			r.Header.Set("DPoP", s.prove(c, http.MethodPost, to, ""))
		}
		status, header, text := s.by(c.http, r)
		var answer map[string]any
		if err := json.Unmarshal(text, &answer); err != nil {
			s.t.Fatalf("%s answered %d %s", to, status, text)
		}
		if nonce := header.Get("DPoP-Nonce"); nonce != "" {
			c.nonce = nonce
		}
		if answer["error"] != "use_dpop_nonce" || again == 1 {
			return status, answer
		}
	}
	panic("unreachable")
}

// exchange redeems a code.
func (s *suite) exchange(c *fapiClient, q *suiteAsk, code string, change ...func(url.Values)) (int, map[string]any) {
	s.t.Helper()
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {s.callback}, "code_verifier": {q.verifier}}
	for _, f := range change {
		f(form)
	}
	return s.send(c, s.endpoint(c, "token_endpoint"), form)
}

// resource calls userinfo with a bound token, and gives the status and what it
// told.
func (s *suite) resource(c *fapiClient, access, scheme string) (int, map[string]any) {
	s.t.Helper()
	to := s.endpoint(c, "userinfo_endpoint")
	for again := 0; ; again++ {
		r := must(http.NewRequestWithContext(s.t.Context(), http.MethodGet, to, nil))
		r.Header.Set("Authorization", scheme+" "+access)
		if c.proves() {
			r.Header.Set("DPoP", s.prove(c, http.MethodGet, to, access))
		}
		status, header, text := s.by(c.http, r)
		if header.Get("DPoP-Nonce") == "" || status != http.StatusUnauthorized || again > 0 {
			var told map[string]any
			_ = json.Unmarshal(text, &told) // a refusal may tell nothing
			return status, told
		}
		c.nonce = header.Get("DPoP-Nonce")
	}
}
