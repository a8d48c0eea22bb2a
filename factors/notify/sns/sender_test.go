package sns_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"countersign/factors/notify"
	"countersign/factors/notify/sns"
	"countersign/factors/notify/snstest"
)

// bench is a sender before SNS, with the store of targets.
type bench struct {
	*sns.Sender
	amazon *snstest.Server
	kept   []string
}

func whole(s *snstest.Server) sns.Deps {
	return sns.Deps{
		Client: notify.NewOutbound(notify.Outbound{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}),
		Region: snstest.Region, KeyID: snstest.KeyID, KeySecret: snstest.KeySecret, Endpoint: s.Endpoint(),
		Applications: map[string]string{"android": snstest.Android, "ios": snstest.IOS},
		Keep:         func(context.Context, notify.Message, string) {}, Now: time.Now,
	}
}

func newBench(t *testing.T, change ...func(*sns.Deps)) *bench {
	t.Helper()
	b := &bench{amazon: snstest.New(t)}
	d := whole(b.amazon)
	d.Keep = func(_ context.Context, m notify.Message, target string) { b.kept = append(b.kept, target) }
	for _, f := range change {
		f(&d)
	}
	var err error
	if b.Sender, err = sns.New(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return b
}

func message(platform string) notify.Message {
	return notify.Message{
		Type: notify.TypeChallenge, Device: "dev_AAAAAAAAAAAAAAAAAAAAAA", Challenge: "chl_AAAAAAAAAAAAAAAAAAAAAA",
		Expires: time.Now().Add(2*time.Minute + 500*time.Millisecond),
		Channel: notify.Channel{Provider: "sns", Platform: platform, Token: "TOKEN-OF-" + platform},
	}
}

// mustSend is the message that SNS handed on.
func (b *bench) mustSend(t *testing.T, m notify.Message) snstest.Message {
	t.Helper()
	if r, err := b.Send(t.Context(), m); r != notify.Sent || err != nil {
		t.Fatalf("%s, %v; faults %q", r, err, b.amazon.Faults())
	}
	sent := b.amazon.Sent()
	return sent[len(sent)-1]
}

func TestAndroidGetsDataAloneByFCM(t *testing.T) {
	b := newBench(t)
	m := message("android")
	m.Expires = time.Unix(1795348920, 0).Add(100 * 365 * 24 * time.Hour)
	got := b.mustSend(t, m)
	const want = `{"fcmV1Message":{"message":{"data":{"type":"cs.challenge","data":"{\"v\":1,\"dev\":\"dev_AAAAAAAAAAAAAAAAAAAAAA\",\"cid\":\"chl_AAAAAAAAAAAAAAAAAAAAAA\",\"exp\":4948948920}"},` +
		`"android":{"priority":"high","collapse_key":"chl_AAAAAAAAAAAAAAAAAAAAAA"}}}}`
	if string(got.Payload) != want || got.Service != "GCM" || got.Token != "TOKEN-OF-android" {
		t.Errorf("payload %s, want %s", got.Payload, want)
	}
	got = b.mustSend(t, message("android"))
	if len(got.Attributes) != 1 || got.Attributes["AWS.SNS.MOBILE.FCM.TTL"] != "120" {
		t.Errorf("attributes %v", got.Attributes)
	}
	m.Type, m.State = notify.TypeStatus, notify.StateDenied
	if got := b.mustSend(t, m); !strings.Contains(string(got.Payload), `"priority":"normal"`) {
		t.Errorf("the end of a challenge hurries: %s", got.Payload)
	}
}

func TestAppleGetsANeutralAlert(t *testing.T) {
	for application, service := range map[string]string{snstest.IOS: "APNS", snstest.IOSSandbox: "APNS_SANDBOX"} {
		b := newBench(t, func(d *sns.Deps) { d.Applications = map[string]string{"ios": application} })
		got := b.mustSend(t, message("ios"))
		var payload struct {
			Aps struct {
				Alert   struct{ Title, Body string } `json:"alert"`
				Mutable int                          `json:"mutable-content"`
				Level   string                       `json:"interruption-level"`
			} `json:"aps"`
			Type, Data string
		}
		if err := json.Unmarshal(got.Payload, &payload); err != nil {
			t.Fatal(err)
		}
		if payload.Aps.Alert.Title != "Sign-in request" || payload.Aps.Mutable != 1 || payload.Aps.Level != "time-sensitive" ||
			payload.Type != "cs.challenge" || !strings.Contains(payload.Data, `"cid":"chl_`) {
			t.Errorf("payload %s", got.Payload)
		}
		want := map[string]string{
			"AWS.SNS.MOBILE." + service + ".TTL": "120", "AWS.SNS.MOBILE.APNS.PUSH_TYPE": "alert",
			"AWS.SNS.MOBILE.APNS.PRIORITY": "10", "AWS.SNS.MOBILE.APNS.COLLAPSE_ID": "chl_AAAAAAAAAAAAAAAAAAAAAA",
		}
		for name, value := range want {
			if got.Attributes[name] != value || len(got.Attributes) != len(want) {
				t.Errorf("%s: attributes %v, want %s = %s", service, got.Attributes, name, value)
			}
		}
	}
}

func TestEndpointIsMadeAtFirstUseAndKept(t *testing.T) {
	b := newBench(t)
	m := message("android")
	first := b.mustSend(t, m)
	if len(b.kept) != 1 || b.kept[0] != first.Target || b.amazon.Calls() != "CreatePlatformEndpoint Publish" {
		t.Errorf("kept %q after %s", b.kept, b.amazon.Calls())
	}
	m.Channel.Target = b.kept[0]
	if again := b.mustSend(t, m); again.Target != first.Target || len(b.kept) != 1 || b.amazon.Calls() != "CreatePlatformEndpoint Publish Publish" {
		t.Errorf("kept %q after %s", b.kept, b.amazon.Calls())
	}
}

// An endpoint of an application that is not configured any more, or of another
// account, is not published to.
func TestTargetOfAnotherApplicationIsMadeAnew(t *testing.T) {
	b := newBench(t)
	m := message("android")
	for _, target := range []string{
		"arn:aws:sns:eu-central-1:123456789012:endpoint/GCM/countersign-old/x", "arn:aws:sns:eu-central-1:999999999999:endpoint/GCM/countersign/x",
		"arn:aws:sns:eu-central-1:123456789012:countersign", "x",
	} {
		m.Channel.Target = target
		if got := b.mustSend(t, m); got.Target == target {
			t.Errorf("published to %s", target)
		}
	}
	if len(b.kept) != 4 {
		t.Errorf("kept %q", b.kept)
	}
}

func TestDisabledEndpointIsDeadUnlessItsTokenWasJustRegistered(t *testing.T) {
	b := newBench(t)
	m := message("android")
	target := b.mustSend(t, m).Target
	b.amazon.Disable(target)
	kept := m
	kept.Channel.Target = target
	if r, err := b.Send(t.Context(), kept); r != notify.Dead || err == nil || strings.Contains(err.Error(), "arn:") {
		t.Errorf("disabled: %s, %v", r, err)
	}
	if got := b.mustSend(t, m); got.Target != target || !strings.HasSuffix(b.amazon.Calls(), "CreatePlatformEndpoint Publish SetEndpointAttributes Publish") {
		t.Errorf("registered again: %s", b.amazon.Calls())
	}
	b.amazon.Delete(target)
	if r, err := b.Send(t.Context(), kept); r != notify.Dead || err == nil {
		t.Errorf("deleted: %s, %v", r, err)
	}
}

func TestAnswersOfSNSAreRead(t *testing.T) {
	for _, c := range []struct {
		action   string
		refusal  snstest.Refusal
		want     notify.Result
		operator bool
	}{
		{"CreatePlatformEndpoint", snstest.Refusal{Status: 400, Code: "InvalidParameter", Text: "Token TOKEN-OF-android"}, notify.Failed, false},
		{"CreatePlatformEndpoint", snstest.Refusal{Status: 404, Code: "NotFound", Text: "no application"}, notify.Failed, true},
		{"CreatePlatformEndpoint", snstest.Refusal{Status: 403, Code: "AuthorizationError"}, notify.Failed, true},
		{"Publish", snstest.Refusal{Status: 403, Code: "InvalidClientTokenId"}, notify.Failed, true},
		{"Publish", snstest.Refusal{Status: 400, Code: "PlatformApplicationDisabled"}, notify.Failed, true},
		{"Publish", snstest.Refusal{Status: 400, Code: "EndpointDisabled", Text: "still"}, notify.Dead, false},
		{"Publish", snstest.Refusal{Status: 404, Code: "NotFound", Text: "endpoint"}, notify.Dead, false},
		{"Publish", snstest.Refusal{Status: 400, Code: "InvalidParameter", Text: "TOKEN-OF-android"}, notify.Failed, false},
		{"Publish", snstest.Refusal{Status: 307, Code: "Redirect"}, notify.Failed, true},
	} {
		b := newBench(t)
		b.amazon.Refuse(c.action, c.refusal)
		r, err := b.Send(t.Context(), message("android"))
		if r != c.want || err == nil || errors.Is(err, notify.ErrOperator) != c.operator {
			t.Errorf("%s: %s: %s, %v", c.action, c.refusal.Code, r, err)
		}
		if err != nil && strings.Contains(err.Error(), "TOKEN") {
			t.Errorf("the error tells the token: %v", err)
		}
	}
}

func TestServiceThatHangsEndsWithTheDeadline(t *testing.T) {
	b := newBench(t)
	b.amazon.Refuse("Publish", snstest.Refusal{})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if r, err := b.Send(ctx, message("ios")); r != notify.Failed || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%s, %v", r, err)
	}
}

func TestPrivateAddressIsNotCalled(t *testing.T) {
	b := newBench(t, func(d *sns.Deps) { d.Client = notify.NewOutbound(notify.Outbound{}) })
	if r, err := b.Send(t.Context(), message("ios")); r != notify.Failed || !errors.Is(err, notify.ErrAddress) || !errors.Is(err, notify.ErrOperator) {
		t.Errorf("%s, %v", r, err)
	}
}

func TestWithoutAKeyTheSDKLooksForOne(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", snstest.KeyID)
	t.Setenv("AWS_SECRET_ACCESS_KEY", snstest.KeySecret)
	newBench(t, func(d *sns.Deps) { d.KeyID, d.KeySecret = "", "" }).mustSend(t, message("android"))
}

func TestMessagesWithoutAnAddressAreNotSent(t *testing.T) {
	b := newBench(t)
	for name, spoil := range map[string]func(*notify.Message){
		"token": func(m *notify.Message) { m.Channel.Token = "" }, "device": func(m *notify.Message) { m.Device = "" },
		"platform": func(m *notify.Message) { m.Channel.Platform = "web" },
	} {
		m := message("android")
		spoil(&m)
		if r, err := b.Send(t.Context(), m); r != notify.Failed || err == nil || b.amazon.Calls() != "" {
			t.Errorf("without a good %s: %s, %v", name, r, err)
		}
	}
	if !b.Takes("android") || b.Takes("web") {
		t.Error("it takes what it has no application for")
	}
}

func TestSenderNeedsItsDeps(t *testing.T) {
	s := snstest.New(t)
	for name, spoil := range map[string]func(*sns.Deps){
		"client": func(d *sns.Deps) { d.Client = nil }, "keep": func(d *sns.Deps) { d.Keep = nil }, "now": func(d *sns.Deps) { d.Now = nil },
		"region": func(d *sns.Deps) { d.Region = "" }, "applications": func(d *sns.Deps) { d.Applications = nil },
		"kind": func(d *sns.Deps) {
			d.Applications = map[string]string{"android": strings.Replace(snstest.Android, "GCM", "ADM", 1)}
		},
		"arn": func(d *sns.Deps) { d.Applications = map[string]string{"android": "countersign"} },
	} {
		d := whole(s)
		spoil(&d)
		if _, err := sns.New(t.Context(), d); err == nil {
			t.Errorf("without a good %s it was made", name)
		}
	}
}
