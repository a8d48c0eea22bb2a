package main

import (
	"strings"
	"testing"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
)

func TestEveryPurposeHasATitle(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range wire.Purposes() {
		var c authenticator.Challenge
		c.Purpose = p
		text := title(c, "Northwind")
		if !strings.Contains(text, "Northwind") || seen[text] {
			t.Errorf("%s: %q", p, text)
		}
		seen[text] = true
	}
}

// An application that asks by itself has no browser of ours to go back to.
func TestWhoApprovedIsSentToABrowserOnlyWhereOneWaits(t *testing.T) {
	for _, p := range wire.Purposes() {
		if got := strings.Contains(outcome(p, wire.StateApproved), "browser"); got == (p == wire.PurposeCIBA) {
			t.Errorf("%s: %q", p, outcome(p, wire.StateApproved))
		}
	}
}
