package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

func TestAttack03AnotherDeviceOfTheSameUserCannotAnswerInItsPlace(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		other := a.second(ada)
		w := a.waits(ada, nil)
		theirs := w.as(other)
		own := a.open(other)
		own3 := func(m map[string]any) { m["iss"], m["sub"] = own.Device, own.Account }
		for name, c := range map[string]struct {
			by   waiting
			body string
			why  string
		}{
			"under the proof of the first":       {w, theirs.sign(), "check 3: "},
			"under its own proof, first's names": {theirs, theirs.sign(), "check 4: "},
			"under its own proof and names":      {theirs, theirs.sign(own3), "check 6: "},
		} {
			before := a.recorded(audit.DecisionRefused)
			a.refuses(a.decide(c.by.phone, w.asked.ID, c.body), http.StatusForbidden)
			if found := a.news(audit.DecisionRefused, before); len(found) != 1 || !strings.HasPrefix(found[0].Reason, c.why) {
				t.Errorf("%s: on record %+v, want %s", name, found, c.why)
			}
		}
		if s := a.state(w.asked.ID); s != wire.StatePending {
			t.Errorf("the challenge is %s", s)
		}
		a.finish(w.tab, w.phone)
		a.landed(w.tab)
	})
}

func TestAttack04DeviceOfAnotherUserLearnsNothingOfAChallenge(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada, bob := a.join("ada"), a.join("bob")
		w := a.waits(ada, nil)
		unknown := w
		unknown.asked.ID = "chl_AAAAAAAAAAAAAAAAAAAAAA"
		bobs := bob.phone.State()
		inHisName := func(m map[string]any) { m["iss"], m["sub"] = bobs.DeviceID, bobs.Account }
		for name, ask := range map[string]func(w waiting) attackRequest{
			"decision": func(w waiting) attackRequest {
				return a.decision(bob.phone, w.asked.ID, w.as(bob.phone).sign(inHisName))
			},
			"fetch": func(w waiting) attackRequest {
				return a.proved(bob.phone, attackRequest{method: http.MethodGet, path: wire.PathChallenge(w.asked.ID)})
			},
		} {
			before := a.recorded(audit.DecisionRefused)
			there, nowhere := a.do(ask(w)), a.do(ask(unknown))
			if there.status != nowhere.status || there.body != nowhere.body || there.status < 400 {
				t.Errorf("%s: %d %s for a challenge that is, %d %s for one that is not", name, there.status, there.body, nowhere.status, nowhere.body)
			}
			for _, l := range a.news(audit.DecisionRefused, before) {
				if l.Challenge != "" || l.Person != string(bob.id) || !strings.HasPrefix(l.Reason, "check 5: ") {
					t.Errorf("%s: on record %+v", name, l)
				}
			}
		}
		if s := a.state(w.asked.ID); s != wire.StatePending {
			t.Errorf("the challenge is %s", s)
		}
	})
}

// invited is the enrolment page of somebody new, and its link.
func (a attacker) invited(name string) (*browser.Tab, wire.Link) {
	a.t.Helper()
	ctx := a.t.Context()
	_, link := a.invite(name)
	b := a.browser(0)
	a.ok(b.Open(ctx, link), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
	text, err := b.Text("enroll-link")
	a.ok(err)
	parsed, err := wire.ParseLink(text)
	a.ok(err)
	return b, parsed
}

// registration is what a device would sign for the code.
func (a attacker) registration(code wire.Secret, change ...func(map[string]any)) string {
	return edited(map[string]any{
		"aud": a.issuer, "jti": "reg_" + rand.Text(), "c_hash": wire.SecretHash(code),
		"dev": map[string]any{"name": "Phone", "platform": "android"}, "ch": map[string]any{"p": "none"},
		"modes": []string{"none", "num2", "num6"},
	}, change)
}

// register posts a registration.
func (a attacker) register(code wire.Secret, reg string) attackAnswer {
	a.t.Helper()
	body, err := json.Marshal(map[string]string{"code": code.Reveal(), "reg": reg})
	a.ok(err)
	return a.do(attackRequest{method: http.MethodPost, path: wire.PathRegister, kind: wire.MediaJSON, body: string(body)})
}

// patient lets a source fail often, so that a table of failures can be run.
func manyTries(c *config.Config) { c.Limits.EnrolmentTries = 1000 }

func freshKey(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// registerHeader is the header of a registration with a key as it is written.
func registerHeader(alg string, jwk json.RawMessage) string {
	return edited(map[string]any{"typ": "cs-register+jwt", "alg": alg, "jwk": jwk}, nil)
}

func TestAttack08KeyThatIsNoneIsNotRegistered(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a := attacker{newRig(t, database, 1, manyTries)}
			_, link := a.invited("ada")
			signer := freshKey(t, elliptic.P256())
			db := a.database()
			before := a.contents(db)
			for _, k := range wiretest.Load(t).Keyless {
				for _, alg := range []string{"ES256", "EdDSA"} {
					events := a.recorded(audit.EnrolmentRefused)
					a.refuses(a.register(link.Code, wiretest.Forge(signer, registerHeader(alg, k.JWK), a.registration(link.Code))), http.StatusForbidden)
					if found := a.news(audit.EnrolmentRefused, events); len(found) != 1 || !strings.Contains(found[0].Reason, "key not acceptable") {
						t.Errorf("%s as %s: on record %+v", k.Name, alg, found)
					}
				}
			}
			a.unchanged(db, before)
			if _, _, err := authenticator.Enroll(t.Context(), link.URL(), authenticator.Options{HTTP: a.http(0)}); err != nil {
				t.Errorf("the code is no longer good: %v", err)
			}
		})
	}
}

func TestAttack08FailedRedemptionsOfASourceAreLimited(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		_, link := a.invited("ada")
		for range device.DefaultLimits().BadCodes {
			a.refuses(a.register("wrong", "x.y.z"), http.StatusForbidden)
		}
		got := a.register(link.Code, "x.y.z")
		if got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "slow_down") {
			t.Errorf("%d %s, Retry-After %q", got.status, got.body, got.header.Get("Retry-After"))
		}
	})
}

func TestAttack43KeyOfSomebodyElseIsNotRegistered(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		victim := a.join("ada")
		_, link := a.invited("mallory")
		key, err := victim.phone.State().Private.Public()
		a.ok(err)
		jwk, err := json.Marshal(key)
		a.ok(err)
		for name, c := range map[string]struct {
			by  crypto.Signer
			why string
		}{
			"without its private half":                {freshKey(t, elliptic.P256()), "signature does not verify"},
			"by its owner, who is enrolled elsewhere": {victim.phone.State().Private.Signer(), "the key was used before"},
		} {
			before := a.recorded(audit.EnrolmentRefused)
			a.refuses(a.register(link.Code, wiretest.Forge(c.by, registerHeader("ES256", jwk), a.registration(link.Code))), http.StatusForbidden)
			if found := a.news(audit.EnrolmentRefused, before); len(found) != 1 || !strings.Contains(found[0].Reason, c.why) {
				t.Errorf("%s: on record %+v", name, found)
			}
		}
		// What a phone signed for one code proves nothing about another: it is
		// not taken where somebody else shows a code.
		fresh := freshKey(t, elliptic.P256())
		public, err := wire.NewKey(fresh.Public())
		a.ok(err)
		jwk, err = json.Marshal(public)
		a.ok(err)
		before := a.recorded(audit.EnrolmentRefused)
		a.refuses(a.register(link.Code, wiretest.Forge(fresh, registerHeader("ES256", jwk), a.registration("another code"))), http.StatusForbidden)
		if found := a.news(audit.EnrolmentRefused, before); len(found) != 1 || found[0].Reason != "the key signed another code" {
			t.Errorf("for another code: on record %+v", found)
		}
		if status, err := victim.phone.Status(t.Context()); err != nil || status.Status != wire.DeviceActive {
			t.Errorf("the victim's phone: %+v, %v", status, err)
		}
	})
}

func TestAttack10BadSignaturesUnderAGoodProofSuspendTheDevice(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		forged := wiretest.Forge(freshKey(t, elliptic.P256()), w.header(), w.claims())
		for range device.DefaultLimits().BadSigns {
			a.refuses(a.decide(w.phone, w.asked.ID, forged), http.StatusForbidden)
		}
		if found := a.recorded(audit.DeviceSuspended); len(found) != 1 || found[0].Device != w.asked.Device {
			t.Errorf("on record: %+v", found)
		}
		a.refuses(a.decide(w.phone, w.asked.ID, w.sign()), http.StatusForbidden)
		if s := a.state(w.asked.ID); s != wire.StateCancelled {
			t.Errorf("the challenge is %s", s)
		}
	})
}
