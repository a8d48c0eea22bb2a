package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/config"
	"countersign/factors"
	"countersign/idp/flow"
)

// restsOn are the factors that a sign-in rests on, and whether it goes on.
func (a attacker) restsOn(tab *browser.Tab) ([]factors.Kind, bool) {
	a.t.Helper()
	s, err := a.replicas[0].db.Flows().Find(a.t.Context(), flow.ID(strings.TrimPrefix(waiting{tab: tab}.path(""), "/login/")))
	a.ok(err)
	var kinds []factors.Kind
	for _, o := range s.Outcomes {
		kinds = append(kinds, o.Kind)
	}
	return kinds, s.State == flow.Open
}

// stepForms are the paths below a sign-in that take forms, but for the one that
// ends it.
func stepForms(t *testing.T) (paths []string) {
	t.Helper()
	for _, pattern := range servedRoutes(t) {
		if path, ok := strings.CutPrefix(pattern, "POST /login/{id}"); ok && path != "/push/cancel" {
			paths = append(paths, path)
		}
	}
	if len(paths) < 20 {
		t.Fatalf("only %v were read", paths)
	}
	return paths
}

// stepFields are what the forms of all steps send, and less.
func stepFields() []string {
	return []string{
		"", "&", "username=ada&password=", "username=ada&password=wrong", "code=", "code=000000", "recovery-code=", "recovery-code=x", "method=", "method=password",
		"method=none", "method=remembered", "method=usual", "remember=yes", "answer=allow", "kept=yes", "codes-kept=on", "enroll-confirm=", "response=", "response=%7B%7D",
		"new-password=Brand-new-and-long-1", "done=1&finish=1&step=finish&state=done&person=ada",
	}
}

// A form of any step, empty, again and again, with the fields of another or of
// none, at any step: nothing is proved by it but what it proves, and no sign-in
// is finished.
func TestFormsOfOtherStepsProveNothing(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		a.addsApp(a.atAccount(ada))
		a.clock.Advance(25 * time.Hour)
		c, secret := a.client()
		fresh := a.browser(0)
		a.ok(fresh.Open(t.Context(), a.request(c, secret).url))
		typing := a.waits(ada, nil).tab
		a.ok(typing.Open(t.Context(), a.issuer+waiting{tab: typing}.path("/choose")), typing.Fill("choose-totp", "on"), typing.Click(t.Context(), "choose-submit"))
		if !typing.Has("code") {
			t.Fatalf("no code is asked for at %s", typing.URL())
		}
		a.clock.Advance(2 * time.Minute) // phones rest between requests
		asked := a.waits(ada, nil).tab
		for name, tab := range map[string]*browser.Tab{"password": fresh, "push": asked, "code": typing} {
			before, _ := a.restsOn(tab)
			w := waiting{tab: tab}
			for _, path := range stepForms(t) {
				for _, fields := range stepFields() {
					for _, body := range []string{w.form() + "&" + fields, fields} {
						got := a.do(attackRequest{method: http.MethodPost, path: w.path(path), kind: attackForm, cookies: tab.Cookies(), body: body})
						if now, open := a.restsOn(tab); !slices.Equal(now, before) || !open || got.status >= 500 {
							t.Fatalf("at %s, %q to %s: %d, proved %v, before %v, open %v", name, body, path, got.status, now, before, open)
						}
					}
				}
			}
			_, id, _ := strings.Cut(w.path(""), "/login/")
			got := a.do(attackRequest{method: http.MethodGet, path: "/authorize/resume?flow=" + id, cookies: tab.Cookies()})
			if to := got.header.Get("Location"); to != w.path("") {
				t.Errorf("at %s it is resumed to %q", name, to)
			}
		}
	})
}

// An application asks for two factors where a password is enough for others.
// However the sign-in is begun again, it stays so.
func TestStartingAgainKeepsTheLevelThatWasAsked(t *testing.T) {
	const two = "urn:countersign:acr:2"
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a := attacker{newRig(t, database, 1, func(c *config.Config) { c.Policy.SecondFactor = false })}
			ctx, ada := t.Context(), a.join("ada")
			c, secret := a.client()
			b := a.browser(0)
			q := a.request(c, secret, set("claims", `{"id_token":{"acr":{"essential":true,"value":"`+two+`"}}}`))
			password := func() { a.ok(b.Fill("password", storyPassword), b.Click(ctx, "sign-in")) }
			a.toPush(b, q, ada.name)
			hub := a.issuer + waiting{tab: b}.path("")
			asks := func(after string) {
				t.Helper()
				if !b.Has("push-number") && !b.Has("push-resend") && !b.Has("push-again") {
					t.Fatalf("%s: at %s, which asks no phone:\n%s", after, b.URL(), b.PageText())
				}
			}
			asks("the password")
			a.clock.Advance(11 * time.Minute) // the password runs out, and the request
			a.ok(b.Open(ctx, hub))
			password()
			asks("the password again")
			for _, path := range []string{"/sign-in", "/step-up", "/done", "/push"} {
				a.ok(b.Open(ctx, hub+path), b.Open(ctx, hub))
				asks(path)
			}
			// Another sign-in of the same browser asks for less, and ends.
			other := a.request(c, secret)
			a.ok(b.Open(ctx, other.url), b.Fill("username", ada.name))
			password()
			if _, got := a.redeem(0, other, a.landed(b).Get("code")); claims(t, got.ID)["acr"] == two {
				t.Error("a password is called two factors")
			}
			_, id, _ := strings.Cut(hub, "/login/")
			for _, at := range []string{hub, a.issuer + "/authorize/resume?flow=" + id, q.url} {
				a.ok(b.Open(ctx, at))
				if b.Has("step-up-submit") {
					a.ok(b.Click(ctx, "step-up-submit"))
				}
				asks(at)
			}
			a.clock.Advance(time.Minute)
			a.ok(b.Open(ctx, hub))
			again := "push-again"
			if b.Has("push-resend") && !b.Has(again) {
				again = "push-resend"
			}
			if !b.Has("push-number") {
				a.ok(b.Click(ctx, again))
			}
			a.finish(b, ada.phone)
			answer := a.landed(b)
			if _, got := a.redeem(0, q, answer.Get("code")); claims(t, got.ID)["acr"] != two {
				t.Errorf("it ends with %v", claims(t, got.ID)["acr"])
			}
			if u, err := url.Parse(b.URL()); err != nil || u.Query().Get("state") != q.state {
				t.Errorf("it ends at %s", b.URL())
			}
		})
	}
}
