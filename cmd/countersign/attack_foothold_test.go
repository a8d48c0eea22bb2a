package main

import (
	"net/http"
	"testing"

	"countersign/audit"
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
