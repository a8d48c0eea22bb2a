package login_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/factors/push"
)

func TestPauseSaysHowLongAndNothingElse(t *testing.T) {
	for name, c := range map[string]struct {
		wait  time.Duration
		off   bool
		after string
		title string
		again bool
		until bool
	}{
		"seconds":     {30 * time.Second, false, "30", "You have asked for several requests", true, false},
		"minutes":     {15 * time.Minute, false, "900", "You have asked for several requests", true, true},
		"off, a hour": {time.Hour, true, "3600", "Requests are paused in this browser", true, true},
		"off, a day":  {24 * time.Hour, true, "86400", "Requests are paused in this browser", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			b := h.browser()
			h.pushes.fail = &push.Paused{Until: h.clock.Now().Add(c.wait), Off: c.off}
			_, p := b.signIn()
			if p.status != http.StatusTooManyRequests || p.header.Get("Retry-After") != c.after || !strings.Contains(p.body, c.title) {
				t.Errorf("got %d, Retry-After %q", p.status, p.header.Get("Retry-After"))
			}
			if p.has("push-again") != c.again || p.has("push-until") != c.until {
				t.Errorf("again %v, until %v", p.has("push-again"), p.has("push-until"))
			}
			if strings.Contains(p.body, "Pixel") || strings.Contains(p.body, "not approved") {
				t.Error("the page tells why, or of the phones")
			}
		})
	}
}

func TestOtherWaysComeFirstAfterSeveralRequests(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	h.pushes.ruling.Crowded = true
	hub, p := b.signIn()
	if p.path != hub+"/choose" || h.pushes.sent() != 0 {
		t.Fatalf("at %s with %d requests, want the other ways and none", p.path, h.pushes.sent())
	}
	if strings.Contains(p.body, "were not approved") {
		t.Error("an unknown browser is told of earlier requests")
	}
	if p = b.post(p, hub+"/choose", "method", "push"); p.path != hub+"/push" || h.pushes.sent() != 1 {
		t.Errorf("chosen: at %s with %d requests", p.path, h.pushes.sent())
	}
}
