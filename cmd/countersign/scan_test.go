package main

import (
	"net/http"
	"strings"
	"testing"

	"countersign/factors/wire"
)

// byScan presses for the code, and reads it with the phone's camera.
func (a attacker) byScan(w waiting) (waiting, string) {
	a.t.Helper()
	a.ok(w.tab.Click(a.t.Context(), "push-by-scan"))
	w.asked = a.open(w.phone)
	link, err := w.tab.Text("push-scan-link")
	a.ok(err)
	match, err := wire.ParseScan(link, w.asked.Issuer, w.asked.ID)
	a.ok(err)
	return w, match
}

func TestSignInIsApprovedByScanningTheCodeOfItsPage(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		number := w.asked
		w, match := a.byScan(w)
		if got := a.state(number.ID); got != wire.StateSuperseded {
			t.Errorf("the number's request is %s", got)
		}
		if w.asked.Match.Mode != wire.ModeScan || strings.Contains(decodedPart(strings.Split(w.asked.Compact(), ".")[1]), match) {
			t.Errorf("the phone is asked in mode %s, or told the answer", w.asked.Match.Mode)
		}
		_, err := ada.phone.Approve(t.Context(), w.asked, match)
		a.ok(err, await(t.Context(), w.tab, "push-continue"), w.tab.Click(t.Context(), "push-continue"))
		if status, got := a.redeem(0, w.request, a.landed(w.tab).Get("code")); status != http.StatusOK {
			t.Fatalf("token endpoint: %d %s", status, got.Error)
		}
	})
}

// Whoever has the code without a phone of the account has nothing, and the
// code of one sign-in answers no other.
func TestScannedCodeAnswersOnlyTheRequestItIsOf(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada, eve := a.join("ada"), a.join("eve")
		hers, match := a.byScan(a.waits(ada, nil))
		his, _ := a.byScan(a.waits(eve, nil))
		a.refuses(a.decide(eve.phone, hers.asked.ID, hers.as(eve.phone).sign(edit("match", match))), http.StatusForbidden)
		if got := a.state(hers.asked.ID); got != wire.StatePending {
			t.Errorf("with another's phone hers is %s", got)
		}
		a.refuses(a.decide(eve.phone, his.asked.ID, his.sign(edit("match", match))), http.StatusForbidden)
		if got := a.state(his.asked.ID); got != wire.StateFailed {
			t.Errorf("with another's code his is %s", got)
		}
	})
}
