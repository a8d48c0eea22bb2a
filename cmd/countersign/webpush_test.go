package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/factors"
	"countersign/factors/notify/webpushtest"
	"countersign/factors/wire"
	"countersign/idp/keys"
	"countersign/storage"
)

// onPushService runs f on a rig that may post to a push service of the test, on
// each kind of database.
func onPushService(t *testing.T, f func(t *testing.T, r *rig, s *webpushtest.Server)) {
	t.Helper()
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r := newRig(t, database, 1, func(c *config.Config) {
				c.WebPush.Hosts = append(c.WebPush.Hosts, webpushtest.Host)
				c.WebPush.Contact = "mailto:it@northwind.example"
				c.Outbound.Allow = []config.Prefix{{Prefix: netip.MustParsePrefix("127.0.0.1/32")}}
			})
			f(t, r, webpushtest.New(t, r.clock.Now))
		})
	}
}

// subscribe does what a web authenticator does: it asks for the key and
// subscribes with it.
func (r *rig) subscribe(s *webpushtest.Server) (*webpushtest.Subscription, wire.Channel) {
	r.t.Helper()
	get, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.issuer+"/push/vapid", nil)
	r.ok(err)
	answer, err := r.http(0).Do(get)
	r.ok(err)
	defer answer.Body.Close()
	var body struct {
		Key string `json:"key"`
		ID  string `json:"k"`
	}
	r.ok(json.NewDecoder(answer.Body).Decode(&body))
	point, err := base64.RawURLEncoding.DecodeString(body.Key)
	r.ok(err)
	sub := s.Subscribe(point)
	return sub, wire.Channel{Provider: wire.ProviderWebPush, WebPush: wire.WebPush{
		Endpoint: wire.Secret(sub.Endpoint), P256DH: sub.P256DH, Auth: wire.Secret(sub.Auth), VAPIDKey: body.ID,
	}}
}

// joinBy is join with a phone that is woken by the channel.
func (r *rig) joinBy(name string, c wire.Channel) (member, error) {
	r.t.Helper()
	return r.joinWith(authenticator.Options{Channel: c}, name)
}

// pushed waits for the nth push.
func (r *rig) pushed(s *webpushtest.Server, n int) webpushtest.Message {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 10*time.Second)
	defer cancel()
	got, err := s.Wait(ctx, n)
	r.ok(err)
	return got[n-1]
}

// Security case 59: what travels is a device id, a challenge id and a time.
func TestBrowserIsWokenByNothingPersonal(t *testing.T) {
	onPushService(t, func(t *testing.T, r *rig, s *webpushtest.Server) {
		_, channel := r.subscribe(s)
		ada, err := r.joinBy("ada", channel)
		r.ok(err)
		c, secret := r.client()
		b := r.browser(0)
		before := len(s.Delivered())
		r.toPush(b, r.request(c, secret), "ada")
		got := r.pushed(s, before+1)
		var envelope struct{ Type, Data string }
		r.ok(json.Unmarshal(got.Payload, &envelope))
		var data map[string]any
		r.ok(json.Unmarshal([]byte(envelope.Data), &data))
		if envelope.Type != "cs.challenge" || len(data) != 4 || data["v"] != 1.0 || data["dev"] != ada.phone.State().DeviceID {
			t.Errorf("payload %s", got.Payload)
		}
		until, _ := data["exp"].(float64)
		if left := int64(until) - r.clock.Now().Unix(); int64(got.TTL) != left || left <= 0 {
			t.Errorf("TTL %d, %d s are left", got.TTL, left)
		}
		number, err := b.Text("push-number")
		r.ok(err)
		for _, word := range []string{"ada", "Okafor", "northwind", "Payroll", "localhost", `"` + number + `"`, "acc_"} {
			if strings.Contains(strings.ToLower(string(got.Payload)), strings.ToLower(word)) {
				t.Errorf("the push tells %q: %s", word, got.Payload)
			}
		}
		if cid, _ := data["cid"].(string); !wire.IsChallengeID(cid) || strings.Contains(got.Topic, cid) || got.Subject != "mailto:it@northwind.example" {
			t.Errorf("challenge %q, topic %q, subject %q", cid, got.Topic, got.Subject)
		}
		for _, fragment := range []string{channel.Endpoint.Reveal(), channel.Auth.Reveal()} {
			if strings.Contains(r.log.String(), fragment) {
				t.Error("the log holds the subscription")
			}
		}
		r.finish(b, ada.phone)
		r.landed(b)
	})
}

func TestUnsubscribedBrowserIsMarkedDeadAndSignsInByAsking(t *testing.T) {
	onPushService(t, func(t *testing.T, r *rig, s *webpushtest.Server) {
		sub, channel := r.subscribe(s)
		ada, err := r.joinBy("ada", channel)
		r.ok(err)
		s.Unsubscribe(sub)
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
		calls := s.Calls()
		b = r.browser(0)
		r.toPush(b, r.request(c, secret), "ada")
		r.finish(b, ada.phone)
		if s.Calls() != calls {
			t.Error("a dead channel was used again")
		}
		r.clock.Advance(10 * time.Second)
		_, fresh := r.subscribe(s)
		if _, err := ada.phone.SetChannel(t.Context(), fresh); err != nil {
			t.Fatal(err)
		}
		if !r.reachable(ada) {
			t.Error("a new subscription does not bring the phone back")
		}
	})
}

// reachable says whether a push can wake the member's only phone.
func (r *rig) reachable(m member) bool {
	r.t.Helper()
	found, err := r.replicas[0].phones.List(r.t.Context(), factors.Account(m.id))
	r.ok(err)
	if len(found) != 1 {
		r.t.Fatalf("%d phones", len(found))
	}
	return found[0].Reachable()
}

func TestRotatedVAPIDKeyServesItsSubscriptions(t *testing.T) {
	onPushService(t, func(t *testing.T, r *rig, s *webpushtest.Server) {
		_, channel := r.subscribe(s)
		ada, err := r.joinBy("ada", channel)
		r.ok(err)
		_, err = r.replicas[0].ring.Rotate(t.Context(), keys.VAPID)
		r.ok(err)
		r.clock.Advance(2 * time.Hour)
		_, fresh := r.subscribe(s)
		if fresh.VAPIDKey == channel.VAPIDKey {
			t.Fatal("new subscriptions get the old key")
		}
		c, secret := r.client()
		before := len(s.Delivered())
		for i, channel := range []wire.Channel{channel, fresh} {
			if _, err := ada.phone.SetChannel(t.Context(), channel); err != nil {
				t.Fatal(err)
			}
			b := r.browser(0)
			r.toPush(b, r.request(c, secret), "ada")
			if got := r.pushed(s, before+i+1); got.Subscription.Endpoint != channel.Endpoint.Reveal() {
				t.Errorf("push %d went to another subscription", i)
			}
			r.finish(b, ada.phone)
			r.clock.Advance(time.Minute)
		}
	})
}

// Security case 51.
func TestEndpointsThatLeadElsewhereAreRefusedAtRegistration(t *testing.T) {
	onPushService(t, func(t *testing.T, r *rig, s *webpushtest.Server) {
		_, channel := r.subscribe(s)
		ada, err := r.joinBy("ada", channel)
		r.ok(err)
		spoiled := []wire.Channel{channel}
		spoiled[0].VAPIDKey = strings.Repeat("A", 43)
		for _, endpoint := range []wire.Secret{
			"https://127.0.0.2/", "http://localhost/", "https://169.254.169.254/latest/meta-data/", "https://[::ffff:127.0.0.1]/",
			"https://[::ffff:169.254.169.254]/", "https://evil.example/", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:22/",
		} {
			c := channel
			c.Endpoint = endpoint
			spoiled = append(spoiled, c)
		}
		for i, c := range spoiled {
			r.clock.Advance(time.Hour) // the limit of failed registrations is not what is tested
			if _, err := r.joinBy(fmt.Sprint("mallory", i), c); err == nil {
				t.Errorf("%s, key %.4s: registered", c.Endpoint.Reveal(), c.VAPIDKey)
			}
			if _, err := ada.phone.SetChannel(t.Context(), c); err == nil {
				t.Errorf("%s, key %.4s: the channel changed to it", c.Endpoint.Reveal(), c.VAPIDKey)
			}
		}
		for _, event := range r.events(storage.Query{Limit: 1000}) {
			if strings.Contains(event, "meta-data") {
				t.Errorf("the record repeats an endpoint: %s", event)
			}
		}
		if !r.reachable(ada) {
			t.Error("the refusals took the old channel away")
		}
	})
}
