package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/person"
)

// machine is a back end with a token in its own name.
type machine struct {
	r     *rig
	token string
}

func (r *rig) machine(scopes ...string) machine {
	r.t.Helper()
	c, secret := r.client(func(w *client.Registration) {
		w.Name, w.RedirectURIs, w.PostLogoutRedirectURIs = "Intranet", nil, nil
		w.Grants, w.Scopes = []string{client.GrantClient}, scopes
	})
	status, got := r.token(0, request{client: c, secret: secret}, url.Values{"grant_type": {client.GrantClient}})
	if status != http.StatusOK {
		r.t.Fatalf("token in own name: %d %+v", status, got)
	}
	return machine{r, got.Access}
}

// apiReply is what the interface answered.
type apiReply struct {
	status int
	header http.Header
	body   map[string]any
}

func (a apiReply) text(name string) string { s, _ := a.body[name].(string); return s }

// problem fails the test unless a is this problem.
func (a apiReply) problem(t *testing.T, status int, code string) {
	t.Helper()
	if a.status != status || a.text("type") != "urn:countersign:problem:"+code {
		t.Errorf("got %d %v, want %d %s", a.status, a.body, status, code)
	}
}

func (m machine) call(method, path, body string) apiReply {
	return m.r.api(0, m.token, method, path, body)
}

// api calls the interface of replica n with token.
func (r *rig) api(n int, token, method, path, body string) apiReply {
	r.t.Helper()
	q, err := http.NewRequestWithContext(r.t.Context(), method, r.issuer+path, strings.NewReader(body))
	r.ok(err)
	if token != "" {
		q.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		q.Header.Set("Content-Type", "application/json")
	}
	answer, err := r.http(n).Do(q)
	r.ok(err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	r.ok(err)
	a := apiReply{status: answer.StatusCode, header: answer.Header}
	if len(raw) > 0 {
		r.ok(json.NewDecoder(bytes.NewReader(raw)).Decode(&a.body))
	}
	return a
}

func TestBackEndDrivesTheSecondFactor(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.join("ada")
		m := r.machine(client.ScopePush)
		if a := m.call("GET", "/api/people/ada/authenticators", ""); a.status != http.StatusOK || a.body["push"] != true || a.text("sub") != string(ada.id) {
			t.Fatalf("is there a second factor: %d %v", a.status, a.body)
		}
		asked := m.call("POST", "/api/challenges", `{"person":"ada","ip":"203.0.113.7","browser":"Firefox","os":"Linux","new_browser":true}`)
		if asked.status != http.StatusCreated || asked.text("state") != "pending" || len(asked.text("number")) != 2 {
			t.Fatalf("start: %d %v", asked.status, asked.body)
		}
		path := "/api/challenges/" + asked.text("id")
		open, err := ada.phone.Challenges(t.Context(), false)
		r.ok(err)
		if shown := open[0].Context; shown.Client.Name != "Intranet" || shown.IP != "203.0.113.7" || !shown.NewBrowser || shown.Account != "a***" {
			t.Errorf("the phone shows %+v", shown)
		}
		m.call("POST", path+"/validate", "").problem(t, http.StatusConflict, "not_approved")
		r.ok(r.approve(ada.phone, asked.text("number")))
		// The page of the back end polls with a token that is good for nothing else.
		page := asked.text("poll_token")
		if s := r.api(0, page, "GET", path, ""); s.body["isConsumed"] != true || s.body["isVerified"] != true || s.text("state") != "approved" {
			t.Errorf("status: %d %v", s.status, s.body)
		}
		r.api(0, page, "POST", path+"/validate", "").problem(t, http.StatusUnauthorized, "invalid_token")
		done := m.call("POST", path+"/validate", "")
		if done.status != http.StatusOK || done.text("sub") != string(ada.id) || done.text("acr") != string(factors.OneFactor) || done.body["isVerified"] != true {
			t.Errorf("validate: %d %v", done.status, done.body)
		}
		m.call("POST", path+"/validate", "").problem(t, http.StatusConflict, "not_approved")
	})
}

func TestBackEndTakesAResultOnce(t *testing.T) {
	r := newRig(t, "postgres", 2)
	ada := r.join("ada")
	m := r.machine(client.ScopePush)
	asked := m.call("POST", "/api/challenges", `{"person":"ada"}`)
	r.ok(r.approve(ada.phone, asked.text("number")))
	var won atomic.Int32
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if r.api(i%2, m.token, "POST", "/api/challenges/"+asked.text("id")+"/validate", "").status == http.StatusOK {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d took the result", won.Load())
	}
}

func TestBackEndSeesItsOwnChallengesAlone(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	m, other := r.machine(client.ScopePush), r.machine(client.ScopePush, client.ScopePushReset)
	asked := m.call("POST", "/api/challenges", `{"person":"ada"}`)
	path := "/api/challenges/" + asked.text("id")
	for _, act := range []struct{ method, path string }{
		{"GET", path}, {"POST", path + "/resend"}, {"POST", path + "/validate"}, {"DELETE", path},
	} {
		other.call(act.method, act.path, "").problem(t, http.StatusNotFound, "unknown_challenge")
		r.api(0, "", act.method, act.path, "").problem(t, http.StatusUnauthorized, "no_token")
		r.api(0, "cs_at_"+strings.Repeat("A", 43), act.method, act.path, "").problem(t, http.StatusUnauthorized, "invalid_token")
	}
	// A poll token of one challenge says nothing of another.
	second := other.call("POST", "/api/challenges", `{"person":"ada"}`)
	second.problem(t, http.StatusConflict, "busy") // two back ends do not ask at once
	r.api(0, asked.text("poll_token")+"A", "GET", path, "").problem(t, http.StatusUnauthorized, "invalid_token")
	r.api(0, asked.text("poll_token"), "GET", "/api/challenges/chl_AAAAAAAAAAAAAAAAAAAAAA", "").problem(t, http.StatusUnauthorized, "invalid_token")
	if a := m.call("DELETE", path, ""); a.status != http.StatusNoContent {
		t.Errorf("cancel: %d %v", a.status, a.body)
	}
	if a := m.call("GET", path, ""); a.text("state") != "cancelled" || a.body["isVerified"] != false {
		t.Errorf("cancelled: %d %v", a.status, a.body)
	}
	if err := r.approve(ada.phone, asked.text("number")); err == nil {
		t.Error("a withdrawn request was approved")
	}
}

func TestBackEndInputIsRefused(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	r.join("ada")
	m := r.machine(client.ScopePush)
	m.call("POST", "/api/challenges", `{}`).problem(t, http.StatusBadRequest, "person_missing")
	m.call("POST", "/api/challenges", `{"person":"nobody"}`).problem(t, http.StatusNotFound, "unknown_person")
	m.call("DELETE", "/api/people/ada/authenticators", "").problem(t, http.StatusForbidden, "insufficient_scope")
	const secret = "hunter2-hunter2"
	for _, body := range []string{`{"person":"ada","password":"` + secret + `"}`, `{"person":"ada","ip":"` + secret + `"}`, `{"person":`} {
		a := m.call("POST", "/api/challenges", body)
		raw, err := json.Marshal(a.body)
		r.ok(err)
		if a.status/100 != 4 || strings.Contains(string(raw), secret) {
			t.Errorf("%s: %d %s", body, a.status, raw)
		}
	}
	if strings.Contains(r.log.String(), secret) {
		t.Error("what was sent in the wrong place is in the log")
	}
	path := "/api/challenges/" + m.call("POST", "/api/challenges", `{"person":"ada"}`).text("id")
	m.call("POST", path+"/resend", "").problem(t, http.StatusTooManyRequests, "slow_down")
	slow := apiReply{}
	for range 20 {
		if slow = m.call("GET", path, ""); slow.status != http.StatusOK {
			break
		}
	}
	slow.problem(t, http.StatusTooManyRequests, "slow_down")
	if slow.header.Get("Retry-After") == "" {
		t.Error("nothing says how long to wait")
	}
}

// tokenOf signs somebody in to an application that may use the interface for its person.
func (r *rig) tokenOf(m member) string {
	r.t.Helper()
	c, secret := r.client(func(w *client.Registration) {
		w.Scopes = []string{"openid", client.ScopePush, client.ScopePushReset}
	})
	q := r.request(c, secret, func(v url.Values) { v.Set("scope", "openid push push:reset") })
	b := r.browser(0)
	r.toPush(b, q, m.name)
	r.finish(b, m.phone)
	_, got := r.redeem(0, q, r.landed(b).Get("code"))
	if got.Access == "" {
		r.t.Fatalf("no token: %+v", got)
	}
	return got.Access
}

func TestPersonsTokenActsForThatPersonAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.join("ada")
		r.join("bob")
		token := r.tokenOf(ada)
		for _, named := range []string{"bob", "nobody"} {
			r.api(0, token, "POST", "/api/challenges", `{"person":"`+named+`"}`).problem(t, http.StatusForbidden, "other_person")
			r.api(0, token, "GET", "/api/people/"+named+"/authenticators", "").problem(t, http.StatusForbidden, "other_person")
			r.api(0, token, "DELETE", "/api/people/"+named+"/authenticators", "").problem(t, http.StatusForbidden, "other_person")
		}
		asked := r.api(0, token, "POST", "/api/challenges", `{}`)
		r.ok(r.approve(ada.phone, asked.text("number")))
		if a := r.api(0, token, "POST", "/api/challenges/"+asked.text("id")+"/validate", ""); a.text("sub") != string(ada.id) {
			t.Errorf("validate: %d %v", a.status, a.body)
		}
		// Another grant of the same person and client is another caller.
		other := r.tokenOf(ada)
		again := r.api(0, token, "POST", "/api/challenges", `{}`)
		r.api(0, other, "GET", "/api/challenges/"+again.text("id"), "").problem(t, http.StatusNotFound, "unknown_challenge")
	})
}

func TestPersonTakesPhonesAwayByAFreshSessionAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.join("ada")
		token := r.tokenOf(ada)
		r.clock.Advance(freshFactors + time.Second)
		late := r.api(0, token, "DELETE", "/api/people/me/authenticators", "")
		late.problem(t, http.StatusUnauthorized, "insufficient_user_authentication")
		if !strings.Contains(late.header.Get("WWW-Authenticate"), `max_age="600"`) {
			t.Errorf("nothing says what to ask for: %v", late.header)
		}
		token = r.tokenOf(ada)
		if a := r.api(0, token, "DELETE", "/api/people/me/authenticators", ""); a.status != http.StatusOK || a.body["removed"] != 1.0 {
			t.Fatalf("reset: %d %v", a.status, a.body)
		}
		if a := r.api(0, token, "GET", "/api/people/me/authenticators", ""); a.body["push"] != false || len(a.body["authenticators"].([]any)) != 0 {
			t.Errorf("after the reset: %v", a.body)
		}
		r.api(0, token, "POST", "/api/challenges", `{}`).problem(t, http.StatusConflict, "no_authenticator")
	})
}

func TestManagementClientTakesPhonesAwayByName(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	m := r.machine(client.ScopePushReset)
	m.call("DELETE", "/api/people/nobody/authenticators", "").problem(t, http.StatusNotFound, "unknown_person")
	if a := m.call("DELETE", "/api/people/"+string(ada.id)+"/authenticators", ""); a.body["removed"] != 1.0 {
		t.Fatalf("reset: %d %v", a.status, a.body)
	}
	if _, err := ada.phone.Challenges(t.Context(), false); err == nil {
		t.Error("the phone that was taken away still gets requests")
	}
	if who, err := r.replicas[0].db.People().Find(t.Context(), person.ID(ada.id)); err != nil || who.Status != person.Active {
		t.Errorf("the account is %v, %v", who.Status, err)
	}
}

func TestOtherSitesScriptsMayCallWithATokenAlone(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	q, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, r.issuer+"/api/challenges", nil)
	r.ok(err)
	q.Header.Set("Origin", "https://spa.example")
	q.Header.Set("Access-Control-Request-Method", "POST")
	a, err := r.http(0).Do(q)
	r.ok(err)
	defer a.Body.Close()
	if a.StatusCode != http.StatusNoContent || a.Header.Get("Access-Control-Allow-Origin") != "*" || a.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("preflight: %d %v", a.StatusCode, a.Header)
	}
}

// A back end's request is one that the phone in script shows and answers, too.
func TestBackEndAsksAPhoneInScript(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	phone, _ := r.joinScript("ada")
	m := r.machine(client.ScopePush)
	asked := m.call("POST", "/api/challenges", `{"person":"ada"}`)
	if shown := phone.only(); shown.Claims.Purpose != wire.PurposeTransaction || shown.Claims.Context.Client.Name != "Intranet" {
		t.Errorf("the phone shows %+v", shown.Claims)
	}
	if state, refusal := phone.answer("approve", asked.text("number")); state != "approved" {
		t.Fatalf("approve: %q, %q", state, refusal)
	}
	if a := m.call("POST", "/api/challenges/"+asked.text("id")+"/validate", ""); a.body["isVerified"] != true {
		t.Errorf("validate: %d %v", a.status, a.body)
	}
}
