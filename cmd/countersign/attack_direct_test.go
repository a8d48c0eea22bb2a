package main

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/config"
	"countersign/factors"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/storage"
)

// readableBy is which origin's scripts may read a.
func (a apiReply) readableBy() string { return a.header.Get("Access-Control-Allow-Origin") }

func TestAttackOnlyAllowedOriginsDriveASignIn(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		r.join("ada")
		p := r.spa()
		own := p.origin
		for _, origin := range []string{"", "null", "https://evil.example", own + ".evil.example", own + "/", strings.ToUpper(own), r.issuer} {
			p.origin = origin
			a := p.begin()
			a.problem(t, http.StatusForbidden, "not_allowed")
			if a.readableBy() != "" {
				t.Errorf("%q may read the refusal", origin)
			}
		}
		p.origin = own
		// The switch is off by default: origins alone allow no passwords.
		quiet := r.spa(func(w *client.Registration) { w.Origins.JSONSignIn = false })
		quiet.begin().problem(t, http.StatusForbidden, "not_allowed")
		// Another client's page cannot begin for this one.
		other := r.spa(func(w *client.Registration) { w.Origins.Web = []string{"https://other.example"} })
		other.origin = "https://other.example"
		a := other.begin(func(b map[string]any) { b["client_id"] = string(p.q.client.ID) })
		a.problem(t, http.StatusForbidden, "not_allowed")

		// A handle is worth nothing elsewhere, whatever is known of it.
		asked := p.password("ada")
		for _, origin := range []string{"", "null", "https://evil.example", "https://other.example"} {
			thief := *p
			thief.origin = origin
			for _, try := range [][2]string{{"GET", ""}, {"POST", "/continue"}, {"POST", "/push"}, {"POST", "/push/resend"}, {"DELETE", ""}} {
				a := thief.call(try[0], try[1], nil)
				a.problem(t, http.StatusUnauthorized, "invalid_sign_in")
				if origin != "https://other.example" && a.readableBy() != "" {
					t.Errorf("%s %s is readable for %q", try[0], try[1], origin)
				}
			}
		}
		if s := p.call("GET", "", nil); s.number() != asked.number() || s.push()["state"] != "pending" {
			t.Errorf("the sign-in moved: %v", s.body)
		}
		// The administrator takes the switch back in the middle.
		_, err := r.replicas[0].clients.SetOrigins(t.Context(), p.q.client.ID, client.Origins{Web: []string{own}})
		r.ok(err)
		p.call("GET", "", nil).problem(t, http.StatusUnauthorized, "invalid_sign_in")
		p.call("POST", "/continue", nil).problem(t, http.StatusUnauthorized, "invalid_sign_in")
	})
}

func TestAttackAHandleIsOneSignInsAlone(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	p := r.spa()
	p.password("ada")
	real := p.handle
	id, ok := flow.HandleOf(real)
	if !ok {
		t.Fatalf("%q is no handle", real)
	}
	q := r.spa()
	q.begin()
	for name, handle := range map[string]string{
		"none":                 "",
		"another's secret":     flow.Handle(id, strings.SplitN(q.handle, ".", 2)[1]),
		"another sign-in":      strings.Replace(q.handle, "cs_si_flow_", "cs_si_flow_A", 1),
		"without its secret":   "cs_si_" + string(id) + ".",
		"without its prefix":   strings.TrimPrefix(real, "cs_si_"),
		"longer":               real + "A",
		"no text":              "cs_si_ä.ä",
		"an access token":      "cs_at_" + strings.Repeat("A", 43),
		"what is stored of it": flow.Handle(id, hex.EncodeToString(web.Hash(real))),
	} {
		p.handle = handle
		for _, try := range [][2]string{{"GET", ""}, {"POST", "/continue"}, {"DELETE", ""}} {
			if a := p.call(try[0], try[1], nil); a.status != http.StatusUnauthorized && a.status != http.StatusBadRequest {
				t.Errorf("%s: %s %s: %d %v", name, try[0], try[1], a.status, a.body)
			}
		}
	}
	// It is no cookie: our own pages do not go on with it, and it is no token.
	secret := strings.SplitN(real, ".", 2)[1]
	for _, cookie := range []string{real, secret} {
		for _, path := range []string{"/login/" + string(id), "/login/" + string(id) + "/push", "/authorize/resume?flow=" + string(id)} {
			get, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.issuer+path, nil)
			r.ok(err)
			_, port, _ := strings.Cut(r.host(), ":")
			get.Header.Set("Cookie", "__Host-cs_flow_"+port+"="+cookie)
			a, err := r.http(0).Do(get)
			r.ok(err)
			r.ok(a.Body.Close())
			if a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusGone {
				t.Errorf("%s with the handle for a cookie: %d", path, a.StatusCode)
			}
		}
	}
	r.api(0, real, "POST", "/api/challenges", `{"person":"ada"}`).problem(t, http.StatusUnauthorized, "invalid_token")
	// And a sign-in at our own pages has no handle.
	b := r.browser(0)
	c, s := r.client()
	r.ok(b.Open(t.Context(), r.request(c, s).url))
	hosted := flow.ID(strings.Split(strings.TrimPrefix(b.URL(), r.issuer+"/login/"), "/")[0])
	p.handle = flow.Handle(hosted, secret)
	p.call("GET", "", nil).problem(t, http.StatusUnauthorized, "invalid_sign_in")
	p.handle = real
	if s := p.call("GET", "", nil); s.push()["state"] != "pending" || ada.phone == nil {
		t.Errorf("the sign-in moved: %v", s.body)
	}
	if log := r.log.String(); strings.Contains(log, secret) {
		t.Error("the log has a handle")
	}
}

func TestAttackNoStepIsSkipped(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	r.join("ada")
	p := r.spa()
	p.begin()
	code, totp := map[string]any{"code": "000000"}, map[string]any{"method": "totp"}
	for path, body := range map[string]map[string]any{"/continue": nil, "/push": nil, "/push/resend": nil, "/code": code, "/method": totp} {
		p.call("POST", path, body).problem(t, http.StatusConflict, "not_now")
	}
	if n := len(r.events(storage.Query{Kind: audit.ChallengeOpened, Limit: 10})); n != 1 { // of the enrolment's own sign-in
		t.Errorf("%d requests were sent without a password", n)
	}
	wrong := p.call("POST", "/password", map[string]any{"username": "ada", "password": attackPassword})
	wrong.problem(t, http.StatusUnprocessableEntity, "wrong_credentials")
	unknown := p.call("POST", "/password", map[string]any{"username": "nobody", "password": attackPassword})
	unknown.problem(t, http.StatusUnprocessableEntity, "wrong_credentials")
	asked := p.call("POST", "/password", map[string]any{"username": "ada", "password": storyPassword})
	p.call("POST", "/password", map[string]any{"username": "ada", "password": storyPassword}).problem(t, http.StatusConflict, "not_now")
	p.call("POST", "/code", code).problem(t, http.StatusConflict, "not_now")
	p.call("POST", "/method", totp).problem(t, http.StatusUnprocessableEntity, "no_such_method")
	for range 3 {
		if a := p.call("POST", "/continue", nil); a.text("code") != "" || a.text("status") != "mfa_required" || a.number() != asked.number() {
			t.Errorf("continue without an approval: %d %v", a.status, a.body)
		}
	}
	if a := p.call("POST", "/push", nil); a.number() != asked.number() {
		t.Errorf("a second request beside an open one: %v", a.body)
	}
	p.call("POST", "/push/resend", nil).problem(t, http.StatusTooManyRequests, "slow_down")
}

// Once on two replicas: one code, whoever presses how often.
func TestAttackOneApprovalGivesOneCode(t *testing.T) {
	r := newRig(t, "postgres", 1)
	ada := r.join("ada")
	p := r.spa()
	r.ok(r.approve(ada.phone, p.password("ada").number()))
	var codes atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			switch a := p.call("POST", "/continue", nil); {
			case a.status == http.StatusOK && a.text("code") != "":
				codes.Add(1)
			case a.status == http.StatusInternalServerError:
				t.Errorf("%v", a.body)
			}
		})
	}
	wg.Wait()
	if codes.Load() != 1 {
		t.Errorf("%d codes", codes.Load())
	}
	for _, try := range [][2]string{{"GET", ""}, {"POST", "/continue"}, {"POST", "/push"}} {
		p.call(try[0], try[1], nil).problem(t, http.StatusGone, "sign_in_over")
	}
}

func TestAttackGuessesCountWhereverTheyAreMade(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	p := r.spa()
	p.begin()
	guess := map[string]any{"username": "ada", "password": attackPassword}
	a, n := apiReply{}, 0
	for ; n < 50; n++ {
		if a = p.call("POST", "/password", guess); a.status != http.StatusUnprocessableEntity {
			break
		}
	}
	a.problem(t, http.StatusTooManyRequests, "slow_down")
	if a.header.Get("Retry-After") == "" || !strings.Contains(a.header.Get("Access-Control-Expose-Headers"), "Retry-After") {
		t.Errorf("no script learns how long to wait: %v", a.header)
	}
	// A new sign-in does not begin anew, and neither does our own page.
	p.begin()
	p.call("POST", "/password", map[string]any{"username": "ada", "password": storyPassword}).problem(t, http.StatusTooManyRequests, "slow_down")
	b := r.browser(0)
	c, secret := r.client()
	r.toPush(b, r.request(c, secret), "ada")
	if b.Status() != http.StatusTooManyRequests {
		t.Errorf("our own page: %d %s", b.Status(), b.PageText())
	}
	if open, err := ada.phone.Challenges(t.Context(), false); err != nil || len(open) != 0 {
		t.Errorf("the phone was asked: %v %v", open, err)
	}
}

// The number of requests is that of an unknown browser, whatever cookies come
// along.
func TestAttackCookiesCountForNothing(t *testing.T) {
	r := newRig(t, "sqlite", 1, func(c *config.Config) { c.Policy.RememberBrowser = 720 * time.Hour })
	ada := r.join("ada")
	b := r.browser(0)
	c, secret := r.client()
	r.toPush(b, r.request(c, secret), "ada")
	r.finish(b, ada.phone)
	r.ok(b.Fill("remember", "on"), b.Click(t.Context(), "remember-submit"))
	r.landed(b)
	p := r.spa()
	p.cookie = cookiesOf(b)
	if !strings.Contains(p.cookie, "cs_session") || !strings.Contains(p.cookie, "cs_browser") {
		t.Fatalf("cookies of the signed-in browser: %q", p.cookie)
	}
	if a := p.begin(); a.text("status") != "password_required" {
		t.Errorf("a session of ours was used: %v", a.body)
	}
	asked := p.call("POST", "/password", map[string]any{"username": "ada", "password": storyPassword})
	open, err := ada.phone.Challenges(t.Context(), false)
	r.ok(err)
	if asked.text("status") != "mfa_required" || len(open) != 1 || !open[0].Context.NewBrowser {
		t.Fatalf("a remembered browser was believed: %v, %+v", asked.body, open)
	}
	r.ok(r.approve(ada.phone, asked.number()))
	done := p.call("POST", "/continue", nil)
	if done.text("code") == "" || len(done.header.Values("Set-Cookie")) != 0 {
		t.Errorf("at the end: %v %v", done.body, done.header)
	}
}

// cookiesOf is what b would send to the issuer.
func cookiesOf(b *browser.Tab) string {
	var all []string
	for _, c := range b.Cookies() {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}

// The session is listed and ended as any other, though no browser has it.
func TestAttackWhatASignInByJSONGaveEndsLikeEverythingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.join("ada")
		p := r.spa(func(w *client.Registration) { w.Scopes, w.Grants = []string{"openid"}, nil })
		done := p.approved(ada)
		_, _, got := p.redeem(done.text("code"))
		if got.Access == "" {
			t.Fatalf("no tokens: %+v", got)
		}
		sessions, err := r.replicas[0].sessions.Of(t.Context(), string(ada.id))
		r.ok(err)
		its := slices.IndexFunc(sessions, func(s sso.Session) bool { return s.Agent == "Firefox on Linux" })
		if its < 0 {
			t.Fatalf("the account pages do not list it: %+v", sessions)
		}
		r.ok(r.replicas[0].sessions.End(t.Context(), sessions[its].ID))
		if a := r.api(0, got.Access, "GET", "/userinfo", ""); a.status != http.StatusUnauthorized {
			t.Errorf("the access token outlived its session: %d", a.status)
		}
		// Or by its application, as everywhere: no browser has a cookie of it.
		left := p.approved(ada)
		_, _, got = p.redeem(left.text("code"))
		out, err := r.http(0).Get(r.issuer + "/logout?" + url.Values{"id_token_hint": {got.ID}}.Encode())
		r.ok(err)
		r.ok(out.Body.Close())
		if a := r.api(0, got.Access, "GET", "/userinfo", ""); a.status != http.StatusUnauthorized {
			t.Errorf("the access token outlived the sign-out: %d", a.status)
		}
		// Another sign-in, which ada reports: to who drives it, that is a denial.
		r.clock.Advance(5 * time.Minute)
		second := r.spa()
		second.password("ada")
		r.report(ada.phone)
		seen := second.call("GET", "", nil)
		if seen.text("status") != "mfa_required" || seen.push()["state"] != "denied" || seen.number() != "" {
			t.Errorf("after the report: %v", seen.body)
		}
		if again := second.call("POST", "/push", nil); again.push()["state"] != "denied" || again.text("code") != "" {
			t.Errorf("another request after the report: %d %v", again.status, again.body)
		}
		if a := second.call("POST", "/continue", nil); a.text("code") != "" {
			t.Errorf("continue after the report: %v", a.body)
		}
	})
}

// Whoever drives the sign-in may be the attacker, who is to learn by no call
// that the account was secured.
func TestAttackAReportLooksLikeADenial(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	seen := map[string][]string{}
	for _, answer := range []string{"deny", "report"} {
		r.clock.Advance(25 * time.Hour)
		p := r.spa()
		p.password("ada")
		open, err := ada.phone.Challenges(t.Context(), false)
		r.ok(err)
		if answer == "deny" {
			_, err = ada.phone.Deny(t.Context(), open[0], "")
		} else {
			_, err = ada.phone.Report(t.Context(), open[0])
		}
		r.ok(err)
		for path, body := range map[string]map[string]any{
			"": nil, "/push": nil, "/push/resend": nil, "/continue": nil, "/code": {"code": "000000"}, "/method": {"method": "push"},
			"/password": {"username": "ada", "password": storyPassword},
		} {
			a := p.call(map[bool]string{true: "GET", false: "POST"}[path == ""], path, body)
			delete(a.body, "redirect_to")
			seen[path] = append(seen[path], fmt.Sprintln(a.status, a.body))
		}
	}
	for path, told := range seen {
		if told[0] != told[1] {
			t.Errorf("%s after a denial: %safter a report: %s", path, told[0], told[1])
		}
	}
	if !strings.Contains(seen[""][0], "denied") {
		t.Errorf("the page is told %s", seen[""][0])
	}
}

func TestSignInByJSONSendsToAPageForWhatNeedsOne(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	_, link := r.invite("new")
	b := r.browser(0)
	r.ok(b.Open(t.Context(), link), b.Click(t.Context(), "invite-start"), b.Fill("new-password", storyPassword), b.Click(t.Context(), "new-password-submit"))
	p := r.spa()
	a := p.password("new") // has a password and no phone
	if a.status != http.StatusOK || a.text("status") != "redirect_required" || !strings.HasPrefix(a.text("redirect_to"), r.issuer+"/authorize?") {
		t.Fatalf("without a phone: %d %v", a.status, a.body)
	}
	u, err := url.Parse(a.text("redirect_to"))
	r.ok(err)
	want, err := url.Parse(p.q.url)
	r.ok(err)
	for name := range want.Query() {
		if u.Query().Get(name) != want.Query().Get(name) {
			t.Errorf("%s is %q, want %q", name, u.Query().Get(name), want.Query().Get(name))
		}
	}
	// What cannot be had is said as at the authorization endpoint.
	ada := r.join("ada")
	p.begin(func(b map[string]any) { b["acr_values"] = string(factors.PhishingResistant) })
	p.call("POST", "/password", map[string]any{"username": ada.name, "password": storyPassword}).
		problem(t, http.StatusBadRequest, "unmet_authentication_requirements")
	p.begin(func(b map[string]any) { b["code_challenge"] = "" }).problem(t, http.StatusBadRequest, "invalid_request")
	p.begin(func(b map[string]any) { b["redirect_uri"] = "https://evil.example/" }).problem(t, http.StatusBadRequest, "invalid_request")
	p.begin(func(b map[string]any) { b["scope"] = "profile" }).problem(t, http.StatusBadRequest, "invalid_scope")
}
