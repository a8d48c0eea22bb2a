package main

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"countersign/cmd/demo/browser"
	"countersign/idp/mail/smtptest"
	"countersign/idp/person"
)

// changesEmail changes the address in b, which is signed in, and gives the mails
// that follow.
func (r *rig) changesEmail(s *smtptest.Server, b *browser.Tab, to string) []post {
	r.t.Helper()
	ctx := r.t.Context()
	r.ok(b.Open(ctx, r.issuer+"/me/profile"), b.Fill("email", to), b.Click(ctx, "email-ask"))
	var code string
	for _, m := range r.mails(s) {
		if found := regexp.MustCompile(`Code: (\d{6})`).FindStringSubmatch(m.text); found != nil && strings.Contains(m.to, to) {
			code = found[1]
		}
	}
	r.ok(b.Fill("email-code", code), b.Click(ctx, "email-confirm"))
	shows(r.t.(*testing.T), b, "Your address is changed.")
	return r.mails(s)
}

// undoLink is the link in the mail to an old address.
func (r *rig) undoLink(mails []post, to string) string {
	r.t.Helper()
	for _, m := range mails {
		if link := regexp.MustCompile(regexp.QuoteMeta(r.issuer) + `/undo-email/[\w-]{43}`).FindString(m.text); link != "" && strings.Contains(m.to, to) {
			return link
		}
	}
	r.t.Fatalf("no link to %s in %+v", to, mails)
	return ""
}

func (r *rig) emailOf(who person.ID) string {
	r.t.Helper()
	p, err := r.replicas[0].db.People().Find(r.t.Context(), who)
	r.ok(err)
	return p.Email
}

func TestAddressChangesByACodeAndIsTakenBackByALink(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		r.mails(s)
		link := r.undoLink(r.changesEmail(s, b, "mallory@evil.example"), "ada@northwind.example")
		// Whoever took the address over changes it again: the first link still leads home.
		second := r.undoLink(r.changesEmail(s, b, "mallory2@evil.example"), "mallory@evil.example")
		if got := r.emailOf(ada.id); got != "mallory2@evil.example" {
			t.Fatalf("the address is %q", got)
		}
		stranger := r.browser(0)
		r.ok(stranger.Open(ctx, link), stranger.Click(ctx, "undo-email"))
		shows(t, stranger, "Your address is back")
		if got := r.emailOf(ada.id); got != "ada@northwind.example" {
			t.Errorf("the address is %q", got)
		}
		for _, l := range []string{link, second} {
			r.ok(stranger.Open(ctx, l))
			shows(t, stranger, "This link does not work any more")
		}
		r.ok(b.Open(ctx, r.issuer+"/me/profile"))
		if !b.Has("account-sign-in") {
			t.Error("whoever changed the address is still in")
		}
	})
}

func TestWrongCodesEndTheChangeOfAnAddress(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		r.ok(b.Open(ctx, r.issuer+"/me/profile"), b.Fill("email", "new@northwind.example"), b.Click(ctx, "email-ask"))
		for range 5 {
			r.ok(b.Fill("email-code", ""), b.Fill("email-code", "none"), b.Click(ctx, "email-confirm"))
			if !b.Has("email-code") {
				break
			}
		}
		if b.Has("email-code") {
			t.Error("a sixth code is taken")
		}
		if got := r.emailOf(ada.id); got != "ada@northwind.example" {
			t.Errorf("the address is %q", got)
		}
	})
}

// An address that an administrator typed is nobody's until its mail was read,
// and applications are told so.
func TestAddressIsConfirmedByACode(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		ada := r.join("ada") // by a link that was no mail
		said := func() any {
			t.Helper()
			c, secret := r.client()
			q, b := r.request(c, secret), r.browser(0)
			r.toPush(b, q, ada.name)
			r.finish(b, ada.phone)
			_, got := r.redeem(0, q, r.landed(b).Get("code"))
			return r.api(0, got.Access, "GET", "/userinfo", "").body["email_verified"]
		}
		if said() != false {
			t.Fatal("an address that nobody proved is said to be verified")
		}
		r.clock.Advance(time.Minute)
		b := r.atAccount(ada)
		r.mails(s)
		r.ok(b.Open(ctx, r.issuer+"/me/profile"), b.Click(ctx, "email-verify"))
		shows(t, b, "A code is on its way to your address.")
		mails := r.mails(s)
		if len(mails) != 1 || mails[0].to != "ada@northwind.example" {
			t.Fatalf("mails: %+v", mails)
		}
		code := regexp.MustCompile(`Code: (\d{6})`).FindStringSubmatch(mails[0].text)[1]
		r.ok(b.Fill("email-code", code), b.Click(ctx, "email-confirm"))
		shows(t, b, "Your address is confirmed.")
		if b.Has("email-verify") {
			t.Error("it is offered again")
		}
		r.clock.Advance(time.Minute)
		if said() != true {
			t.Error("applications are not told")
		}
		if got := r.emailOf(ada.id); got != "ada@northwind.example" {
			t.Errorf("the address is %q", got)
		}
	})
}

func TestUndoLinkDiesAfterThreeDays(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		ada := r.join("ada")
		link := r.undoLink(r.changesEmail(s, r.atAccount(ada), "new@northwind.example"), "ada@northwind.example")
		r.clock.Advance(72*time.Hour + time.Second)
		b := r.browser(0)
		r.ok(b.Open(ctx, link))
		shows(t, b, "This link does not work any more")
	})
}

func TestPersonIsRenamed(t *testing.T) {
	ctx := t.Context()
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	b := r.atAccount(ada)
	r.ok(b.Open(ctx, r.issuer+"/me/profile"), b.Fill("full-name", "Ada Lovelace"), b.Click(ctx, "full-name-submit"))
	shows(t, b, "Your name is saved.")
	p, err := r.replicas[0].db.People().Find(ctx, ada.id)
	if err != nil || p.Name != "Ada Lovelace" {
		t.Errorf("%+v, %v", p, err)
	}
	shows(t, b, "ask whoever looks after your account") // no mail server: no way to prove an address
}

func TestDownloadHoldsNoSecrets(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		sessions, err := r.replicas[0].sessions.Of(ctx, string(ada.id))
		r.ok(err, r.replicas[0].sessions.End(ctx, sessions[0].ID))
		r.clock.Advance(time.Minute)
		b := r.atAccount(ada)
		secret := r.addsApp(b)
		r.ok(b.Open(ctx, r.issuer+"/me/data"), b.Click(ctx, "download"))
		var got struct {
			Account struct{ Username, Email string }
			Phones  []struct{ ID string }
			Events  []struct{ Kind string }  `json:"activity"`
			Now     []struct{ Ended string } `json:"signed_in"`
			Before  []struct{ Ended string } `json:"signed_in_before"`
		}
		if err := json.Unmarshal([]byte(b.Body()), &got); err != nil {
			t.Fatalf("%v\n%s", err, b.Body())
		}
		if got.Account.Username != "ada" || len(got.Phones) != 1 || got.Phones[0].ID != ada.phone.DeviceID() || len(got.Events) < 5 {
			t.Errorf("%+v", got)
		}
		if len(got.Now) != 1 || got.Now[0].Ended != "" || len(got.Before) != 1 || got.Before[0].Ended == "" {
			t.Errorf("signed in %+v, before %+v", got.Now, got.Before)
		}
		p, err := r.replicas[0].db.People().Find(ctx, ada.id)
		r.ok(err)
		for _, s := range []string{secret, p.Password, "argon2"} {
			if strings.Contains(b.Body(), s) {
				t.Errorf("the file holds %q", s)
			}
		}
	})
}

func TestDeletedAccountIsGone(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		ada := r.join("ada")
		b, elsewhere := r.atAccount(ada), r.atAccount(ada)
		r.addsApp(b)
		r.ok(b.Open(ctx, r.issuer+"/me/data"), b.Fill("confirm-username", "eve"), b.Click(ctx, "delete-account"))
		shows(t, b, "That is not your username.")
		r.mails(s)
		r.ok(b.Fill("confirm-username", "ADA"), b.Click(ctx, "delete-account"))
		shows(t, b, "Your account is deleted")
		if mails := r.mails(s); len(mails) != 1 || !strings.Contains(mails[0].to, "ada@northwind.example") || !strings.Contains(mails[0].subject, "deleted") {
			t.Errorf("the last mail: %+v", mails)
		}
		for _, tab := range []*browser.Tab{b, elsewhere} {
			r.ok(tab.Open(ctx, r.issuer+"/me"))
			if !tab.Has("account-sign-in") {
				t.Error("a browser is still in")
			}
		}
		if _, err := ada.phone.Challenges(ctx, false); err == nil {
			t.Error("the phone is still served")
		}
		p, err := r.replicas[0].db.People().Find(ctx, ada.id)
		r.ok(err)
		if p.Status != person.Disabled || p.Email+p.Name+p.Password != "" || strings.Contains(p.Username, "ada") {
			t.Errorf("left: %+v", p)
		}
		if _, err := r.replicas[0].db.People().FindByKey(ctx, "ada"); !errors.Is(err, person.ErrNotFound) {
			t.Errorf("by name: %v", err)
		}
		if err := r.replicas[0].db.People().Erase(ctx, ada.id, r.clock.Now()); !errors.Is(err, person.ErrNotFound) {
			t.Errorf("twice: %v", err)
		}
		r.join("ada") // the name is free
	})
}

func TestReportIsClearedByAnotherFactorThanAPush(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		b := r.atAccount(ada)
		secret := r.addsApp(b)
		r.clock.Advance(25 * time.Hour) // an app that was just added changes nothing yet
		attacker := r.browser(0)
		c, key := r.client()
		r.toPush(attacker, r.request(c, key), "ada")
		r.report(ada.phone)
		r.setPassword(ada)
		r.clock.Advance(time.Minute)
		b = r.browser(0)
		code, err := totp.GenerateCode(secret, r.clock.Now())
		r.ok(err, b.Open(ctx, r.issuer+"/me/secure"), b.Click(ctx, "account-sign-in"), b.Fill("username", "ada"), b.Fill("password", "another password of ada"), b.Click(ctx, "sign-in"))
		r.ok(b.Fill("code", code), b.Click(ctx, "code-submit"))
		shows(t, b, "You reported a request")
		r.ok(b.Click(ctx, "clear-report"))
		shows(t, b, "Requests to your phones are on again.")
		r.atAccountWith(ada, "another password of ada")
	})
}

// atAccountWith is atAccount with another password.
func (r *rig) atAccountWith(m member, password string) {
	r.t.Helper()
	ctx := r.t.Context()
	b := r.browser(0)
	r.ok(b.Open(ctx, r.issuer+"/me"), b.Click(ctx, "account-sign-in"), b.Fill("username", m.name), b.Fill("password", password), b.Click(ctx, "sign-in"))
	r.finish(b, m.phone)
}
