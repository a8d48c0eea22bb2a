package main

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"countersign/factors"
)

// subscribes makes the browser's push service answer as Chrome's would: there
// is none on loopback.
const subscribes = `(() => {
	const kept = () => JSON.parse(localStorage.getItem("subscription"));
	const made = (s) => s && {
		endpoint: "https://fcm.googleapis.com/fcm/send/" + s.n, options: {applicationServerKey: new Uint8Array(s.key).buffer},
		getKey: (name) => new Uint8Array(s[name]).buffer, unsubscribe: async () => localStorage.removeItem("subscription"),
	};
	PushManager.prototype.getSubscription = async () => made(kept());
	PushManager.prototype.subscribe = async ({applicationServerKey}) => {
		const pair = await crypto.subtle.generateKey({name: "ECDH", namedCurve: "P-256"}, true, ["deriveBits"]);
		localStorage.setItem("subscription", JSON.stringify({n: Math.random(), key: [...applicationServerKey],
			p256dh: [...new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))], auth: [...crypto.getRandomValues(new Uint8Array(16))]}));
		return made(kept());
	};
})()`

// The subscription goes with the registration; one that the browser replaced
// is told to the server at the next start.
func TestBrowserAppSubscribesAndTellsAReplacedSubscription(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	command(phone, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: "notifications"}, Setting: browser.PermissionSettingGranted,
		Origin: r.issuer, BrowserContextID: chromedp.FromContext(phone.ctx).BrowserContextID,
	})
	command(phone, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: subscribes})
	r.toEnrol(desk, "ada")
	phone.open(desk.text("enroll-link"))
	phone.screen("Add this phone")
	phone.press("begin", 1)
	phone.screen("Allow notifications")
	phone.press("allow", 1)
	phone.until("the browser has subscribed", `document.querySelector(".s-notifications") === null`)
	r.confirmApp(desk, phone)
	endpoint := func() string {
		t.Helper()
		who, err := r.replicas[0].db.People().FindByKey(t.Context(), "ada")
		r.ok(err)
		all, err := r.replicas[0].phones.List(t.Context(), factors.Account(who.ID))
		r.ok(err)
		return all[0].Channel.Endpoint.Reveal()
	}
	first := endpoint()
	if first == "" {
		t.Fatal("no subscription was registered")
	}
	phone.press("home", 1)
	phone.screen("Are you signing in?")
	phone.press("not-now", 1)
	phone.screen("Not approved")
	r.clock.Advance(11 * time.Second) // the pace of changes
	eval[chromedp.Void](phone, `localStorage.removeItem("subscription")`)
	phone.press("home", 1)
	phone.screen("Nothing waiting")
	phone.until("the server is told", `performance.getEntriesByType("resource").filter(e => e.name.endsWith("/push/device")).length > 0`)
	phone.record.until(t, "the act is answered", func(c *record) bool {
		return len(c.requests(func(a asked) bool { return a.method == "POST" && a.status == 200 && a.url == r.issuer+"/push/device" })) > 0
	})
	if now := endpoint(); now == first || now == "" {
		t.Errorf("the server knows %q, before %q", now, first)
	}
	phone.open(r.issuer + "/a/")
	phone.screen("Nothing waiting")
	phone.until("the app says that notifications are on", `document.querySelector('[data-act="notify"]') === null`)
}
