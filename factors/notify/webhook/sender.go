package webhook

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"countersign/factors/notify"
)

// How often one message is tried, how long a try may last (the client's own
// time-out is no longer), and how long it is waited before the second and third.
const (
	tries    = 3
	eachTry  = 5 * time.Second
	firstGap = time.Second
	nextGaps = 3 // times the gap before
)

// Deps are what New needs.
type Deps struct {
	// Client is from notify.NewOutbound.
	Client *http.Client
	// URL is where to post.
	URL string
	// Secrets sign each message, all of them, so that the receiver can change
	// its own at leisure: whsec_ and base64 of 24 to 64 bytes.
	Secrets []string
	Now     func() time.Time
}

// Sender posts messages to the operator's service.
type Sender struct {
	client  *http.Client
	url     string
	signers []*standardwebhooks.Webhook
	now     func() time.Time
}

// New checks deps. It calls nobody.
func New(d Deps) (*Sender, error) {
	if d.Client == nil || d.Now == nil {
		return nil, errors.New("webhook: Client and Now are needed")
	}
	if err := checkURL(d.URL); err != nil {
		return nil, fmt.Errorf("webhook: url: %w", err)
	}
	s := &Sender{client: d.Client, url: d.URL, now: d.Now}
	for _, secret := range d.Secrets {
		key, err := readSecret(secret)
		if err != nil {
			return nil, fmt.Errorf("webhook: secret: %w", err)
		}
		signer, err := standardwebhooks.NewWebhookRaw(key)
		if err != nil {
			return nil, fmt.Errorf("webhook: secret: %w", err)
		}
		s.signers = append(s.signers, signer)
	}
	if len(s.signers) == 0 {
		return nil, errors.New("webhook: a secret is needed")
	}
	return s, nil
}

// Deadline is how long all tries of one message may last (notify.Patient).
func (s *Sender) Deadline() time.Duration {
	sum, gap := eachTry, firstGap
	for range tries - 1 {
		sum += gap + eachTry
		gap *= nextGaps
	}
	return sum
}

// body is the envelope, with the name that the service gave the phone.
type body struct {
	notify.Envelope
	Ref string `json:"ref"`
}

// Send posts m, up to three times.
func (s *Sender) Send(ctx context.Context, m notify.Message) (notify.Result, error) {
	e, err := m.Envelope()
	if err != nil {
		return notify.Failed, err
	}
	if m.Channel.Ref == "" {
		return notify.Failed, errors.New("the channel has no ref")
	}
	payload, err := json.Marshal(body{e, m.Channel.Ref})
	if err != nil {
		return notify.Failed, fmt.Errorf("write the payload: %w", err)
	}
	id, gap := "msg_"+rand.Text(), firstGap
	for try := 1; ; try++ {
		r, again, err := s.try(ctx, id, payload)
		if !again || try == tries {
			return r, err
		}
		if m.Type == notify.TypeChallenge && !s.now().Add(gap).Before(m.Expires) {
			return r, fmt.Errorf("%w; the challenge expires before the next try", err)
		}
		if !wait(ctx, gap) {
			return r, fmt.Errorf("%w; %w before the next try", err, ctx.Err())
		}
		gap *= nextGaps
	}
}

// wait says whether d passed before ctx ended.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// try posts once, and says whether another try may do better.
func (s *Sender) try(ctx context.Context, id string, payload []byte) (notify.Result, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, eachTry)
	defer cancel()
	r, err := s.request(ctx, id, payload)
	if err != nil {
		return notify.Failed, false, err
	}
	answer, err := s.client.Do(r)
	if err != nil {
		// The client's own error begins with the URL.
		if outer, ok := errors.AsType[*url.Error](err); ok {
			err = outer.Err
		}
		err = fmt.Errorf("post to the webhook: %w", err)
		if errors.Is(err, notify.ErrRedirect) || errors.Is(err, notify.ErrAddress) {
			return notify.Failed, false, fmt.Errorf("%w: %w", notify.ErrOperator, err)
		}
		return notify.Failed, true, err
	}
	// What it says is not needed, but a connection is only used again once its
	// answer was read.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10))
	_ = answer.Body.Close()
	return verdict(answer.StatusCode)
}

func (s *Sender) request(ctx context.Context, id string, payload []byte) (*http.Request, error) {
	at := s.now()
	signatures := make([]string, len(s.signers))
	for i, signer := range s.signers {
		var err error
		if signatures[i], err = signer.Sign(id, at, payload); err != nil {
			return nil, fmt.Errorf("sign for the webhook: %w", err)
		}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(payload))
	if err != nil {
		return nil, errors.New("the webhook's address is no URL")
	}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "Countersign",
		standardwebhooks.HeaderWebhookID:        id,
		standardwebhooks.HeaderWebhookTimestamp: strconv.FormatInt(at.Unix(), 10),
		standardwebhooks.HeaderWebhookSignature: strings.Join(signatures, " "),
	} {
		r.Header.Set(name, value)
	}
	return r, nil
}

// verdict reads the answer as Standard Webhooks say, but for 410: the service
// serves many phones, and says by it that it knows this one no longer.
func verdict(status int) (r notify.Result, again bool, err error) {
	err = fmt.Errorf("the webhook answered %d", status)
	switch {
	case status >= 200 && status < 300:
		return notify.Sent, false, nil
	case status == http.StatusGone:
		return notify.Dead, false, err
	case status == http.StatusRequestTimeout, status == http.StatusTooManyRequests, status >= 500:
		return notify.Failed, true, err
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusNotFound, status == http.StatusMethodNotAllowed:
		return notify.Failed, false, fmt.Errorf("%w: %w", notify.ErrOperator, err)
	default:
		return notify.Failed, false, err
	}
}
