package device_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
	"countersign/idp/person"
)

func TestFirstDeviceByInvitationIsActiveWithoutProbation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, code := h.start(t, "flw_a")
		rings, stop := h.db.Bell().Listen("enrolment:" + string(e.ID))
		defer stop()
		answer := h.register(t, code, key(t, "one"))
		select {
		case <-rings:
		case <-time.After(5 * time.Second):
			t.Error("the page was not woken")
		}
		if answer.IssuerName != "Example" || answer.PushJWKSURI != issuer+"/push/keys" || answer.Limits.PollInterval != 5 || len(answer.Confirm.Reveal()) != 6 {
			t.Errorf("answer %+v", answer)
		}
		h.mustBe(t, e.ID, device.Registered, "")
		if d := h.device(t, key(t, "one")); d.Status != wire.DevicePending {
			t.Errorf("before the digits the device is %s", d.Status)
		}
		if err := h.Confirm(t.Context(), e.ID, "flw_a", answer.Confirm.Reveal()); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, e.ID, device.Activated, "")
		d := h.device(t, key(t, "one"))
		if !d.Active() || d.InProbation(h.clock.Now()) || d.Info.Name != "Pixel" || d.Account != alice {
			t.Errorf("device %+v", d)
		}
		account, err := h.db.Accounts().Account(t.Context(), string(alice), e.Invitation)
		if err != nil || account.Invited || !account.HadSecondFactor || account.PushDevices != 1 {
			t.Errorf("account %+v, %v", account, err)
		}
		if err := h.Confirm(t.Context(), e.ID, "flw_a", answer.Confirm.Reveal()); !errors.Is(err, device.ErrEnded) {
			t.Errorf("confirmed twice: %v", err)
		}
		h.clock.Advance(time.Millisecond)
		if second := h.enrol(t, "two"); !second.InProbation(h.clock.Now().Add(23*time.Hour)) || second.InProbation(h.clock.Now().Add(25*time.Hour)) {
			t.Errorf("a second device is in probation until %v", second.Probation)
		}
		if list, err := h.List(t.Context(), alice); err != nil || len(list) != 2 {
			t.Errorf("%d devices, %v", len(list), err)
		}
	})
}

// Cases 45 and 46: neither a session nor a password adds a device.
func TestEnrolmentNeedsMoreThanAPassword(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		try := func(q device.StartRequest) error {
			q.Account, q.Flow = alice, "flw_a"
			_, err := h.Start(t.Context(), q)
			return err
		}
		h.addPerson(t, "per_bob")
		bobs := h.invite(t, "per_bob")
		for name, q := range map[string]device.StartRequest{
			"nothing":             {},
			"unknown invitation":  {Invitation: "inv_x"},
			"another's":           {Invitation: bobs},
			"unknown, with first": {Invitation: "inv_x", First: true},
		} {
			if err := try(q); !errors.Is(err, device.ErrNotAllowed) {
				t.Errorf("%s: %v", name, err)
			}
		}
		// Policy may let the very first come by password alone, in probation.
		e, err := h.Start(t.Context(), device.StartRequest{Account: alice, Flow: "flw_a", First: true})
		if err != nil {
			t.Fatal(err)
		}
		link, err := wire.ParseLink(e.Link)
		if err != nil {
			t.Fatal(err)
		}
		answer := h.register(t, link.Code, key(t, "one"))
		if err := h.Confirm(t.Context(), e.ID, "flw_a", answer.Confirm.Reveal()); err != nil {
			t.Fatal(err)
		}
		if d := h.device(t, key(t, "one")); !d.InProbation(h.clock.Now()) {
			t.Error("a device by password alone is not in probation")
		}
		if err := try(device.StartRequest{First: true}); !errors.Is(err, device.ErrNotAllowed) {
			t.Errorf("a second by password: %v", err)
		}
		if err := h.Revoke(t.Context(), h.device(t, key(t, "one")).ID, "lost"); err != nil {
			t.Fatal(err)
		}
		if err := try(device.StartRequest{First: true}); !errors.Is(err, device.ErrNotAllowed) {
			t.Errorf("by password, once there was a second factor: %v", err)
		}
		invitation := h.invite(t, alice)
		h.clock.Advance(time.Hour)
		if err := try(device.StartRequest{Invitation: invitation}); !errors.Is(err, device.ErrNotAllowed) {
			t.Errorf("by an expired invitation: %v", err)
		}
		if err := h.db.People().Disable(t.Context(), person.ID(alice), h.clock.Now()); err != nil {
			t.Fatal(err)
		}
		if err := try(device.StartRequest{Invitation: h.invite(t, alice)}); !errors.Is(err, device.ErrNotAllowed) {
			t.Errorf("for a disabled account: %v", err)
		}
	})
}

// Case 42: used twice, too late, from another sign-in.
func TestCodeIsGoodOnceInItsTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, code := h.start(t, "flw_a")
		h.clock.Advance(300 * time.Second)
		if _, err := h.Register(from("192.0.2.1"), body(t, code, key(t, "one"))); !errors.Is(err, device.ErrRefused) {
			t.Errorf("after its time: %v", err)
		}
		h.mustBe(t, e.ID, device.Ended, device.EndedByTime)

		e, code = h.start(t, "flw_b")
		answer := h.register(t, code, key(t, "one"))
		if err := h.Confirm(t.Context(), e.ID, "flw_other", answer.Confirm.Reveal()); !errors.Is(err, device.ErrEnded) {
			t.Errorf("confirmed in another sign-in: %v", err)
		}
		if err := h.Reject(t.Context(), e.ID, "flw_other"); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, e.ID, device.Registered, "") // another sign-in rejects nothing
		if err := h.Confirm(t.Context(), e.ID, "flw_b", answer.Confirm.Reveal()); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"one", "two"} {
			if _, err := h.Register(from("192.0.2.1"), body(t, code, key(t, name))); !errors.Is(err, device.ErrRefused) {
				t.Errorf("after it was confirmed, by %s: %v", name, err)
			}
		}
		if !h.device(t, key(t, "one")).Active() {
			t.Error("the confirmed device was harmed")
		}
	})
}

func TestLostAnswerIsGivenAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, code := h.start(t, "flw_a")
		first := h.register(t, code, key(t, "one"))
		if again := h.register(t, code, key(t, "one")); again != first {
			t.Errorf("got %+v, want %+v", again, first)
		}
	})
}

// Case 40: somebody else has the link.
func TestSecondKeyOnACodeEndsTheEnrolment(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, code := h.start(t, "flw_a")
		thief := h.register(t, code, key(t, "thief"))
		if _, err := h.Register(from("192.0.2.2"), body(t, code, key(t, "owner"))); !errors.Is(err, device.ErrConflict) {
			t.Errorf("the owner's try: %v, want ErrConflict", err)
		}
		h.mustBe(t, e.ID, device.Ended, device.EndedBySecondKey)
		if err := h.Confirm(t.Context(), e.ID, "flw_a", thief.Confirm.Reveal()); !errors.Is(err, device.ErrEnded) {
			t.Errorf("confirmed afterwards: %v", err)
		}
		if got := h.device(t, key(t, "thief")).Status; got != wire.DeviceRevoked {
			t.Errorf("the thief's device is %s", got)
		}
	})
}

func TestOfTwoKeysAtTheSameMomentNoneIsConfirmed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, code := h.start(t, "flw_a")
		bodies := make([]wire.RegisterRequest, 6)
		for i := range bodies {
			bodies[i] = body(t, code, key(t, fmt.Sprint("key ", i)))
		}
		var mu sync.Mutex
		answers := 0
		var wg sync.WaitGroup
		for _, b := range bodies {
			wg.Go(func() {
				_, err := h.Register(from("192.0.2.1"), b)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					answers++
				case !errors.Is(err, device.ErrConflict) && !errors.Is(err, device.ErrRefused):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if answers != 1 {
			t.Errorf("%d keys were taken", answers)
		}
		h.mustBe(t, e.ID, device.Ended, device.EndedBySecondKey)
	})
}

func TestThreeWrongDigitsOrARejectionEndTheEnrolment(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, code := h.start(t, "flw_a")
		answer := h.register(t, code, key(t, "one"))
		for i, want := range []error{device.ErrWrongDigits, device.ErrWrongDigits, device.ErrEnded} {
			if err := h.Confirm(t.Context(), e.ID, "flw_a", "no"); !errors.Is(err, want) {
				t.Fatalf("try %d: %v, want %v", i+1, err, want)
			}
		}
		h.mustBe(t, e.ID, device.Ended, device.EndedByDigits)
		if err := h.Confirm(t.Context(), e.ID, "flw_a", answer.Confirm.Reveal()); !errors.Is(err, device.ErrEnded) {
			t.Errorf("the right digits afterwards: %v", err)
		}
		e, code = h.start(t, "flw_b")
		h.register(t, code, key(t, "two"))
		if err := h.Reject(t.Context(), e.ID, "flw_b"); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, e.ID, device.Ended, device.EndedByPerson)
		if got := h.device(t, key(t, "two")).Status; got != wire.DeviceRevoked {
			t.Errorf("the rejected device is %s", got)
		}
	})
}

// Cases 26, 39 and 43, and every other registration that is not what it says.
func TestRegistrationThatProvesNothingIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, code := h.start(t, "flw_a")
		signed := func(change func(*wire.Register)) wire.RegisterRequest {
			c := claims(code)
			change(&c)
			reg, err := wire.Sign(key(t, "one"), wire.TypeRegister, c)
			if err != nil {
				t.Fatal(err)
			}
			return wire.RegisterRequest{Code: code, Reg: reg}
		}
		right := body(t, code, key(t, "one"))
		parts := strings.Split(right.Reg, ".")
		public, err := wire.NewKey(key(t, "victim").Public())
		if err != nil {
			t.Fatal(err)
		}
		victim, err := json.Marshal(public)
		if err != nil {
			t.Fatal(err)
		}
		payload, err := json.Marshal(claims(code))
		if err != nil {
			t.Fatal(err)
		}
		stolen := wiretest.Forge(key(t, "thief"), `{"typ":"cs-register+jwt","alg":"ES256","jwk":`+string(victim)+`}`, string(payload))
		proof, err := wire.Sign(key(t, "one"), wire.TypeProof, claims(code))
		if err != nil {
			t.Fatal(err)
		}
		tries := 0
		for name, q := range map[string]wire.RegisterRequest{
			"nothing":                         {},
			"no code":                         {Reg: right.Reg},
			"another code":                    {Code: "AAAAAAAAAAAAAAAAAAAAAA", Reg: right.Reg},
			"another's public key (case 43)":  {Code: code, Reg: stolen},
			"a DPoP proof (case 26)":          {Code: code, Reg: proof},
			"modes stripped (case 39)":        {Code: code, Reg: parts[0] + "." + wiretest.Encode(strings.Replace(string(payload), `"num2"`, `"none"`, 1)) + "." + parts[2]},
			"for another issuer (case 42)":    signed(func(c *wire.Register) { c.Audience = "https://other.example" }),
			"key signed another code":         signed(func(c *wire.Register) { c.CodeHash = wire.SecretHash("other") }),
			"no mode that is known":           signed(func(c *wire.Register) { c.Modes = []wire.Mode{"colour"} }),
			"a name that hides what it shows": signed(func(c *wire.Register) { c.Device.Name = "Pixel\u202e" }),
		} {
			tries++ // each from a network of its own, so that the limit hides nothing
			if _, err := h.Register(from(fmt.Sprint("192.0.2.", tries)), q); !errors.Is(err, device.ErrRefused) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.mustBe(t, e.ID, device.Waiting, "")
	})
}

func TestInvitationMustStillBeGoodAtTheEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e, code := h.start(t, "flw_a")
		answer := h.register(t, code, key(t, "one"))
		h.clock.Advance(time.Second)
		h.invite(t, alice) // ends the one before
		if err := h.Confirm(t.Context(), e.ID, "flw_a", answer.Confirm.Reveal()); !errors.Is(err, device.ErrEnded) {
			t.Errorf("got %v, want ErrEnded", err)
		}
		if h.device(t, key(t, "one")).Active() {
			t.Error("the device is active")
		}
	})
}

func TestUsedKeyEnrolsNoSecondDevice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, "one")
		e, code := h.start(t, "flw_b")
		if _, err := h.Register(from("192.0.2.1"), body(t, code, key(t, "one"))); !errors.Is(err, device.ErrRefused) {
			t.Errorf("got %v", err)
		}
		h.mustBe(t, e.ID, device.Waiting, "")
		if !h.device(t, key(t, "one")).Active() {
			t.Error("the first device was harmed")
		}
	})
}
