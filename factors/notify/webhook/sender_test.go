package webhook_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"countersign/factors/notify"
	"countersign/factors/notify/webhook"
	"countersign/factors/notify/webhooktest"
)

const other = "whsec_YW5vdGhlciBzZWNyZXQgb2YgMjQgYnl0ZXMgb3IgbW9yZQ=="

func message() notify.Message {
	return notify.Message{
		Type: notify.TypeChallenge, Device: "dev_AAAAAAAAAAAAAAAAAAAAAA", Challenge: "chl_AAAAAAAAAAAAAAAAAAAAAA",
		Expires: time.Now().Add(2 * time.Minute),
		Channel: notify.Channel{Provider: "webhook", Ref: "ref-of-adas-phone"},
	}
}

func sender(t *testing.T, url string, client *http.Client, secrets ...string) *webhook.Sender {
	t.Helper()
	s, err := webhook.New(webhook.Deps{Client: client, URL: url, Secrets: secrets, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func loopback() *http.Client {
	return notify.NewOutbound(notify.Outbound{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
}

func TestServiceGetsTheSignedEnvelopeAndTheRef(t *testing.T) {
	service := webhooktest.New(t, time.Now)
	m := message()
	m.Expires = time.Unix(1795348920, 0).Add(100 * 365 * 24 * time.Hour)
	r, err := sender(t, service.URL(), loopback(), webhooktest.Secret).Send(t.Context(), m)
	if r != notify.Sent || err != nil {
		t.Fatalf("%s, %v", r, err)
	}
	const want = `{"type":"cs.challenge","data":"{\"v\":1,\"dev\":\"dev_AAAAAAAAAAAAAAAAAAAAAA\",\"cid\":\"chl_AAAAAAAAAAAAAAAAAAAAAA\",\"exp\":4948948920}","ref":"ref-of-adas-phone"}`
	if got := service.Posts(); len(got) != 1 || string(got[0].Body) != want || !strings.HasPrefix(got[0].ID, "msg_") {
		t.Errorf("posted %s, want %s", got[0].Body, want)
	}
	m.Type, m.State = notify.TypeStatus, notify.StateDenied
	if r, err := sender(t, service.URL(), loopback(), webhooktest.Secret).Send(t.Context(), m); r != notify.Sent || err != nil {
		t.Errorf("the end of a challenge: %s, %v", r, err)
	}
}

// While the receiver changes its secret, either of the two verifies.
func TestEachSecretSignsEachMessage(t *testing.T) {
	for _, secrets := range [][]string{{webhooktest.Secret, other}, {other, webhooktest.Secret}} {
		service := webhooktest.New(t, time.Now)
		if r, err := sender(t, service.URL(), loopback(), secrets...).Send(t.Context(), message()); r != notify.Sent {
			t.Errorf("%s, %v", r, err)
		}
	}
}

// answers is a service that answers in turn, on the clock of the bubble.
type answers struct {
	t        *testing.T
	statuses []int // 0 hangs until the caller gives up, -1 breaks the connection
	ids      []string
	at       []time.Time
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	verify, err := standardwebhooks.NewWebhook(webhooktest.Secret)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if err := verify.Verify(body, r.Header); err != nil { // by the bubble's clock, at each try
		a.t.Errorf("try %d: %v", len(a.ids)+1, err)
	}
	a.ids, a.at = append(a.ids, r.Header.Get("webhook-id")), append(a.at, time.Now())
	status := a.statuses[min(len(a.ids), len(a.statuses))-1]
	switch status {
	case 0:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case -1:
		return nil, errors.New("connection refused")
	}
	return &http.Response{StatusCode: status, Body: http.NoBody, Request: r}, nil
}

func TestAnswersAreReadAndOnlyWhatMayMendIsTriedAgain(t *testing.T) {
	for _, c := range []struct {
		statuses []int
		want     notify.Result
		tries    int
		operator bool
		took     time.Duration
	}{
		{[]int{200}, notify.Sent, 1, false, 0},
		{[]int{202}, notify.Sent, 1, false, 0},
		{[]int{503, 204}, notify.Sent, 2, false, time.Second},
		{[]int{-1, 500, 204}, notify.Sent, 3, false, 4 * time.Second},
		{[]int{429, 408, 500}, notify.Failed, 3, false, 4 * time.Second},
		{[]int{-1}, notify.Failed, 3, false, 4 * time.Second},
		{[]int{0, 204}, notify.Sent, 2, false, 6 * time.Second},
		{[]int{0}, notify.Failed, 3, false, 19 * time.Second},
		{[]int{410}, notify.Dead, 1, false, 0},
		{[]int{400}, notify.Failed, 1, false, 0},
		{[]int{422}, notify.Failed, 1, false, 0},
		{[]int{401}, notify.Failed, 1, true, 0},
		{[]int{403}, notify.Failed, 1, true, 0},
		{[]int{404}, notify.Failed, 1, true, 0},
		{[]int{405}, notify.Failed, 1, true, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			service := &answers{t: t, statuses: c.statuses}
			s := sender(t, "https://push.northwind.example/secret-path", &http.Client{Transport: service}, webhooktest.Secret)
			ctx, cancel := context.WithTimeout(t.Context(), s.Deadline())
			defer cancel()
			begin := time.Now()
			r, err := s.Send(ctx, message())
			if r != c.want || (err == nil) != (r == notify.Sent) || errors.Is(err, notify.ErrOperator) != c.operator {
				t.Errorf("%v: %s, %v", c.statuses, r, err)
			}
			if took := time.Since(begin); len(service.ids) != c.tries || took != c.took {
				t.Errorf("%v: %d tries in %s, want %d in %s", c.statuses, len(service.ids), took, c.tries, c.took)
			}
			if err != nil && (strings.Contains(err.Error(), "secret-path") || strings.Contains(err.Error(), "ref-of")) {
				t.Errorf("the error tells too much: %v", err)
			}
			for _, id := range service.ids {
				if id != service.ids[0] {
					t.Error("another try is another message")
				}
			}
		})
	}
}

func TestTriesEndWithTheChallengeAndWithTheirCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &answers{t: t, statuses: []int{503}}
		s := sender(t, "https://push.northwind.example/", &http.Client{Transport: service}, webhooktest.Secret)
		m := message()
		m.Expires = time.Now().Add(3 * time.Second)
		if r, err := s.Send(t.Context(), m); r != notify.Failed || err == nil || len(service.ids) != 2 {
			t.Errorf("%s, %v, %d tries; the third would come after the end", r, err, len(service.ids))
		}
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		if r, err := s.Send(ctx, message()); r != notify.Failed || !errors.Is(err, context.DeadlineExceeded) || len(service.ids) != 3 {
			t.Errorf("%s, %v, %d tries", r, err, len(service.ids))
		}
	})
}

// Security case 51.
func TestWebhookThatLeadsInwardsOrElsewhereIsNotFollowed(t *testing.T) {
	service := webhooktest.New(t, time.Now)
	strict := sender(t, service.URL(), notify.NewOutbound(notify.Outbound{}), webhooktest.Secret)
	if r, err := strict.Send(t.Context(), message()); r != notify.Failed || !errors.Is(err, notify.ErrAddress) || !errors.Is(err, notify.ErrOperator) {
		t.Errorf("to a private address: %s, %v", r, err)
	}
	service.Answer(http.StatusTemporaryRedirect)
	r, err := sender(t, service.URL(), loopback(), webhooktest.Secret).Send(t.Context(), message())
	if r != notify.Failed || !errors.Is(err, notify.ErrRedirect) || len(service.Posts()) != 1 {
		t.Errorf("redirect: %s, %v, %d posts", r, err, len(service.Posts()))
	}
}

func TestMessagesWithoutAnAddressAreNotSent(t *testing.T) {
	service := webhooktest.New(t, time.Now)
	s := sender(t, service.URL(), loopback(), webhooktest.Secret)
	for name, spoil := range map[string]func(*notify.Message){
		"ref": func(m *notify.Message) { m.Channel.Ref = "" }, "device": func(m *notify.Message) { m.Device = "" },
	} {
		m := message()
		spoil(&m)
		if r, err := s.Send(t.Context(), m); r != notify.Failed || err == nil || len(service.Posts()) != 0 {
			t.Errorf("without %s: %s, %v", name, r, err)
		}
	}
}

func TestSenderNeedsItsDeps(t *testing.T) {
	for name, spoil := range map[string]func(*webhook.Deps){
		"client": func(d *webhook.Deps) { d.Client = nil }, "now": func(d *webhook.Deps) { d.Now = nil },
		"url": func(d *webhook.Deps) { d.URL = "http://push.northwind.example" }, "host": func(d *webhook.Deps) { d.URL = "https:///push" },
		"user": func(d *webhook.Deps) { d.URL = "https://a:b@push.northwind.example" }, "secrets": func(d *webhook.Deps) { d.Secrets = nil },
		"prefix":  func(d *webhook.Deps) { d.Secrets = []string{strings.TrimPrefix(other, "whsec_")} },
		"length":  func(d *webhook.Deps) { d.Secrets = []string{"whsec_dG9vIHNob3J0"} },
		"base 64": func(d *webhook.Deps) { d.Secrets = []string{other, "whsec_!"} },
	} {
		d := webhook.Deps{Client: http.DefaultClient, URL: "https://push.northwind.example", Secrets: []string{other}, Now: time.Now}
		if _, err := webhook.New(d); err != nil {
			t.Fatal(err)
		}
		spoil(&d)
		if _, err := webhook.New(d); err == nil {
			t.Errorf("without a good %s it was made", name)
		} else if strings.Contains(err.Error(), "dG9v") {
			t.Errorf("the error tells the secret: %v", err)
		}
	}
}
