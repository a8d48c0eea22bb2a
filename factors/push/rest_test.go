package push_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/factors/device"
	"countersign/factors/notify"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// pause gives p's wish not to be woken, signed by it.
func (h *house) pause(t *testing.T, p phone, length time.Duration) phone {
	t.Helper()
	body, err := wire.Sign(p.key, wire.TypeDevice, wire.DeviceAct{
		Device: string(p.ID), Audience: issuer, Account: p.Pseudonym, ID: "act_pause", Nonce: "n",
		Act: wire.ActPause, Until: h.clock.Now().Add(length).Unix(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.devices.Act(t.Context(), p.Device, []byte(body), func(string) bool { return true }); err != nil {
		t.Fatal(err)
	}
	return h.phone(t, p.key)
}

func TestPausedPhoneIsNotWokenAndAnswersWhenAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.pause(t, h.enrol(t, alice, "one"), time.Hour)
		c := h.open(t, "flw_a")
		h.clock.Advance(20 * time.Second)
		if err := h.Resend(t.Context(), c.ID, "flw_a"); err != nil {
			t.Fatal(err)
		}
		for _, m := range h.messages() {
			if m.Channel.Provider != "none" {
				t.Errorf("it was woken by %s", m.Channel.Provider)
			}
		}
		if c.Reachable {
			t.Error("the page believes that a push has woken it")
		}
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StateApproved)
	})
}

func TestDormantPhoneDeniesAndReportsAndNeverApproves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		old := h.enrol(t, alice, "old")
		h.clock.Advance(device.DormantAfter)
		h.enrol(t, alice, "new")
		old = h.phone(t, old.key)
		c := h.open(t, "flw_a")
		_, claims := h.read(t, old, c.ID)
		if slices.Contains(claims.Verdicts, wire.Approve) {
			t.Error("it is offered to approve")
		}
		_, err := h.send(old, c.ID, h.answers(t, old, c.ID, wire.Approve, c.Number.Reveal()))
		if !errors.Is(err, push.ErrRefused) || !strings.Contains(err.Error(), "check 2,") {
			t.Errorf("it approved: %v", err)
		}
		h.mustBe(t, c.ID, wire.StatePending)
		if _, err := h.send(old, c.ID, h.answers(t, old, c.ID, wire.Deny, "")); err != nil {
			t.Error(err)
		}
		h.mustBe(t, c.ID, wire.StateDenied)
	})
}

func TestDormantPhoneAloneCanAnswerNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		h.clock.Advance(device.DormantAfter)
		if _, err := h.Open(t.Context(), request("flw_a")); !errors.Is(err, push.ErrNoDevice) {
			t.Fatalf("opened: %v", err)
		}
		if err := h.devices.Wake(t.Context(), alice); err != nil {
			t.Fatal(err)
		}
		p = h.phone(t, p.key)
		c := h.open(t, "flw_a")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Errorf("awake: %v", err)
		}
	})
}

func TestHistoryIsTheDevicesOwnLastDecisions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p, twin := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		denied := h.open(t, "flw_a")
		if _, err := h.send(p, denied.ID, h.answers(t, p, denied.ID, wire.Deny, "")); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Minute)
		approved := h.open(t, "flw_b")
		if _, err := h.send(p, approved.ID, h.answers(t, p, approved.ID, wire.Approve, approved.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		at := h.clock.Now().Unix()
		h.clock.Advance(2 * time.Minute) // and nobody finished it
		history, err := h.History(t.Context(), p.Device)
		if err != nil || len(history.Decisions) != 2 {
			t.Fatalf("%+v, %v", history, err)
		}
		newest := history.Decisions[0]
		if newest.CID != string(approved.ID) || newest.Decision != wire.Approve || newest.State != wire.StateLapsed || newest.At != at {
			t.Errorf("newest %+v", newest)
		}
		if newest.Context.IP != "192.0.2.7" || newest.Context.Account != "a***@example.com" {
			t.Errorf("context %+v", newest.Context)
		}
		if oldest := history.Decisions[1]; oldest.CID != string(denied.ID) || oldest.State != wire.StateDenied {
			t.Errorf("oldest %+v", oldest)
		}
		if other, err := h.History(t.Context(), twin.Device); err != nil || len(other.Decisions) != 0 {
			t.Errorf("another device of the account is told %+v, %v", other, err)
		}
	})
}

func TestOtherPhonesAreToldThatTheNumberWasWrong(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p, twin := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		c := h.open(t, "flw_a")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c))); !errors.Is(err, push.ErrRefused) {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StateFailed)
		last := h.messages()[len(h.messages())-1]
		if last.Type != notify.TypeStatus || last.State != notify.StateDenied || last.Device != string(twin.ID) || last.Challenge != string(c.ID) {
			t.Errorf("the last message is %s %s to %s", last.Type, last.State, last.Device)
		}
	})
}
