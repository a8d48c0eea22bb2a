package storage_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/audit"
	"countersign/idp/devicegrant"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// waits is a device whose code nobody typed yet.
func waits(t *testing.T, db *storage.DB, clock *storagetest.Clock, id devicegrant.ID) (devicegrant.Request, devicegrant.Hashes) {
	t.Helper()
	q := devicegrant.Request{
		ID: id, Client: app, Scope: []string{"openid", "email"}, Code: "WDJB-MJHT", Address: "192.0.2.7",
		State: devicegrant.Pending, Created: clock.Now(), Expires: clock.Now().Add(10 * time.Minute),
	}
	h := devicegrant.Hashes{Device: fresh(), User: fresh()}
	if err := db.DeviceRequests().Create(t.Context(), q, h, 5*time.Second); err != nil {
		t.Fatal(err)
	}
	return q, h
}

func TestDeviceTakesWhatWasAllowedOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		s := db.DeviceRequests()
		q, h := waits(t, db, clock, "dvr_1")
		if got, err := s.ByCode(t.Context(), h.User, clock.Now()); err != nil || !cmp.Equal(got, q) {
			t.Errorf("by its code: %v, %s", err, cmp.Diff(q, got))
		}
		approval := devicegrant.Approval{Person: "per_1", Session: "ses_1", AuthTime: clock.Now(), ACR: "urn:countersign:acr:2", AMR: []string{"pwd", "mfa"}}
		e := audit.New(t.Context(), clock.Now(), audit.DeviceGrantAllowed)
		if err := s.Decide(t.Context(), q.ID, devicegrant.Allowed, approval, clock.Now(), e); err != nil {
			t.Fatal(err)
		}
		for to := range map[devicegrant.State]bool{devicegrant.Allowed: true, devicegrant.Denied: true} {
			err := s.Decide(t.Context(), q.ID, to, devicegrant.Approval{}, clock.Now(), audit.New(t.Context(), clock.Now(), audit.DeviceGrantDenied))
			if !errors.Is(err, devicegrant.ErrUnknown) {
				t.Errorf("decided twice, %s: %v", to, err)
			}
		}
		if _, err := s.ByCode(t.Context(), h.User, clock.Now()); !errors.Is(err, devicegrant.ErrUnknown) {
			t.Errorf("a decided request is found by its code: %v", err)
		}
		if _, _, err := s.Take(t.Context(), h.Device, "client_2", clock.Now(), time.Second); !errors.Is(err, devicegrant.ErrUnknown) {
			t.Errorf("another client: %v", err)
		}
		var got atomic.Int64
		var working sync.WaitGroup
		for range 16 {
			working.Go(func() {
				_, a, err := s.Take(context.Background(), h.Device, app, clock.Now(), time.Second)
				switch {
				case err == nil && cmp.Equal(a, approval):
					got.Add(1)
				case !errors.Is(err, devicegrant.ErrUnknown):
					t.Errorf("%+v, %v", a, err)
				}
			})
		}
		working.Wait()
		if got.Load() != 1 {
			t.Errorf("%d took it", got.Load())
		}
	})
}

func TestDeviceIsToldWhyThereIsNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		s := db.DeviceRequests()
		q, h := waits(t, db, clock, "dvr_1")
		asks := func(after time.Duration, want error) {
			t.Helper()
			clock.Advance(after)
			if _, _, err := s.Take(t.Context(), h.Device, app, clock.Now(), 5*time.Second); !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		}
		asks(0, devicegrant.ErrPending)
		asks(4500*time.Millisecond, devicegrant.ErrPending) // a little early
		asks(time.Second, devicegrant.ErrEarly)             // from now on 10 s
		asks(5*time.Second, devicegrant.ErrEarly)           // 15 s
		asks(15*time.Second, devicegrant.ErrPending)
		if err := s.Decide(t.Context(), q.ID, devicegrant.Denied, devicegrant.Approval{}, clock.Now(), audit.New(t.Context(), clock.Now(), audit.DeviceGrantDenied)); err != nil {
			t.Fatal(err)
		}
		asks(15*time.Second, devicegrant.ErrDenied)

		q, h = waits(t, db, clock, "dvr_2")
		if err := s.Create(t.Context(), q, h, time.Second); !errors.Is(err, devicegrant.ErrTwice) {
			t.Errorf("the same codes: %v", err)
		}
		clock.Advance(10 * time.Minute)
		asks(0, devicegrant.ErrExpired)
		if _, err := s.Find(t.Context(), q.ID, clock.Now()); !errors.Is(err, devicegrant.ErrUnknown) {
			t.Errorf("an expired one: %v", err)
		}
		if _, err := s.ByCode(t.Context(), h.User, clock.Now()); !errors.Is(err, devicegrant.ErrUnknown) {
			t.Errorf("an expired code: %v", err)
		}
		err := s.Decide(t.Context(), q.ID, devicegrant.Allowed, devicegrant.Approval{}, clock.Now(), audit.New(t.Context(), clock.Now(), audit.DeviceGrantAllowed))
		if !errors.Is(err, devicegrant.ErrUnknown) {
			t.Errorf("allowed too late: %v", err)
		}
		if n, err := s.DeleteExpired(t.Context(), clock.Now().Add(time.Second), 10); err != nil || n != 2 {
			t.Errorf("deleted %d, %v", n, err)
		}
	})
}
