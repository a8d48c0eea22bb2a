package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/chromedp"
)

// appWorker is the web app's worker in a phone's browser, with leave to notify.
type appWorker struct {
	*tab
	rig    *rig
	id     serviceworker.RegistrationID
	inside *tab // the worker itself
}

// appWorker waits for the worker that the app in phone has started.
func (r *rig) appWorker(phone *tab) *appWorker {
	r.t.Helper()
	phone.forgive("Push API in incognito mode") // as every tab of these tests is
	command(phone, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: "notifications"}, Setting: browser.PermissionSettingGranted, Origin: r.issuer,
		BrowserContextID: chromedp.FromContext(phone.ctx).BrowserContextID,
	})
	promised(phone, "the worker is at work", `navigator.serviceWorker.getRegistration("/a/").then(r => r?.active?.state === "activated")`,
		func(is bool) bool { return is })
	ids := make(chan serviceworker.RegistrationID, 16)
	r.ok(chromedp.Listen(phone.ctx, func(event any) {
		if e, ok := event.(*serviceworker.EventWorkerRegistrationUpdated); ok {
			for _, known := range e.Registrations {
				if known.ScopeURL == r.issuer+"/a/" && !known.IsDeleted {
					ids <- known.RegistrationID
				}
			}
		}
	}))
	command(phone, serviceworker.Enable, cdp.Empty{})
	w := &appWorker{tab: phone, rig: r}
	select {
	case w.id = <-ids:
	case <-time.After(patience):
		r.t.Fatal("the browser does not tell of the worker")
	}
	w.attach()
	return w
}

// recorder keeps what the worker shows. It is shown too, but whether a machine
// has a place for it, and how long that takes, is not what is tested.
const recorder = `self.shown ??= (real => {
	const shown = [];
	ServiceWorkerRegistration.prototype.showNotification = function(title, options) {
		const n = {Title: title, Body: options.body, Tag: options.tag, Data: {Dev: options.data.dev ?? "", CID: options.data.cid ?? ""},
			Actions: options.actions.map(a => ({Action: a.action, Title: a.title}))};
		real.call(this, title, options).catch(e => { if (e instanceof TypeError) n.Title = String(e); });
		shown.push(n);
		return Promise.resolve();
	};
	return shown;
})(ServiceWorkerRegistration.prototype.showNotification)`

// attach goes into the worker, which then is not stopped until the test ends.
func (w *appWorker) attach() {
	w.t.Helper()
	promised(w.tab, "the worker is awake", `navigator.serviceWorker.getRegistration("/a/").then(r => { r.active.postMessage(0); return true; })`,
		func(is bool) bool { return is })
	targets, err := chromedp.Targets(w.ctx)
	w.rig.ok(err)
	for _, target := range targets {
		if target.Type == "service_worker" && strings.HasPrefix(target.URL, w.rig.issuer+"/") {
			ctx, cancel := chromedp.NewContext(w.ctx, chromedp.WithTargetID(target.TargetID), chromedp.WithDetachOnCancel())
			w.t.Cleanup(cancel)
			w.rig.ok(chromedp.Do(ctx)) // with the whole context: the first use is what holds the target
			w.inside = &tab{t: w.t, ctx: ctx, record: w.record}
			eval[chromedp.Void](w.inside, recorder)
			return
		}
	}
	w.t.Fatal("the worker cannot be attached to")
}

// promised is what the promise that js makes comes to; wanted says which of its
// values is waited for.
func promised[T any](b *tab, what, js string, wanted func(T) bool) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
		if err == nil && wanted(v) {
			return v
		}
		select {
		case <-ctx.Done():
			b.t.Fatalf("not within %s: %s: %v, %v\nat %s", patience, what, v, err, b.where())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// push delivers a push as the browser gets one from its push service.
func (w *appWorker) push(data string) {
	w.t.Helper()
	command(w.tab, serviceworker.DeliverPushMessage, serviceworker.DeliverPushMessageParams{Origin: w.rig.issuer, RegistrationID: w.id, Data: data})
}

// shown is a notification.
type shown struct {
	Title, Body, Tag string
	Actions          []struct{ Action, Title string }
	Data             struct{ Dev, CID string }
}

// next waits for the nth notification.
func (w *appWorker) next(n int) shown {
	w.t.Helper()
	w.inside.until(fmt.Sprintf("%d notifications", n), fmt.Sprintf(`self.shown.length >= %d`, n))
	all := eval[[]shown](w.inside, `self.shown`)
	return all[n-1]
}

// tap presses a button of a notification, by an event within the worker: that
// may not open windows, and does all else.
func (w *appWorker) tap(n shown, action string) {
	w.t.Helper()
	eval[bool](w.inside, fmt.Sprintf(`self.dispatchEvent(Object.assign(new Event("notificationclick"),
		{notification: {close() {}, data: {dev: %q, cid: %q}}, action: %q, waitUntil() {}}))`, n.Data.Dev, n.Data.CID, action))
}

// elsewhere leads the tab to a page of the house that is none of the app's.
func (w *appWorker) elsewhere() {
	w.t.Helper()
	w.open(w.rig.issuer + "/logout")
}

func TestBrowserWorkerShowsAPushAndBlocksWithoutAWindow(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.joinByApp("ada", desk, phone)
	phone.press("home", 1)
	phone.screen("Are you signing in?")
	cid := eval[string](phone, `location.pathname.split("/").at(-1)`)
	dev := promised(phone, "the app keeps its key", `new Promise(done => {
		indexedDB.open("countersign").onsuccess = e => e.target.result.transaction("accounts").objectStore("accounts").getAllKeys().onsuccess = e => done(e.target.result[0]);
	})`, func(id string) bool { return id != "" })
	w := r.appWorker(phone)
	w.elsewhere()

	data, err := json.Marshal(map[string]any{"v": 1, "dev": dev, "cid": cid, "exp": r.clock.Now().Unix() + 100})
	r.ok(err)
	envelope, err := json.Marshal(map[string]string{"type": "cs.challenge", "data": string(data)})
	r.ok(err)
	w.push(string(envelope))
	n := w.next(1)
	if n.Title != "Sign in to Northwind?" || n.Tag != cid || n.Data.Dev != dev || n.Data.CID != cid || len(n.Actions) != 2 ||
		n.Actions[0].Title != "It's not me" || n.Actions[1].Title != "Review" {
		t.Errorf("the notification is %+v", n)
	}

	w.push("") // event.data is null: a browser still wants something shown
	if n := w.next(2); n.Title != "A sign-in needs your answer" || len(n.Actions) != 1 || n.Actions[0].Action != "review" {
		t.Errorf("for an empty push: %+v", n)
	}

	w.tap(n, "deny")
	if n := w.next(3); n.Title != "Blocked. Nobody got in." {
		t.Errorf("after the denial: %+v", n)
	}
	desk.until("the desk hears of it", `!document.getElementById("push-number")`)
}

// Without a server the app still opens, by what the worker kept, and says why
// nothing can be seen.
func TestBrowserWorkerOpensTheAppWithoutAServer(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.joinByApp("ada", desk, phone)
	phone.press("home", 1)
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	r.appWorker(phone)
	phone.open(r.issuer + "/a/")
	phone.screen("Nothing waiting")
	if !eval[bool](phone, `navigator.serviceWorker.controller !== null`) {
		t.Fatal("the worker does not answer for the page")
	}
	phone.forgive("ERR_CONNECTION")
	phone.forgive("ERR_EMPTY_RESPONSE")
	server := r.replicas[0].server
	r.ok(server.Listener.Close())
	server.CloseClientConnections()
	phone.open(r.issuer + "/a/settings")
	phone.open(r.issuer + "/a/")
	phone.screen("No connection")
}
