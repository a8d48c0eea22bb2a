package webpushtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// read checks a push as service and browser would, and decrypts it.
func (s *Server) read(sub *Subscription, h http.Header, raw []byte) (Message, int, error) {
	m := Message{Subscription: sub, Raw: raw}
	if err := s.readSender(&m, h.Get("Authorization")); err != nil {
		return Message{}, http.StatusForbidden, err
	}
	ttl, err := strconv.Atoi(h.Get("TTL"))
	if err != nil || ttl < 0 {
		return Message{}, http.StatusBadRequest, fmt.Errorf("TTL %q", h.Get("TTL"))
	}
	m.TTL = ttl
	switch h.Get("Urgency") {
	case "", "very-low", "low", "normal", "high":
	default:
		return Message{}, http.StatusBadRequest, fmt.Errorf("Urgency %q", h.Get("Urgency"))
	}
	m.Topic = h.Get("Topic")
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{0,32}$`).MatchString(m.Topic) {
		return Message{}, http.StatusBadRequest, fmt.Errorf("Topic %q", m.Topic)
	}
	if coding := h.Get("Content-Encoding"); coding != "aes128gcm" {
		return Message{}, http.StatusUnsupportedMediaType, fmt.Errorf("Content-Encoding %q", coding)
	}
	if m.Payload, err = sub.decrypt(raw); err != nil {
		return Message{}, http.StatusBadRequest, err
	}
	return m, 0, nil
}

// readSender says who sends, if it is the owner of the subscription's key.
func (s *Server) readSender(m *Message, authorization string) error {
	if err := CheckSender(authorization, encode(m.Subscription.server), s.Origin(), s.now()); err != nil {
		return err
	}
	token, claims, err := readToken(authorization)
	m.Token, m.Subject = token, claims.Subject
	return err
}

// claims are RFC 8292 section 2.
type claims struct {
	Audience string `json:"aud"`
	Expires  int64  `json:"exp"`
	Subject  string `json:"sub"`
}

// CheckSender is what RFC 8292 asks of a push service at origin: a token for it,
// that ends within a day, by the key that the subscription was made with, in
// b64u.
func CheckSender(authorization, key, origin string, now time.Time) error {
	_, k, _ := strings.Cut(authorization, ", k=")
	if k != key || key == "" {
		return errors.New("the subscription was made with another key")
	}
	_, said, err := readToken(authorization)
	if err != nil {
		return err
	}
	end := time.Unix(said.Expires, 0)
	if said.Audience != origin || !now.Before(end) || end.After(now.Add(24*time.Hour)) {
		return fmt.Errorf("t is for %q until %s", said.Audience, end)
	}
	if said.Subject != "" && !strings.HasPrefix(said.Subject, "mailto:") && !strings.HasPrefix(said.Subject, "https:") {
		return fmt.Errorf("sub of t is %q", said.Subject)
	}
	return nil
}

// readToken verifies "vapid t=…, k=…": that k signed t.
func readToken(authorization string) (string, claims, error) {
	scheme, rest, _ := strings.Cut(authorization, " ")
	t, k, two := strings.Cut(rest, ", ")
	token, first := strings.CutPrefix(t, "t=")
	key, second := strings.CutPrefix(k, "k=")
	if scheme != "vapid" || !two || !first || !second {
		return "", claims{}, fmt.Errorf("Authorization has the scheme %q or not t and k", scheme)
	}
	point, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil {
		return "", claims{}, fmt.Errorf("read k: %w", err)
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return "", claims{}, fmt.Errorf("read k: %w", err)
	}
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return "", claims{}, fmt.Errorf("read t: %w", err)
	}
	if typ := jws.Signatures[0].Protected.ExtraHeaders[jose.HeaderType]; typ != "JWT" {
		return "", claims{}, fmt.Errorf("typ of t is %v", typ)
	}
	payload, err := jws.Verify(public)
	if err != nil {
		return "", claims{}, fmt.Errorf("verify t: %w", err)
	}
	var said claims
	if err := json.Unmarshal(payload, &said); err != nil {
		return "", claims{}, fmt.Errorf("read the claims of t: %w", err)
	}
	return token, said, nil
}
