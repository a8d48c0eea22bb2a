package push_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/notify"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/storage"
)

func depsWith(p push.Policy) push.Deps {
	db := &storage.DB{}
	return push.Deps{
		Store: db.Challenges(), Record: db.Events(), Policy: p, Issuer: issuer, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		Sign:         func(context.Context, string, any) (string, error) { return "", nil },
		Wake:         func(notify.Message, func(notify.Result)) {},
		BadSignature: func(context.Context, device.Device) error { return nil },
		ReturnKey:    make([]byte, 32),
	}
}

func TestEachDeviceGetsItsOwnCopyWithoutTheNumber(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		c := h.open(t, "flw_a")
		jws1, c1 := h.read(t, one, c.ID)
		jws2, c2 := h.read(t, two, c.ID)
		if c1.Device == c2.Device || c1.Account == c2.Account || c1.Nonce == c2.Nonce || c1.ID != c2.ID {
			t.Errorf("the copies share what they must not:\n%+v\n%+v", c1, c2)
		}
		if err := c1.Check(); err != nil {
			t.Errorf("an authenticator would refuse it: %v", err)
		}
		if c1.Context.Account != "a***@example.com" || c1.Expires-c1.IssuedAt != 120 {
			t.Errorf("claims %+v", c1)
		}
		if len(c.Number.Reveal()) != 2 || c.Mode != factors.MatchNum2 {
			t.Fatalf("number of %d digits in mode %s", len(c.Number.Reveal()), c.Mode)
		}
		// The number is two digits, so look for it as a member or a word of its
		// own (case 34).
		for _, jws := range []string{jws1, jws2} {
			payload := decode(t, strings.Split(jws, ".")[1])
			if strings.Contains(payload, `"`+c.Number.Reveal()+`"`) || strings.Contains(payload, "number") {
				t.Errorf("the number travels: %s", payload)
			}
		}
		if len(c.Devices) != 2 || !c.Reachable {
			t.Errorf("devices %v, reachable %v", c.Devices, c.Reachable)
		}
	})
}

func TestPushTellsTheProviderNothingButIds(t *testing.T) {
	h := onSQLite(t, patient())
	p := h.enrol(t, alice, "one")
	c := h.open(t, "flw_a")
	all := h.messages()
	if len(all) != 1 {
		t.Fatalf("%d messages", len(all))
	}
	want := notify.Message{
		Type: notify.TypeChallenge, Device: string(p.ID), Challenge: string(c.ID), Expires: c.Expires,
		Channel: notify.Channel{Provider: "fcm", Token: "token of one"},
	}
	if all[0] != want {
		t.Errorf("message %+v, want %+v", all[0], want)
	}
}

func TestSecondSignInWaitsUnlessItMaySupersede(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		first := h.open(t, "flw_a")
		approval := h.answers(t, p, first.ID, wire.Approve, first.Number.Reveal())

		if _, err := h.Open(t.Context(), request("flw_stranger")); !errors.Is(err, push.ErrBusy) {
			t.Fatalf("a stranger's second sign-in: %v, want ErrBusy", err)
		}
		h.mustBe(t, first.ID, wire.StatePending)
		h.clock.Advance(time.Second) // what is asked from here on is asked after the collision

		known := request("flw_b")
		known.Known = true
		second, err := h.Open(t.Context(), known)
		if err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, first.ID, wire.StateSuperseded)
		if second.Number == first.Number {
			t.Error("both requests have the same number")
		}
		if second.Mode != factors.MatchNum6 || !second.Forced {
			t.Errorf("after a collision the mode is %s, want num6", second.Mode)
		}
		// Case 17: an approval of the superseded request is worth nothing.
		if _, err := h.send(p, first.ID, approval); !errors.Is(err, push.ErrConflict) {
			t.Errorf("approval of the superseded one: %v", err)
		}
		h.mustBe(t, second.ID, wire.StatePending)

		third := h.open(t, "flw_b") // the same flow may ask anew
		h.mustBe(t, second.ID, wire.StateSuperseded)
		if third.Mode != factors.MatchNum6 {
			t.Errorf("before an approval the mode is %s, want num6 still", third.Mode)
		}
		if _, err := h.send(p, third.ID, h.answers(t, p, third.ID, wire.Approve, third.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Second)
		if fourth := h.open(t, "flw_b"); fourth.Mode != factors.MatchNum2 {
			t.Errorf("after an approval the mode is %s", fourth.Mode)
		}
	})
}

func TestCollisionIsForgottenInTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		h.open(t, "flw_a")
		if _, err := h.Open(t.Context(), request("flw_stranger")); !errors.Is(err, push.ErrBusy) {
			t.Fatal(err)
		}
		h.clock.Advance(push.DefaultPolicy().CollisionFor + time.Second)
		if c := h.open(t, "flw_b"); c.Mode != factors.MatchNum2 {
			t.Errorf("the mode is %s", c.Mode)
		}
	})
}

func TestOneOfManyOpensWins(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		var mu sync.Mutex
		opened := 0
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				_, err := h.Open(context.Background(), request("flw_"+string(rune('a'+i))))
				if err != nil && !errors.Is(err, push.ErrBusy) {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					opened++
				}
			})
		}
		wg.Wait()
		if opened != 1 {
			t.Errorf("%d challenges were opened, want 1", opened)
		}
	})
}

func TestExpiredRequestMakesRoom(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(t, alice, "one")
		first := h.open(t, "flw_a")
		h.clock.Advance(120 * time.Second)
		h.mustBe(t, first.ID, wire.StateExpired)
		second := h.open(t, "flw_b")
		if second.Mode != factors.MatchNum2 {
			t.Errorf("an expired request counts as a collision: %s", second.Mode)
		}
		stored, err := h.db.Challenges().FindChallenge(t.Context(), first.ID)
		if err != nil || stored.State != wire.StateExpired {
			t.Errorf("stored as %s, %v", stored.State, err)
		}
	})
}

// Case 38: an old app is never asked in a weaker way.
func TestDeviceThatDoesNotKnowTheModeIsNotAsked(t *testing.T) {
	h := onSQLite(t, patient())
	h.enrol(t, alice, "old", wire.ModeNone)
	if _, err := h.Open(t.Context(), request("flw_a")); !errors.Is(err, push.ErrNoDevice) {
		t.Errorf("got %v, want ErrNoDevice", err)
	}
	h.enrol(t, alice, "new")
	if c := h.open(t, "flw_a"); len(c.Devices) != 1 || c.Devices[0] != "new" {
		t.Errorf("asked %v", c.Devices)
	}
}

func TestRequestMayAskForMoreNeverForLess(t *testing.T) {
	h := onSQLite(t, patient())
	h.enrol(t, alice, "one")
	for asked, want := range map[factors.Match]factors.Match{
		"": factors.MatchNum2, factors.MatchNone: factors.MatchNum2, factors.MatchNum6: factors.MatchNum6,
	} {
		q := request("flw_a")
		q.Mode = asked
		c, err := h.Open(t.Context(), q)
		if err != nil || c.Mode != want || c.Forced {
			t.Errorf("asked %q: mode %s, forced %v, %v", asked, c.Mode, c.Forced, err)
		}
	}
}

func TestAccountWithoutDeviceCannotBeAsked(t *testing.T) {
	h := onSQLite(t, patient())
	if _, err := h.Open(t.Context(), request("flw_a")); !errors.Is(err, push.ErrNoDevice) {
		t.Errorf("got %v, want ErrNoDevice", err)
	}
	nobody := request("flw_a")
	nobody.Account = "per_nobody"
	if _, err := h.Open(t.Context(), nobody); !errors.Is(err, push.ErrOff) {
		t.Errorf("an unknown account: %v, want ErrOff", err)
	}
}

func TestDeadChannelIsMarkedAndShown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		h.answer = notify.Dead
		c := h.open(t, "flw_a")
		if h.phone(t, p.key).Reachable() {
			t.Error("the device still looks reachable")
		}
		if c, err := h.Find(t.Context(), c.ID, "flw_a"); err != nil || c.Reachable {
			t.Errorf("the page is told it is reachable: %v, %v", c.Reachable, err)
		}
		h.open(t, "flw_a")
		last := h.messages()[len(h.messages())-1]
		if last.Channel.Provider != notify.NoProvider {
			t.Errorf("a dead channel was used again: %s", last.Channel.Provider)
		}
	})
}
