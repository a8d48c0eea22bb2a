package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"

	"countersign/audit"
	"countersign/factors"
	"countersign/storage"
)

// appAtWork is somebody whose web app is added and waits for requests.
func appAtWork(t *testing.T) (*rig, *tab) {
	t.Helper()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.joinByApp("ada", desk, phone)
	phone.press("home", 1)
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	desk.keepCodes()
	phone.press("home", 1)
	phone.screen("Nothing waiting")
	return r, phone
}

// asked is a new browser in front of the waiting page, and its number.
func (r *rig) asked() (*tab, string) {
	r.t.Helper()
	c, secret := r.client()
	b := r.chromium(true)
	r.toWaiting(b, r.request(c, secret), "ada")
	return b, b.text("push-number")
}

// other is a number that is not this one.
func other(number string) string {
	if number == "47" {
		return "48"
	}
	return "47"
}

func TestBrowserAppSaysHowEachAnswerEnded(t *testing.T) {
	t.Parallel()
	r, phone := appAtWork(t)

	b, number := r.asked()
	phone.approveInApp(other(number))
	phone.forgive("403 (Forbidden)")
	phone.forgive("404 (Not Found)")
	phone.forgive("409 (Conflict)")
	phone.lookAtApp("wrong-number", "That was not the number")
	b.until("the desk is told", `document.title.startsWith("That was not the right number")`)
	phone.press("home", 1)
	phone.screen("Nothing waiting")

	r.clock.Advance(time.Hour)
	b, _ = r.asked()
	phone.screen("Are you signing in?")
	b.click("push-cancel")
	phone.screen("This request has ended")
	phone.press("home", 1)

	r.clock.Advance(time.Hour)
	b, _ = r.asked()
	phone.screen("Are you signing in?")
	phone.press("not-now", 1)
	phone.lookAtApp("not-now", "Not approved")
	b.until("the desk is told", `document.title.startsWith("This sign-in was not approved")`)
	phone.press("home", 1)

	r.clock.Advance(time.Hour)
	b, number = r.asked()
	phone.approveInApp(number)
	phone.screen("Approved")
	r.landedIn(b)
	phone.press("mistake", 1)
	phone.lookAtApp("too-late", "The sign-in is complete")
	phone.press("report", 1)
	phone.lookAtApp("reported", "Reported")
	if got := r.events(storage.Query{Kind: audit.ChallengeReported, Limit: 9}); len(got) != 1 {
		t.Errorf("reported %q", got)
	}
}

// The phone's camera opens what the page shows: the app knows the request, and
// its address forgets the answer.
func TestBrowserAppAnswersTheCodeThatItScanned(t *testing.T) {
	t.Parallel()
	r, phone := appAtWork(t)
	b, _ := r.asked()
	phone.screen("Are you signing in?")
	b.click("push-by-scan")
	b.see("push-scan")
	b.look("push-scan", "Scan this code with your phone")
	link := b.text("push-scan-link")
	phone.forgive("404 (Not Found)") // what the code took the place of
	phone.open(link)
	phone.screen("Are you signing in?")
	if at := phone.address(); !strings.HasPrefix(at, r.issuer+"/a/r/chl_") || strings.Contains(at, "#") {
		t.Errorf("the app is at %s", at)
	}
	phone.until("Approve is offered", `document.getElementById("approve").ariaDisabled === null`)
	phone.press("approve", 1)
	phone.screen("Approved")
	r.landedIn(b)
}

func TestBrowserAppTakesAnApprovalBackInTime(t *testing.T) {
	t.Parallel()
	r, phone := appAtWork(t)
	b, number := r.asked()
	b.holdForms()
	phone.approveInApp(number)
	phone.screen("Approved")
	phone.press("mistake", 1)
	phone.lookAtApp("taken-back", "You are signed out")
	b.letFormGo()
	b.until("the desk does not get in", `!String(document.location).includes("/callback")`)
}

// Only a word that a challenge key signed makes the app forget: not a 410, not
// a server that is away.
func TestBrowserAppForgetsOnlyASignedRevocation(t *testing.T) {
	t.Parallel()
	r, phone := appAtWork(t)
	phone.online(false)
	phone.lookAtApp("offline", "No connection")
	phone.online(true)
	phone.screen("Nothing waiting")

	who, err := r.replicas[0].db.People().FindByKey(t.Context(), "ada")
	r.ok(err)
	all, err := r.replicas[0].phones.List(t.Context(), factors.Account(who.ID))
	r.ok(err)
	if len(all) != 1 {
		t.Fatalf("%d phones", len(all))
	}
	r.ok(r.replicas[0].phones.Revoke(t.Context(), all[0].ID, "test"))
	phone.forgive("410 (Gone)")
	phone.lookAtApp("revoked", "This phone was removed")
	phone.press("home", 1)
	phone.screen("Add this phone")
}

// A copy of the browser's profile has the possession key, and not the phone's
// lock: it can refuse, not approve.
func TestBrowserAppWithoutTheLockCannotApprove(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	lock := phone.platformLock()
	r.joinByApp("ada", desk, phone)
	phone.press("home", 1)
	phone.screen("Are you signing in?")
	command(phone, webauthn.ClearCredentials, webauthn.ClearCredentialsParams{AuthenticatorID: lock})
	for _, d := range desk.text("push-number") {
		phone.pressKey(string(d))
	}
	phone.until("Approve is offered", `document.getElementById("approve").ariaDisabled === null`)
	phone.press("approve", 1)
	phone.until("it says that nothing was confirmed", `!document.getElementById("trouble").hidden`)
	if n := phone.count("POST", "/decision"); n != 0 {
		t.Errorf("%d answers were sent", n)
	}
	phone.press("not-me", 1)
	phone.screen("Blocked. Nobody got in")
	denied, err := r.replicas[0].db.Events().Find(t.Context(), storage.Query{Kind: audit.ChallengeDenied, Limit: 9})
	r.ok(err)
	if len(denied) != 1 || denied[0].Event.Detail["reason"] != "not_me" {
		t.Errorf("recorded %+v", denied)
	}
}

// A whole sign-in whose approval the phone's lock signed: the record has it,
// and the application gets its tokens.
func TestBrowserAppSignsInWithThePhonesLock(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	lock := phone.platformLock()
	r.joinByApp("ada", desk, phone)
	phone.press("home", 1)
	phone.approveInApp(desk.text("push-number"))
	phone.screen("Approved")
	desk.keepCodes()
	phone.press("home", 1)
	phone.screen("Nothing waiting")
	before := command(phone, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: lock}).Credentials[0].SignCount

	r.clock.Advance(time.Hour)
	c, secret := r.client()
	q, other := r.request(c, secret), r.chromium(true)
	r.toWaiting(other, q, "ada")
	phone.approveInApp(other.text("push-number"))
	phone.screen("Approved")
	status, got := r.redeem(0, q, r.landedIn(other).Get("code"))
	if status != http.StatusOK {
		t.Fatalf("token endpoint: %d %s", status, got.Error)
	}
	if amr := fmt.Sprint(claims(t, got.ID)["amr"]); !strings.Contains(amr, "mca") || !strings.Contains(amr, "mfa") {
		t.Errorf("amr %s, want two factors over two channels", amr)
	}
	after := command(phone, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: lock}).Credentials[0].SignCount
	approved, err := r.replicas[0].db.Events().Find(t.Context(), storage.Query{Kind: audit.ChallengeApproved, Limit: 9})
	r.ok(err)
	signed := !slices.ContainsFunc(approved, func(l audit.Link) bool {
		return l.Event.Detail["uv"] != "webauthn"
	})
	if after <= before || len(approved) != 2 || !signed {
		t.Errorf("the sign count was %v, then %v; recorded %+v", before, after, approved)
	}
}
