package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"countersign/config"
	"countersign/factors/notify/snstest"
	"countersign/factors/notify/webhooktest"
	"countersign/factors/wire"
	"countersign/storage"
)

// allowLoopback lets the server call the services of a test.
func allowLoopback(c *config.Config) {
	c.Outbound.Allow = []config.Prefix{{Prefix: netip.MustParsePrefix("127.0.0.1/32")}}
}

// onWebhook runs f on a rig with a service of the operator's own, on each kind
// of database.
func onWebhook(t *testing.T, f func(t *testing.T, r *rig, s *webhooktest.Server)) {
	t.Helper()
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			var s *webhooktest.Server
			var r *rig
			s = webhooktest.New(t, func() time.Time { return r.clock.Now() })
			r = newRig(t, database, 1, allowLoopback, func(c *config.Config) {
				c.Webhook = config.Webhook{URL: s.URL(), Secret: webhooktest.Secret}
			})
			f(t, r, s)
		})
	}
}

// posted waits for the nth post.
func (r *rig) posted(s *webhooktest.Server, n int) webhooktest.Post {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 10*time.Second)
	defer cancel()
	got, err := s.Wait(ctx, n)
	r.ok(err)
	return got[n-1]
}

func TestPhoneIsWokenByTheOperatorsOwnService(t *testing.T) {
	onWebhook(t, func(t *testing.T, r *rig, s *webhooktest.Server) {
		channel := wire.Channel{Provider: wire.ProviderWebhook, Ref: "handset-4711"}
		ada, err := r.joinBy("ada", channel)
		r.ok(err)
		c, secret := r.client()
		b := r.browser(0)
		before := len(s.Posts())
		r.toPush(b, r.request(c, secret), "ada")
		got := r.posted(s, before+1)
		var data map[string]any
		r.ok(json.Unmarshal([]byte(got.Data), &data))
		if got.Ref != "handset-4711" || got.Type != "cs.challenge" || len(data) != 4 || data["dev"] != ada.phone.State().DeviceID {
			t.Errorf("posted %s", got.Body)
		}
		number, err := b.Text("push-number")
		r.ok(err)
		for _, word := range []string{"ada", "northwind", "payroll", "localhost", `"` + number + `"`, "acc_"} {
			if strings.Contains(strings.ToLower(string(got.Body)), word) {
				t.Errorf("the push tells %q: %s", word, got.Body)
			}
		}
		if strings.Contains(r.log.String(), "handset-4711") || strings.Contains(r.log.String(), s.URL()) {
			t.Error("the log holds the ref or the URL")
		}
		r.finish(b, ada.phone)
		r.landed(b)
	})
}

func TestPhoneThatTheServiceForgotIsMarkedDead(t *testing.T) {
	onWebhook(t, func(t *testing.T, r *rig, s *webhooktest.Server) {
		ada, err := r.joinBy("ada", wire.Channel{Provider: wire.ProviderWebhook, Ref: "handset"})
		r.ok(err)
		s.Answer(http.StatusGone)
		c, secret := r.client()
		b := r.browser(0)
		r.toPush(b, r.request(c, secret), "ada")
		for end := time.Now().Add(10 * time.Second); r.reachable(ada); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("the channel is not marked dead")
			}
		}
		r.finish(b, ada.phone)
		r.landed(b)
	})
}

func TestChannelThatIsNotSetUpIsRefusedAndTheRecordSaysWhy(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.join("ada")
		r.clock.Advance(time.Minute)
		for _, c := range []wire.Channel{
			{Provider: wire.ProviderWebhook, Ref: "r"},
			{Provider: wire.ProviderFCM, Token: "t"},
			{Provider: wire.ProviderSNS, Platform: wire.PlatformIOS, Token: "t"},
		} {
			r.clock.Advance(time.Hour)
			if _, err := r.joinBy("bob-"+string(c.Provider), c); err == nil {
				t.Errorf("%s: registered", c.Provider)
			}
			if !strings.Contains(strings.Join(r.events(storage.Query{Limit: 1000}), "\n"), "this server does not send by "+string(c.Provider)) {
				t.Errorf("%s: the record does not say why", c.Provider)
			}
			if _, err := ada.phone.SetChannel(t.Context(), c); err == nil {
				t.Errorf("%s: the channel changed to it", c.Provider)
			}
		}
	})
}

func TestPhoneIsWokenBySNSAndItsEndpointIsKept(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			amazon := snstest.New(t)
			r := newRig(t, database, 1, allowLoopback, func(c *config.Config) {
				c.SNS = config.SNS{
					Region: snstest.Region, AndroidApplication: snstest.Android, KeyID: snstest.KeyID, KeySecret: snstest.KeySecret, Endpoint: amazon.Endpoint(),
				}
			})
			ada, err := r.joinBy("ada", wire.Channel{Provider: wire.ProviderSNS, Platform: wire.PlatformAndroid, Token: "token-of-ada"})
			r.ok(err)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			// The request that tries the new phone makes its endpoint. A sign-in at the same
			// moment would make it as well, which is the same one at Amazon.
			_, err = amazon.Wait(ctx, 1)
			r.ok(err)
			c, secret := r.client()
			for n := range 2 {
				b := r.browser(0)
				before := len(amazon.Sent())
				r.toPush(b, r.request(c, secret), "ada")
				got, err := amazon.Wait(ctx, before+1)
				r.ok(err)
				if got[before].Token != "token-of-ada" || !strings.Contains(string(got[before].Payload), ada.phone.State().DeviceID) {
					t.Errorf("push %d: %s to %s", n, got[before].Payload, got[before].Token)
				}
				r.finish(b, ada.phone)
				r.landed(b)
			}
			if made := strings.Count(amazon.Calls(), "CreatePlatformEndpoint"); made != 1 {
				t.Errorf("the endpoint was made %d times: %s", made, amazon.Calls())
			}
			for _, secret := range []string{"token-of-ada", "arn:aws", snstest.KeySecret} {
				if strings.Contains(r.log.String(), secret) {
					t.Errorf("the log holds %s", secret)
				}
			}
			if _, err := r.joinBy("bob", wire.Channel{Provider: wire.ProviderSNS, Platform: wire.PlatformIOS, Token: "t"}); err == nil {
				t.Error("a phone was taken for which there is no application")
			}
		})
	}
}
