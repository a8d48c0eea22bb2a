package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

func (a attacker) enrols(link wire.Link) (*authenticator.Phone, wire.Secret, error) {
	a.t.Helper()
	return authenticator.Enroll(a.t.Context(), link.URL(), authenticator.Options{HTTP: a.http(0)})
}

func TestAttack39RegistrationIsNotAlteredOnTheWay(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		_, link := a.invited("ada")
		key, err := authenticator.NewPrivateKey(wire.ES256)
		a.ok(err)
		public, err := key.Public()
		a.ok(err)
		jwk, err := json.Marshal(public)
		a.ok(err)
		_, uv := a.secondKey(link.Code, public)
		honest := wiretest.Forge(key.Signer(), registerHeader("ES256", jwk), a.registration(link.Code, uv))
		parts := strings.Split(honest, ".")
		db := a.database()
		before := a.contents(db)
		for name, claims := range map[string]string{
			"modes stripped":     a.registration(link.Code, uv, edit("modes", []string{"none"})),
			"uv stripped":        a.registration(link.Code),
			"channel exchanged":  a.registration(link.Code, uv, edit("ch", map[string]any{"p": "fcm", "token": "evil"})),
			"name exchanged":     a.registration(link.Code, uv, edit("dev", map[string]any{"name": "Ada's own", "platform": "ios"})),
			"made for elsewhere": a.registration(link.Code, uv, edit("aud", "https://evil.example")),
		} {
			events := a.recorded(audit.EnrolmentRefused)
			a.refuses(a.register(link.Code, parts[0]+"."+wiretest.Encode(claims)+"."+parts[2]), http.StatusForbidden)
			if found := a.news(audit.EnrolmentRefused, events); len(found) != 1 || !strings.Contains(found[0].Reason, "signature does not verify") {
				t.Errorf("%s: on record %+v", name, found)
			}
		}
		a.unchanged(db, before)
		if got := a.register(link.Code, honest); got.status != http.StatusCreated {
			t.Errorf("as it was signed: %d %s", got.status, got.body)
		}
	})
}

// A device whose program is too old for numbers is not asked in their place
// for a plain approval (case 38): the person is told.
func TestAttack39DeviceThatCannotShowNumbersIsNotAskedForLess(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		b, link := a.invited("ada")
		key, err := authenticator.NewPrivateKey(wire.ES256)
		a.ok(err)
		public, err := key.Public()
		a.ok(err)
		jwk, err := json.Marshal(public)
		a.ok(err)
		got := a.register(link.Code, wiretest.Forge(key.Signer(), registerHeader("ES256", jwk), a.registration(link.Code, edit("modes", []string{"none"}))))
		digits := cutOut(got.body, `"confirm":"`, `"`)
		a.ok(await(ctx, b, "enroll-confirm"), b.Fill("enroll-confirm", digits), b.Click(ctx, "enroll-confirm-submit"))
		if b.Status() != http.StatusForbidden || b.Has("push-number") || len(a.recorded(audit.ChallengeOpened)) != 0 {
			t.Errorf("page %d, %d requests: %s", b.Status(), len(a.recorded(audit.ChallengeOpened)), b.PageText())
		}
	})
}

func TestAttack40WhoeverRedeemsAPhotographedLinkFirstGainsNothing(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		b, link := a.invited("ada")
		thief, digits, err := a.enrols(link)
		a.ok(err)
		// Nothing before the digits, which are on no screen that the owner sees.
		if got := a.do(a.proved(thief, attackRequest{method: http.MethodGet, path: wire.PathChallenges})); got.status != http.StatusForbidden || !strings.Contains(got.body, `"pending"`) {
			t.Errorf("the thief's phone: %d %s", got.status, got.body)
		}
		if a.ok(await(ctx, b, "enroll-confirm")); strings.Contains(b.Body(), digits.Reveal()) {
			t.Error("the digits stand on the owner's page")
		}
		_, _, err = a.enrols(link)
		if !errors.Is(err, authenticator.ErrLinkTaken) {
			t.Errorf("the owner's phone: %v, want ErrLinkTaken (409)", err)
		}
		if found := a.recorded(audit.EnrolmentEnded); len(found) != 1 || found[0].Reason != device.EndedBySecondKey {
			t.Errorf("on record %+v", found)
		}
		if _, err := thief.Status(ctx); !errors.Is(err, authenticator.ErrRevoked) {
			t.Errorf("the thief's phone: %v, want ErrRevoked", err)
		}
		a.ok(b.Fill("enroll-confirm", digits.Reveal()), b.Click(ctx, "enroll-confirm-submit"))
		if !strings.Contains(b.PageText(), "used twice") || len(a.recorded(audit.DeviceActivated)) != 0 {
			t.Errorf("the owner's page: %s", b.PageText())
		}
	})
}

func TestAttack40GuessedDigitsEndTheEnrolment(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		b, link := a.invited("ada")
		thief, digits, err := a.enrols(link)
		a.ok(err, await(ctx, b, "enroll-confirm"))
		wrong := "000000"
		if digits.Reveal() == wrong {
			wrong = "000001"
		}
		for range device.DefaultLimits().ConfirmTries {
			a.ok(b.Fill("enroll-confirm", wrong), b.Click(ctx, "enroll-confirm-submit"))
		}
		if b.Has("enroll-confirm") || len(a.recorded(audit.EnrolmentRefused)) != device.DefaultLimits().ConfirmTries {
			t.Errorf("after the last try: %s", b.PageText())
		}
		if _, err := thief.Status(ctx); !errors.Is(err, authenticator.ErrRevoked) {
			t.Errorf("the phone: %v, want ErrRevoked", err)
		}
	})
}

func TestAttack42LinkIsGoodOnceForItsTimeAndItsSignInAlone(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		bob, other := a.invited("bob")
		b, link := a.invited("ada")
		phone, digits, err := a.enrols(link)
		a.ok(err, await(ctx, b, "enroll-confirm"))
		// The digits in another person's sign-in, and in his browser at hers.
		_, _, err = a.enrols(other)
		a.ok(err, await(ctx, bob, "enroll-confirm"), bob.Fill("enroll-confirm", digits.Reveal()), bob.Click(ctx, "enroll-confirm-submit"))
		at := waiting{tab: b}
		foreign := a.do(attackRequest{
			method: http.MethodPost, path: at.path("/enrol/confirm"), kind: attackForm, cookies: bob.Cookies(),
			body: waiting{tab: bob}.form() + "&enroll-confirm=" + digits.Reveal(),
		})
		if foreign.status != http.StatusNotFound || len(a.recorded(audit.DeviceActivated)) != 0 {
			t.Errorf("from another's browser: %d, %d devices", foreign.status, len(a.recorded(audit.DeviceActivated)))
		}
		a.ok(b.Fill("enroll-confirm", digits.Reveal()), b.Click(ctx, "enroll-confirm-submit"))
		if status, err := phone.Status(ctx); err != nil || status.Status != wire.DeviceActive {
			t.Fatalf("the owner's phone: %+v, %v", status, err)
		}
		if _, _, err := a.enrols(link); !errors.Is(err, authenticator.ErrLinkSpent) {
			t.Errorf("a second time: %v, want ErrLinkSpent", err)
		}
		_, late := a.invited("eve")
		a.clock.Advance(device.DefaultLimits().CodeLife)
		if _, _, err := a.enrols(late); !errors.Is(err, authenticator.ErrLinkSpent) {
			t.Errorf("after its time: %v, want ErrLinkSpent", err)
		}
	})
}

func TestAttack42LinkWithAnotherIssuerOrKeyIsNotFollowed(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		_, link := a.invited("ada")
		pinned := link
		pinned.Thumbprint = strings.Repeat("A", 43)
		if _, _, err := a.enrols(pinned); !errors.Is(err, authenticator.ErrPinnedKey) {
			t.Errorf("another key: %v, want ErrPinnedKey", err)
		}
		elsewhere := attacker{newRig(t, "sqlite", 1)}
		moved := link
		moved.Issuer = elsewhere.issuer
		if _, _, err := elsewhere.enrols(moved); !errors.Is(err, authenticator.ErrPinnedKey) {
			t.Errorf("another issuer: %v, want ErrPinnedKey", err)
		}
		if n := len(a.recorded(audit.DeviceRegistered)) + len(elsewhere.recorded(audit.DeviceRegistered)); n != 0 {
			t.Errorf("%d devices were registered", n)
		}
	})
}

// enrolDoors are the requests that could begin or go on with an enrolment.
func enrolDoors(w waiting) []attackRequest {
	return []attackRequest{
		{method: http.MethodGet, path: w.path("/enrol")}, {method: http.MethodGet, path: w.path("/enrol/confirm")},
		{method: http.MethodGet, path: w.path("/enrol/events")},
		{method: http.MethodPost, path: w.path("/enrol/again"), kind: attackForm, body: w.form()},
		{method: http.MethodPost, path: w.path("/enrol/confirm"), kind: attackForm, body: w.form() + "&enroll-confirm=000000"},
		{method: http.MethodPost, path: w.path("/new-password"), kind: attackForm, body: w.form() + "&new-password=" + url.QueryEscape(storyPassword+"!")},
	}
}

// Cases 45 and 46: neither a stolen session, nor the password, nor one push
// that was relayed adds a device to an account that has one.
func TestAttack45And46NothingButAPassAddsASecondDevice(t *testing.T) {
	lax := func(c *config.Config) { c.Policy.EnrolWithPassword = true }
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a := attacker{newRig(t, database, 1, lax)}
			ada := a.join("ada")
			stolen, _ := a.signedIn(ada, a.browser(0)) // session and browser cookie
			approved := a.waits(ada, nil)              // password, and a push that was relayed
			a.ok(a.approve(ada.phone, approved.number))
			fresh := a.waiting45(stolen)
			db := a.database()
			before := a.contents(db)
			for name, w := range map[string]waiting{"a stolen session": fresh, "password and one push": approved} {
				for _, q := range enrolDoors(w) {
					q.cookies = w.tab.Cookies()
					got := a.do(q)
					if got.status == http.StatusOK || got.status >= 500 || strings.Contains(got.body, "enroll-link") {
						t.Errorf("%s: %s %s is %d\n%s", name, q.method, q.path, got.status, got.body)
					}
				}
			}
			a.unchanged(db, before)
			if n := len(a.recorded(audit.EnrolmentStarted)); n != 1 {
				t.Errorf("%d enrolments, want the first alone", n)
			}
		})
	}
}

// waiting45 is a sign-in that somebody with the cookies alone gets to: the
// password page.
func (a attacker) waiting45(stolen waiting) waiting {
	a.t.Helper()
	q := a.request(stolen.client, stolen.secret, askAgain)
	w := waiting{request: q, tab: stolen.tab.Tab()}
	a.ok(w.tab.Open(a.t.Context(), q.url))
	if !w.tab.Has("password") {
		a.t.Fatalf("no password is asked for: %s", w.tab.PageText())
	}
	return w
}

func TestAttack46LostDeviceIsNotReplacedByThePasswordAlone(t *testing.T) {
	lax := func(c *config.Config) { c.Policy.EnrolWithPassword = true }
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a := attacker{newRig(t, database, 1, lax)}
			ada := a.join("ada")
			a.ok(a.replicas[0].phones.Revoke(t.Context(), device.ID(ada.phone.State().DeviceID), "lost"))
			c, secret := a.client()
			b := a.browser(0)
			// What is left is a recovery code, which the thief has not.
			if a.toPush(b, a.request(c, secret), "ada"); !strings.HasSuffix(b.URL(), "/recovery") || b.Has("enroll-link") {
				t.Errorf("page %d: %s", b.Status(), b.PageText())
			}
			before := a.recorded(audit.EnrolmentRefused)
			_, err := a.replicas[0].phones.Start(t.Context(), device.StartRequest{Account: factors.Account(ada.id), Flow: "flow_x", First: true})
			if found := a.news(audit.EnrolmentRefused, before); !errors.Is(err, device.ErrNotAllowed) || len(found) != 1 {
				t.Errorf("error %v, on record %+v", err, found)
			}
		})
	}
}

func TestAttack52RevokedDeviceIsToldSoByASignedWordAndChangesNothing(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		w := a.waits(ada, nil)
		approval := w.sign()
		a.ok(a.replicas[0].phones.Revoke(ctx, device.ID(w.asked.Device), "lost"))
		if s := a.state(w.asked.ID); s != wire.StateCancelled {
			t.Errorf("the challenge is %s", s)
		}
		db := a.database()
		before := a.contents(db)
		for _, q := range []attackRequest{
			a.decision(w.phone, w.asked.ID, approval),
			a.proved(w.phone, attackRequest{method: http.MethodGet, path: wire.PathChallenges}),
			a.proved(w.phone, attackRequest{method: http.MethodGet, path: wire.PathChallenge(w.asked.ID)}),
			a.proved(w.phone, attackRequest{method: http.MethodGet, path: wire.PathDevice}),
			a.proved(w.phone, attackRequest{method: http.MethodPost, path: wire.PathDevice, kind: wire.MediaJWT, body: approval}),
		} {
			got := a.do(q)
			if got.status != http.StatusGone || got.header.Get("Content-Type") != wire.MediaJWT || strings.Count(got.body, ".") != 2 {
				t.Errorf("%s %s: %d %s", q.method, q.path, got.status, got.body)
			}
		}
		a.clock.Advance(11 * time.Second)
		if _, err := w.phone.SetChannel(ctx, wire.Channel{Provider: wire.ProviderFCM, Token: "t"}); !errors.Is(err, authenticator.ErrRevoked) {
			t.Errorf("a new channel: %v, want ErrRevoked", err)
		}
		a.unchanged(db, before)
		if a.ok(w.tab.Refresh(ctx)); w.tab.Has("push-number") || w.tab.Has("push-continue") {
			t.Errorf("the page still waits: %s", w.tab.PageText())
		}
	})
}
