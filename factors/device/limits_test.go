package device_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"countersign/factors/device"
	"countersign/factors/wire"
)

func TestEnrolmentLimits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		invitation := h.invite(t, alice)
		q := device.StartRequest{Account: alice, Flow: "flw_a", Invitation: invitation}
		var last device.Enrolment
		for range 3 {
			e, err := h.Start(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if last.ID != "" {
				h.mustBe(t, last.ID, device.Ended, device.EndedByNewer)
			}
			last = e
			h.clock.Advance(time.Second)
		}
		if _, err := h.Start(t.Context(), q); !errors.Is(err, device.ErrTooManyCodes) {
			t.Errorf("a fourth code: %v", err)
		}
		h.clock.Advance(time.Hour)
		for i := range 5 {
			h.enrol(t, fmt.Sprint("device ", i)) // codes that led somewhere do not count
			h.clock.Advance(time.Second)
		}
		_, err := h.Start(t.Context(), device.StartRequest{Account: alice, Flow: "flw_a", Invitation: h.invite(t, alice)})
		if !errors.Is(err, device.ErrTooManyDevices) {
			t.Errorf("a sixth device: %v", err)
		}
	})
}

func TestFailedRedemptionsAreLimitedBySource(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, code := h.start(t, "flw_a")
		for i := range 10 {
			address := fmt.Sprintf("2001:db8:0:1::%d", i) // one network
			if _, err := h.Register(from(address), body(t, "AAAAAAAAAAAAAAAAAAAAAA", key(t, "x"))); !errors.Is(err, device.ErrRefused) {
				t.Fatal(err)
			}
		}
		var slow *device.SlowDown
		if _, err := h.Register(from("2001:db8:0:1::ff"), body(t, code, key(t, "one"))); !errors.As(err, &slow) || slow.After <= 0 {
			t.Errorf("the eleventh: %v", err)
		}
		h.register(t, code, key(t, "one")) // from elsewhere
	})
}

func TestStartsAtTheSameMomentLeaveOneLiveCode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		invitation := h.invite(t, alice)
		var mu sync.Mutex
		var ids []device.EnrolmentID
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				e, err := h.Start(from("192.0.2.1"), device.StartRequest{Account: alice, Flow: "flw_a", Invitation: invitation})
				if errors.Is(err, device.ErrTooManyCodes) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				ids = append(ids, e.ID)
			})
		}
		wg.Wait()
		live := 0
		for _, id := range ids {
			if e, err := h.Find(t.Context(), id); err != nil || e.State == device.Waiting {
				live++
			}
		}
		if len(ids) != 3 || live != 1 {
			t.Errorf("%d codes, %d of them live; want 3 and 1", len(ids), live)
		}
	})
}

func TestJanitorEndsEnrolmentsAndTheirDevices(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, code := h.start(t, "flw_a")
		h.register(t, code, key(t, "one"))
		h.clock.Advance(10 * time.Minute)
		if n, err := h.db.Enrolments().ExpireOld(t.Context(), 10); err != nil || n != 1 {
			t.Errorf("ended %d, %v", n, err)
		}
		h.mustBe(t, e.ID, device.Ended, device.EndedByTime)
		if got := h.device(t, key(t, "one")).Status; got != wire.DeviceRevoked {
			t.Errorf("its device is %s", got)
		}
		kept := h.enrol(t, "two")
		h.clock.Advance(time.Hour)
		if n, err := h.db.Devices().DeleteExpired(t.Context(), h.clock.Now(), 10); err != nil || n != 1 {
			t.Errorf("deleted %d devices, %v", n, err)
		}
		if n, err := h.db.Enrolments().DeleteExpired(t.Context(), h.clock.Now(), 10); err != nil || n != 2 {
			t.Errorf("deleted %d enrolments, %v", n, err)
		}
		if !h.device(t, key(t, "two")).Active() || kept.ID == "" {
			t.Error("an active device was deleted")
		}
	})
}
