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
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// fapiClient is an application of the FAPI 2.0 plans: private_key_jwt, DPoP.
type fapiClient struct {
	suiteClient
	key, dpop *ecdsa.PrivateKey
	// assertion, proof and request change what is signed before it is; nil
	// leaves it as it should be.
	assertion, proof, request func(claims map[string]any)
	// alg signs assertions and requests by another algorithm; nonce is the last
	// that the server gave.
	alg   jose.SignatureAlgorithm
	rsa   any
	nonce string
}

// fapiClient registers one. Signed requests are asked of it where more says so.
func (s *suite) fapiClient(more map[string]any) *fapiClient {
	s.t.Helper()
	c := &fapiClient{alg: jose.ES256}
	var err error
	c.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.ok(err)
	c.dpop, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.ok(err)
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: c.key.Public(), KeyID: "fapi", Algorithm: "ES256", Use: "sig"}}}
	metadata := map[string]any{
		"token_endpoint_auth_method": "private_key_jwt", "jwks": set, "dpop_bound_access_tokens": true,
		"require_pushed_authorization_requests": true,
	}
	maps.Copy(metadata, more)
	c.suiteClient = s.registered(metadata)
	return c
}

func (c *fapiClient) signing() jose.SigningKey {
	if c.rsa != nil {
		return jose.SigningKey{Algorithm: c.alg, Key: jose.JSONWebKey{Key: c.rsa, KeyID: "fapi"}}
	}
	return jose.SigningKey{Algorithm: c.alg, Key: jose.JSONWebKey{Key: c.key, KeyID: "fapi"}}
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

// send posts a form with assertion and proof, once more with the nonce that the
// server wants (RFC 9449 section 8).
func (s *suite) send(c *fapiClient, to string, form url.Values) (int, map[string]any) {
	s.t.Helper()
	for again := range 2 {
		body := url.Values{}
		maps.Copy(body, form)
		if !form.Has("client_assertion") && !form.Has("no_assertion") {
			s.assert(c, body)
		}
		body.Del("no_assertion")
		r := must(http.NewRequestWithContext(s.t.Context(), http.MethodPost, to, strings.NewReader(body.Encode())))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if c.dpop != nil {
			r.Header.Set("DPoP", s.prove(c, http.MethodPost, to, ""))
		}
		status, header, text := s.do(r)
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

// push pushes a request (RFC 9126 section 2.1) and says what came of it.
func (s *suite) push(c *fapiClient, q *suiteAsk) (int, map[string]any) {
	s.t.Helper()
	return s.send(c, s.str("pushed_authorization_request_endpoint"), q.values)
}

// byHandle is a request by the handle of one that was pushed.
func (s *suite) byHandle(c *fapiClient, q *suiteAsk) *suiteAsk {
	s.t.Helper()
	status, answer := s.push(c, q)
	handle, _ := answer["request_uri"].(string)
	if status != http.StatusCreated || handle == "" {
		s.t.Fatalf("pushed: %d %v", status, answer)
	}
	return &suiteAsk{client: q.client, verifier: q.verifier, values: url.Values{
		"client_id": {q.client.ID}, "request_uri": {handle}, "state": q.values["state"], "nonce": q.values["nonce"], "redirect_uri": q.values["redirect_uri"],
	}}
}

// at is a request by a handle as the browser brings it.
func (s *suite) at(q *suiteAsk) *suiteAsk {
	one := *q
	one.values = url.Values{"client_id": q.values["client_id"], "request_uri": q.values["request_uri"]}
	return &one
}

// fapiCode is a sign-in by a pushed request until the code.
func (s *suite) fapiCode(c *fapiClient, q *suiteAsk) string {
	s.t.Helper()
	h := s.byHandle(c, q)
	s.visit(s.at(h))
	answer, _ := s.through(h)
	return s.codeOf(h, answer)
}

// exchange redeems a code.
func (s *suite) exchange(c *fapiClient, q *suiteAsk, code string, change ...func(url.Values)) (int, map[string]any) {
	s.t.Helper()
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {s.callback}, "code_verifier": {q.verifier}}
	for _, f := range change {
		f(form)
	}
	return s.send(c, s.str("token_endpoint"), form)
}

// resource calls userinfo with a bound token.
func (s *suite) resource(c *fapiClient, access, scheme string) int {
	s.t.Helper()
	to := s.str("userinfo_endpoint")
	status := 0
	for range 2 {
		r := must(http.NewRequestWithContext(s.t.Context(), http.MethodGet, to, nil))
		r.Header.Set("Authorization", scheme+" "+access)
		r.Header.Set("DPoP", s.prove(c, http.MethodGet, to, access))
		var header http.Header
		if status, header, _ = s.do(r); header.Get("DPoP-Nonce") == "" || status != http.StatusUnauthorized {
			return status
		}
		c.nonce = header.Get("DPoP-Nonce")
	}
	return status
}

// whole is a sign-in from the pushed request to userinfo.
func (s *suite) whole(c *fapiClient, change ...func(url.Values)) map[string]any {
	s.t.Helper()
	q := s.ask(c.suiteClient, change...).pkce()
	status, got := s.exchange(c, q, s.fapiCode(c, q))
	access, _ := got["access_token"].(string)
	if kind, _ := got["token_type"].(string); status != http.StatusOK || !strings.EqualFold(kind, "DPoP") {
		s.t.Fatalf("tokens: %d %v", status, got)
	}
	id, _ := got["id_token"].(string)
	s.idToken(q, suiteTokens{ID: id})
	if status := s.resource(c, access, "DPoP"); status != http.StatusOK {
		s.t.Errorf("userinfo: %d", status)
	}
	return got
}
