package main

import (
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// heldTimer keeps the timer of 15 s that the app sets as it asks the browser to
// subscribe, until the test ends it. Calls to the server have such timers too.
const heldTimer = `(() => {
	const set = window.setTimeout, ask = PushManager.prototype.subscribe;
	let last;
	window.setTimeout = (f, ms, ...more) => {
		const timer = set(f, ms, ...more);
		if (ms === 15000) last = {f, timer};
		return timer;
	};
	PushManager.prototype.subscribe = function(how) {
		clearTimeout(last.timer);
		window.endTimer = last.f;
		return ask.call(this, how);
	};
})()`

// Where no push service can be reached, Chromium neither subscribes nor fails.
// The app waits for 15 s, then goes on without; it tries again when it starts,
// and nobody waits for that.
func TestBrowserAppGoesOnWhereSubscribingHangs(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	const nobody = "http://127.0.0.1:9/"
	ctx, end, err := launchChromium(nil, chromedp.Flag("gcm-checkin-url", nobody), chromedp.Flag("gcm-registration-url", nobody), chromedp.Flag("gcm-mcs-endpoint", "https://127.0.0.1:9"))
	if err != nil {
		t.Fatalf("headless Chromium: %v; run: make test-setup", err)
	}
	t.Cleanup(end)
	phone := r.tabOf(ctx, true)
	phone.forgive("401 (Unauthorized)") // how a server hands out its first nonce (RFC 9449 section 8)
	command(phone, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: "notifications"}, Setting: browser.PermissionSettingGranted, Origin: r.issuer,
	})
	command(phone, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: heldTimer})
	desk := r.chromium(true)
	ada := member{id: r.toEnrol(desk, "ada"), name: "ada"}
	phone.open(desk.text("enroll-link"))
	phone.screen("Add this phone")
	phone.press("begin", 1)
	phone.press("allow", 1)
	phone.until("the browser was asked to subscribe", `window.endTimer !== undefined`)
	if !phone.shows(`document.querySelector(".s-notifications") !== null && !document.getElementById("slow-push").hidden`) {
		t.Errorf("it does not say that it waits: %s", phone.where())
	}
	eval[chromedp.Void](phone, `window.endTimer()`)
	phone.until("it goes on by itself", `document.querySelector(".s-notifications") === null`)
	r.confirmApp(desk, phone)
	if r.reachable(ada) {
		t.Error("the server believes that a push reaches this phone")
	}
	phone.press("home", 1)
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	phone.open(r.issuer + "/a/")
	phone.screen("Nothing waiting")
	phone.until("the browser was asked again", `window.endTimer !== undefined`)
	eval[chromedp.Void](phone, `window.endTimer()`)
	phone.screen("Nothing waiting")
}
