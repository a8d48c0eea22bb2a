package main

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/factors"
	"countersign/idp/mail/smtptest"
)

// withCodes gives ada a set of recovery codes.
func (a attacker) withCodes(who member) []string {
	a.t.Helper()
	codes, err := a.replicas[0].recovery.Make(a.t.Context(), factors.Account(who.id), "")
	a.ok(err)
	return codes
}

// toRecovery is a browser at the form for a recovery code.
func (a attacker) toRecovery(who member) *browser.Tab {
	a.t.Helper()
	ctx := a.t.Context()
	c, secret := a.client()
	b := a.browser(0)
	a.toPush(b, a.request(c, secret), who.name)
	hub, _, _ := strings.Cut(b.URL(), "/push")
	a.ok(b.Open(ctx, hub+"/choose"), b.Fill("method", string(factors.Recovery)), b.Click(ctx, "choose-submit"))
	return b
}

func TestAttack56GuessesAtRecoveryCodesAreLimited(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ctx := t.Context()
		ada := a.join("ada")
		codes := a.withCodes(ada)
		b := a.toRecovery(ada)
		for range 20 {
			a.ok(b.Fill("recovery-code", "AAAA-AAAA-AAAA-AAAA"), b.Click(ctx, "recovery-submit"))
			if b.Status() == http.StatusTooManyRequests {
				break
			}
		}
		if b.Status() != http.StatusTooManyRequests {
			t.Fatalf("twenty guesses, and no limit: %d", b.Status())
		}
		a.ok(b.Fill("recovery-code", codes[0]), b.Click(ctx, "recovery-submit"))
		if b.Status() != http.StatusTooManyRequests || len(a.recorded(audit.RecoveryUsed)) != 0 {
			t.Errorf("beyond the limit the right code is looked at: %d", b.Status())
		}
	})
}

func TestAttack56RecoveryCodeWorksOnceHoweverManyTryItAtOnce(t *testing.T) {
	attackTwo(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		codes := a.withCodes(ada)
		var posts []attackRequest
		for i := range 4 {
			b := a.toRecovery(ada)
			at, err := url.Parse(b.URL())
			a.ok(err)
			w := waiting{tab: b}
			posts = append(posts, attackRequest{
				replica: i % 2, method: http.MethodPost, path: at.Path, cookies: b.Cookies(), kind: attackForm,
				header: http.Header{"Origin": {a.issuer}}, body: w.form() + "&recovery-code=" + codes[0],
			})
		}
		answers := make([]attackAnswer, len(posts))
		errs := make([]error, len(posts))
		clients := []*http.Client{a.http(0), a.http(1)}
		var all sync.WaitGroup
		for i, q := range posts {
			all.Go(func() { answers[i], errs[i] = a.try(clients[i%2], q) })
		}
		all.Wait()
		a.ok(errs...)
		passed := 0
		for _, got := range answers {
			if got.status == http.StatusSeeOther {
				passed++
			}
		}
		if used := a.recorded(audit.RecoveryUsed); passed != 1 || len(used) != 1 {
			t.Errorf("%d passed, %d uses on record", passed, len(used))
		}
	})
}

// A thief of the phone reports, to keep the owner out. Requests stop, and the
// owner goes on with a mailed link and the code app.
func TestAttack57OwnerOfAStolenPhoneThatReportedGoesOnWithoutIt(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		a := attacker{r}
		ada := a.join("ada")
		secret := a.addsApp(a.atAccount(ada))
		a.waits(ada, nil)
		a.report(ada.phone)
		a.mails(s)
		b := a.browser(0)
		a.ok(b.Open(ctx, a.resetLink(a.forgot(s, b, "ada"))), b.Click(ctx, "reset-start"))
		a.ok(b.Fill("new-password", newPassword), b.Click(ctx, "new-password-submit"))
		a.clock.Advance(time.Minute)
		code, err := totp.GenerateCode(secret, a.clock.Now())
		a.ok(err, b.Open(ctx, a.issuer+"/me"), b.Click(ctx, "account-sign-in"), b.Fill("username", "ada"),
			b.Fill("password", newPassword), b.Click(ctx, "sign-in"), b.Fill("code", code), b.Click(ctx, "code-submit"))
		shows(t, b, "Your account")
		if open, err := ada.phone.Challenges(ctx, false); err == nil && len(open) != 0 {
			t.Errorf("the stolen phone is still asked: %d", len(open))
		}
	})
}
