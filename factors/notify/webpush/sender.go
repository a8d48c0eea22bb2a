package webpush

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"countersign/factors/notify"
)

// topicBytes make 32 characters, the most that a topic may have (RFC 8030
// section 5.4).
const topicBytes = 24

// Sign makes a token of the claims by the VAPID key named kid, and gives that
// key's point.
type Sign func(ctx context.Context, kid string, claims any) (token string, point []byte, err error)

// Deps are what New needs.
type Deps struct {
	// Client is from notify.NewOutbound, by the rules of Endpoints.Outbound.
	Client    *http.Client
	Endpoints Endpoints
	Sign      Sign
	// Contact is whom a push service can ask: a mailto or https URL; empty is
	// nobody (RFC 8292 section 2.1).
	Contact string
	Now     func() time.Time
}

// Sender posts messages to push services.
type Sender struct {
	client    *http.Client
	endpoints Endpoints
	passports passports
	now       func() time.Time
}

// New checks deps. It calls nobody.
func New(d Deps) (*Sender, error) {
	if d.Client == nil || d.Sign == nil || d.Now == nil {
		return nil, errors.New("webpush: Client, Sign and Now are needed")
	}
	if d.Contact != "" && !strings.HasPrefix(d.Contact, "mailto:") && !strings.HasPrefix(d.Contact, "https://") {
		return nil, errors.New("webpush: Contact must be a mailto or https URL")
	}
	return &Sender{
		client: d.Client, endpoints: d.Endpoints, now: d.Now,
		passports: passports{sign: d.Sign, contact: d.Contact, now: d.Now, kept: map[party]passport{}},
	}, nil
}

// Send posts m. A browser must show a notification for each push, and some take
// the subscription away for one that shows none, so the end of a challenge is
// never told this way.
func (s *Sender) Send(ctx context.Context, m notify.Message) (notify.Result, error) {
	if m.Type == notify.TypeStatus {
		return notify.None, nil
	}
	r, err := s.request(ctx, m)
	if err != nil {
		return notify.Failed, err
	}
	answer, err := s.client.Do(r)
	if err != nil {
		// The client's own error begins with the endpoint.
		if outer, ok := errors.AsType[*url.Error](err); ok {
			err = outer.Err
		}
		return notify.Failed, fmt.Errorf("post to the push service: %w", err)
	}
	// What it says is not needed, but a connection is only used again once its
	// answer was read.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10))
	_ = answer.Body.Close()
	return verdict(answer.StatusCode)
}

// request is RFC 8030 section 5, for one message.
func (s *Sender) request(ctx context.Context, m notify.Message) (*http.Request, error) {
	e, err := m.Envelope()
	if err != nil {
		return nil, err
	}
	payload, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("write the payload: %w", err)
	}
	if err := s.endpoints.Check(m.Channel.Endpoint); err != nil {
		return nil, err
	}
	to, err := subscription(m.Channel)
	if err != nil {
		return nil, err
	}
	body, err := to.Encrypt(payload)
	if err != nil {
		return nil, err
	}
	who, err := s.passports.header(ctx, m.Channel.Endpoint, m.Channel.VAPIDKey)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, m.Channel.Endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%w: it is no URL", ErrEndpoint)
	}
	left := max(int64(m.Expires.Sub(s.now())/time.Second), 0)
	for name, value := range map[string]string{
		"Authorization": who, "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream",
		"TTL": strconv.FormatInt(left, 10), "Urgency": urgency(m), "Topic": topic(m.Challenge),
	} {
		r.Header.Set(name, value)
	}
	return r, nil
}

// urgency is RFC 8030 section 5.3's: "normal" does not wake a device that saves
// its battery.
func urgency(m notify.Message) string {
	if m.Quiet {
		return "normal"
	}
	return "high"
}

func subscription(c notify.Channel) (Subscription, error) {
	p256dh, err := base64.RawURLEncoding.DecodeString(c.P256DH)
	if err != nil {
		return Subscription{}, ErrSubscription
	}
	auth, err := base64.RawURLEncoding.DecodeString(c.Auth)
	if err != nil {
		return Subscription{}, ErrSubscription
	}
	return NewSubscription(p256dh, auth)
}

// topic lets a later push of the same challenge take the place of one that was
// not delivered yet. It is a hash, since a topic travels in the clear.
func topic(challenge string) string {
	sum := sha256.Sum256([]byte("countersign topic " + challenge))
	return base64.RawURLEncoding.EncodeToString(sum[:topicBytes])
}

// verdict reads the answer (RFC 8030 sections 5 and 7.3, RFC 8292 section 4.2).
// Its text stays unread: it may repeat the endpoint.
func verdict(status int) (notify.Result, error) {
	err := fmt.Errorf("the push service answered %d", status)
	switch status {
	case http.StatusCreated, http.StatusAccepted, http.StatusNoContent:
		return notify.Sent, nil
	case http.StatusNotFound, http.StatusGone:
		return notify.Dead, err
	case http.StatusUnauthorized, http.StatusForbidden:
		return notify.Failed, fmt.Errorf("%w: %w", notify.ErrOperator, err)
	default:
		return notify.Failed, err
	}
}
