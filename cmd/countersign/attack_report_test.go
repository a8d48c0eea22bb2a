package main

import (
	"net/http"
	"strings"
	"testing"

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
