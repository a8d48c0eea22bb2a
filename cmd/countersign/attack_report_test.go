package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/client"
	"countersign/idp/mail/smtptest"
)

// A thief got one approval out of the owner, and a session with it; the next
// request the owner reports. That session must not set the new password that
// the report asks for: it rests on the password and on push alone.
func TestAttack78SessionOfPasswordAndPushSetsNoPasswordAfterAReport(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		thief := a.atAccount(ada)
		a.ok(thief.Open(ctx, a.issuer+"/me/password"), thief.Fill("new-password", newPassword))
		a.waits(ada, nil)
		a.report(ada.phone)
		a.ok(thief.Click(ctx, "new-password-submit"))
		who, err := a.replicas[0].db.People().Find(ctx, ada.id)
		if err != nil || !who.PasswordReset {
			t.Errorf("the thief's session set a new password, at %s: %+v, %v", thief.URL(), who, err)
		}
		if thief.Status() != http.StatusForbidden {
			t.Errorf("the form was answered with %d at %s", thief.Status(), thief.URL())
		}
	})
}

// Nor does it make the other factor that such a password needs. What helps the
// owner against a stranger stays open.
func TestAttack78SessionOfPasswordAndPushAddsNoFactorAfterAReport(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		codes, app, owner := a.atAccount(ada), a.atAccount(ada), a.atAccount(ada)
		a.ok(codes.Open(ctx, a.issuer+"/me/methods/codes"), app.Open(ctx, a.issuer+"/me/methods/app"))
		a.waits(ada, nil)
		a.report(ada.phone)
		a.ok(codes.Click(ctx, "codes-new"), app.Click(ctx, "app-new"))
		if codes.Status() != http.StatusForbidden || codes.Has("recovery-codes") {
			t.Errorf("new recovery codes: %d", codes.Status())
		}
		if app.Status() != http.StatusForbidden || app.Has("app-secret") {
			t.Errorf("a code app: %d", app.Status())
		}
		a.ok(owner.Open(ctx, a.issuer+"/me/sessions"), owner.Click(ctx, "end-others"))
		shows(t, owner, "You are signed out everywhere else.")
	})
}

// The same session takes no phones away either.
func TestAttack78SessionOfPasswordAndPushTakesNoPhonesAwayAfterAReport(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		token := a.tokenOf(ada)
		a.waits(ada, nil)
		a.report(ada.phone)
		a.api(0, token, "DELETE", "/api/people/me/authenticators", "").problem(t, http.StatusForbidden, "reported")
	})
}

// A mailed link and a phone in probation are not enough for a new password:
// whoever added that phone a moment ago may hold the mailbox, too.
func TestAttack47PhoneInProbationDoesNotAllowANewPasswordByMail(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		a := attacker{r}
		ada := a.join("ada")
		fresh := a.second(ada)
		a.mails(s)
		b := a.browser(0)
		a.ok(b.Open(ctx, a.resetLink(a.forgot(s, b, "ada"))), b.Click(ctx, "reset-start"))
		a.finish(b, fresh)
		if err := b.Fill("new-password", newPassword); err == nil {
			t.Errorf("the form of the new password is shown at %s", b.URL())
		}
		hub, _, _ := strings.Cut(b.URL()+"/", "/push")
		a.ok(b.Open(ctx, strings.TrimSuffix(hub, "/")+"/new-password"))
		if err := b.Fill("new-password", newPassword); err == nil {
			t.Errorf("the form of the new password is shown at %s", b.URL())
		}
	})
}

// A phone that a pass added is in probation: its first sign-in makes no
// recovery codes, which would outlive it.
func TestAttack47PhoneInProbationMakesNoRecoveryCodes(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		before := a.recorded(audit.RecoveryMade)
		a.ok(a.replicas[0].db.Recovery().Replace(ctx, factors.Account(ada.id), nil, a.clock.Now(), time.Time{}))
		a.second(ada)
		if made := a.news(audit.RecoveryMade, before); len(made) != 0 {
			t.Errorf("new recovery codes: %+v", made)
		}
	})
}

// What a back end says of a browser stands on the phone: no character of it may
// turn or hide what stands beside it.
func TestAttackBackEndWritesNothingUnseenOnThePhone(t *testing.T) {
	a := attacker{newRig(t, "sqlite", 1)}
	a.join("ada")
	m := a.machine(client.ScopePush)
	for _, text := range []string{`Firefox\nPlace: Graz`, `\u202exoferiF`, `Fire\u200bfox`, `\u0007`} {
		for _, member := range []string{"browser", "os"} {
			got := m.call("POST", "/api/challenges", `{"person":"ada","`+member+`":"`+text+`"}`)
			if got.status != http.StatusUnprocessableEntity {
				t.Errorf("%s %q: %d %v", member, text, got.status, got.body)
			}
		}
	}
	if got := m.call("POST", "/api/challenges", `{"person":"ada","browser":"Müller 2","os":"日本"}`); got.status != http.StatusCreated {
		t.Errorf("what can be shown: %d %v", got.status, got.body)
	}
}
