package main

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/idp/mail/smtptest"
	"countersign/idp/person"
)

const newPassword = "seven purple herons sing"

// forgot asks for a new password by a name, and gives what is mailed.
func (r *rig) forgot(s *smtptest.Server, b *browser.Tab, name string) []post {
	r.t.Helper()
	ctx := r.t.Context()
	r.ok(b.Open(ctx, r.issuer+"/forgot"), b.Fill("username", name), b.Click(ctx, "forgot-send"))
	if !strings.HasSuffix(b.URL(), "/forgot/sent") {
		r.t.Fatalf("asked for %q, landed at %s", name, b.URL())
	}
	return r.mails(s)
}

// resetLink is the link in the one mail for a new password.
func (r *rig) resetLink(mails []post) string {
	r.t.Helper()
	var found string
	for _, m := range mails {
		if link := regexp.MustCompile(regexp.QuoteMeta(r.issuer) + `/reset/[\w-]{43}`).FindString(m.text); link != "" {
			found = link
			if !strings.Contains(m.html, link) || strings.Contains(m.subject, link) {
				r.t.Errorf("the parts differ, or the subject has the link: %+v", m)
			}
		}
	}
	if found == "" {
		r.t.Fatalf("no link in %+v", mails)
	}
	return found
}

// report says on the phone that the newest request was not its owner's.
func (r *rig) report(phone *authenticator.Phone) {
	r.t.Helper()
	open, err := phone.Challenges(r.t.Context(), false)
	r.ok(err)
	if len(open) == 0 {
		r.t.Fatal("the phone has no request")
	}
	_, err = phone.Report(r.t.Context(), open[0])
	r.ok(err)
}

// setPassword is an administrator's change.
func (r *rig) setPassword(who member) {
	r.t.Helper()
	_, err := r.replicas[0].secrets.Set(r.t.Context(), string(who.id), "another password of ada", false)
	r.ok(err)
}

func TestForgottenPasswordIsReplacedByLinkAndPhone(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		ada := r.join("ada")
		app, secret := r.client()
		r.mails(s)
		// Somebody is signed in elsewhere, with the old password.
		elsewhere := r.browser(0)
		r.toPush(elsewhere, r.request(app, secret), "ada")
		r.finish(elsewhere, ada.phone)
		r.mails(s)

		b := r.browser(0)
		link := r.resetLink(r.forgot(s, b, "ADA@northwind.example"))
		r.ok(b.Open(ctx, link), b.Open(ctx, link)) // opening uses nothing up
		r.ok(b.Click(ctx, "reset-start"))
		r.finish(b, ada.phone)
		r.ok(b.Fill("new-password", newPassword), b.Click(ctx, "new-password-submit"))
		if !strings.HasSuffix(b.URL(), "/reset/done") {
			t.Fatalf("landed at %s", b.URL())
		}
		if got := subjects(r.mails(s)); got != "your password was changed" {
			t.Errorf("mails: %s", got)
		}
		// Once: the link is spent.
		again := r.browser(0)
		r.ok(again.Open(ctx, link))
		if again.Status() != http.StatusNotFound {
			t.Errorf("the link opened a page again: %d", again.Status())
		}
		// Everything that rested on the old password is over; the new one works.
		r.ok(elsewhere.Open(ctx, r.request(app, secret).url))
		if !strings.Contains(elsewhere.URL(), "/sign-in") {
			t.Errorf("a session survived: %s", elsewhere.URL())
		}
		fresh := r.browser(0)
		r.ok(fresh.Open(ctx, r.request(app, secret).url), fresh.Fill("username", "ada"), fresh.Fill("password", storyPassword), fresh.Click(ctx, "sign-in"))
		if !strings.Contains(fresh.URL(), "/sign-in") {
			t.Errorf("the old password works: %s", fresh.URL())
		}
		r.ok(fresh.Fill("username", "ada"), fresh.Fill("password", newPassword), fresh.Click(ctx, "sign-in"))
		r.finish(fresh, ada.phone)
		r.landed(fresh)
		who, err := r.replicas[0].db.People().Find(ctx, ada.id)
		if err != nil || !who.EmailVerified {
			t.Errorf("the address was followed and is not verified: %+v, %v", who, err)
		}
	})
}

func TestLinkAloneChangesNothingWhereThereIsAPhone(t *testing.T) {
	r, s := newPostRig(t, "sqlite")
	ctx := t.Context()
	ada := r.join("ada")
	r.mails(s)
	b := r.browser(0)
	r.ok(b.Open(ctx, r.resetLink(r.forgot(s, b, "ada"))), b.Click(ctx, "reset-start"))
	at, _, _ := strings.Cut(b.URL(), "/push")
	r.ok(b.Open(ctx, at+"/new-password"))
	if !strings.HasSuffix(b.URL(), "/push") {
		t.Errorf("the page of the new password came before the phone: %s", b.URL())
	}
	if err := b.Fill("new-password", newPassword); err == nil {
		t.Error("a new password can be typed before the phone was asked")
	}
	who, err := r.replicas[0].db.People().Find(ctx, ada.id)
	if err != nil || who.EmailVerified {
		t.Errorf("%+v, %v", who, err)
	}
}

func TestAfterAReportTheLinkAloneSetsTheNewPassword(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		ada := r.join("ada")
		app, secret := r.client()
		thief := r.browser(0)
		r.toPush(thief, r.request(app, secret), "ada")
		r.report(ada.phone)
		got := r.mails(s)
		if !strings.Contains(subjects(got), "a sign-in was reported") {
			t.Fatalf("mails: %s", subjects(got))
		}
		b := r.browser(0)
		r.ok(b.Open(ctx, r.resetLink(r.forgot(s, b, "ada"))), b.Click(ctx, "reset-start"),
			b.Fill("new-password", newPassword), b.Click(ctx, "new-password-submit"))
		who, err := r.replicas[0].db.People().Find(ctx, ada.id)
		if err != nil || who.PasswordReset || who.Reported.IsZero() {
			t.Errorf("want a new password and push still off: %+v, %v", who, err)
		}
	})
}

func TestAnswerToAForgottenPasswordTellsNothing(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ctx := t.Context()
		r.join("ada")
		r.mails(s)
		var pages []string
		var statements []string
		for _, name := range []string{"ada", "nobody", "ada@northwind.example", "nobody@northwind.example", "a\u202eb"} {
			b := r.browser(0)
			r.ok(b.Open(ctx, r.issuer+"/forgot"), b.Fill("username", name))
			said, err := r.statements.during(func() error { return b.Click(ctx, "forgot-send") })
			r.ok(err)
			statements = append(statements, strings.Join(said, "\n"))
			pages = append(pages, b.Body())
		}
		for i := range pages {
			if pages[i] != pages[0] || statements[i] != statements[0] {
				t.Errorf("name %d: the page or the work differs:\n%s\nnot\n%s", i, statements[i], statements[0])
			}
		}
		if got := r.mails(s); len(got) != 2 {
			t.Errorf("%d mails, want those of two names of one person", len(got))
		}
	})
}

func TestRequestsForANewPasswordAreLimited(t *testing.T) {
	r, s := newPostRig(t, "sqlite", func(c *config.Config) { c.Limits.Resets, c.Limits.ResetRequests = 2, 6 })
	r.join("ada")
	r.join("bob")
	r.mails(s)
	b := r.browser(0)
	count := func(name string) int { return len(r.forgot(s, b, name)) }
	for i, want := range []struct {
		name string
		n    int
	}{
		{"ada", 1}, {"ADA ", 1}, {"ada", 0}, // the name's
		{"ada@northwind.example", 0}, // the person's, by another name
		{"nobody", 0},
		{"bob", 1},                   // the source's last
		{"bob@northwind.example", 0}, // one too many from here
	} {
		if got := count(want.name); got != want.n {
			t.Errorf("request %d (%s): %d mails, want %d", i+1, want.name, got, want.n)
		}
	}
	r.clock.Advance(time.Hour)
	if got := count("ada"); got != 1 {
		t.Errorf("after the hour: %d mails", got)
	}
}

func TestNoLinkForWhoMayNotHaveOne(t *testing.T) {
	r, s := newPostRig(t, "sqlite")
	ctx := t.Context()
	db := r.replicas[0].db
	ada := r.join("ada")
	r.invite("eve") // has no password yet
	nowhere, err := person.New(person.Particulars{Username: "joe"}, r.clock.Now())
	r.ok(err, db.People().Create(ctx, nowhere))
	b := r.browser(0)
	r.mails(s)
	link := r.resetLink(r.forgot(s, b, "ada"))
	r.ok(db.People().Disable(ctx, ada.id, r.clock.Now()))
	for _, name := range []string{"ada", "eve", "joe"} {
		if got := r.forgot(s, b, name); len(got) != 0 {
			t.Errorf("%s got %+v", name, got)
		}
	}
	r.ok(b.Open(ctx, link))
	if b.Status() != http.StatusNotFound {
		t.Errorf("a disabled account's link: %d", b.Status())
	}
}

func TestResetLinkEnds(t *testing.T) {
	for name, end := range map[string]func(r *rig, s *smtptest.Server, ada member){
		"by time":           func(r *rig, _ *smtptest.Server, _ member) { r.clock.Advance(30 * time.Minute) },
		"by a newer link":   func(r *rig, s *smtptest.Server, _ member) { r.forgot(s, r.browser(0), "ada") },
		"by a new password": func(r *rig, _ *smtptest.Server, ada member) { r.setPassword(ada) },
	} {
		t.Run(name, func(t *testing.T) {
			r, s := newPostRig(t, "sqlite")
			ctx := t.Context()
			ada := r.join("ada")
			r.mails(s)
			link := r.resetLink(r.forgot(s, r.browser(0), "ada"))
			half := r.browser(0) // had followed it before it ended
			r.ok(half.Open(ctx, link), half.Click(ctx, "reset-start"))
			end(r, s, ada)
			late := r.browser(0)
			r.ok(late.Open(ctx, link))
			if late.Status() != http.StatusNotFound {
				t.Errorf("the link opens a page: %d", late.Status())
			}
			at, _, _ := strings.Cut(half.URL(), "/push")
			r.ok(half.Open(ctx, at))
			if strings.HasSuffix(half.URL(), "/push") || strings.HasSuffix(half.URL(), "/new-password") {
				t.Errorf("a sign-in by the link goes on: %s", half.URL())
			}
		})
	}
}

func TestInvitationsAndResetsDoNotStandInForEachOther(t *testing.T) {
	r, s := newPostRig(t, "sqlite")
	ctx := t.Context()
	r.join("ada")
	_, invited := r.invite("eve")
	r.mails(s)
	link := r.resetLink(r.forgot(s, r.browser(0), "ada"))
	for _, swapped := range []string{
		strings.Replace(link, "/reset/", "/invite/", 1), strings.Replace(invited, "/invite/", "/reset/", 1),
	} {
		b := r.browser(0)
		r.ok(b.Open(ctx, swapped))
		if b.Status() != http.StatusNotFound {
			t.Errorf("%s: %d", swapped, b.Status())
		}
	}
	b := r.browser(0)
	r.ok(b.Open(ctx, invited))
	if b.Status() != http.StatusOK {
		t.Errorf("the reset of one ended the invitation of another: %d", b.Status())
	}
}

func TestLinksInMailsAreTheIssuersWhateverHostWasAsked(t *testing.T) {
	r, s := newPostRig(t, "sqlite")
	r.join("ada")
	r.mails(s)
	send := func(method, body, cookie string, change func(*http.Request)) (int, string, string) {
		req, err := http.NewRequestWithContext(t.Context(), method, r.issuer+"/forgot", strings.NewReader(body))
		r.ok(err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Cookie", cookie)
		change(req)
		answer, err := r.http(0).Do(req)
		r.ok(err)
		text, err := io.ReadAll(answer.Body)
		r.ok(err, answer.Body.Close())
		cookie, _, _ = strings.Cut(answer.Header.Get("Set-Cookie"), ";")
		return answer.StatusCode, string(text), cookie
	}
	evil := func(req *http.Request) {
		for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "X-Original-Url", "Referer"} {
			req.Header.Set(name, "evil.example")
		}
		req.Header.Set("Forwarded", "host=evil.example")
	}
	_, page, cookie := send(http.MethodGet, "", "", evil)
	token := regexp.MustCompile(`name="_token" value="([^"]+)"`).FindStringSubmatch(page)
	if len(token) != 2 {
		t.Fatal(page)
	}
	form := url.Values{"_token": {token[1]}, "username": {"ada"}}.Encode()
	// A Host of its own is refused; what a proxy might have said does not count.
	if status, _, _ := send(http.MethodPost, form, cookie, func(req *http.Request) { req.Host = "evil.example" }); status != http.StatusMisdirectedRequest {
		t.Errorf("another Host: %d", status)
	}
	if status, _, _ := send(http.MethodPost, form, cookie, evil); status != http.StatusSeeOther {
		t.Fatalf("the form was answered %d", status)
	}
	mails := r.mails(s)
	r.resetLink(mails)
	for _, m := range mails {
		if strings.Contains(m.text+m.html+m.subject, "evil.example") {
			t.Errorf("the mail says: %s", m.text)
		}
	}
}

func TestFormForAForgottenPasswordIsTakenFromItsOwnPageAlone(t *testing.T) {
	r, s := newPostRig(t, "sqlite")
	ctx := t.Context()
	r.join("ada")
	r.mails(s)
	b, other := r.browser(0), r.browser(0)
	r.ok(b.Open(ctx, r.issuer+"/forgot"), other.Open(ctx, r.issuer+"/forgot"), b.Fill("username", "ada"))
	dropFlowCookie(b)
	r.ok(b.Click(ctx, "forgot-send"))
	if b.Status() != http.StatusForbidden {
		t.Errorf("without the cookie: %d", b.Status())
	}
	link := r.resetLink(r.forgot(s, other, "ada"))
	r.ok(b.Open(ctx, link))
	dropFlowCookie(b)
	r.ok(b.Click(ctx, "reset-start"))
	if b.Status() != http.StatusForbidden {
		t.Errorf("a link's page without its cookie: %d", b.Status())
	}
}

func TestWithoutMailNobodyIsOfferedALink(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ctx := t.Context()
	b := r.browser(0)
	r.ok(b.Open(ctx, r.issuer+"/forgot"))
	if err := b.Fill("username", "ada"); err == nil {
		t.Error("the form is there")
	}
	app, secret := r.client()
	r.ok(b.Open(ctx, r.request(app, secret).url))
	if strings.Contains(b.Body(), "/forgot") {
		t.Error("the sign-in page leads to it")
	}
}

func dropFlowCookie(b *browser.Tab) {
	for _, c := range b.Cookies() {
		if strings.HasPrefix(c.Name, "__Host-cs_flow") {
			b.DropCookie(c.Name)
		}
	}
}
