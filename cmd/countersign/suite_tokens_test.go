package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// suiteTokens is an answer of the token endpoint.
type suiteTokens struct {
	Status  int
	Header  http.Header
	Access  string `json:"access_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
	Refresh string `json:"refresh_token"`
	ID      string `json:"id_token"`
	Scope   string `json:"scope"`
	Error   string `json:"error"`
}

// post sends a form as the client.
func (s *suite) post(to string, c suiteClient, form url.Values) (int, http.Header, []byte) {
	s.t.Helper()
	if c.Post {
		form.Set("client_id", c.ID)
		form.Set("client_secret", c.Secret)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, to, strings.NewReader(form.Encode()))
	s.ok(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if !c.Post && c.Secret != "" {
		r.SetBasicAuth(url.QueryEscape(c.ID), url.QueryEscape(c.Secret))
	}
	return s.do(r)
}

func (s *suite) do(r *http.Request) (int, http.Header, []byte) {
	s.t.Helper()
	return s.by(s.http, r)
}

// by is do by an HTTP client that shows a certificate.
func (s *suite) by(client *http.Client, r *http.Request) (int, http.Header, []byte) {
	s.t.Helper()
	res, err := client.Do(r)
	s.ok(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	s.ok(err)
	return res.StatusCode, res.Header, body
}

// token asks the token endpoint.
func (s *suite) token(c suiteClient, form url.Values) suiteTokens {
	s.t.Helper()
	status, header, body := s.post(s.str("token_endpoint"), c, form)
	out := suiteTokens{Status: status, Header: header}
	if err := json.Unmarshal(body, &out); err != nil {
		s.t.Fatalf("the token endpoint answered %d %s: %v", status, body, err)
	}
	if header.Get("Cache-Control") != "no-store" {
		s.t.Errorf("the token endpoint's Cache-Control is %q", header.Get("Cache-Control"))
	}
	return out
}

// redeem turns a code into tokens.
func (s *suite) redeem(q *suiteAsk, code string) suiteTokens {
	s.t.Helper()
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {q.values.Get("redirect_uri")}}
	if q.verifier != "" {
		form.Set("code_verifier", q.verifier)
	}
	return s.token(q.client, form)
}

// tokens is a whole sign-in, with what the suite checks of every ID token.
func (s *suite) tokens(q *suiteAsk) (suiteTokens, map[string]any) {
	s.t.Helper()
	got := s.redeem(q, s.code(q))
	if got.Status != http.StatusOK || !strings.EqualFold(got.Type, "Bearer") || got.Expires <= 0 {
		s.t.Fatalf("no tokens: %+v", got)
	}
	return got, s.idToken(q, got)
}

// idToken verifies an ID token by the published keys (OpenID Connect Core
// section 3.1.3.7) and gives its claims.
func (s *suite) idToken(q *suiteAsk, got suiteTokens) map[string]any {
	s.t.Helper()
	claims := s.verified(got.ID)
	if claims["iss"] != s.issuer || claims["aud"] != q.client.ID || claims["sub"] != s.person {
		s.t.Errorf("iss, aud, sub of the ID token: %v, %v, %v", claims["iss"], claims["aud"], claims["sub"])
	}
	if nonce := q.values.Get("nonce"); nonce != "" && claims["nonce"] != nonce {
		s.t.Errorf("nonce is %v", claims["nonce"])
	}
	now := float64(time.Now().Unix())
	iat, _ := claims["iat"].(float64)
	exp, _ := claims["exp"].(float64)
	if iat > now+5 || iat < now-60 || exp <= now {
		s.t.Errorf("iat %v, exp %v at %v", iat, exp, now)
	}
	return claims
}

// verified is the payload of a JWS that the published keys verify.
func (s *suite) verified(token string) map[string]any {
	s.t.Helper()
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256, jose.RS256, jose.PS256, jose.EdDSA})
	s.ok(err)
	found := s.keys.Key(jws.Signatures[0].Protected.KeyID)
	if len(found) != 1 {
		s.t.Fatalf("%d published keys are named %q", len(found), jws.Signatures[0].Protected.KeyID)
	}
	payload, err := jws.Verify(found[0])
	s.ok(err)
	var claims map[string]any
	s.ok(json.Unmarshal(payload, &claims))
	return claims
}

// userinfo asks with the access token in the header.
func (s *suite) userinfo(access string) map[string]any {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.str("userinfo_endpoint"), nil)
	s.ok(err)
	r.Header.Set("Authorization", "Bearer "+access)
	return s.told(r)
}

func (s *suite) told(r *http.Request) map[string]any {
	s.t.Helper()
	status, _, body := s.do(r)
	if status != http.StatusOK {
		s.t.Fatalf("userinfo: %d %s", status, body)
	}
	var claims map[string]any
	s.ok(json.Unmarshal(body, &claims))
	if claims["sub"] != s.person {
		s.t.Errorf("userinfo's sub is %v", claims["sub"])
	}
	return claims
}
