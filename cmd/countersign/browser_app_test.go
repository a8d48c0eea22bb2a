package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"countersign/static"
)

// appPhone opens the tab of a phone: a browser of its own, as large as one.
func (r *rig) appPhone() *tab {
	r.t.Helper()
	b := r.chromium(true)
	b.do(chromedp.EmulateViewport(390, 844))
	b.forgive("401 (Unauthorized)") // how a server hands out its first nonce (RFC 9449 section 8)
	return b
}

// handset is a phone's browser, of whatever make.
type handset interface {
	open(to string)
	press(id string, times int)
	until(what, js string)
	shows(js string) bool
	text(id string) string
	screen(title string)
	notifications() string
}

// onScreen asks the app whether it shows the screen with this heading.
func onScreen(title string) string {
	return fmt.Sprintf(`document.querySelector("main h1")?.textContent.trim() === %q && document.getElementById("main").ariaBusy === null`, title)
}

// screen waits for the screen of the app with this heading.
func (b *tab) screen(title string) {
	b.t.Helper()
	b.until("the app shows "+title, onScreen(title))
}

func (b *tab) shows(js string) bool { b.t.Helper(); return eval[bool](b, js) }

// enrolApp adds the web app in phone by the enrolment page that desk shows.
func (r *rig) enrolApp(desk *tab, phone handset) {
	r.t.Helper()
	phone.open(desk.text("enroll-link"))
	phone.screen("Add this phone")
	r.addApp(desk, phone)
}

// addApp goes on from the app's question whether to add this phone.
func (r *rig) addApp(desk *tab, phone handset) {
	r.t.Helper()
	phone.press("begin", 1)
	r.confirmApp(desk, phone)
}

// confirmApp passes the app's steps, without notifications, and types its
// digits at the desk.
func (r *rig) confirmApp(desk *tab, phone handset) {
	r.t.Helper()
	phone.until("the app goes on", `document.querySelector("main h1").textContent !== "Add this phone"`)
	for _, step := range []struct{ screen, press string }{{"notifications", phone.notifications()}, {"confirm", "create"}} {
		if phone.shows(`document.querySelector(".s-` + step.screen + `") !== null`) {
			phone.press(step.press, 1)
			phone.until("the app goes on", `document.querySelector(".s-`+step.screen+`") === null`)
		}
	}
	phone.screen("Type this number on the sign-in page")
	digits := strings.ReplaceAll(phone.text("confirm-digits"), " ", "")
	desk.see("enroll-confirm")
	desk.fill("enroll-confirm", digits)
	desk.click("enroll-confirm-submit")
	phone.screen("This phone is ready")
}

// joinByApp invites somebody who adds the web app in phone, and walks desk as
// far as the first request.
func (r *rig) joinByApp(name string, desk *tab, phone handset) member {
	r.t.Helper()
	id := r.toEnrol(desk, name)
	r.enrolApp(desk, phone)
	return member{id: id, name: name}
}

// keepCodes passes the recovery codes that a first sign-in ends with.
func (b *tab) keepCodes() {
	b.t.Helper()
	b.see("codes-kept")
	b.press("codes-kept", 1)
	b.click("codes-continue")
	b.until("the desk is signed in", `document.title.startsWith("You are signed in")`)
}

// approveInApp answers what the app shows by its number pad.
func (b *tab) approveInApp(number string) {
	b.t.Helper()
	b.screen("Are you signing in?")
	for _, d := range number {
		b.pressKey(string(d))
	}
	b.until("Approve is offered", `document.getElementById("approve").ariaDisabled === null`)
	b.press("approve", 1)
}

// pressKey presses a key of the number pad.
func (b *tab) pressKey(key string) {
	b.t.Helper()
	at := eval[[]float64](b, fmt.Sprintf(`(e => { e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })(document.querySelector('.pad [data-key="%s"]'))`, key))
	b.do(chromedp.MouseClickXY(at[0], at[1]))
}

// The whole way with nothing but two browsers: an invited person adds the web
// app, answers there, and signs in.
func TestBrowserAppEnrolsAndApproves(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.joinByApp("ada", desk, phone)
	phone.press("home", 1)
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	desk.keepCodes()

	c, secret := r.client()
	desk.open(r.issuer + "/logout")
	desk.click("sign-out")
	q := r.request(c, secret)
	phone.press("home", 1)
	phone.screen("Nothing waiting")
	r.toWaiting(desk, q, "ada")
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	if got := r.landedIn(desk); got.Get("state") != q.state {
		t.Errorf("the application gets state %q", got.Get("state"))
	}
}

// platformLock gives the phone a lock that always opens, as a platform
// authenticator with user verification.
func (b *tab) platformLock() webauthn.AuthenticatorID {
	b.t.Helper()
	command(b, webauthn.Enable, webauthn.EnableParams{})
	return command(b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}}).AuthenticatorID
}

func TestBrowserAppConfirmsWithThePhonesLock(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	lock := phone.platformLock()
	r.joinByApp("ada", desk, phone)
	made := command(phone, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: lock}).Credentials
	if len(made) != 1 || made[0].RpID != "localhost" || made[0].IsResidentCredential {
		t.Fatalf("the phone's lock holds %d credentials", len(made))
	}
	phone.press("home", 1)
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	phone.press("home", 1)
	phone.screen("Nothing waiting")
	phone.until("the app says how it confirms", `document.body.innerText.includes("Confirmed with fingerprint")`)
	phone.open(r.issuer + "/a/selftest")
	phone.screen("Test this phone")
	phone.press("lock", 1)
	phone.until("the flags are told", `document.getElementById("report").textContent.includes("lock: yes UP UV")`)
}

// lookAtApp is look for a screen of the app, which the emulated phone keeps.
func (b *tab) lookAtApp(name, title string) {
	b.t.Helper()
	b.screen(title)
	b.look("app-"+name, title)
	b.do(chromedp.EmulateViewport(390, 844))
}

func TestBrowserAppLooksWellOnEachScreen(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	phone.open(r.issuer + "/a/")
	phone.lookAtApp("empty", "Add this phone")
	phone.open(r.issuer + "/a/e#v=1")
	phone.lookAtApp("link-spent", "This link no longer works")
	phone.open(r.issuer + "/a/")
	r.joinByApp("ada", desk, phone)
	phone.lookAtApp("added", "This phone is ready")
	phone.press("home", 1)
	phone.lookAtApp("request", "Are you signing in?")
	phone.approveInApp(desk.text("push-number"))
	phone.lookAtApp("approved", "Approved")
	phone.press("home", 1)
	phone.lookAtApp("inbox", "Nothing waiting")
	for _, p := range []struct{ path, title string }{{"history", "Your answers"}, {"settings", "This phone"}, {"selftest", "Test this phone"}} {
		phone.open(r.issuer + "/a/" + p.path)
		phone.lookAtApp(p.path, p.title)
	}
	phone.open(r.issuer + "/a/r/chl_AAAAAAAAAAAAAAAAAAAAAA")
	phone.forgive("404 (Not Found)")
	phone.lookAtApp("ended", "This request has ended")
	phone.press("home", 1)
	phone.screen("Nothing waiting")
	c, secret := r.client()
	r.toWaiting(r.chromium(true), r.request(c, secret), "ada")
	phone.screen("Are you signing in?")
	phone.press("not-me", 1)
	phone.lookAtApp("blocked", "Blocked. Nobody got in")
	phone.press("undo", 1)
	phone.lookAtApp("undone", "Start over on the sign-in page")
	phone.open(r.issuer + "/a/settings")
	phone.screen("This phone")
	eval[chromedp.Void](phone, `document.querySelector("[data-act=remove]").click()`)
	phone.lookAtApp("remove", "Remove this phone?")
	phone.press("remove-now", 1)
	phone.lookAtApp("removed", "This phone was removed")
	phone.press("home", 1)
	phone.screen("Add this phone")
}

// What the phone loads before it shows what waits: 40 KB in 6 requests. The
// tab's icon and the worker come behind.
func TestBrowserAppIsSmall(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.joinByApp("ada", desk, phone)
	phone.open(r.issuer + "/a/")
	phone.screen("Are you signing in?")
	type loaded struct {
		Name string
		Size int
	}
	var sum int
	files := eval[[]loaded](phone, `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
		.filter(e => !/\/push\/|favicon|channel\.js/.test(e.name)).map(e => ({Name: e.name, Size: e.encodedBodySize}))`)
	for _, f := range files {
		sum += f.Size
	}
	if len(files) > 6 || sum > 40<<10 {
		t.Errorf("%d files, %d bytes: %v", len(files), sum, files)
	}
}

// A browser offers to install it, whatever address it was opened at; the
// worker takes part at once.
func TestBrowserAppCanBeInstalled(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	phone := r.appPhone()
	phone.open(r.issuer + "/a")
	phone.screen("Add this phone")
	if got := phone.address(); got != r.issuer+"/a/" {
		t.Errorf("/a leads to %s", got)
	}
	for _, e := range command(phone, page.GetInstallabilityErrors, cdp.Empty{}).InstallabilityErrors {
		if e.ErrorID != "in-incognito" { // as every tab of these tests is
			t.Errorf("not installable: %s", e.ErrorID)
		}
	}
	got := command(phone, page.GetAppManifest, page.GetAppManifestParams{})
	if len(got.Errors) != 0 || got.URL != r.issuer+"/a/manifest.webmanifest" {
		t.Errorf("manifest %s: %v", got.URL, got.Errors)
	}
}

// Without a mouse: real digits from wherever the focus is, the pad by arrows,
// and one stop for all its keys.
func TestBrowserAppAnswersByKeyboardAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.joinByApp("ada", desk, phone)
	phone.open(r.issuer + "/a/")
	phone.screen("Are you signing in?")
	if got, want := phone.walk(), []string{"skip", "brandlink", "not-now", "number", "button", "approve", "not-me"}; !slices.Equal(got, want) {
		t.Errorf("Tab stops at %q, want %q", got, want)
	}
	phone.to("button")
	for _, arrow := range []string{kb.ArrowRight, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown} {
		phone.key(arrow)
	}
	if got := eval[string](phone, `document.activeElement.dataset.key`); got != "0" {
		t.Errorf("the arrows lead to %s, want 0, below 8", got)
	}
	phone.key(kb.Backspace)
	number := desk.text("push-number")
	phone.key(number)
	phone.until("the number is typed", fmt.Sprintf(`document.getElementById("number").value === %q && document.getElementById("approve").ariaDisabled === null`, number))
	phone.to("approve")
	phone.key(kb.Enter)
	phone.screen("Approved")
	phone.until("the focus is at the heading", `document.activeElement.tagName === "H1"`)
}

// What a server may ask is more than what this house asks today: each is
// drawn by the app's own code from claims made here.
func TestBrowserAppDrawsEachKindOfRequest(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	phone := r.appPhone()
	phone.open(r.issuer + "/a/")
	phone.screen("Add this phone")
	const login = `purpose: "login", uv: "none", verdicts: ["approve", "deny", "report"]`
	const ctx = `acct: "a***@northwind.example", client: {id: "payroll", name: "Northwind Payroll"}, browser: "Firefox", os: "Linux", ip: "198.51.100.23", place: "Lagos, Nigeria", first: "password"`
	for _, c := range []struct{ name, title, claims, says, match string }{
		{"unusual", "Is this really you?", login + `, match: {mode: "num2"}, ctx: {` + ctx + `, new_place: true, new_browser: true, count: 3}, ui: {swap: true, no_call: true}`, "Request 3 in a short time", "47"},
		{"six-digits", "Are you signing in?", login + `, match: {mode: "num6"}, ctx: {` + ctx + `}`, "Lagos, Nigeria", "047123"},
		{"choice", "Are you signing in?", login + `, match: {mode: "choice", options: ["12", "47", "80"]}, ctx: {` + ctx + `}`, "Which number is on the sign-in page?", ""},
		{"scan", "Are you signing in?", login + `, match: {mode: "scan"}, ctx: {` + ctx + `}`, "Point this phone’s camera", ""},
		{"no-lock", "Are you signing in?", `purpose: "login", uv: "required", verdicts: ["approve", "deny"], match: {mode: "num2"}, ctx: {` + ctx + `}`, "needs your fingerprint", ""},
		{"endorse", "Are you adding a phone?", `purpose: "endorse", uv: "none", verdicts: ["approve", "deny"], match: {mode: "none"}, ctx: {device: {name: "Pixel 9, Chrome", platform: "web", jkt: "x3Jc9"}}`, "Pixel 9, Chrome", ""},
		{"ciba", "Do you agree to this?", `purpose: "ciba", uv: "none", verdicts: ["approve", "deny", "report"], match: {mode: "none"}, ctx: {acct: "a***@northwind.example", client: {id: "till", name: "Northwind Till 4"}},
			bm: "W4SCT", rar: [{type: "payment", title: "Payment", lines: [{label: "Amount", text: "123.50 EUR"}, {label: "To", text: "Café Luna and Sons, wholesale and retail"}, {label: "Account", text: "DE02 1001 0010 9307 1186 03"}]}, {type: "note", title: "Note"}]`, "DE02 1001 0010 9307 1186 03", ""},
		{"details", "Do you agree to this?", login + `, match: {mode: "num2"}, ctx: {` + ctx + `}, rar: [{type: "payment", title: "Payment", lines: [{label: "Amount", text: "123.50 EUR"}]}]`, "123.50 EUR", "47"},
		{"test", "Does this reach you?", `purpose: "test", uv: "none", verdicts: ["approve", "deny"], match: {mode: "none"}`, "Northwind", ""},
	} {
		_, err := phone.await(`import("` + static.AppPath("request.js") + `").then(m => m.ask(
			{account: {uv: null, issuerName: "Northwind", issuer: "` + r.issuer + `"}, challenge: () => new Promise(() => {}), decide: () => new Promise(() => {})},
			{claims: {iat: 0, exp: 120, jti: "chl_", ` + c.claims + `}, chash: "x", left: () => 94}, () => {}))`)
		r.ok(err)
		phone.screen(c.title)
		if text := eval[string](phone, `document.body.innerText`); !strings.Contains(text, c.says) {
			t.Errorf("%s: it does not say %q:\n%s", c.name, c.says, text)
		}
		phone.lookAtApp("request-"+c.name, c.title)
		for _, d := range c.match {
			if !eval[bool](phone, `document.getElementById("approve").ariaDisabled === "true"`) {
				t.Errorf("%s: Approve is offered before the number is whole", c.name)
			}
			phone.pressKey(string(d))
		}
		offered := c.match != "" || c.name == "endorse" || c.name == "test" || c.name == "ciba"
		phone.until(c.name+": Approve is as it should be", fmt.Sprintf(`(document.getElementById("approve")?.ariaDisabled === null) === %v`, offered))
		if c.name == "choice" {
			eval[chromedp.Void](phone, `document.querySelector('[data-option="47"]').click()`)
			phone.until("Approve is offered", `document.getElementById("approve").ariaDisabled === null`)
		}
		if c.name == "unusual" && !eval[bool](phone, `document.getElementById("not-me").getBoundingClientRect().left < document.getElementById("approve").getBoundingClientRect().left
			&& document.getElementById("not-me").classList.contains("strong")`) {
			t.Error("the safe answer is not the one in front")
		}
	}
}

// await runs js and waits for what it promises.
func (b *tab) await(js string) (chromedp.Void, error) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](js, chromedp.EvalAwaitPromise))
}
