package main

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/config"
	"countersign/factors/notify"
	"countersign/factors/notify/fcmtest"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// withProvider is a rig with Firebase as a push provider, played by fcmtest.
func withProvider(t *testing.T, database string) (attacker, *fcmtest.Server) {
	t.Helper()
	fcm := fcmtest.New(t)
	return attacker{newRig(t, database, 1, func(c *config.Config) {
		c.FCM.CredentialsFile, c.FCM.Endpoint = fcm.CredentialsFile, fcm.Endpoint()
		var loopback config.Prefix
		if err := loopback.UnmarshalText([]byte("127.0.0.0/8")); err != nil {
			t.Fatal(err)
		}
		c.Outbound.Allow = []config.Prefix{loopback}
	})}, fcm
}

// reachable gives a phone a channel, which it may have some time after it
// was enrolled.
func (a attacker) reachable(who member, token string) {
	a.t.Helper()
	a.clock.Advance(11 * time.Second)
	_, err := who.phone.SetChannel(a.t.Context(), wire.Channel{Provider: wire.ProviderFCM, Token: wire.Secret(token)})
	a.ok(err)
}

func TestAttack59ProviderLearnsDeviceChallengeAndTimeAlone(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a, fcm := withProvider(t, database)
			ada := a.join("ada")
			a.reachable(ada, "push-token-of-ada")
			first, _ := a.signedIn(ada, a.browser(0))
			superseded := a.waits(ada, nil)
			w := a.waits(ada, first.tab) // a status message for the one before
			ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
			defer stop()
			sent, err := fcm.Wait(ctx, 4)
			a.ok(err)
			state := ada.phone.State()
			for _, m := range sent {
				a.tellsOnly(m, state.DeviceID)
				// Apple's priority looks like one number in ninety.
				raw := strings.Replace(string(m.Raw), `"apns-priority":"10"`, "", 1)
				for what, secret := range map[string]string{
					"name": "ada@", "display name": "Okafor", "client": string(w.client.ID), "client's name": "Payroll", "address": "127.0.0.1",
					"nonce": w.asked.Nonce, "chash": wire.CHash(w.asked.Compact()), "pseudonym": state.Account, "person": string(ada.id),
					"flow": strings.TrimPrefix(w.path(""), "/login/"), "challenge": w.asked.Compact(), "number": `"` + w.number + `"`,
					"number before": `"` + superseded.number + `"`, "browser": "Chrome", "issuer": a.host(),
				} {
					if strings.Contains(raw, secret) {
						t.Errorf("the %s (%s) is in %s", what, secret, m.Raw)
					}
				}
			}
		})
	}
}

// tellsOnly checks the envelope of device protocol section 6.
func (a attacker) tellsOnly(m fcmtest.Message, device string) {
	a.t.Helper()
	var data map[string]any
	if err := json.Unmarshal([]byte(m.Data["data"]), &data); err != nil {
		a.t.Fatalf("%s: %v", m.Raw, err)
	}
	for name := range data {
		if !slices.Contains([]string{"v", "dev", "cid", "exp", "st"}, name) {
			a.t.Errorf("member %s in %s", name, m.Raw)
		}
	}
	cid, _ := data["cid"].(string)
	if data["dev"] != device || !wire.IsChallengeID(cid) || len(m.Data) != 2 {
		a.t.Errorf("the envelope is %s", m.Raw)
	}
	if a.t.Failed() {
		return
	}
	if _, err := a.replicas[0].db.Challenges().FindChallenge(a.t.Context(), push.ID(cid)); err != nil {
		a.t.Errorf("challenge %s: %v", cid, err)
	}
}

func TestAttack60SignInWorksWhateverTheProviderDoes(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a, fcm := withProvider(t, database)
			for name, c := range map[string]struct {
				answer fcmtest.Answer
				result notify.Result
				dead   bool
			}{
				"unregistered":            {fcmtest.Unregistered(), notify.Dead, true},
				"not found":               {fcmtest.NotFound(), notify.Failed, false},
				"quota exceeded":          {fcmtest.QuotaExceeded(), notify.Failed, false},
				"malformed":               {fcmtest.Malformed(), notify.Failed, false},
				"nameless":                {fcmtest.Nameless(), notify.Failed, false},
				"its own failure":         {fcmtest.Internal(), notify.Failed, false},
				"refuses us":              {fcmtest.Forbidden(), notify.Failed, false},
				"sends us away":           {fcmtest.Redirect("http://127.0.0.1:1/"), notify.Failed, false},
				"hangs for half a minute": {fcmtest.Hang(), "", false},
			} {
				t.Run(name, func(t *testing.T) {
					a := a.in(t)
					who := a.join(strings.ReplaceAll(name, " ", "-"))
					a.reachable(who, "token "+name)
					fcm.AnswerFor("token "+name, c.answer)
					start := time.Now()
					w := a.waits(who, nil) // the phone learns of it by asking
					if took := time.Since(start); took > 15*time.Second {
						t.Errorf("the page came after %s", took)
					}
					if c.result != "" {
						a.delivered(w, c.result, c.dead)
					}
					a.finish(w.tab, who.phone)
					a.landed(w.tab)
				})
			}
			// Others are woken while one send hangs.
			bob := a.join("bob")
			a.reachable(bob, "token of bob")
			a.finish(a.waits(bob, nil).tab, bob.phone)
			ctx, stop := context.WithTimeout(t.Context(), 4*time.Second)
			defer stop()
			if _, err := fcm.Wait(ctx, 1); err != nil {
				t.Error(err)
			}
		})
	}
}

// delivered waits until it is noted what became of a push, and whether the
// channel is marked.
func (a attacker) delivered(w waiting, want notify.Result, dead bool) {
	a.t.Helper()
	deadline := time.Now().Add(20 * time.Second) // the SDK tries again
	for {
		copies, err := a.replicas[0].db.Challenges().CopiesOf(a.t.Context(), push.ID(w.asked.ID))
		a.ok(err)
		if got := copies[0].Delivery; got != "" {
			if got != string(want) {
				a.t.Errorf("noted as %s, want %s", got, want)
			}
			break
		}
		if time.Now().After(deadline) {
			a.t.Fatalf("nothing is noted\nlog:\n%s", a.log)
		}
		time.Sleep(10 * time.Millisecond)
	}
	d, err := a.replicas[0].db.Devices().DeviceByKey(a.t.Context(), thumbprintOf(a.t, w))
	if a.ok(err); !d.ChannelDead.IsZero() != dead {
		a.t.Errorf("channel marked dead: %v, want %v", !d.ChannelDead.IsZero(), dead)
	}
}

func thumbprintOf(t testing.TB, w waiting) string {
	t.Helper()
	key, err := w.phone.State().Private.Public()
	if err != nil {
		t.Fatal(err)
	}
	return key.Thumbprint()
}

func TestAttack60ProviderThatIsDownHoldsUpNobody(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a, fcm := withProvider(t, database)
			fcm.AnswerToken(fcmtest.Answer{Status: http.StatusServiceUnavailable})
			ada := a.join("ada")
			a.reachable(ada, "token")
			w := a.waits(ada, nil)
			a.finish(w.tab, ada.phone)
			a.landed(w.tab)
		})
	}
}
