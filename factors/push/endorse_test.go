package push_test

import (
	"context"
	"crypto"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

// session is what a signed-in session rests on.
func (h *house) session(p phone) []factors.Outcome {
	return []factors.Outcome{
		{Kind: factors.Password, At: h.clock.Now()},
		{Kind: factors.Push, At: h.clock.Now(), Device: string(p.ID), Probation: p.InProbation(h.clock.Now())},
	}
}

// further registers a further device named name, and types its digits.
func (h *house) further(t *testing.T, name string, session []factors.Outcome) (device.Enrolment, crypto.Signer) {
	t.Helper()
	ctx := context.Background()
	e, err := h.devices.Start(ctx, device.StartRequest{Account: alice, Flow: "flw_add", Session: session})
	if err != nil {
		t.Fatal(err)
	}
	key := wiretest.PrivateKey(t, wire.ES256, name)
	reg, err := wire.Sign(key, wire.TypeRegister, wire.Register{
		Audience: issuer, ID: "reg_1", CodeHash: wire.SecretHash(e.Typed), Modes: []wire.Mode{wire.ModeNum2, wire.ModeNum6},
		Device:  wire.DeviceInfo{Name: name, Platform: wire.PlatformAndroid},
		Channel: wire.Channel{Provider: wire.ProviderNone},
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := h.devices.Register(ctx, wire.RegisterRequest{Code: e.Typed, Reg: reg})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.devices.Confirm(ctx, e.ID, "flw_add", answer.Confirm.Reveal()); err != nil {
		t.Fatal(err)
	}
	if e, err = h.devices.Find(ctx, e.ID); err != nil {
		t.Fatal(err)
	}
	return e, key
}

// endorse asks whether the enrolment's device may be added.
func endorse(e device.Enrolment) push.Request {
	r := request(string(e.ID))
	r.Purpose = wire.PurposeEndorse
	r.Context.Device = &wire.NewDevice{Name: e.DeviceName, Platform: e.Platform, Thumbprint: e.Thumbprint}
	return r
}

func (h *house) approve(t *testing.T, p phone, c push.Challenge) {
	t.Helper()
	if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
		t.Fatal(err)
	}
}

func TestFurtherDeviceWaitsForAnotherOnesApproval(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		old := h.enrol(t, alice, "old")
		e, key := h.further(t, "new", h.session(old))
		fresh := h.phone(t, key)
		if e.State != device.Confirmed || fresh.Status != wire.DevicePending {
			t.Fatalf("after the digits: %s, %s", e.State, fresh.Status)
		}
		c, err := h.Open(ctx, endorse(e))
		if err != nil {
			t.Fatal(err)
		}
		_, shown := h.read(t, old, c.ID)
		if d := shown.Context.Device; shown.Purpose != wire.PurposeEndorse || d == nil || d.Name != "new" || d.Thumbprint != thumbprint(t, key) {
			t.Errorf("the old phone is shown %+v", shown)
		}
		if err := shown.Check(); err != nil {
			t.Error(err)
		}
		if err := h.devices.Endorsed(ctx, e.ID, "flw_add", string(c.ID)); !errors.Is(err, device.ErrNotEndorsed) {
			t.Errorf("before it approved: %v", err)
		}
		h.approve(t, old, c)
		if _, err := h.Finish(ctx, c.ID, string(e.ID)); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("a sign-in consumed it: %v", err)
		}
		if err := h.devices.Endorsed(ctx, e.ID, "flw_other", string(c.ID)); !errors.Is(err, device.ErrEnded) {
			t.Errorf("another sign-in took it: %v", err)
		}
		if err := h.devices.Endorsed(ctx, e.ID, "flw_add", string(c.ID)); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StateConsumed)
		if got := h.phone(t, key); !got.Active() || !got.InProbation(h.clock.Now().Add(23*time.Hour)) {
			t.Errorf("the new device is %s, in probation until %v", got.Status, got.Probation)
		}
		if err := h.devices.Endorsed(ctx, e.ID, "flw_add", string(c.ID)); !errors.Is(err, device.ErrEnded) {
			t.Errorf("taken twice: %v", err)
		}
	})
}

// Case 46: only an approval that names this very key adds it.
func TestApprovalOfAnythingElseEndorsesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		old := h.enrol(t, alice, "old")
		first, _ := h.further(t, "first", h.session(old))
		of, err := h.Open(ctx, endorse(first))
		if err != nil {
			t.Fatal(err)
		}
		h.approve(t, old, of)
		e, key := h.further(t, "new", h.session(old)) // ends the first
		login := h.open(t, "flw_add")
		h.approve(t, old, login)
		same := request(string(e.ID))
		stepUp, err := h.Open(ctx, func() push.Request { same.Purpose = wire.PurposeStepUp; return same }())
		if err != nil {
			t.Fatal(err)
		}
		h.approve(t, old, stepUp)
		r := endorse(e)
		r.Holder = "enr_other"
		other, err := h.Open(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		h.approve(t, old, other)
		for name, id := range map[string]push.ID{"an ended enrolment's": of.ID, "another enrolment's": other.ID, "a sign-in's": login.ID, "a step-up's": stepUp.ID, "nobody's": "chl_x"} {
			if err := h.devices.Endorsed(ctx, e.ID, "flw_add", string(id)); !errors.Is(err, device.ErrNotEndorsed) {
				t.Errorf("%s approval: %v", name, err)
			}
		}
		if err := h.devices.Endorsed(ctx, e.ID, "flw_add", ""); !errors.Is(err, device.ErrEnded) {
			t.Errorf("no approval: %v", err)
		}
		late, err := h.Open(ctx, endorse(e))
		if err != nil {
			t.Fatal(err)
		}
		h.approve(t, old, late)
		h.clock.Advance(time.Minute)
		if err := h.devices.Endorsed(ctx, e.ID, "flw_add", string(late.ID)); !errors.Is(err, device.ErrNotEndorsed) {
			t.Errorf("an approval that lapsed: %v", err)
		}
		if got := h.phone(t, key); got.Active() {
			t.Error("the device became active")
		}
	})
}

func TestEndorsementIsTakenOnceOfManyTries(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		old := h.enrol(t, alice, "old")
		e, _ := h.further(t, "new", h.session(old))
		c, err := h.Open(context.Background(), endorse(e))
		if err != nil {
			t.Fatal(err)
		}
		h.approve(t, old, c)
		var mu sync.Mutex
		taken := 0
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				err := h.devices.Endorsed(context.Background(), e.ID, "flw_add", string(c.ID))
				if err == nil {
					mu.Lock()
					defer mu.Unlock()
					taken++
				} else if !errors.Is(err, device.ErrEnded) && !errors.Is(err, device.ErrNotEndorsed) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if taken != 1 {
			t.Errorf("taken %d times", taken)
		}
	})
}

// Case 47: a device in probation adds no other, by its session or its approval.
func TestDeviceInProbationAddsNoOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		old := h.enrol(t, alice, "old")
		e, key := h.further(t, "new", h.session(old))
		c, err := h.Open(ctx, endorse(e))
		if err != nil {
			t.Fatal(err)
		}
		h.approve(t, old, c)
		if err := h.devices.Endorsed(ctx, e.ID, "flw_add", string(c.ID)); err != nil {
			t.Fatal(err)
		}
		fresh := h.phone(t, key)
		_, err = h.devices.Start(ctx, device.StartRequest{Account: alice, Flow: "flw_add", Session: h.session(fresh)})
		if !errors.Is(err, device.ErrNotAllowed) {
			t.Errorf("its session starts an enrolment: %v", err)
		}
		third, thirdKey := h.further(t, "third", h.session(old))
		asked, err := h.Open(ctx, endorse(third))
		if err != nil {
			t.Fatal(err)
		}
		if _, shown := h.read(t, fresh, asked.ID); slices.Contains(shown.Verdicts, wire.Approve) {
			t.Error("it is offered to approve")
		}
		h.approve(t, fresh, asked) // a program that does it all the same
		if err := h.devices.Endorsed(ctx, third.ID, "flw_add", string(asked.ID)); !errors.Is(err, device.ErrNotEndorsed) {
			t.Errorf("its approval was taken: %v", err)
		}
		if h.phone(t, thirdKey).Active() {
			t.Error("the device became active")
		}
		// Alone, it cannot be asked at all.
		if err := h.devices.Revoke(ctx, old.ID, "lost"); err != nil {
			t.Fatal(err)
		}
		if err := h.devices.Reject(ctx, third.ID, "flw_add"); err != nil {
			t.Fatal(err)
		}
		_, err = h.devices.Start(ctx, device.StartRequest{Account: alice, Flow: "flw_add", Session: h.session(old)})
		if !errors.Is(err, device.ErrNotAllowed) {
			t.Errorf("with nobody to vouch: %v", err)
		}
		if _, err := h.Open(ctx, endorse(third)); !errors.Is(err, push.ErrNoDevice) {
			t.Errorf("it was asked: %v", err)
		}
	})
}

// Cases 45 and 46.
func TestSessionAloneAddsNoDevice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		old := h.enrol(t, alice, "old")
		_, err := h.devices.Start(ctx, device.StartRequest{Account: alice, Flow: "flw_add"})
		if !errors.Is(err, device.ErrNotAllowed) {
			t.Errorf("without anything: %v", err)
		}
		e, key := h.further(t, "new", h.session(old))
		for range 2 { // asking again confirms nothing
			if e.State != device.Confirmed || h.phone(t, key).Active() {
				t.Fatalf("a session added it: %s", e.State)
			}
			h.clock.Advance(time.Minute)
		}
		stale := append(h.session(old), factors.Outcome{Kind: factors.Passkey, At: h.clock.Now().Add(-5 * time.Minute)})
		if e, _ := h.further(t, "stale", stale); e.State != device.Confirmed {
			t.Errorf("a passkey of five minutes ago: %s", e.State)
		}
		now := append(h.session(old), factors.Outcome{Kind: factors.Passkey, At: h.clock.Now()})
		e, key = h.further(t, "by passkey", now)
		if got := h.phone(t, key); e.State != device.Activated || !got.Active() || !got.InProbation(h.clock.Now()) {
			t.Errorf("a passkey of now: %s", e.State)
		}
	})
}

func TestRefusedEndorsementAddsNothingAndItsEndIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		old := h.enrol(t, alice, "old")
		e, key := h.further(t, "new", h.session(old))
		c, err := h.Open(ctx, endorse(e))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.send(old, c.ID, h.answers(t, old, c.ID, wire.Deny, "")); err != nil {
			t.Fatal(err)
		}
		if err := h.devices.Endorsed(ctx, e.ID, "flw_add", string(c.ID)); !errors.Is(err, device.ErrNotEndorsed) {
			t.Errorf("denied, and taken: %v", err)
		}
		turned, err := h.Open(ctx, endorse(e))
		if err != nil {
			t.Fatal(err)
		}
		no := h.answers(t, old, turned.ID, wire.Deny, "")
		h.approve(t, old, turned)
		if _, err := h.send(old, turned.ID, no); err != nil {
			t.Fatal(err)
		}
		if err := h.devices.Endorsed(ctx, e.ID, "flw_add", string(turned.ID)); !errors.Is(err, device.ErrNotEndorsed) {
			t.Errorf("approved, then denied, and taken: %v", err)
		}
		again, err := h.Open(ctx, endorse(e))
		if err != nil {
			t.Fatal(err)
		}
		if err := h.devices.Reject(ctx, e.ID, "flw_add"); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, again.ID, wire.StateCancelled) // with the enrolment
		if got := h.phone(t, key); got.Status != wire.DeviceRevoked {
			t.Errorf("the device is %s", got.Status)
		}
	})
}

func TestOnlyOneDeviceIsAskedWhereOneIsNamed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		r := request("enr_x")
		r.Purpose, r.Only = wire.PurposeTest, two.ID
		c, err := h.Open(context.Background(), r)
		if err != nil || len(c.Devices) != 1 || c.Devices[0] != "two" {
			t.Fatalf("%+v, %v", c.Devices, err)
		}
		if _, err := h.Fetch(context.Background(), one.Device, string(c.ID)); !errors.Is(err, push.ErrNotFound) {
			t.Errorf("the other one reads it: %v", err)
		}
		h.approve(t, two, c)
		if _, err := h.Finish(context.Background(), c.ID, "enr_x"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("somebody consumed a test: %v", err)
		}
	})
}
