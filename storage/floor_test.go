package storage_test

import (
	"errors"
	"sync"
	"testing"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// needed is the floor of an operator who asks for a second factor.
var needed = factors.FloorOf(true, nil)

// removes takes a phone away as its owner does.
func removes(t *testing.T, db *storage.DB, clock *storagetest.Clock, of factors.Account, id device.ID, floor factors.Floor) error {
	t.Helper()
	return db.Devices().EndDevice(t.Context(), device.End{
		Device: id, Status: wire.DeviceRevoked, Why: "test", At: clock.Now(), Account: of, Floor: floor,
	}, audit.New(t.Context(), clock.Now(), audit.DeviceRevoked))
}

func TestLastSecondFactorStays(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := openPush(t, db, clock)
		who := p.device.Account
		if err := removes(t, db, clock, who, p.device.ID, needed); !errors.Is(err, factors.ErrLast) {
			t.Errorf("the only phone goes: %v", err)
		}
		apps := newTOTP(t, db, clock)
		withApp(t, apps, who, clock)
		newPerson(t, db, "eve")
		if err := removes(t, db, clock, "per_eve", p.device.ID, nil); !errors.Is(err, device.ErrNotFound) {
			t.Errorf("somebody else removes it: %v", err)
		}
		if err := removes(t, db, clock, who, p.device.ID, needed); err != nil {
			t.Errorf("the phone, beside an app: %v", err)
		}
		if err := removes(t, db, clock, who, p.device.ID, needed); !errors.Is(err, device.ErrNotFound) {
			t.Errorf("twice: %v", err)
		}
		if err := apps.Remove(t.Context(), who, needed); !errors.Is(err, factors.ErrLast) {
			t.Errorf("the app that is left goes: %v", err)
		}
		if err := apps.Remove(t.Context(), who, factors.FloorOf(true, []factors.Kind{factors.Push, factors.Recovery})); err != nil {
			t.Errorf("an app that counts for nothing: %v", err)
		}
	})
}

func TestPhoneThatSleepsIsNoFactorThatIsLeft(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := openPush(t, db, clock)
		apps := newTOTP(t, db, clock)
		withApp(t, apps, p.device.Account, clock)
		clock.Advance(device.DormantAfter)
		if err := apps.Remove(t.Context(), p.device.Account, needed); !errors.Is(err, factors.ErrLast) {
			t.Errorf("the app goes, a sleeping phone stays: %v", err)
		}
		if err := removes(t, db, clock, p.device.Account, p.device.ID, needed); err != nil {
			t.Errorf("the sleeping phone: %v", err)
		}
	})
}

func TestTwoAtOnceCannotRemoveTheLastSecondFactor(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := openPush(t, db, clock)
		who := p.device.Account
		apps := newTOTP(t, db, clock)
		withApp(t, apps, who, clock)
		acts := []func() error{
			func() error { return removes(t, db, clock, who, p.device.ID, needed) },
			func() error { return apps.Remove(t.Context(), who, needed) },
		}
		errs := make([]error, len(acts))
		var all sync.WaitGroup
		for i, act := range acts {
			all.Go(func() { errs[i] = act() })
		}
		all.Wait()
		lost := 0
		for _, err := range errs {
			switch {
			case err == nil:
				lost++
			case !errors.Is(err, factors.ErrLast):
				t.Error(err)
			}
		}
		if lost != 1 {
			t.Errorf("%d of the two went: %v", lost, errs)
		}
	})
}

func TestPhoneIsRenamedByItsOwnerAlone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := openPush(t, db, clock)
		name := func(of factors.Account, id device.ID) error {
			return db.Devices().RenameDevice(t.Context(), of, id, "Blue", audit.New(t.Context(), clock.Now(), audit.DeviceChanged))
		}
		if err := name("per_eve", p.device.ID); !errors.Is(err, device.ErrNotFound) {
			t.Errorf("somebody else renames it: %v", err)
		}
		if err := name(p.device.Account, p.device.ID); err != nil {
			t.Fatal(err)
		}
		all, err := db.Devices().DevicesOf(t.Context(), p.device.Account)
		if err != nil || len(all) != 1 || all[0].Info.Name != "Blue" {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
