package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"countersign/factors/notify"
	"countersign/factors/notify/fcmtest"
)

// patience is far more than a send takes on a busy machine.
const patience = 20 * time.Second

func loopback() *http.Client {
	return notify.NewOutbound(notify.Outbound{
		Allow:   []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		Timeout: patience,
	})
}

func newFCM(t *testing.T, google *fcmtest.Server) *notify.FCM {
	t.Helper()
	f, err := notify.NewFCM(t.Context(), notify.FCMConfig{
		CredentialsFile: google.CredentialsFile, Endpoint: google.Endpoint(), Client: loopback(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestFCMSendsAChallengeAsTheProtocolSays(t *testing.T) {
	google := fcmtest.New(t)
	f := newFCM(t, google)
	m := to("fcm")
	if r, err := f.Send(within(t, patience), m); r != notify.Sent || err != nil {
		t.Fatalf("Send = %s, %v", r, err)
	}
	got := google.Sent()[0]
	e, err := m.Envelope()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Data) != 2 || got.Data["type"] != e.Type || got.Data["data"] != e.Data {
		t.Errorf("data %v, want the envelope alone", got.Data)
	}
	if got.Token != m.Channel.Token {
		t.Errorf("token %q", got.Token)
	}
	if got.Android.Priority != "high" || got.Android.CollapseKey != m.Challenge {
		t.Errorf("android %+v", got.Android)
	}
	ttl, err := time.ParseDuration(got.Android.TTL)
	if err != nil || ttl > 2*time.Minute || ttl < time.Minute || ttl != ttl.Truncate(time.Second) {
		t.Errorf("android.ttl %q, want the whole seconds left", got.Android.TTL)
	}
	headers := map[string]string{
		"apns-push-type": "alert", "apns-priority": "10", "apns-collapse-id": m.Challenge,
		"apns-expiration": strconv.FormatInt(m.Expires.Unix(), 10),
	}
	for k, want := range headers {
		if got.APNS.Headers[k] != want {
			t.Errorf("%s %q, want %q", k, got.APNS.Headers[k], want)
		}
	}
	aps := got.APNS.Payload.APS
	if aps.Alert.Title != "Sign-in request" || aps.MutableContent != 1 || aps.InterruptionLevel != "time-sensitive" || aps.Sound == "" || aps.Category == "" {
		t.Errorf("aps %+v", aps)
	}
}

func TestFCMTellsTheEndOfAChallengeQuietly(t *testing.T) {
	google := fcmtest.New(t)
	m := to("fcm")
	m.Type, m.State, m.Expires = notify.TypeStatus, notify.StateDenied, time.Now().Add(-time.Minute)
	if r, err := newFCM(t, google).Send(within(t, patience), m); r != notify.Sent || err != nil {
		t.Fatalf("Send = %s, %v", r, err)
	}
	got := google.Sent()[0]
	if !strings.Contains(got.Data["data"], `"st":"denied"`) || got.Data["type"] != notify.TypeStatus {
		t.Errorf("data %v", got.Data)
	}
	if got.Android.Priority != "normal" {
		t.Errorf("priority %q: Android takes the high one away from an app that shows nothing for it", got.Android.Priority)
	}
	if got.Android.TTL != "600s" || got.Android.CollapseKey != m.Challenge || got.APNS.Headers["apns-collapse-id"] != m.Challenge {
		t.Errorf("android %+v, apns %v: want it kept for ten minutes in the challenge's place", got.Android, got.APNS.Headers)
	}
	if aps := got.APNS.Payload.APS; aps.Sound != "" || aps.InterruptionLevel != "passive" || aps.Category != "" {
		t.Errorf("aps %+v, want no sound and no actions", aps)
	}
}

// Security case 59.
func TestProviderLearnsDeviceChallengeAndTimeAlone(t *testing.T) {
	google := fcmtest.New(t)
	f := newFCM(t, google)
	now := time.Now()
	for _, m := range []notify.Message{
		{Type: notify.TypeChallenge, Device: "DEVICE", Challenge: "CHALLENGE", Expires: now.Add(time.Minute)},
		{Type: notify.TypeStatus, Device: "DEVICE", Challenge: "CHALLENGE", State: notify.StateApproved},
	} {
		m.Channel = notify.Channel{Provider: "fcm", Token: "TOKEN"}
		if _, err := f.Send(within(t, patience), m); err != nil {
			t.Fatal(err)
		}
	}
	// What is constant for everybody says nothing of anybody.
	constant := []string{
		"cs.challenge", "cs.status", "approved", "high", "normal", "alert", "10", "default", "CS_CHALLENGE", "time-sensitive", "passive",
		"Sign-in request", "Open the app to review it.", "Sign-in request ended", "There is nothing left to do.", "1",
	}
	for _, got := range google.Sent() {
		var body any
		if err := json.Unmarshal(got.Raw, &body); err != nil {
			t.Fatal(err)
		}
		for _, v := range leaves(t, body) {
			if slices.Contains(constant, v) || slices.Contains([]string{"DEVICE", "CHALLENGE", "TOKEN"}, v) {
				continue
			}
			seconds, err := strconv.ParseInt(strings.TrimSuffix(v, "s"), 10, 64)
			if err != nil || seconds > now.Add(time.Hour).Unix() {
				t.Errorf("the provider learns %q: %s", v, got.Raw)
			}
		}
	}
}

// leaves are all values within v, those of JSON in strings too.
func leaves(t *testing.T, v any) []string {
	t.Helper()
	var all []string
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			all = append(all, leaves(t, x)...)
		}
	case []any:
		for _, x := range v {
			all = append(all, leaves(t, x)...)
		}
	case string:
		var inner map[string]any
		if json.Unmarshal([]byte(v), &inner) == nil {
			return leaves(t, inner)
		}
		return []string{v}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	default:
		t.Errorf("unexpected value %v", v)
	}
	return all
}

// Security case 60.
func TestFCMAnswersAreUnderstood(t *testing.T) {
	google := fcmtest.New(t)
	for _, c := range []struct {
		name     string
		answer   fcmtest.Answer
		within   time.Duration
		want     notify.Result
		operator bool
		text     string
	}{
		{"taken", fcmtest.Answer{}, patience, notify.Sent, false, ""},
		{"token no longer known", fcmtest.Unregistered(), patience, notify.Dead, false, "does not know this token"},
		{"404 without detail", fcmtest.NotFound(), patience, notify.Failed, false, "404 NOT_FOUND"},
		{"404 of something else", fcmtest.Answer{Status: 404, Body: "device-token not found"}, patience, notify.Failed, false, "404"},
		{"too many", fcmtest.QuotaExceeded(), patience, notify.Failed, false, "429 RESOURCE_EXHAUSTED QUOTA_EXCEEDED"},
		{"unavailable until after the deadline", fcmtest.Unavailable(3), time.Second, notify.Failed, false, "503"},
		{"unavailable for longer than the SDK waits", fcmtest.Unavailable(600), patience, notify.Failed, false, "503 UNAVAILABLE"},
		{"token of another project", fcmtest.SenderIDMismatch(), patience, notify.Failed, true, "403 PERMISSION_DENIED SENDER_ID_MISMATCH"},
		{"no key for Apple", fcmtest.ThirdPartyAuth(), patience, notify.Failed, true, "THIRD_PARTY_AUTH_ERROR"},
		{"401", fcmtest.Unauthenticated(), patience, notify.Failed, true, "401"},
		{"403", fcmtest.Forbidden(), patience, notify.Failed, true, "403"},
		{"bad message", fcmtest.InvalidArgument(), patience, notify.Failed, false, "400 INVALID_ARGUMENT"},
		{"internal", fcmtest.Internal(), patience, notify.Failed, false, "500 INTERNAL"},
		{"hangs", fcmtest.Hang(), time.Second, notify.Failed, false, "deadline"},
		{"unavailable, then hangs", then(fcmtest.Unavailable(0), fcmtest.Hang()), time.Second, notify.Failed, false, "503"},
		{"unavailable, then up again", then(fcmtest.Unavailable(0), fcmtest.Answer{}), patience, notify.Sent, false, ""},
		{"malformed", fcmtest.Malformed(), patience, notify.Failed, false, "parsing response"},
		{"success without a name", fcmtest.Nameless(), patience, notify.Failed, false, "name"},
		{"redirect", fcmtest.Redirect(google.Origin() + "/elsewhere"), patience, notify.Failed, false, "redirect"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := to("fcm")
			m.Channel.Token = "device-token of " + c.name
			google.AnswerFor(m.Channel.Token, c.answer)
			f := newFCM(t, google)
			// The token first, so that a short deadline is spent on FCM alone.
			warm := to("fcm")
			if _, err := f.Send(within(t, patience), warm); err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			r, err := f.Send(within(t, c.within), m)
			if r != c.want {
				t.Errorf("Send = %s, %v; want %s", r, err, c.want)
			}
			if errors.Is(err, notify.ErrOperator) != c.operator {
				t.Errorf("error %v: for an operator is %v, want %v", err, !c.operator, c.operator)
			}
			if c.text != "" && (err == nil || !strings.Contains(err.Error(), c.text)) {
				t.Errorf("error %v, want %q in it", err, c.text)
			}
			if err != nil && strings.Contains(err.Error(), "device-token") {
				t.Errorf("error %v names the token", err)
			}
			if took := time.Since(begun); took > c.within+5*time.Second || c.within == patience && took > patience/2 {
				t.Errorf("it took %s", took)
			}
		})
	}
}

func then(first, next fcmtest.Answer) fcmtest.Answer {
	first.Then = &next
	return first
}

func TestFCMKeepsToPublicAddresses(t *testing.T) {
	google := fcmtest.New(t)
	f, err := notify.NewFCM(t.Context(), notify.FCMConfig{
		CredentialsFile: google.CredentialsFile, Endpoint: google.Endpoint(),
		Client: notify.NewOutbound(notify.Outbound{}), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	r, err := f.Send(within(t, patience), to("fcm"))
	if r != notify.Failed || err == nil || !strings.Contains(err.Error(), notify.ErrAddress.Error()) {
		t.Errorf("Send to loopback = %s, %v; want ErrAddress", r, err)
	}
	if tokens, sends := google.Calls(); tokens != 0 || sends != 0 {
		t.Errorf("%d and %d calls came", tokens, sends)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it was tried again for %s", took)
	}
}

func TestFCMEndpointOnAPrivateAddressIsRefusedAtOnce(t *testing.T) {
	google := fcmtest.New(t)
	f, err := notify.NewFCM(t.Context(), notify.FCMConfig{
		CredentialsFile: google.CredentialsFile, Endpoint: "https://10.0.0.1/v1", Client: loopback(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if r, err := f.Send(within(t, patience), to("fcm")); r != notify.Failed || !errors.Is(err, notify.ErrAddress) {
		t.Errorf("Send = %s, %v; want ErrAddress", r, err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it was tried again for %s", took)
	}
}

func TestFCMRefusesWhatItCannotSay(t *testing.T) {
	google := fcmtest.New(t)
	f := newFCM(t, google)
	bad := to("fcm")
	bad.Type = "cs.news"
	if r, err := f.Send(within(t, patience), bad); r != notify.Failed || !errors.Is(err, notify.ErrMessage) {
		t.Errorf("unknown type: %s, %v", r, err)
	}
	bad = to("fcm")
	bad.Channel.Token = ""
	if r, err := f.Send(within(t, patience), bad); r != notify.Failed || err == nil || !strings.Contains(err.Error(), "no FCM token") {
		t.Errorf("no token: %s, %v", r, err)
	}
	if tokens, sends := google.Calls(); tokens != 0 || sends != 0 {
		t.Errorf("%d and %d calls came", tokens, sends)
	}
}

// Security case 60: the queue, the workers and FCM together.
func TestHangingFCMLeavesTheNotifierAlive(t *testing.T) {
	google := fcmtest.New(t)
	d := deps(t, map[string]notify.Sender{"fcm": newFCM(t, google)})
	d.Queue, d.Workers, d.Deadline = 8, 2, 400*time.Millisecond
	n := start(t, d)
	google.Answer(fcmtest.Hang())
	results := make(chan notify.Result, 64)
	for range 4 {
		n.Wake(to("fcm"), func(r notify.Result) { results <- r })
	}
	for range 4 {
		if r := <-results; r != notify.Failed {
			t.Errorf("while FCM hangs: %s", r)
		}
	}
	google.Answer(fcmtest.Answer{})
	deadline := within(t, patience)
	for {
		n.Wake(to("fcm"), func(r notify.Result) { results <- r })
		if r := <-results; r == notify.Sent {
			return
		}
		if deadline.Err() != nil {
			t.Fatal("it did not recover")
		}
	}
}
