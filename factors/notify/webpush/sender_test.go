package webpush_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/config"
	"countersign/factors/notify"
	"countersign/factors/notify/webpush"
	"countersign/factors/notify/webpushtest"
)

const contact = "mailto:ops@northwind.example"

// bench is a sender before a push service, both on one clock.
type bench struct {
	*webpush.Sender
	service *webpushtest.Server
	now     time.Time
	key     *ecdsa.PrivateKey
	point   []byte
	signed  int
}

func newBench(t *testing.T, change ...func(*webpush.Deps)) *bench {
	t.Helper()
	b := &bench{now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	var err error
	if b.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	if b.point, err = b.key.PublicKey.Bytes(); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return b.now }
	b.service = webpushtest.New(t, clock)
	out := notify.Outbound{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	d := webpush.Deps{
		Client: notify.NewOutbound(out), Endpoints: webpush.Endpoints{Hosts: []string{webpushtest.Host}, Outbound: out},
		Sign: b.sign, Contact: contact, Now: clock,
	}
	for _, f := range change {
		f(&d)
	}
	if b.Sender, err = webpush.New(d); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) sign(_ context.Context, kid string, claims any) (string, []byte, error) {
	if !strings.HasPrefix(kid, "kid") {
		return "", nil, errors.New("no such key")
	}
	b.signed++
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", nil, err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: b.key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", nil, err
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		return "", nil, err
	}
	token, err := jws.CompactSerialize()
	return token, b.point, err
}

// message asks the subscription's browser about a challenge of two minutes.
func (b *bench) message(sub *webpushtest.Subscription) notify.Message {
	return notify.Message{
		Type: notify.TypeChallenge, Device: "dev_AAAAAAAAAAAAAAAAAAAAAA", Challenge: "chl_AAAAAAAAAAAAAAAAAAAAAA",
		Expires: b.now.Add(2 * time.Minute),
		Channel: notify.Channel{Provider: "webpush", Endpoint: sub.Endpoint, P256DH: sub.P256DH, Auth: sub.Auth, VAPIDKey: "kid"},
	}
}

func (b *bench) mustSend(t *testing.T, m notify.Message) webpushtest.Message {
	t.Helper()
	if r, err := b.Send(t.Context(), m); r != notify.Sent || err != nil {
		t.Fatalf("%s, %v; faults %q", r, err, b.service.Faults())
	}
	got := b.service.Delivered()
	return got[len(got)-1]
}

func TestBrowserGetsTheEnvelopeAndTheServiceNothing(t *testing.T) {
	b := newBench(t)
	m := b.message(b.service.Subscribe(b.point))
	got := b.mustSend(t, m)
	const want = `{"type":"cs.challenge","data":"{\"v\":1,\"dev\":\"dev_AAAAAAAAAAAAAAAAAAAAAA\",\"cid\":\"chl_AAAAAAAAAAAAAAAAAAAAAA\",\"exp\":1795348920}"}`
	if string(got.Payload) != want {
		t.Errorf("payload %s, want %s", got.Payload, want)
	}
	if got.TTL != 120 || len(got.Topic) != 32 || strings.Contains(got.Topic, "AAAAAAAA") || got.Subject != contact {
		t.Errorf("TTL %d, topic %q, subject %q", got.TTL, got.Topic, got.Subject)
	}
	if strings.Contains(string(got.Raw), "chl_") || strings.Contains(string(got.Raw), "cs.challenge") {
		t.Error("the service can read what was sent")
	}
	m.Device, m.Challenge = strings.Repeat("d", 64), strings.Repeat("c", 64)
	longer := b.mustSend(t, m)
	if len(longer.Raw) != len(got.Raw) {
		t.Errorf("bodies of %d and %d bytes tell payloads apart", len(got.Raw), len(longer.Raw))
	}
	if longer.Topic == got.Topic {
		t.Error("two challenges have one topic")
	}
}

func TestTokenIsSignedOnceAnHourForEachService(t *testing.T) {
	b := newBench(t)
	sub := b.service.Subscribe(b.point)
	first := b.mustSend(t, b.message(sub))
	b.now = b.now.Add(49 * time.Minute)
	if again := b.mustSend(t, b.message(sub)); again.Token != first.Token || b.signed != 1 {
		t.Errorf("signed %d times within the hour", b.signed)
	}
	b.now = b.now.Add(2 * time.Minute)
	if next := b.mustSend(t, b.message(sub)); next.Token == first.Token || b.signed != 2 {
		t.Errorf("signed %d times; the old token is used until its very end", b.signed)
	}
	other := webpushtest.New(t, func() time.Time { return b.now })
	if r, err := b.Send(t.Context(), b.message(other.Subscribe(b.point))); r != notify.Sent || b.signed != 3 {
		t.Errorf("%s, %v, signed %d times; another service needs its own token", r, err, b.signed)
	}
}

func TestTokensThatAreKeptAreBounded(t *testing.T) {
	b := newBench(t)
	m := b.message(b.service.Subscribe(b.point))
	const bound = 256
	for i := range bound + 1 {
		m.Channel.VAPIDKey = fmt.Sprint("kid", i)
		b.mustSend(t, m)
	}
	m.Channel.VAPIDKey = "kid0"
	if b.mustSend(t, m); b.signed != bound+2 {
		t.Errorf("signed %d times: more than %d tokens are kept", b.signed, bound)
	}
}

func TestEndOfAChallengeIsNeverTold(t *testing.T) {
	b := newBench(t)
	m := b.message(b.service.Subscribe(b.point))
	m.Type, m.State = notify.TypeStatus, notify.StateDenied
	if r, err := b.Send(t.Context(), m); r != notify.None || err != nil || b.service.Calls() != 0 {
		t.Errorf("%s, %v, %d calls", r, err, b.service.Calls())
	}
}

func TestAnswersOfThePushServiceAreRead(t *testing.T) {
	for status, want := range map[int]notify.Result{
		201: notify.Sent, 202: notify.Sent, 204: notify.Sent, 404: notify.Dead, 410: notify.Dead,
		200: notify.Failed, 400: notify.Failed, 401: notify.Failed, 403: notify.Failed, 413: notify.Failed, 429: notify.Failed, 500: notify.Failed, 503: notify.Failed,
	} {
		b := newBench(t)
		sub := b.service.Subscribe(b.point)
		b.service.Answer(status)
		r, err := b.Send(t.Context(), b.message(sub))
		if r != want || (err == nil) != (want == notify.Sent) {
			t.Errorf("%d: %s, %v; want %s", status, r, err, want)
		}
		if operator := errors.Is(err, notify.ErrOperator); operator != (status == 401 || status == 403) {
			t.Errorf("%d: an operator is asked to look: %t", status, operator)
		}
	}
}

func TestUnsubscribedBrowserIsDead(t *testing.T) {
	b := newBench(t)
	sub := b.service.Subscribe(b.point)
	b.service.Unsubscribe(sub)
	if r, _ := b.Send(t.Context(), b.message(sub)); r != notify.Dead {
		t.Errorf("%s, want dead", r)
	}
}

func TestServiceThatHangsEndsWithTheDeadlineAndErrorsNameNoEndpoint(t *testing.T) {
	b := newBench(t)
	sub := b.service.Subscribe(b.point)
	b.service.Hang()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r, err := b.Send(ctx, b.message(sub))
	if r != notify.Failed || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%s, %v", r, err)
	}
	if strings.Contains(err.Error(), "wpush") {
		t.Errorf("the error names the endpoint: %v", err)
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	b := newBench(t)
	sub := b.service.Subscribe(b.point)
	inner := webpushtest.New(t, func() time.Time { return b.now })
	b.service.Redirect(inner.Origin() + "/wpush/x")
	r, err := b.Send(t.Context(), b.message(sub))
	if r != notify.Failed || !errors.Is(err, notify.ErrRedirect) || inner.Calls() != 0 {
		t.Errorf("%s, %v, %d calls", r, err, inner.Calls())
	}
}

// Security case 51: what was registered under other rules is refused at the
// send as well.
func TestSendRefusesWhatRegistrationWould(t *testing.T) {
	strict := func(d *webpush.Deps) { d.Endpoints = webpush.Endpoints{Hosts: config.Default().WebPush.Hosts} }
	b := newBench(t, strict)
	m := b.message(b.service.Subscribe(b.point))
	for _, endpoint := range []string{
		m.Channel.Endpoint, "https://169.254.169.254/", "https://[::ffff:127.0.0.1]/", "https://evil.example/", "http://fcm.googleapis.com/x",
	} {
		m.Channel.Endpoint = endpoint
		if r, err := b.Send(t.Context(), m); r != notify.Failed || !errors.Is(err, webpush.ErrEndpoint) {
			t.Errorf("%s: %s, %v", endpoint, r, err)
		}
	}
	if b.service.Calls() != 0 {
		t.Error("the service was called")
	}
}

// A listed name that resolves to a private address is stopped at the connection.
func TestListedNameThatResolvesInwardsIsStopped(t *testing.T) {
	b := newBench(t, func(d *webpush.Deps) {
		d.Endpoints.Hosts = []string{"localhost"}
		d.Client = notify.NewOutbound(notify.Outbound{})
	})
	m := b.message(b.service.Subscribe(b.point))
	m.Channel.Endpoint = "https://localhost/wpush"
	if r, err := b.Send(t.Context(), m); r != notify.Failed || !errors.Is(err, notify.ErrAddress) {
		t.Errorf("%s, %v", r, err)
	}
}

func TestMessagesThatCannotBeEncryptedOrSignedAreNotSent(t *testing.T) {
	b := newBench(t)
	good := b.message(b.service.Subscribe(b.point))
	for name, spoil := range map[string]func(*notify.Message){
		"point":       func(m *notify.Message) { m.Channel.P256DH = "AAAA" },
		"no base64":   func(m *notify.Message) { m.Channel.P256DH = "!" },
		"secret":      func(m *notify.Message) { m.Channel.Auth = "AAAA" },
		"key":         func(m *notify.Message) { m.Channel.VAPIDKey = "other" },
		"no endpoint": func(m *notify.Message) { m.Channel.Endpoint = "" },
		"no device":   func(m *notify.Message) { m.Device = "" },
	} {
		m := good
		spoil(&m)
		if r, err := b.Send(t.Context(), m); r != notify.Failed || err == nil {
			t.Errorf("%s: %s, %v", name, r, err)
		}
	}
	if b.service.Calls() != 0 {
		t.Error("the service was called")
	}
}

func TestSenderNeedsItsDeps(t *testing.T) {
	whole := webpush.Deps{
		Client: http.DefaultClient, Now: time.Now,
		Sign: func(context.Context, string, any) (string, []byte, error) { return "", nil, nil },
	}
	for name, spoil := range map[string]func(*webpush.Deps){
		"client": func(d *webpush.Deps) { d.Client = nil }, "sign": func(d *webpush.Deps) { d.Sign = nil },
		"now": func(d *webpush.Deps) { d.Now = nil }, "contact": func(d *webpush.Deps) { d.Contact = "ops@northwind.example" },
	} {
		d := whole
		spoil(&d)
		if _, err := webpush.New(d); err == nil {
			t.Errorf("without a good %s it was made", name)
		}
	}
}
