package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/factors/wire"
)

// Whoever has a session alone adds no phone: another one is asked, which names
// it, and what that one did not say cannot be posted.
func TestAttack45And46SessionAloneAddsNoPhoneBesideAnother(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		b := a.atAccount(ada)
		a.ok(b.Open(ctx, a.issuer+"/add-phone"), b.Click(ctx, "add-phone"))
		before := a.recorded(audit.DeviceActivated)
		fresh := a.enrol(b)
		w := waiting{tab: b, phone: ada.phone}
		post := func() {
			t.Helper()
			a.do(attackRequest{
				method: http.MethodPost, path: w.path("/enrol/endorse"), cookies: b.Cookies(), kind: attackForm,
				header: http.Header{"Origin": {a.issuer}}, body: w.form(),
			})
			if added := a.news(audit.DeviceActivated, before); len(added) != 0 {
				t.Fatalf("a phone was added: %+v", added)
			}
		}
		asked := a.open(ada.phone)
		if d := asked.Context.Device; asked.Purpose != wire.PurposeEndorse || d == nil || d.Name != fresh.State().Name || d.Thumbprint == "" {
			t.Fatalf("the other phone is asked %s, about %+v", asked.Purpose, d)
		}
		post()
		_, err := ada.phone.Deny(ctx, asked, wire.ReasonNotMe)
		a.ok(err)
		post()
		if s, err := fresh.Status(ctx); err == nil && s.Status == wire.DeviceActive {
			t.Error("the phone that was refused is active")
		}
	})
}

// One approval that was relayed makes no foothold: codes that it made let no
// phone be added before their owner, who is told of them, had a day.
func TestAttack46CodesMadeByOneApprovalAddNoPhoneAtOnce(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		b := a.atAccount(ada)
		a.ok(b.Open(ctx, a.issuer+"/me/methods/codes"), b.Click(ctx, "codes-new"))
		text, err := b.Text("recovery-codes")
		a.ok(err)
		codes := strings.Fields(text)
		use := func(code string) *browser.Tab {
			a.clock.Advance(time.Minute)
			thief := a.toRecovery(ada)
			a.ok(thief.Fill("recovery-code", code), thief.Click(ctx, "recovery-submit"))
			for thief.Has("recovery-continue") {
				a.ok(thief.Click(ctx, "recovery-continue"))
			}
			return thief
		}
		if thief := use(codes[0]); thief.Has("enroll-link") {
			t.Fatalf("a phone may be added at once: %s", thief.PageText())
		}
		a.clock.Advance(25 * time.Hour)
		if owner := use(codes[1]); !owner.Has("enroll-link") {
			t.Errorf("after a day the codes add no phone: %s", owner.PageText())
		}
	})
}
