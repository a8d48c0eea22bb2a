package fcmtest

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	scope     = "https://www.googleapis.com/auth/firebase.messaging"
	grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer"
)

// token is the token endpoint (RFC 7523 section 2.1).
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.tokenCalls++
	answer := s.tokenAnswer
	s.mu.Unlock()
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := s.checkGrant(r); err != nil {
		s.Fault("token endpoint: %v", err)
		s.reply(w, r, TokenRefused())
		return
	}
	if s.reply(w, r, answer) {
		return
	}
	token := "ya29." + rand.Text()
	s.mu.Lock()
	s.tokens[token] = true
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 3599})
}

func (s *Server) checkGrant(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read the form: %w", err)
	}
	if len(r.PostForm) != 2 || len(r.PostForm["grant_type"]) != 1 || len(r.PostForm["assertion"]) != 1 {
		return errors.New("the form must have one grant_type and one assertion")
	}
	if r.PostForm.Get("grant_type") != grantType {
		return fmt.Errorf("grant_type is %q", r.PostForm.Get("grant_type"))
	}
	assertion, err := jose.ParseSigned(r.PostForm.Get("assertion"), []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return fmt.Errorf("read the assertion: %w", err)
	}
	payload, err := assertion.Verify(&s.key.PublicKey)
	if err != nil {
		return fmt.Errorf("verify the assertion: %w", err)
	}
	if id := assertion.Signatures[0].Protected.KeyID; id != keyID {
		return fmt.Errorf("kid is %q", id)
	}
	var c struct {
		Issuer   string `json:"iss"`
		Audience string `json:"aud"`
		Scope    string `json:"scope"`
		Issued   int64  `json:"iat"`
		Expires  int64  `json:"exp"`
	}
	if err := json.Unmarshal(payload, &c); err != nil {
		return fmt.Errorf("read the claims: %w", err)
	}
	life := time.Duration(c.Expires-c.Issued) * time.Second
	switch {
	case c.Issuer != email:
		return fmt.Errorf("iss is %q", c.Issuer)
	case c.Audience != s.tokenURL():
		return fmt.Errorf("aud is %q", c.Audience)
	case c.Scope != scope:
		return fmt.Errorf("scope is %q; messaging needs only %s", c.Scope, scope)
	case life <= 0 || life > time.Hour+10*time.Second: // the SDK backdates iat by 10 s
		return fmt.Errorf("the assertion lives %s", life)
	}
	return nil
}
