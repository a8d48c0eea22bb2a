package main

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// wants is a request as the variant makes it.
func (s *suite) wants(c *fapiClient, change ...func(url.Values)) *suiteAsk {
	q := s.ask(c.suiteClient).pkce()
	if c.signed {
		q.values.Set("response_mode", "jwt")
	}
	for _, f := range change {
		f(q.values)
	}
	return q
}

// object signs a request (RFC 9101 section 4) as the client's request changes it.
func (s *suite) object(c *fapiClient, q *suiteAsk) url.Values {
	s.t.Helper()
	now := time.Now()
	claims := map[string]any{"iss": c.ID, "aud": s.issuer, "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "jti": rand.Text()}
	for name := range q.values {
		if value := q.values.Get(name); value != "" {
			claims[name] = value
		}
	}
	if c.request != nil {
		c.request(claims)
	}
	typed := (&jose.SignerOptions{}).WithType("oauth-authz-req+jwt")
	return url.Values{"client_id": {c.ID}, "request": {signed(c.signing(), typed, claims)}}
}

// push pushes a request (RFC 9126 section 2.1), signed if that is the variant,
// and says what came of it.
func (s *suite) push(c *fapiClient, q *suiteAsk) (int, map[string]any) {
	s.t.Helper()
	form := q.values
	if c.signed {
		form = s.object(c, q)
	}
	if c.form != nil {
		c.form(form)
	}
	return s.send(c, s.endpoint(c, "pushed_authorization_request_endpoint"), form)
}

// handle pushes a request and gives what the browser brings in its place.
func (s *suite) handle(c *fapiClient, q *suiteAsk) *suiteAsk {
	s.t.Helper()
	status, answer := s.push(c, q)
	handle, _ := answer["request_uri"].(string)
	if status != http.StatusCreated || handle == "" {
		s.t.Fatalf("pushed: %d %v", status, answer)
	}
	return &suiteAsk{client: q.client, values: url.Values{"client_id": {c.ID}, "request_uri": {handle}}}
}

// opened is an answer at the callback; that of a client with signed answers is a
// JWT alone (JARM section 2.3), which is looked at.
func (s *suite) opened(c *fapiClient, answer url.Values) url.Values {
	s.t.Helper()
	if !c.signed {
		return answer
	}
	if len(answer) != 1 || answer.Get("response") == "" {
		s.t.Fatalf("the answer is not signed alone: %v", answer)
	}
	claims := s.verified(answer.Get("response"))
	jws, err := jose.ParseSignedCompact(answer.Get("response"), []jose.SignatureAlgorithm{jose.PS256})
	s.ok(err)
	exp, _ := claims["exp"].(float64)
	if alg := jws.Signatures[0].Protected.Algorithm; claims["aud"] != c.ID || exp > float64(time.Now().Add(10*time.Minute).Unix()) || alg != "PS256" {
		s.t.Errorf("the answer says %v, signed by %s", claims, alg)
	}
	open := url.Values{}
	for name, value := range claims {
		if text, ok := value.(string); ok {
			open.Set(name, text)
		}
	}
	return open
}

// arrive is the rest of a sign-in whose browser is on its way, until the code.
func (s *suite) arrive(c *fapiClient, q *suiteAsk) string {
	s.t.Helper()
	answer, _ := s.through(q)
	return s.codeOf(q, s.opened(c, answer))
}

// fapiCode is a sign-in by a pushed request until the code.
func (s *suite) fapiCode(c *fapiClient, q *suiteAsk) string {
	s.t.Helper()
	s.visit(s.handle(c, q))
	return s.arrive(c, q)
}

// fapiTokens redeems a code, and looks at the tokens and at what they open.
func (s *suite) fapiTokens(c *fapiClient, q *suiteAsk, code string) map[string]any {
	s.t.Helper()
	status, got := s.exchange(c, q, code)
	if kind, _ := got["token_type"].(string); status != http.StatusOK || !strings.EqualFold(kind, c.scheme()) {
		s.t.Fatalf("tokens: %d %v", status, got)
	}
	access, _ := got["access_token"].(string)
	id, _ := got["id_token"].(string)
	if claims := s.idToken(q, suiteTokens{ID: id}); q.values.Get("state") == "" && claims["s_hash"] != nil {
		s.t.Errorf("s_hash of no state: %v", claims["s_hash"])
	}
	if status, told := s.resource(c, access, c.scheme()); status != http.StatusOK {
		s.t.Errorf("the token opens nothing: %d %v", status, told)
	}
	return got
}

// whole is a sign-in from the pushed request to the resource.
func (s *suite) whole(c *fapiClient, change ...func(url.Values)) map[string]any {
	s.t.Helper()
	q := s.wants(c, change...)
	return s.fapiTokens(c, q, s.fapiCode(c, q))
}

// refuses says that an answer is an error of one of these codes.
func (s *suite) refuses(status int, answer map[string]any, codes ...string) {
	s.t.Helper()
	for _, code := range codes {
		if answer["error"] == code && status >= 400 && status < 500 {
			return
		}
	}
	s.t.Errorf("%d %v; want %v", status, answer, codes)
}

// refusesPush says that a pushed request is refused.
func (s *suite) refusesPush(c *fapiClient, q *suiteAsk, codes ...string) {
	s.t.Helper()
	status, answer := s.push(c, q)
	s.refuses(status, answer, codes...)
}

// shown is what the authorization endpoint makes of a request that is worth
// nothing: our own page, or an error at the application.
func (s *suite) shown(c *fapiClient, q *suiteAsk) {
	s.t.Helper()
	s.visit(q)
	answer := must(url.Parse(s.tab.URL())).Query()
	if answer.Has("response") {
		answer = s.opened(c, answer)
	}
	if s.tab.Has("password") || answer.Has("code") {
		s.t.Errorf("the browser is at %s", s.tab.URL())
	}
}
