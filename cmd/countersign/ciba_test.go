package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/config"
	"countersign/factors"
	"countersign/factors/wire"
	"countersign/idp/ciba"
	"countersign/idp/client"
	"countersign/storage"
)

// fapi-ciba-id1 (poll), fapi-ciba-id1-ensure-authorization-request-with-binding-message-succeeds.
func TestPhoneAnswersAnApplicationThatAsksByItself(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada, a := r.joinVerified("ada"), r.asker()
		a.lets(ada, true)
		got := a.begin()
		if got.status != http.StatusOK || got.body["expires_in"] != float64(120) || got.body["interval"] != float64(5) || len(got.body) != 3 {
			t.Fatalf("begin: %d %v", got.status, got.body)
		}
		if got.header.Get("Cache-Control") != "no-store" {
			t.Error("the answer can be cached")
		}
		id := got.text("auth_req_id")
		a.poll(id).says(t, http.StatusBadRequest, "authorization_pending")
		open, err := ada.phone.Challenges(t.Context(), false)
		r.ok(err)
		if c := open[0]; c.Purpose != wire.PurposeCIBA || c.Message != "W4SCT" || c.Context.Client.Name != "Till 4" || c.Match.Mode != wire.ModeNone || c.UV != wire.UVRequired {
			t.Errorf("the phone shows %+v", c)
		}
		r.ok(r.approve(ada.phone, ""))
		done := a.poll(id)
		if done.status != http.StatusOK || done.text("token_type") != "Bearer" || done.text("access_token") == "" {
			t.Fatalf("tokens: %d %v", done.status, done.body)
		}
		token := claims(t, done.text("id_token"))
		if token["sub"] != string(ada.id) || token["acr"] != string(factors.TwoFactors) || token["nonce"] != nil || token["at_hash"] == nil {
			t.Errorf("ID token %v", token)
		}
		if amr := amrOf(t, done.text("id_token")); !slices.Equal(amr, []string{"pop", "mca", "mfa"}) {
			t.Errorf("amr %v", amr)
		}
		a.poll(id).says(t, http.StatusBadRequest, "invalid_grant")
	})
}

// fapi-ciba-id1-user-rejects-authentication.
func TestRefusalOnThePhoneIsAccessDenied(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada, a := r.joinVerified("ada"), r.asker()
	a.lets(ada, true)
	id := a.begun()
	r.ok(r.refuse(ada.phone, wire.ReasonNotNow))
	a.poll(id).says(t, http.StatusBadRequest, "access_denied")
}

// fapi-ciba-id1-auth-req-id-expired, fapi-ciba-id1-multiple-call-to-token-endpoint.
func TestPollsAreSlowedDownAndEndWithTheRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada, a := r.joinVerified("ada"), r.asker()
		a.lets(ada, true)
		got := a.begin("requested_expiry", "40")
		if got.body["expires_in"] != float64(40) {
			t.Errorf("expires_in %v", got.body["expires_in"])
		}
		id := got.text("auth_req_id")
		a.poll(id).says(t, http.StatusBadRequest, "authorization_pending")
		a.poll(id).says(t, http.StatusBadRequest, "slow_down")
		r.clock.Advance(6 * time.Second)
		a.poll(id).says(t, http.StatusBadRequest, "slow_down") // 10 seconds now
		r.clock.Advance(15 * time.Second)
		a.poll(id).says(t, http.StatusBadRequest, "authorization_pending")
		r.clock.Advance(19 * time.Second)
		a.poll(id).says(t, http.StatusBadRequest, "expired_token")
	})
}

// fapi-ciba-id1-ensure-wrong-auth-req-id-in-token-endpoint-request.
func TestRequestIsGoodForItsOwnClientAlone(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada, a, other := r.joinVerified("ada"), r.asker(), r.asker()
	a.lets(ada, true)
	id := a.begun()
	r.ok(r.approve(ada.phone, ""))
	other.poll(id).says(t, http.StatusBadRequest, "invalid_grant")
	a.poll("cs_ar_other").says(t, http.StatusBadRequest, "invalid_grant")
	a.poll("other").says(t, http.StatusBadRequest, "invalid_grant")
	a.poll("").says(t, http.StatusBadRequest, "invalid_request")
	if got := a.poll(id); got.status != http.StatusOK {
		t.Errorf("its own client: %d %v", got.status, got.body)
	}
}

func TestRequestsThatAreMalformedAreRefused(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada, a := r.joinVerified("ada"), r.asker()
	a.lets(ada, true)
	for _, c := range []struct {
		name   string
		change []string
		code   string
	}{
		{"no hint", []string{"login_hint", ""}, "invalid_request"},
		{"two hints", []string{"id_token_hint", "x.y.z"}, "invalid_request"},
		{"an ID token that is none", []string{"login_hint", "", "id_token_hint", "x.y.z"}, "invalid_request"},
		{"a token that is none", []string{"login_hint", "", "login_hint_token", "x.y.z"}, "invalid_request"},
		{"no scope", []string{"scope", ""}, "invalid_scope"},
		{"no openid", []string{"scope", "profile"}, "invalid_scope"},
		{"a message with a line end", []string{"binding_message", "W4\nSCT"}, "invalid_binding_message"},
		{"a message that turns", []string{"binding_message", "W4\u202eSCT"}, "invalid_binding_message"},
		{"a long message", []string{"binding_message", strings.Repeat("x", 65)}, "invalid_binding_message"},
		{"no time", []string{"requested_expiry", "0"}, "invalid_request"},
		{"a time in words", []string{"requested_expiry", "soon"}, "invalid_request"},
		{"what no phone proves", []string{"acr_values", "phr"}, "invalid_request"},
		{"a code that it is not registered for", []string{"user_code", "BCDF"}, "invalid_request"},
		{"details of no type", []string{"authorization_details", `[{"type":"payment"}]`}, "invalid_authorization_details"},
		{"a signed request of who signs none", []string{"request", "x.y.z"}, "invalid_request"},
		{"a request elsewhere", []string{"request_uri", "https://app.example/r"}, "invalid_request"},
	} {
		t.Run(c.name, func(t *testing.T) {
			form := a.wish(c.change...)
			for name := range form {
				if form.Get(name) == "" {
					form.Del(name)
				}
			}
			a.post(ciba.Path, form).says(t, http.StatusBadRequest, c.code)
		})
	}
	code, _ := r.client()
	asker{r, code, ""}.post(ciba.Path, a.wish()).says(t, http.StatusUnauthorized, "invalid_client")
	plain, secret := r.client()
	asker{r, plain, secret}.post(ciba.Path, a.wish()).says(t, http.StatusBadRequest, "unauthorized_client")
	open, err := ada.phone.Challenges(t.Context(), false)
	r.ok(err)
	if len(open) != 0 {
		t.Errorf("the phone rang: %v", open)
	}
}

func TestNoPhoneRingsForWhomItsPersonDoesNotLetAsk(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada, a := r.joinVerified("ada"), r.asker()
	a.begin().says(t, http.StatusForbidden, "access_denied")
	a.lets(ada, true)
	id := a.begun()
	a.lets(ada, false)
	a.poll(id).says(t, http.StatusBadRequest, "access_denied") // withdrawn with the leave
	a.begin().says(t, http.StatusForbidden, "access_denied")
	a.begin("login_hint", "nobody").says(t, http.StatusBadRequest, "unknown_user_id")
	if got := r.events(storage.Query{Kind: audit.AskingRefused, Limit: 10}); len(got) != 3 {
		t.Errorf("on record: %v", got)
	}
}

// A client of third parties sees no difference between a person who does not let
// it ask and nobody.
func TestThirdPartiesLearnOfNobody(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.joinVerified("ada")
	a := r.asker(func(w *client.Registration) { w.Metadata.ThirdParty = true })
	for _, name := range []string{"ada", "nobody"} {
		got := a.begin("login_hint", name)
		if got.status != http.StatusOK || got.body["expires_in"] != float64(120) || got.body["interval"] != float64(5) {
			t.Errorf("%s: %d %v", name, got.status, got.body)
		}
		id := got.text("auth_req_id")
		a.poll(id).says(t, http.StatusBadRequest, "authorization_pending")
		a.poll(id).says(t, http.StatusBadRequest, "slow_down")
		r.clock.Advance(2 * time.Minute)
		a.poll(id).says(t, http.StatusBadRequest, "expired_token")
	}
	open, err := ada.phone.Challenges(t.Context(), false)
	r.ok(err)
	if len(open) != 0 {
		t.Error("the phone rang")
	}
}

func TestReportBarsTheApplicationUntilThePersonLetsItAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada, a := r.joinVerified("ada"), r.asker()
		a.lets(ada, true)
		first := a.begun()
		r.ok(r.approve(ada.phone, ""))
		tokens := a.poll(first)
		id := a.begun()
		open, err := ada.phone.Challenges(t.Context(), false)
		r.ok(err)
		_, err = ada.phone.Report(t.Context(), open[0])
		r.ok(err)
		a.poll(id).says(t, http.StatusBadRequest, "access_denied")
		a.begin().says(t, http.StatusForbidden, "access_denied")
		a.begin("login_hint", "", "id_token_hint", tokens.text("id_token")).says(t, http.StatusForbidden, "access_denied")
		if got := r.api(0, tokens.text("access_token"), "GET", "/userinfo", ""); got.status != http.StatusUnauthorized {
			t.Errorf("what it got before goes on: %d %v", got.status, got.body)
		}
		r.clock.Advance(time.Hour)
		a.lets(ada, true)
		a.begun()
	})
}

// An ID token of a sign-in at the client shows that the person wants it there,
// until they say that they do not.
func TestIDTokenOfTheClientIsLeaveToAsk(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada, a, b := r.joinVerified("ada"), r.everywhere(), r.browser(0)
		signsIn := func() string {
			q := r.request(a.client, a.secret)
			r.ok(b.Open(t.Context(), q.url))
			if b.Has("username") {
				r.toPush(b, q, "ada")
				r.finish(b, ada.phone)
			}
			_, got := r.redeem(0, q, r.landed(b).Get("code"))
			return got.ID
		}
		hint := signsIn()
		a.begun("login_hint", "", "id_token_hint", hint)
		r.everywhere().begin("login_hint", "", "id_token_hint", hint).says(t, http.StatusBadRequest, "invalid_request")
		for what, no := range map[string]func(){
			"at /me/apps/asking": func() { a.lets(ada, false) },
			"at /me/apps": func() {
				e := audit.New(t.Context(), r.clock.Now(), audit.GrantRevoked)
				r.ok(r.replicas[0].db.Grants().RevokeApp(t.Context(), string(ada.id), a.client.ID, r.clock.Now(), e))
			},
		} {
			r.clock.Advance(time.Minute)
			no()
			if got := a.begin("login_hint", "", "id_token_hint", hint); got.text("error") != "access_denied" {
				t.Errorf("%s the person took it back: %v", what, got.body)
			}
			r.clock.Advance(time.Minute)
			hint = signsIn()
			a.begun("login_hint", "", "id_token_hint", hint)
		}
	})
}

// No page asks here, so a client of third parties learns no more than the person
// allowed at its sign-in.
func TestThirdPartiesGetByAskingOnlyWhatTheirSignInWasAllowed(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada, a, b := r.joinVerified("ada"), r.everywhere(func(w *client.Registration) { w.Metadata.ThirdParty = true }), r.browser(0)
	scope := func() string {
		t.Helper()
		id := a.begun("scope", "openid profile email offline_access")
		r.ok(r.approve(ada.phone, ""))
		got := a.poll(id)
		if (got.text("refresh_token") != "") != strings.Contains(got.text("scope"), "offline_access") {
			t.Errorf("%v", got.body)
		}
		return got.text("scope")
	}
	a.lets(ada, true)
	if got := scope(); got != "openid" {
		t.Errorf("before any consent: %q", got)
	}
	r.toPush(b, r.request(a.client, a.secret, func(v url.Values) { v.Set("scope", "openid profile") }), "ada")
	r.finish(b, ada.phone)
	r.ok(b.Click(t.Context(), "consent-allow"))
	r.landed(b)
	if got := scope(); got != "openid profile" {
		t.Errorf("with a consent: %q", got)
	}
}

func TestPersonsOwnCodeIsLeaveToAsk(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.joinVerified("ada")
		withCode := func(w *client.Registration) { w.Metadata.CIBAUserCode = true }
		a, other := r.asker(withCode), r.asker(withCode)
		a.begin().says(t, http.StatusBadRequest, "missing_user_code")
		a.begin("user_code", "BCDF-GHJK").says(t, http.StatusBadRequest, "invalid_user_code") // there is none yet
		e := audit.New(t.Context(), r.clock.Now(), audit.AskingCode)
		r.ok(r.replicas[0].db.CIBA().SetCode(t.Context(), ada.id, r.replicas[0].leave.Hash(ada.id, "BCDFGHJK"), e))
		a.begun("user_code", "bcdf ghjk")
		for range 5 {
			a.begin("user_code", "BCDF-GHJL").says(t, http.StatusBadRequest, "invalid_user_code")
		}
		a.begin("user_code", "BCDF-GHJK").says(t, http.StatusBadRequest, "invalid_user_code") // guessed at too often
		r.clock.Advance(10 * time.Second)
		if got := other.begin("user_code", "BCDF-GHJK"); got.text("error") == "invalid_user_code" {
			t.Error("one client's guesses lock another out")
		}
	})
}

// fapi-ciba: what is granted was shown, and what was shown is granted.
func TestDetailsAreShownAndGranted(t *testing.T) {
	r := newRig(t, "sqlite", 1, func(c *config.Config) {
		c.OAuth.AuthorizationDetails = config.DetailTypes{{Type: "payment", Label: "Payment", Fields: []config.DetailField{
			{Name: "amount", Label: "Amount", Kind: "amount", Required: true}, {Name: "to", Label: "To", Kind: "text", Required: true},
		}}}
	})
	ada := r.joinVerified("ada")
	a := r.asker(func(w *client.Registration) { w.Metadata.DetailTypes = []string{"payment"} })
	a.lets(ada, true)
	id := a.begun("authorization_details", `[{"type":"payment","amount":{"amount":"12.50","currency":"EUR"},"to":"Café Luna"}]`)
	open, err := ada.phone.Challenges(t.Context(), false)
	r.ok(err)
	lines := open[0].Details[0].Lines
	if len(lines) != 2 || lines[0].Text != "12.50 EUR" || lines[1].Text != "Café Luna" || open[0].DetailsHash == "" {
		t.Errorf("the phone shows %+v", open[0].Details)
	}
	r.ok(r.approve(ada.phone, ""))
	if got := a.poll(id); got.status != http.StatusOK {
		t.Errorf("tokens: %d %v", got.status, got.body)
	}
}

// People say at /me which applications may ask, and make a code of their own.
func TestPersonLetsApplicationsAskAtTheAccountPage(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada, a := r.joinVerified("ada"), r.asker(func(w *client.Registration) { w.Metadata.CIBAUserCode = true })
		shop := r.asker(func(w *client.Registration) { w.Metadata.ThirdParty = true })
		c, secret := r.client()
		me := r.browser(0)
		r.toPush(me, r.request(c, secret), "ada")
		r.finish(me, ada.phone)
		r.ok(me.Open(ctx, r.issuer+"/me/apps"), me.Click(ctx, "asking"))
		if me.Has("let-" + string(shop.client.ID)) {
			t.Error("a stranger's application, which nobody here uses, stands on the page")
		}
		a.begin().says(t, http.StatusBadRequest, "missing_user_code")
		r.ok(me.Click(ctx, "let-"+string(a.client.ID)))
		id := a.begun()
		r.ok(me.Click(ctx, "forbid-"+string(a.client.ID)))
		a.poll(id).says(t, http.StatusBadRequest, "access_denied")
		r.ok(me.Click(ctx, "asking-code-new"))
		code, err := me.Text("asking-code")
		r.ok(err, me.Open(ctx, r.issuer+"/me/apps/asking"))
		if strings.Contains(me.PageText(), code) {
			t.Error("the code is shown again")
		}
		r.clock.Advance(time.Minute)
		a.begun("user_code", code)
		r.ok(me.Click(ctx, "asking-code-drop"))
		a.begin("user_code", code).says(t, http.StatusBadRequest, "invalid_user_code")
		if got := r.events(storage.Query{Kind: audit.AskingCode, Limit: 10}); len(got) != 2 {
			t.Errorf("on record: %v", got)
		}
	})
}
