package main

import (
	"strings"
	"testing"
	"time"

	"countersign/factors/notify/browsertest"
	"countersign/storage"
)

// The whole way of a push in Firefox: its own key, a real subscription, a real
// message, a notification that a real tap answers with no window of the app open.
func TestFirefoxIsWokenByAPushAndItsButtonBlocks(t *testing.T) {
	t.Parallel()
	var r *rig
	service, desktop := browsertest.NewAutopush(t, func() time.Time { return r.clock.Now() }), browsertest.NewDesktop(t)
	r = newRigOn(t, service.Client, "sqlite", 1)
	phone := startFirefox(t, []string{"DBUS_SESSION_BUS_ADDRESS=" + desktop.Address}, service.Preferences())
	desk := r.chromium(true)
	r.joinByApp("ada", desk, phone)
	if n := service.Subscriptions(); n != 1 {
		t.Fatalf("%d subscriptions", n)
	}
	phone.open("about:blank")
	n := r.notified(desktop, "Sign in to Northwind?")
	r.mayNotApprove(n)
	r.ok(desktop.Tap(n, "It's not me"))
	if blocked := r.notified(desktop, "Blocked. Nobody got in."); len(blocked.Buttons) != 0 {
		t.Errorf("it offers %q", blocked.Buttons)
	}
	desk.until("the desk learns of it", `document.querySelector("main h1")?.textContent.includes("not approved")`)
	if events := strings.Join(r.events(storage.Query{Limit: 100}), "\n"); !strings.Contains(events, "challenge.denied") {
		t.Errorf("the server does not know: %s", events)
	}
	if n := service.Pushes(); n == 0 {
		t.Error("the notification came without a push")
	}
}
