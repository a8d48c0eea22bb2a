package device_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"countersign/factors/device"
	"countersign/factors/wire"
)

// act signs what d asks for itself.
func act(t *testing.T, d device.Device, name string, change func(*wire.DeviceAct)) []byte {
	t.Helper()
	a := wire.DeviceAct{
		Device: string(d.ID), Audience: issuer, Account: d.Pseudonym, ID: "act_1", Nonce: "nonce", Act: wire.ActChannel,
		Channel: &wire.Channel{Provider: wire.ProviderFCM, Token: "new token"},
	}
	change(&a)
	jws, err := wire.Sign(key(t, name), wire.TypeDevice, a)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(jws)
}

func current(nonce string) bool { return nonce == "nonce" }

func TestChannelChangesOnceInAWhile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.enrol(t, "one")
		h.clock.Advance(10 * time.Second)
		change := func(jti string) error {
			_, err := h.Act(t.Context(), d, act(t, d, "one", func(a *wire.DeviceAct) { a.ID = jti }), current)
			return err
		}
		if err := change("act_0"); err != nil {
			t.Fatal(err)
		}
		if got := h.device(t, key(t, "one")); got.Channel.Token != "new token" || !got.Reachable() {
			t.Errorf("channel %v", got.Channel.Provider)
		}
		var slow *device.SlowDown
		if err := change("act_1"); !errors.As(err, &slow) {
			t.Errorf("at once: %v", err)
		}
		h.clock.Advance(10 * time.Second)
		if err := change("act_0"); !errors.Is(err, device.ErrRefused) {
			t.Errorf("the same act again: %v", err)
		}
		for i := range 19 {
			if err := change(fmt.Sprint("act_2.", i)); err != nil {
				t.Fatalf("change %d: %v", i+2, err)
			}
			h.clock.Advance(10 * time.Second)
		}
		if err := change("act_3"); !errors.As(err, &slow) {
			t.Errorf("the 21st of a day: %v", err)
		}
		h.clock.Advance(24 * time.Hour)
		if err := change("act_3"); err != nil {
			t.Errorf("the next day: %v", err)
		}
	})
}

func TestActThatIsNotWhatItSaysIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.enrol(t, "one")
		other := h.enrol(t, "two")
		h.clock.Advance(10 * time.Second)
		proof, err := wire.Sign(key(t, "one"), wire.TypeProof, wire.Proof{})
		if err != nil {
			t.Fatal(err)
		}
		nothing := func(*wire.DeviceAct) {}
		for name, body := range map[string][]byte{
			"nothing":               nil,
			"a DPoP proof":          []byte(proof),
			"another's signature":   act(t, d, "two", nothing),
			"in another's name":     act(t, d, "one", func(a *wire.DeviceAct) { a.Device = string(other.ID) }),
			"of another account":    act(t, d, "one", func(a *wire.DeviceAct) { a.Account = other.Pseudonym }),
			"for another issuer":    act(t, d, "one", func(a *wire.DeviceAct) { a.Audience = "https://other.example" }),
			"an old nonce":          act(t, d, "one", func(a *wire.DeviceAct) { a.Nonce = "yesterday" }),
			"a pause without end":   act(t, d, "one", func(a *wire.DeviceAct) { a.Act, a.Channel = wire.ActPause, nil }),
			"a pause and a channel": act(t, d, "one", func(a *wire.DeviceAct) { a.Act, a.Until = wire.ActPause, 1900000000 }),
			"an end without pause":  act(t, d, "one", func(a *wire.DeviceAct) { a.Until = 1900000000 }),
			"an act not known":      act(t, d, "one", func(a *wire.DeviceAct) { a.Act, a.Channel = "sleep", nil }),
			"no channel":            act(t, d, "one", func(a *wire.DeviceAct) { a.Channel = nil }),
			"a webhook":             act(t, d, "one", func(a *wire.DeviceAct) { a.Channel.Provider = "webhook" }),
			"an endless jti":        act(t, d, "one", func(a *wire.DeviceAct) { a.ID = fmt.Sprintf("%0200d", 1) }),
		} {
			if _, err := h.Act(t.Context(), d, body, current); !errors.Is(err, device.ErrRefused) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := h.device(t, key(t, "one")); got.Channel.Provider != wire.ProviderNone {
			t.Errorf("the channel became %s", got.Channel.Provider)
		}
	})
}

func TestDeviceRemovesItselfAndTheWayToWakeIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.enrol(t, "one")
		h.clock.Advance(time.Minute) // channels change at a pace
		if _, err := h.Act(t.Context(), d, act(t, d, "one", func(a *wire.DeviceAct) { a.ID = "another act" }), current); err != nil {
			t.Fatal(err)
		}
		if got := h.device(t, key(t, "one")); got.Channel.Token.Reveal() == "" {
			t.Fatal("there is no channel to forget")
		}
		remove := act(t, d, "one", func(a *wire.DeviceAct) { a.Act, a.Channel = wire.ActRemove, nil })
		if status, err := h.Act(t.Context(), d, remove, current); err != nil || status.Status != wire.DeviceRevoked {
			t.Fatalf("%+v, %v", status, err)
		}
		got := h.device(t, key(t, "one"))
		if got.Status != wire.DeviceRevoked || got.Key.IsZero() || got.Ended.IsZero() {
			t.Errorf("device %+v", got)
		}
		if got.Channel.Provider != wire.ProviderNone || got.Channel.Token.Reveal() != "" {
			t.Errorf("the channel %s is still known", got.Channel.Provider)
		}
		if _, err := h.Act(t.Context(), d, remove, current); !errors.Is(err, device.ErrRefused) {
			t.Errorf("again: %v", err)
		}
		if err := h.Revoke(t.Context(), d.ID, "x"); !errors.Is(err, device.ErrNotFound) {
			t.Errorf("revoking a revoked device: %v", err)
		}
	})
}

func TestRegistryNeedsItsParts(t *testing.T) {
	if _, err := device.New(device.Deps{}); err == nil {
		t.Error("a registry without parts was made")
	}
	each(t, func(t *testing.T, h *house) {
		d := h.Deps
		if _, err := device.New(d); err != nil {
			t.Fatal(err)
		}
		d.Platforms = nil
		if _, err := device.New(d); err == nil {
			t.Error("a registry that no device may be added to was made")
		}
	})
}
