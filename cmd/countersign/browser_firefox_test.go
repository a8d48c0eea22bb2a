package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/factors/notify/browsertest"
	"countersign/storage"
)

// The whole way of a push in Firefox: its own key, a real subscription, a real
// message, a notification that a real tap answers with no window of the app open.
func TestBrowserFirefoxIsWokenByAPushAndItsButtonBlocks(t *testing.T) {
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

// Hosted pages in another engine: the password, the waiting page that goes on by
// itself, the application; and nothing on the console.
func TestBrowserFirefoxSignsIn(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	c, secret := r.client()
	q, b := r.request(c, secret), startFirefox(t, nil, nil)
	b.open(q.url)
	b.fill("username", "ada")
	b.fill("password", storyPassword)
	b.press("sign-in", 1)
	r.ok(r.approve(ada.phone, b.text("push-number")))
	b.until("the tab is at the application", fmt.Sprintf(`String(document.location).startsWith(%q)`, r.callback+"?"))
	u, err := url.Parse(askFox[string](b, `String(document.location)`))
	r.ok(err)
	if status, tok := r.redeem(0, q, u.Query().Get("code")); u.Query().Get("state") != q.state || status != 200 || tok.ID == "" {
		t.Errorf("token endpoint: %d %s, state %q", status, tok.Error, u.Query().Get("state"))
	}

	// That nothing was on the console tells something only if it is not blind.
	if found := b.problems(); len(found) != 0 {
		t.Errorf("on the way: %q", found)
	}
	b.open(r.issuer + "/signed-out")
	askFox[any](b, `document.body.setAttribute("style", "color:red")`)
	b.heard("policy style-src-attr")
	askFox[any](b, `void setTimeout(() => { throw new Error("oh") })`)
	b.heard("oh")
}
