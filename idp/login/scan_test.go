package login_test

import (
	"strings"
	"testing"

	"countersign/factors/wire"
)

func TestCodeToScanTakesThePlaceOfTheNumber(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	hub, p := b.signIn()
	if p.has("push-by-scan") {
		t.Error("a code is offered to a phone that cannot read one")
	}
	if p = b.post(p, hub+"/push/scan"); h.pushes.sent() != 1 || !p.has("push-number") {
		t.Fatalf("and is shown: %s", p.path)
	}
	h.pushes.all[0].Scannable, h.pushes.scannable = true, true
	p = b.get(hub + "/push")
	if p = b.post(p, hub+"/push/scan"); p.path != hub+"/push" || !p.has("push-scan") || p.has("push-number") || p.has("push-resend") {
		t.Fatalf("at %s, with %d requests", p.path, h.pushes.sent())
	}
	if !strings.Contains(p.body, "https://id.example.com/a/s#cid=x&amp;s=y") {
		t.Error("the page does not have the link of its code")
	}
	if b.post(p, hub+"/push/scan"); h.pushes.sent() != 2 {
		t.Errorf("pressed twice, %d requests", h.pushes.sent())
	}
	h.clock.Advance(againAfter)
	if p = b.post(p, hub+"/push/again"); !p.has("push-number") || h.pushes.sent() != 3 {
		t.Errorf("no way back to a number: %s", p.path)
	}
	p = b.post(p, hub+"/push/scan")
	h.pushes.answer(wire.StateApproved)
	if p = b.post(p, hub+"/push/continue"); !strings.HasPrefix(p.path, "/authorize/resume") {
		t.Errorf("approved, it leads to %s", p.path)
	}
	if got := strings.Join(b.session().Assurance().AMR, " "); !strings.Contains(got, "mca") {
		t.Errorf("amr %s", got)
	}
}
