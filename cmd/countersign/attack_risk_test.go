package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"countersign/audit"
	"countersign/config"
	"countersign/factors/wire"
)

// sprayed fails with a password at five accounts from the network of everybody
// here.
func (a attacker) sprayed() {
	a.t.Helper()
	for i := range 5 {
		a.guessed(fmt.Sprintf("nobody%d", i), attackPassword)
	}
}

func riskOn(c *config.Config) { c.Policy.Risk = true }

// Case 63, as far as it can be told without a map: mode raised, then refused.
func TestAttack63UnusualSignInsAreAskedForMoreAndThenRefused(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a := attacker{rig: newRig(t, database, 1, riskOn)}
			ada := a.join("ada")
			usual, got := a.signedIn(ada, nil)
			if usual.asked.Match.Mode != wire.ModeNum2 || slices.Contains(amrOf(t, got.ID), "rba") {
				t.Errorf("a new browser alone: mode %s, amr %v", usual.asked.Match.Mode, amrOf(t, got.ID))
			}
			a.sprayed()
			raised, got := a.signedIn(ada, nil)
			if raised.asked.Match.Mode != wire.ModeNum6 || !slices.Contains(amrOf(t, got.ID), "rba") {
				t.Errorf("from a network that tries accounts: mode %s, amr %v", raised.asked.Match.Mode, amrOf(t, got.ID))
			}

			a.clock.Advance(time.Hour)
			for range 3 {
				a.waits(ada, nil)
				a.clock.Advance(3 * time.Minute)
			}
			a.sprayed()
			b := a.browser(0)
			c, secret := a.client()
			a.toPush(b, a.request(c, secret), ada.name)
			a.ok(b.Fill("choose-push", "on"), b.Click(t.Context(), "choose-submit")) // other ways come first by now
			if b.Has("push-number") {
				t.Errorf("asked again: %s", b.PageText())
			}
			open, err := ada.phone.Challenges(t.Context(), false)
			a.ok(err)
			refused := a.recorded(audit.PushRefused)
			if len(open) != 0 || len(refused) != 1 || refused[0].Event.Detail["risk"] != "95" {
				t.Errorf("the phone has %d requests; on record %+v", len(open), refused)
			}
			// The owner, where they always sign in, is asked for six digits.
			if w := a.waits(ada, usual.tab); w.asked.Match.Mode != wire.ModeNum6 {
				t.Errorf("the owner's browser: mode %s", w.asked.Match.Mode)
			}
		})
	}
}
