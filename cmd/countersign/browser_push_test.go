package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"countersign/factors/notify/browsertest"
	"countersign/storage"
)

// phoneOfPush is a browser that can be woken: a process of its own, since windows
// of a test's kind cannot subscribe, before a desktop of its own.
type phoneOfPush struct {
	*tab
	*browsertest.Desktop
	service *browsertest.GCM
}

// onGCM is a rig and a phone's Chromium that subscribes where the rig sends.
func onGCM(t *testing.T) (*rig, phoneOfPush) {
	t.Helper()
	var r *rig
	p := phoneOfPush{service: browsertest.NewGCM(t, func() time.Time { return r.clock.Now() }), Desktop: browsertest.NewDesktop(t)}
	r = newRigOn(t, p.service.Client, "sqlite", 1)
	options := []chromedp.ExecAllocatorOption{chromedp.Flag("enable-features", "NativeNotifications,SystemNotifications")}
	for name, value := range p.service.Flags() {
		options = append(options, chromedp.Flag(name, value))
	}
	ctx, end, err := launchChromium([]string{"DBUS_SESSION_BUS_ADDRESS=" + p.Address}, options...)
	if err != nil {
		t.Fatalf("headless Chromium: %v; run: make test-setup", err)
	}
	t.Cleanup(end)
	p.tab = r.tabOf(ctx, true)
	p.pushes = true
	p.do(chromedp.EmulateViewport(390, 844))
	p.forgive("401 (Unauthorized)") // how a server hands out its first nonce (RFC 9449 section 8)
	command(p.tab, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: "notifications"}, Setting: browser.PermissionSettingGranted, Origin: r.issuer,
	})
	return r, p
}

// notified waits for a notification.
func (r *rig) notified(d *browsertest.Desktop, title string) browsertest.Notification {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), patience)
	defer cancel()
	n, err := d.Wait(ctx, title)
	r.ok(err)
	return n
}

// away closes the app, as a phone in a pocket has it.
func (p phoneOfPush) away() {
	p.t.Helper()
	p.open("about:blank")
}

// mayNotApprove is what a notification of a request must be like.
func (r *rig) mayNotApprove(n browsertest.Notification) {
	r.t.Helper()
	if !slices.Equal(n.Buttons, []string{"It's not me", "Review"}) {
		r.t.Errorf("buttons %q", n.Buttons)
	}
	for _, word := range []string{"ada", "per_", "acc_", "chl_"} {
		if strings.Contains(n.Title+n.Body, word) {
			r.t.Errorf("the notification says %q: %q, %q", word, n.Title, n.Body)
		}
	}
}

// The whole way of a push: a real subscription, a real message, a notification
// that a real tap answers, with no window of the app open.
func TestBrowserPushWakesChromiumAndItsButtonBlocks(t *testing.T) {
	t.Parallel()
	r, phone := onGCM(t)
	desk := r.chromium(true)
	r.joinByApp("ada", desk, phone.tab)
	if n := phone.service.Subscriptions(); n != 1 {
		t.Fatalf("%d subscriptions", n)
	}
	phone.away()
	n := r.notified(phone.Desktop, "Sign in to Northwind?")
	r.mayNotApprove(n)
	r.ok(phone.Tap(n, "It's not me"))
	blocked := r.notified(phone.Desktop, "Blocked. Nobody got in.")
	if len(blocked.Buttons) != 0 {
		t.Errorf("it offers %q", blocked.Buttons)
	}
	desk.until("the desk learns of it", `document.querySelector("main h1")?.textContent.includes("not approved")`)
	events := strings.Join(r.events(storage.Query{Limit: 100}), "\n")
	if !strings.Contains(events, "challenge.denied") {
		t.Errorf("the server does not know: %s", events)
	}
}

// The request opens in a window of the app, and waits there for the number.
func TestBrowserNotificationOpensTheRequest(t *testing.T) {
	t.Parallel()
	r, phone := onGCM(t)
	desk := r.chromium(true)
	r.joinByApp("ada", desk, phone.tab)
	r.ok(phone.Tap(r.notified(phone.Desktop, "Sign in to Northwind?"), "Review"))
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	desk.keepCodes()

	r.clock.Advance(time.Hour) // a second request soon after would look unusual
	c, secret := r.client()
	desk.open(r.issuer + "/logout")
	desk.click("sign-out")
	phone.away()
	r.toWaiting(desk, r.request(c, secret), "ada")
	r.ok(phone.Tap(r.notified(phone.Desktop, "Sign in to Payroll?"), ""))
	opened := r.windowOf(phone)
	opened.approveInApp(desk.text("push-number"))
	opened.screen("Approved")
	if got := r.landedIn(desk); got.Get("code") == "" {
		t.Errorf("the application gets %v", got)
	}
}

// windowOf is the window that the worker opened.
func (r *rig) windowOf(p phoneOfPush) *tab {
	r.t.Helper()
	deadline := time.After(patience)
	for {
		targets, err := chromedp.Targets(p.ctx)
		r.ok(err)
		for _, found := range targets {
			if found.Type == "page" && strings.HasPrefix(found.URL, r.issuer+"/a/r/chl_") {
				b := r.tabOf(p.ctx, true, chromedp.WithTargetID(found.TargetID))
				b.forgive("401 (Unauthorized)")
				return b
			}
		}
		select {
		case <-deadline:
			r.t.Fatalf("no window was opened: %+v", targets)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// A subscription that the browser dropped is found out at the next push, and
// made anew at the next start of the app.
func TestBrowserSubscriptionThatEndedIsDeadUntilTheAppStarts(t *testing.T) {
	t.Parallel()
	r, phone := onGCM(t)
	desk := r.chromium(true)
	ada := r.joinByApp("ada", desk, phone.tab)
	phone.press("home", 1)
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	desk.keepCodes()
	eval[chromedp.Void](phone.tab, `(async () => { window.dropped = await (await (await navigator.serviceWorker.ready).pushManager.getSubscription()).unsubscribe(); })(); undefined`)
	phone.until("the browser dropped it", `window.dropped === true`)
	for deadline := time.Now().Add(10 * time.Second); phone.service.Subscriptions() != 0; { // the browser tells its service when it likes
		if time.Now().After(deadline) {
			t.Fatalf("%d subscriptions are left", phone.service.Subscriptions())
		}
		time.Sleep(20 * time.Millisecond)
	}
	phone.away()
	c, secret := r.client()
	desk.open(r.issuer + "/logout")
	desk.click("sign-out")
	r.toWaiting(desk, r.request(c, secret), "ada")
	r.until("the channel is dead", func() bool { return !r.reachable(ada) })
	r.clock.Advance(time.Minute)
	phone.open(r.issuer + "/a/")
	r.until("the channel is renewed", func() bool { return r.reachable(ada) })
	if n := phone.service.Subscriptions(); n != 1 {
		t.Errorf("%d subscriptions", n)
	}
}

// until waits for something at the server that no page tells.
func (r *rig) until(what string, is func() bool) {
	r.t.Helper()
	for deadline := time.After(patience); !is(); {
		select {
		case <-deadline:
			r.t.Fatalf("not within %s: %s", patience, what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
