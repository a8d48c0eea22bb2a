package notify_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/factors/notify"
	"countersign/factors/notify/fcmtest"
)

func TestTokenEndpointFailuresEndTheSend(t *testing.T) {
	for _, c := range []struct {
		name     string
		answer   fcmtest.Answer
		within   time.Duration
		operator bool
		text     string
	}{
		{"key refused", fcmtest.TokenRefused(), patience, true, "400 (invalid_grant)"},
		{"down", fcmtest.Answer{Status: 503, Body: "down"}, patience, false, "503"},
		{"too many", fcmtest.Answer{Status: 429}, patience, false, "429"},
		{"malformed", fcmtest.Malformed(), patience, false, "access token"},
		{"empty", fcmtest.Nameless(), patience, false, "gave none"},
		{"redirect", fcmtest.Redirect("http://127.0.0.1:9/"), patience, false, "redirect"},
		{"hangs", fcmtest.Hang(), time.Second, false, "wait for an access token"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			google := fcmtest.New(t)
			google.AnswerToken(c.answer)
			r, err := newFCM(t, google).Send(within(t, c.within), to("fcm"))
			if r != notify.Failed || err == nil || !strings.Contains(err.Error(), c.text) {
				t.Errorf("Send = %s, %v; want failed with %q", r, err, c.text)
			}
			if errors.Is(err, notify.ErrOperator) != c.operator {
				t.Errorf("error %v: for an operator is %v", err, !c.operator)
			}
			if _, sends := google.Calls(); sends != 0 {
				t.Errorf("%d sends without an access token", sends)
			}
		})
	}
}

func TestOneAccessTokenServesAllUntilItIsRefused(t *testing.T) {
	google := fcmtest.New(t)
	f := newFCM(t, google)
	ctx := within(t, patience)
	var sending sync.WaitGroup
	for range 20 {
		sending.Go(func() {
			if r, err := f.Send(ctx, to("fcm")); r != notify.Sent {
				t.Errorf("Send = %s, %v", r, err)
			}
		})
	}
	sending.Wait()
	if calls, _ := google.Calls(); calls != 1 {
		t.Errorf("%d access tokens for 20 sends at once, want 1", calls)
	}
	google.RevokeTokens()
	if r, err := f.Send(ctx, to("fcm")); r != notify.Failed || !errors.Is(err, notify.ErrOperator) {
		t.Errorf("with a token taken back Send = %s, %v", r, err)
	}
	if r, err := f.Send(ctx, to("fcm")); r != notify.Sent {
		t.Errorf("after that Send = %s, %v", r, err)
	}
	if calls, _ := google.Calls(); calls != 2 {
		t.Errorf("%d access tokens, want 2", calls)
	}
}

func TestAccessTokenIsReplacedBeforeItsEnd(t *testing.T) {
	google := fcmtest.New(t)
	var later time.Duration
	f, err := notify.NewFCM(t.Context(), notify.FCMConfig{
		CredentialsFile: google.CredentialsFile, Endpoint: google.Endpoint(), Client: loopback(),
		Now: func() time.Time { return time.Now().Add(later) },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		later time.Duration
		calls int
	}{{0, 1}, {58 * time.Minute, 1}, {59 * time.Minute, 2}} {
		later = c.later
		if _, err := f.Send(within(t, patience), to("fcm")); err != nil {
			t.Fatal(err)
		}
		if calls, _ := google.Calls(); calls != c.calls {
			t.Errorf("after %s: %d access tokens, want %d", c.later, calls, c.calls)
		}
	}
}
