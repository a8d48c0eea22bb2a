package device_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"countersign/factors/device"
	"countersign/factors/wire"
)

// subscription is a browser's channel of the right form.
func subscription(endpoint string) wire.Channel {
	return wire.Channel{Provider: wire.ProviderWebPush, WebPush: wire.WebPush{
		Endpoint: wire.Secret(endpoint), Auth: "BTBZMqHH6r4Tts7J_aSIgg", VAPIDKey: jkt,
		P256DH: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
	}}
}

const good = "https://push.example.com/1"

// onlyGood allows one endpoint of Web Push, and FCM.
func onlyGood(_ context.Context, c wire.Channel) error {
	if c.Provider != wire.ProviderFCM && c.Endpoint != good {
		return errors.New("not on the list")
	}
	return nil
}

// registerBy registers a new device with the channel.
func (h *house) registerBy(t *testing.T, name string, c wire.Channel) error {
	t.Helper()
	_, code := h.start(t, "flw_"+name)
	r := claims(code)
	r.Channel = c
	reg, err := wire.Sign(key(t, name), wire.TypeRegister, r)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Register(from("192.0.2.1"), wire.RegisterRequest{Code: code, Reg: reg})
	return err
}

func TestSubscriptionIsTakenOnlyWhereItMayBePostedTo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.TakeChannel = nil
		if err := h.registerBy(t, "one", subscription(good)); !errors.Is(err, device.ErrRefused) {
			t.Errorf("where nothing is sent it was taken: %v", err)
		}
		h.TakeChannel = onlyGood
		if err := h.registerBy(t, "one", subscription("https://127.0.0.1/")); !errors.Is(err, device.ErrRefused) {
			t.Errorf("registered with an endpoint that is not allowed: %v", err)
		}
		if err := h.registerBy(t, "one", subscription(good)); err != nil {
			t.Fatal(err)
		}
		if got := h.device(t, key(t, "one")).Channel; got != subscription(good) {
			t.Errorf("stored %+v", got.WebPush)
		}
	})
}

func TestChannelChangesToASubscriptionOnlyWhereItMayBePostedTo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.TakeChannel = onlyGood
		d := h.enrol(t, "one")
		h.clock.Advance(10 * time.Second)
		change := func(jti string, c wire.Channel) error {
			body := act(t, d, "one", func(a *wire.DeviceAct) { a.ID, a.Channel = jti, &c })
			_, err := h.Act(t.Context(), d, body, current)
			return err
		}
		if err := change("act_1", subscription("http://169.254.169.254/")); !errors.Is(err, device.ErrRefused) {
			t.Errorf("changed to an endpoint that is not allowed: %v", err)
		}
		if got := h.device(t, key(t, "one")).Channel; got.Provider != wire.ProviderNone {
			t.Errorf("the channel became %s", got.Provider)
		}
		if err := change("act_2", subscription(good)); err != nil {
			t.Fatal(err)
		}
		if got := h.device(t, key(t, "one")); got.Channel != subscription(good) || !got.Reachable() {
			t.Errorf("stored %+v", got.Channel.WebPush)
		}
		h.clock.Advance(10 * time.Second)
		if err := change("act_3", wire.Channel{Provider: wire.ProviderFCM, Token: "t"}); err != nil {
			t.Fatal(err)
		}
		if got := h.device(t, key(t, "one")).Channel; got.Token != "t" || got.WebPush != (wire.WebPush{}) {
			t.Errorf("the subscription stayed: %+v", got)
		}
	})
}
