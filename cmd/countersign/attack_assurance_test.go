package main

import (
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/factors"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
	"countersign/idp/flow"
)

func asksACR(acr string) func(url.Values) { return func(v url.Values) { v.Set("acr_values", acr) } }

func TestAttack64NeverAFalseACR(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		c, secret := a.client()
		for _, acr := range []string{"phrh", "http://idmanagement.gov/ns/assurance/aal/2", "nonsense"} {
			b := a.browser(0)
			essential := func(v url.Values) { v.Set("claims", `{"id_token":{"acr":{"essential":true,"value":"`+acr+`"}}}`) }
			a.ok(b.Open(t.Context(), a.request(c, secret, essential).url))
			if got := a.landed(b); got.Get("error") != "unmet_authentication_requirements" || got.Get("code") != "" {
				t.Errorf("%s: %v", acr, got)
			}
		}
		// 2n takes six digits, and a key whose storage was proved, which no
		// software key is: all is done, and it is not enough.
		w := a.waits(ada, nil, asksACR("urn:countersign:acr:2n"))
		if w.asked.Match.Mode != wire.ModeNum6 {
			t.Errorf("mode %s", w.asked.Match.Mode)
		}
		a.finish(w.tab, ada.phone)
		if got := a.landed(w.tab); got.Get("error") != "unmet_authentication_requirements" || got.Get("code") != "" {
			t.Errorf("2n: %v", got)
		}
		either := a.waits(ada, nil, asksACR("urn:countersign:acr:2n urn:countersign:acr:2"))
		a.finish(either.tab, ada.phone)
		_, got := a.redeem(0, either.request, a.landed(either.tab).Get("code"))
		if id := claims(t, got.ID); id["acr"] != "urn:countersign:acr:2" {
			t.Errorf("2n or 2: acr %v", id["acr"])
		}
	})
}

// amrOf is the claim of an ID token as a list.
func amrOf(t *testing.T, id string) []string {
	t.Helper()
	list, _ := claims(t, id)["amr"].([]any)
	var out []string
	for _, v := range list {
		out = append(out, fmt.Sprint(v))
	}
	return out
}

// softwareKey is a second key that anybody could use, and says otherwise.
type softwareKey struct{ crypto.Signer }

func (softwareKey) Register([]byte) (wire.RegisterUV, error) {
	return wire.RegisterUV{}, errors.New("it was registered by hand")
}

func (k softwareKey) Verify(digest []byte) (wire.DecisionUV, error) {
	jws, err := wire.Sign(k.Signer, wire.TypeUV, wire.UVProof{Hash: base64.RawURLEncoding.EncodeToString(digest), How: wire.GestureFingerprint})
	return wire.DecisionUV{JWS: jws}, err
}

// A device says that its key is in hardware and that its owner's finger was
// seen. Nothing proves it, so nothing of it is told (amr rules 3 and 4).
func TestAttack65DeviceThatOverclaimsIsASoftwareKey(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		b, link := a.invited("ada")
		key, err := authenticator.NewPrivateKey(wire.ES256)
		a.ok(err)
		public, err := key.Public()
		a.ok(err)
		jwk, err := json.Marshal(public)
		a.ok(err)
		second, secondClaim := a.secondKey(link.Code, public)
		reg := wiretest.Forge(key.Signer(), registerHeader("ES256", jwk), a.registration(link.Code,
			edit("att", map[string]any{"fmt": "android-key", "x5c": []string{"MIIB"}}), edit("protection", "hwk"),
			secondClaim))
		var made wire.RegisterResponse
		a.ok(json.Unmarshal([]byte(a.register(link.Code, reg).body), &made))
		phone, err := authenticator.Restore(authenticator.State{
			Issuer: a.issuer, DeviceID: made.DeviceID, Account: made.Account, PushJWKSURI: made.PushJWKSURI, Private: key,
			Keys: []wire.Key{public}, // the right ones are fetched when they are met
		}, authenticator.Options{HTTP: a.http(0), Verifier: softwareKey{second}})
		a.ok(err, await(ctx, b, "enroll-confirm"), b.Fill("enroll-confirm", made.Confirm.Reveal()), b.Click(ctx, "enroll-confirm-submit"))
		a.finish(b, phone)

		w := a.waits(member{name: "ada", phone: phone}, nil)
		uv, err := softwareKey{second}.Verify(wire.DecisionDigest(wire.CHash(w.asked.Compact()), wire.Approve, w.number))
		a.ok(err)
		over := w.sign(edit("uv", uv), edit("amr", []string{"hwk", "fpt"}))
		if got := a.decide(phone, w.asked.ID, over); got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.body)
		}
		a.ok(await(ctx, w.tab, "push-continue"), w.tab.Click(ctx, "push-continue"))
		_, got := a.redeem(0, w.request, a.landed(w.tab).Get("code"))
		if have := amrOf(t, got.ID); !slices.Equal(have, []string{"pwd", "swk", "mca", "user", "mfa"}) {
			t.Errorf("amr %v", have)
		}
	})
}

func TestAttack66ReuseMuchLaterTellsOfTheFirstProof(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		began := a.clock.Now()
		w, first := a.signedIn(ada, a.browser(0))
		same := func(what string, got tokens) {
			t.Helper()
			id := claims(t, got.ID)
			if at, _ := id["auth_time"].(float64); int64(at) != began.Unix() || id["acr"] != "urn:countersign:acr:2" || !slices.Equal(amrOf(t, got.ID), amrOf(t, first.ID)) {
				t.Errorf("%s: auth_time %v, acr %v, amr %v", what, id["auth_time"], id["acr"], id["amr"])
			}
		}
		same("at first", first)
		// Single sign-on for six days, used twice a day.
		var last tokens
		for range 2 * 6 {
			a.clock.Advance(11*time.Hour + 30*time.Minute)
			q := a.request(w.client, w.secret)
			a.ok(w.tab.Open(ctx, q.url))
			_, last = a.redeem(0, q, a.landed(w.tab).Get("code"))
		}
		same("single sign-on after six days", last)
		old := a.request(w.client, w.secret, func(v url.Values) { v.Set("max_age", "3600") })
		if a.ok(w.tab.Open(ctx, old.url)); !w.tab.Has("password") {
			t.Errorf("max_age asks for nothing: %s", w.tab.URL())
		}
		// Refresh tokens for months.
		token := first.Refresh
		for range 4 {
			a.clock.Advance(20 * 24 * time.Hour)
			status, got := a.token(0, w.request, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
			if status != http.StatusOK {
				t.Fatalf("refresh: %d %s", status, got.Error)
			}
			token, last = got.Refresh, got
		}
		same("refreshed after 80 days", last)
	})
}

func TestAttack75OpenRequestIsWithdrawnWhenTheSignInFinishesWithoutIt(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		w := a.waits(ada, nil)
		// Another second factor than this push, as a passkey would be.
		flows, id := a.replicas[0].db.Flows(), flow.ID(strings.TrimPrefix(w.path(""), "/login/"))
		s, err := flows.Find(ctx, id)
		a.ok(err)
		s.Outcomes = append(s.Outcomes, factors.Outcome{
			Kind: factors.Push, At: a.clock.Now(), Ref: "another", Protection: factors.SoftwareKey, Match: factors.MatchNum2,
		})
		a.ok(flows.Save(ctx, s), w.tab.Open(ctx, a.issuer+w.path("")))
		a.landed(w.tab)
		if st := a.state(w.asked.ID); st != wire.StateCancelled {
			t.Errorf("the challenge is %s", st)
		}
		before := a.recorded(audit.DecisionRefused)
		a.refuses(a.decide(ada.phone, w.asked.ID, w.sign()), http.StatusConflict)
		if found := a.news(audit.DecisionRefused, before); len(found) != 1 || !strings.HasPrefix(found[0].Reason, "check 9: ") {
			t.Errorf("on record %+v", found)
		}
	})
}

func TestAttack75OpenRequestIsWithdrawnWhenTheSignInIsGivenUp(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		a.ok(w.tab.Click(t.Context(), "push-cancel"))
		a.refuses(a.decide(ada.phone, w.asked.ID, w.sign()), http.StatusConflict)
		if st := a.state(w.asked.ID); st != wire.StateCancelled {
			t.Errorf("the challenge is %s", st)
		}
	})
}

func TestAttack77StrangerWithThePasswordCannotKeepTheOwnerOut(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		own, _ := a.signedIn(ada, a.browser(0))
		c, secret := a.client()
		stranger := a.waits(ada, nil)
		for range 5 {
			b := a.browser(0)
			if a.toPush(b, a.request(c, secret), "ada"); b.Has("push-number") {
				t.Fatalf("a second unknown browser does not wait: %s", b.PageText())
			}
		}
		w := a.waits(ada, own.tab)
		if w.asked.ID == stranger.asked.ID {
			t.Fatal("the owner is shown the stranger's request")
		}
		a.finish(w.tab, ada.phone)
		a.landed(w.tab)
		// The stranger's own flow got nothing of it, whatever he presses.
		for _, q := range browserRequests(stranger) {
			q.cookies = stranger.tab.Cookies()
			if strings.HasSuffix(q.path, "/push/cancel") {
				continue
			}
			if got := a.do(q); strings.Contains(got.header.Get("Location"), "code=") {
				t.Errorf("%s %s gives a code", q.method, q.path)
			}
		}
		if a.ok(stranger.tab.Open(ctx, a.issuer+stranger.path(""))); strings.HasPrefix(stranger.tab.URL(), a.app.URL) {
			t.Errorf("the stranger is at %s", stranger.tab.URL())
		}
	})
}

func TestAttack80LockedAccountTellsNothingAboutTheNumber(t *testing.T) {
	quick := func(c *config.Config) { c.Limits.WrongNumbers = 1; c.Policy.PushMode = "num6" }
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a := attacker{newRig(t, database, 1, quick)}
			var bodies []string
			for name, number := range map[string]func(waiting) string{
				"right": func(w waiting) string { return w.number }, "wrong": waiting.wrong,
			} {
				w := a.waits(a.join(name), nil)
				a.refuses(a.decide(w.phone, w.asked.ID, w.sign(edit("match", w.wrong()))), http.StatusForbidden) // locks, two tries left
				before := a.recorded(audit.DecisionRefused)
				got := a.decide(w.phone, w.asked.ID, w.sign(edit("match", number(w))))
				bodies = append(bodies, fmt.Sprint(got.status, got.body, got.header.Get("Content-Type"), a.state(w.asked.ID)))
				if found := a.news(audit.DecisionRefused, before); len(found) != 1 || !strings.HasPrefix(found[0].Reason, "check 10: ") {
					t.Errorf("%s: on record %+v", name, found)
				}
			}
			if bodies[0] != bodies[1] || !strings.HasPrefix(bodies[0], "403") {
				t.Errorf("the answers differ: %q", bodies)
			}
		})
	}
}

// secondKey is a user-verification key in software and the claim that
// registers it beside the possession key.
func (a attacker) secondKey(code wire.Secret, possession wire.Key) (crypto.Signer, func(map[string]any)) {
	a.t.Helper()
	second := wiretest.PrivateKey(a.t, wire.ES256, "second key in software")
	public, err := wire.NewKey(second.Public())
	a.ok(err)
	proof, err := wire.Sign(second, wire.TypeRegisterUV, wire.RegisterProof{
		Hash: base64.RawURLEncoding.EncodeToString(wire.RegistrationDigest(wire.SecretHash(code), possession.Thumbprint())),
	})
	a.ok(err)
	return second, edit("uv", map[string]any{"jwk": public, "proof": proof})
}
