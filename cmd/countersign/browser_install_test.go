package main

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"

	"countersign/idp/person"
)

// What browsers call themselves.
const (
	agentIPhone    = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1"
	agentAndroid   = "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"
	agentInstagram = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 402.0"
)

// pretend makes the tab's browser call itself so; installed, as the app on a
// home screen.
func (b *tab) pretend(agent string, installed bool) {
	b.t.Helper()
	command(b, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent})
	if installed { // Chromium has no other way to say so
		command(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: "navigator.standalone = true"})
	}
}

// toEnrol walks desk to the page that adds a phone.
func (r *rig) toEnrol(desk *tab, name string) person.ID {
	r.t.Helper()
	id, link := r.invite(name)
	desk.open(link)
	desk.click("invite-start")
	desk.fill("new-password", storyPassword)
	desk.click("new-password-submit")
	desk.see("enroll-link")
	return id
}

// The link leads Safari to the home screen; the app there has nothing of
// Safari's storage, only the address that it starts with.
func TestBrowserAppComesToAnIPhoneByATicket(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, safari, app := r.chromium(true), r.appPhone(), r.appPhone()
	r.toEnrol(desk, "ada")
	link := desk.text("enroll-link")
	safari.pretend(agentIPhone, false)
	safari.open(link)
	safari.lookAtApp("install-iphone", "Put Countersign on your home screen")
	manifest := eval[string](safari, `document.getElementById("manifest").getAttribute("href")`)
	ticket, ok := strings.CutPrefix(manifest, "/a/m/")
	if !ok || strings.Contains(link, ticket) {
		t.Fatalf("the manifest is %s", manifest)
	}
	safari.reload()
	safari.screen("Put Countersign on your home screen")
	if again := eval[string](safari, `document.getElementById("manifest").getAttribute("href")`); again != manifest {
		t.Errorf("opened again, the manifest is %s", again)
	}
	if strings.Contains(r.log.String(), ticket) {
		t.Error("the ticket is in the log")
	}
	app.pretend(agentIPhone, true)
	app.open(r.issuer + "/a/#t=" + ticket)
	app.screen("Add this phone")
	r.addApp(desk, app)
}

func TestBrowserAppTakesATypedCode(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.toEnrol(desk, "ada")
	phone.open(r.issuer + "/a")
	phone.screen("Add this phone")
	phone.fill("code", "BCDFG HJKL")
	phone.press("code-go", 1)
	phone.until("the problem is said", `document.getElementById("code-problem").textContent !== ""`)
	phone.lookAtApp("empty-error", "Add this phone")
	phone.fill("code", strings.ToLower(desk.text("enroll-code")))
	phone.press("code-go", 1)
	r.confirmApp(desk, phone)
}

func TestBrowserAppShowsOnlyThePlatformsNextStep(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk := r.chromium(true)
	r.toEnrol(desk, "ada")
	link := desk.text("enroll-link")
	inside := r.appPhone()
	inside.pretend(agentInstagram, false)
	inside.open(link)
	inside.lookAtApp("open-browser", "Open this page in your browser")
	if n := inside.count("POST", "/a/ticket"); n != 0 {
		t.Errorf("inside another app %d tickets were asked for", n)
	}
	android := r.appPhone()
	android.pretend(agentAndroid, false)
	android.open(link)
	android.lookAtApp("install-android", "Install Countersign")
	// Installed, it finds the link in the storage that it shares.
	android.pretend(agentAndroid, true)
	android.open(r.issuer + "/a/")
	android.screen("Add this phone")
	r.addApp(desk, android)
}

// Site data that the browser dropped is a path of its own, not a fault.
func TestBrowserAppSaysThatItsKeyIsLost(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	desk, phone := r.chromium(true), r.appPhone()
	r.joinByApp("ada", desk, phone)
	phone.press("home", 1)
	phone.screen("Are you signing in?")
	at := phone.address()
	command(phone, storage.ClearDataForOrigin, storage.ClearDataForOriginParams{Origin: r.issuer, StorageTypes: "all"})
	phone.open(r.issuer + "/a/settings")
	phone.lookAtApp("lost", "This phone lost its key")
	phone.open(at)
	phone.screen("This phone lost its key")
	phone.press("home", 1)
	phone.screen("Add this phone")
}
