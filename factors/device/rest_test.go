package device_test

import (
	"errors"
	"testing"
	"time"

	"countersign/factors/device"
	"countersign/factors/wire"
)

// pause is the signed wish of d to rest until then.
func pause(t *testing.T, d device.Device, name, jti string, until time.Time) []byte {
	t.Helper()
	return act(t, d, name, func(a *wire.DeviceAct) {
		a.ID, a.Act, a.Channel, a.Until = jti, wire.ActPause, nil, until.Unix()
	})
}

func TestPauseHoldsUntilItsEndOrTheNextOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.enrol(t, "one")
		until := h.clock.Now().Add(8 * time.Hour).Truncate(time.Second)
		first := pause(t, d, "one", "act_1", until)
		status, err := h.Act(t.Context(), d, first, current)
		if err != nil || status.Status != wire.DevicePaused || status.Until != until.Unix() {
			t.Fatalf("%+v, %v", status, err)
		}
		paused := h.device(t, key(t, "one"))
		if !paused.Paused() || !paused.Active() || paused.Reachable() {
			t.Errorf("device is %s, reachable %v", paused.Status, paused.Reachable())
		}
		if status, err = h.Act(t.Context(), paused, pause(t, d, "one", "act_2", h.clock.Now()), current); err != nil || status != (wire.DeviceStatus{Status: wire.DeviceActive}) {
			t.Errorf("ended: %+v, %v", status, err)
		}
		if _, err := h.Act(t.Context(), d, first, current); !errors.Is(err, device.ErrRefused) {
			t.Errorf("the first act again: %v", err)
		}
		if _, err := h.Act(t.Context(), d, pause(t, d, "one", "act_3", until), current); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(until.Sub(h.clock.Now()))
		if got := h.device(t, key(t, "one")); got.Status != wire.DeviceActive {
			t.Errorf("after its end the device is %s", got.Status)
		}
	})
}

func TestSilentDeviceBecomesDormantAndDoesNotWakeItself(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.enrol(t, "one")
		called := func() device.Device {
			got, err := h.Called(t.Context(), d.Key.Thumbprint())
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		h.clock.Advance(device.DormantAfter - time.Hour)
		if got := called(); got.Status != wire.DeviceActive {
			t.Fatalf("before its time the device is %s", got.Status)
		}
		h.clock.Advance(2 * time.Hour) // the call counts
		if got := h.device(t, key(t, "one")); got.Status != wire.DeviceActive {
			t.Fatalf("after a call the device is %s", got.Status)
		}
		h.clock.Advance(device.DormantAfter)
		for range 2 {
			if got := called(); !got.Dormant() || !got.Active() || got.Reachable() {
				t.Fatalf("the device is %s, reachable %v", got.Status, got.Reachable())
			}
		}
		for range 2 { // the second has nothing to do
			if err := h.Wake(t.Context(), alice); err != nil {
				t.Fatal(err)
			}
			if got := called(); got.Status != wire.DeviceActive {
				t.Errorf("awake, the device is %s", got.Status)
			}
		}
	})
}

func TestRevokedDeviceIsNotWoken(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.enrol(t, "one")
		if err := h.Revoke(t.Context(), d.ID, "lost"); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(device.DormantAfter)
		if err := h.Wake(t.Context(), alice); err != nil {
			t.Fatal(err)
		}
		if got := h.device(t, key(t, "one")); got.Status != wire.DeviceRevoked {
			t.Errorf("the device is %s", got.Status)
		}
	})
}
