package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/config"
	"countersign/factors/place/placetest"
	"countersign/factors/wire"
)

// placed puts the loopback, where everybody here is, on a map.
func placed(t *testing.T) (config.GeoIP, func(*config.Config)) {
	t.Helper()
	dir := t.TempDir()
	files := config.GeoIP{
		CityFile: filepath.Join(dir, "city.mmdb"), ASNFile: filepath.Join(dir, "asn.mmdb"),
		HostingFile: filepath.Join(dir, "hosting"), RefusedFile: filepath.Join(dir, "refused"),
	}
	lyon := placetest.City{Country: "FR", Name: "Lyon", Latitude: 45.75, Longitude: 4.85, RadiusKM: 20}
	placetest.Cities(t, files.CityFile, time.Now(), map[string]placetest.City{"127.0.0.0/8": lyon, "::1/128": lyon})
	network := placetest.System{Number: 64500, Owner: "Example Net"}
	placetest.Systems(t, files.ASNFile, time.Now(), map[string]placetest.System{"127.0.0.0/8": network, "::1/128": network})
	list(t, files.HostingFile, "# none\n")
	list(t, files.RefusedFile, "# none\n")
	return files, func(c *config.Config) { c.GeoIP, c.Policy.Risk = files, true }
}

func list(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestPhoneShowsWhereASignInComesFrom(t *testing.T) {
	_, on := placed(t)
	a := attacker{rig: newRig(t, "sqlite", 1, on)}
	got := a.waits(a.join("ada"), nil).asked.Context
	if got.Place != "Lyon, FR" || got.RadiusKM != 20 || got.Network != "Example Net" || got.NewPlace {
		t.Errorf("the phone is told %+v", got)
	}
}

// Case 63, with a map: a server that the operator never restarted.
func TestAttack63NobodySignsInFromARefusedNetwork(t *testing.T) {
	files, on := placed(t)
	a := attacker{rig: newRig(t, "sqlite", 1, on)}
	ada := a.join("ada")
	usual, _ := a.signedIn(ada, nil)

	list(t, files.HostingFile, "AS64500\n")
	a.clock.Advance(time.Minute)
	raised, _ := a.signedIn(ada, nil)
	if raised.asked.Match.Mode != wire.ModeNum6 { // a new browser 15, a hosting network 20
		t.Errorf("from a hosting network: mode %s", raised.asked.Match.Mode)
	}

	list(t, files.RefusedFile, "AS64500\n")
	a.clock.Advance(time.Minute)
	c, secret := a.client()
	a.toPush(usual.tab, a.request(c, secret, func(v url.Values) { v.Set("prompt", "login") }), ada.name)
	open, err := ada.phone.Challenges(t.Context(), false)
	a.ok(err)
	if refused := a.recorded(audit.PushRefused); len(open) != 0 || len(refused) != 1 || usual.tab.Has("push-number") {
		t.Errorf("in the owner's own browser: %d requests, on record %+v, page %s", len(open), refused, usual.tab.PageText())
	}
}

// A browser that goes without a second factor goes nowhere from there.
func TestAttack63RefusedNetworkCountsInRememberedBrowsers(t *testing.T) {
	files, on := placed(t)
	r := newRig(t, "sqlite", 1, on, func(c *config.Config) { c.Policy.RememberBrowser = 720 * time.Hour })
	ada := r.join("ada")
	b := r.browser(0)
	c, secret := r.client()
	r.toPush(b, r.request(c, secret), ada.name)
	r.finish(b, ada.phone)
	r.ok(b.Fill("remember", "on"), b.Click(t.Context(), "remember-submit"))
	again := func() bool {
		t.Helper()
		r.clock.Advance(time.Minute)
		q := r.request(c, secret, func(v url.Values) { v.Set("prompt", "login") })
		r.ok(b.Open(t.Context(), q.url), b.Fill("username", ada.name), b.Fill("password", storyPassword), b.Click(t.Context(), "sign-in"))
		return strings.Contains(b.URL(), "code=")
	}
	if !again() {
		t.Fatalf("a remembered browser is at %s", b.URL())
	}
	list(t, files.RefusedFile, "AS64500\n")
	if again() {
		t.Error("the password alone was enough from a refused network")
	}
}

// Case 63, between six digits and a refusal: what can be read out on the
// telephone is asked for no more, and the owner is told.
func TestAttack63VeryUnusualSignInShowsACodeToScan(t *testing.T) {
	files, on := placed(t)
	a := attacker{rig: newRig(t, "sqlite", 1, on)}
	ada := a.join("ada")
	a.clock.Advance(time.Hour)
	a.signedIn(ada, nil)
	list(t, files.HostingFile, "AS64500\n")
	a.sprayed()
	a.clock.Advance(time.Minute)
	b := a.browser(0)
	c, secret := a.client()
	before := a.recorded(audit.ChallengeOpened)
	a.toPush(b, a.request(c, secret), ada.name) // 15, 20 and 30
	opened := a.news(audit.ChallengeOpened, before)
	if last := opened[0].Event.Detail; b.Has("push-number") || !b.Has("push-scan") || last["mode"] != "scan" || last["unusual"] != "true" {
		t.Errorf("on record %v; the page: %s", last, b.PageText())
	}
	if b.Has("push-by-number") {
		t.Error("a number is offered all the same")
	}
}
