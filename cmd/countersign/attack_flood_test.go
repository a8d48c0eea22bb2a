package main

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/config"
	"countersign/storage"
)

// A stranger who sends request after request fills neither the record nor the
// table of sign-ins, and holds up nobody who is signed in.
func TestAttackStrangersDoNotFillTheRecord(t *testing.T) {
	r := newRig(t, "sqlite", 1, func(c *config.Config) { c.Limits.SourceRequests = 10 })
	ctx := t.Context()
	ada := r.join("ada")
	c, secret := r.client()
	b := r.browser(0)
	r.toPush(b, r.request(c, secret), "ada")
	r.finish(b, ada.phone)
	r.clock.Advance(time.Minute)

	good, bad := r.request(c, secret).url, strings.Replace(r.request(c, secret).url, "response_type=code", "response_type=token", 1)
	for name, at := range map[string]string{"sign-ins": good, "refusals": bad} {
		r.clock.Advance(time.Minute)
		before := r.events(storage.Query{Limit: 1000})
		var last *http.Response
		for range 30 {
			q, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
			r.ok(err)
			last, err = r.http(0).Do(q)
			r.ok(err, last.Body.Close())
		}
		if last.StatusCode != http.StatusTooManyRequests || last.Header.Get("Retry-After") == "" || last.Header.Get("Location") != "" {
			t.Errorf("%s: the last answer is %d %v", name, last.StatusCode, last.Header)
		}
		if n := len(r.events(storage.Query{Limit: 1000})) - len(before); n != 10 {
			t.Errorf("%s: 30 requests wrote %d events, want 10", name, n)
		}
	}
	// Single sign-on goes on, from the same network.
	r.ok(b.Open(ctx, r.request(c, secret).url))
	r.landed(b)
}

// Who is held back by the limits on guessing cannot go on writing either.
func TestAttackRefusalsBeyondTheLimitsAreNotAllOnRecord(t *testing.T) {
	r := newRig(t, "sqlite", 1, func(c *config.Config) { c.Limits.PasswordFailures, c.Limits.SourceRequests = 1, 10 })
	ctx := t.Context()
	r.join("ada")
	c, secret := r.client()
	b := r.browser(0)
	r.ok(b.Open(ctx, r.request(c, secret).url))
	for range 30 {
		r.ok(b.Fill("username", "ada"), b.Fill("password", attackPassword), b.Click(ctx, "sign-in"))
	}
	if b.Status() != http.StatusTooManyRequests {
		t.Errorf("the last try: %d", b.Status())
	}
	limited := 0
	for _, e := range r.events(storage.Query{Limit: 1000}) {
		if strings.HasPrefix(e, string(audit.PasswordLimited)) {
			limited++
		}
	}
	if limited != 10 {
		t.Errorf("%d refusals on record, want 10", limited)
	}
}

// Nor can who has a password, by asking again and again for the page that takes
// no typed code from where they are.
func TestAttackPagesThatTakeNoCodeDoNotFillTheRecord(t *testing.T) {
	files, on := placed(t)
	a := attacker{newRig(t, "sqlite", 1, on, func(c *config.Config) { c.Limits.SourceRequests = 10 })}
	ctx := t.Context()
	ada := a.join("ada")
	a.addsApp(a.atAccount(ada))
	a.clock.Advance(time.Minute)
	w := a.waits(ada, nil)
	a.ok(w.tab.Open(ctx, strings.TrimSuffix(w.tab.URL(), "/push")+"/choose"), w.tab.Fill("choose-totp", "on"), w.tab.Click(ctx, "choose-submit"))
	page := w.tab.URL()
	if !strings.HasSuffix(page, "/code") {
		t.Fatalf("at %s: %s", page, w.tab.PageText())
	}
	list(t, files.RefusedFile, "AS64500\n")
	a.clock.Advance(time.Minute)
	for range 30 {
		a.ok(w.tab.Open(ctx, page))
	}
	if n := len(a.recorded(audit.PushRefused)); n != 10 {
		t.Errorf("%d refusals on record, want 10", n)
	}
}

// When too many pushes go out in all, people wait and lose nothing.
func TestAttackPushesInAllAreBounded(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ctx := t.Context()
	ada := r.join("ada")
	c, secret := r.client()
	b := r.browser(0)
	engine := r.replicas[0].pushes
	valve := engine.Valve
	if valve == nil {
		t.Fatal("nothing bounds the pushes in all")
	}
	engine.Valve = func(context.Context) (time.Duration, error) { return 17 * time.Second, nil }
	r.toPush(b, r.request(c, secret), "ada")
	if b.Status() != http.StatusServiceUnavailable || !strings.Contains(b.PageText(), "We are very busy") {
		t.Fatalf("page %d: %s", b.Status(), b.PageText())
	}
	open, err := ada.phone.Challenges(ctx, false)
	r.ok(err)
	if len(open) != 0 {
		t.Errorf("the phone has %d requests", len(open))
	}
	engine.Valve = valve
	r.ok(b.Open(ctx, b.URL())) // the password is not asked again
	r.finish(b, ada.phone)
	r.landed(b)
}
