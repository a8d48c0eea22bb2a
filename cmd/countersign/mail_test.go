package main

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/config"
	"countersign/factors/wire"
	"countersign/idp/mail"
	"countersign/idp/mail/smtptest"
	"countersign/idp/person"
	"countersign/storage"
)

// post is a mail as its reader sees it.
type post struct {
	to, subject, text, html string
}

// newPostRig is a rig that sends its mails to a server of the test.
func newPostRig(t *testing.T, database string, adjust ...func(*config.Config)) (*rig, *smtptest.Server) {
	t.Helper()
	s := smtptest.New(t, smtptest.Options{Mode: smtptest.Plain})
	adjust = append(adjust, func(c *config.Config) {
		c.Mail.Server, c.Mail.From = s.URL(), "Northwind <id@northwind.example>"
	})
	return newRig(t, database, 1, adjust...), s
}

// onBothWithPost is onBoth with mail.
func onBothWithPost(t *testing.T, f func(t *testing.T, r *rig, s *smtptest.Server)) {
	t.Helper()
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r, s := newPostRig(t, database)
			f(t, r, s)
		})
	}
}

// mails sends what waits, and gives what arrived.
func (r *rig) mails(s *smtptest.Server) []post {
	r.t.Helper()
	r.ok(r.replicas[0].postman.Once(r.t.Context()))
	var out []post
	for _, m := range s.Take() {
		out = append(out, readPost(r.t, m))
	}
	return out
}

func readPost(t testing.TB, m smtptest.Mail) post {
	t.Helper()
	parsed, err := netmail.ReadMessage(strings.NewReader(m.Data))
	if err != nil {
		t.Fatal(err)
	}
	out := post{to: m.To}
	if out.subject, err = new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	for r := multipart.NewReader(parsed.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
			out.html = string(text)
		} else {
			out.text = string(text)
		}
	}
}

// subjects are the mails' subjects without the organisation.
func subjects(mails []post) string {
	var out []string
	for _, m := range mails {
		out = append(out, strings.TrimPrefix(m.subject, "Northwind: "))
	}
	slices.Sort(out) // what happens at one moment is told in no order
	return strings.Join(out, "; ")
}

func TestPeopleAreToldByMailWhatHappensToTheirAccount(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ada := r.join("ada")
		got := r.mails(s)
		if subjects(got) != "a phone was added; new recovery codes" || got[0].to != "ada@northwind.example" {
			t.Fatalf("after the enrolment: %+v", got)
		}
		for _, part := range []string{got[0].text, got[0].html} {
			for _, want := range []string{"22 November 2026, 12:00 UTC", "127.0.0.1", "Northwind", "If this was you, do nothing."} {
				if !strings.Contains(part, want) {
					t.Errorf("a part lacks %q:\n%s", want, part)
				}
			}
			if strings.Contains(part, "<img") || strings.Contains(part, "src=") || strings.Contains(part, "url(") {
				t.Errorf("a part fetches something:\n%s", part)
			}
		}
		if again := r.mails(s); len(again) != 0 {
			t.Errorf("sent twice: %+v", again)
		}
		r.ok(r.replicas[0].db.People().Disable(t.Context(), ada.id, r.clock.Now()))
		if got := r.mails(s); len(got) != 0 {
			t.Errorf("mails about a disabled account: %+v", got)
		}
	})
}

func TestMailWaitsForAServerThatIsDownAndIsGivenUpAfterADay(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		s.Refuse("451 4.3.2 not now")
		r.join("ada")
		if got := r.mails(s); len(got) != 0 {
			t.Fatalf("taken: %+v", got)
		}
		s.Refuse("")
		if got := r.mails(s); len(got) != 0 {
			t.Fatalf("tried again at once: %+v", got)
		}
		r.clock.Advance(30 * time.Second)
		if got := r.mails(s); subjects(got) != "a phone was added; new recovery codes" {
			t.Fatalf("after a pause: %+v", got)
		}
		s.Refuse("451 4.3.2 not now")
		r.join("bob")
		for range 40 {
			r.mails(s)
			r.clock.Advance(time.Hour)
		}
		s.Refuse("")
		if got := r.mails(s); len(got) != 0 {
			t.Errorf("sent after more than a day: %+v", got)
		}
		if got := r.events(storage.Query{Kind: "mail.failed", Limit: 9}); len(got) != 2 || got[0] != "mail.failed no server took it in time" { // both mails of an enrolment
			t.Errorf("the record says %q", got)
		}
	})
}

func TestRefusedSignInIsToldWithItsPlace(t *testing.T) {
	onBothWithPost(t, func(t *testing.T, r *rig, s *smtptest.Server) {
		ada := r.join("ada")
		r.mails(s)
		app, secret := r.client()
		thief := browser.New(browser.Options{
			DialTo:    map[string]string{r.host(): r.replicas[0].address},
			UserAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
		})
		r.toPush(thief, r.request(app, secret), "ada")
		r.ok(r.refuse(ada.phone, wire.ReasonNotMe))
		got := r.mails(s)
		if len(got) != 1 || got[0].subject != "Northwind: a sign-in was refused" {
			t.Fatalf("mails: %+v", got)
		}
		for _, want := range []string{"Someone knew your password. Nobody got in.", "Firefox on Windows", "127.0.0.1", "Payroll"} {
			if !strings.Contains(got[0].text, want) || !strings.Contains(got[0].html, want) {
				t.Errorf("the mail lacks %q:\n%s", want, got[0].text)
			}
		}
	})
}

func TestPersonIsToldOfBrowsersThatWereSignedOut(t *testing.T) {
	r, s := newPostRig(t, "sqlite")
	ctx := t.Context()
	ada := r.join("ada")
	r.atAccount(ada)
	r.atAccount(ada)
	b := r.atAccount(ada)
	r.clock.Advance(time.Minute)
	r.mails(s)
	r.ok(b.Open(ctx, r.issuer+"/me/sessions"), b.Click(ctx, "end-others"))
	if got := subjects(r.mails(s)); got != "you were signed out of browsers" {
		t.Errorf("told %q", got)
	}
	r.ok(b.Open(ctx, r.issuer+"/logout"), b.Click(ctx, "sign-out"))
	if got := subjects(r.mails(s)); got != "" {
		t.Errorf("told %q of what the person did in that browser itself", got)
	}
}

func TestNewBrowserIsToldOnce(t *testing.T) {
	r, s := newPostRig(t, "sqlite")
	ada := r.join("ada")
	r.mails(s)
	app, secret := r.client()
	b := r.browser(0)
	signIn := func(b *browser.Tab) string {
		q := r.request(app, secret, func(v url.Values) { v.Set("prompt", "login") })
		r.toPush(b, q, "ada")
		r.finish(b, ada.phone)
		r.landed(b)
		return subjects(r.mails(s))
	}
	if got := signIn(b); got != "a sign-in from a new browser" {
		t.Errorf("the first time: %q", got)
	}
	r.clock.Advance(time.Hour)
	if got := signIn(b); got != "" {
		t.Errorf("the second time: %q", got)
	}
}

func TestInvitationByMailIsInNobodysHandsBefore(t *testing.T) {
	r, s := newPostRig(t, "sqlite")
	ctx := t.Context()
	who, err := person.New(person.Particulars{Username: "eve", Email: "eve@northwind.example"}, r.clock.Now())
	r.ok(err)
	r.ok(r.replicas[0].db.People().CreateAndMail(ctx, who, mail.Item{
		Kind: mail.Invitation, Person: string(who.ID), To: who.Email, At: r.clock.Now(), Address: "cli", Expires: r.clock.Now().Add(mail.Keep),
	}))
	got := r.mails(s)
	if len(got) != 1 || got[0].to != "eve@northwind.example" || !strings.Contains(got[0].text, "an administrator") {
		t.Fatalf("mails: %+v", got)
	}
	link := regexp.MustCompile(regexp.QuoteMeta(r.issuer) + `/invite/[\w-]{43}`).FindString(got[0].text)
	b := r.browser(0)
	r.ok(b.Open(ctx, link), b.Click(ctx, "invite-start"))
	if !strings.HasSuffix(b.URL(), "/new-password") {
		t.Errorf("the link led to %s", b.URL())
	}
	if strings.Contains(r.log.String(), strings.TrimPrefix(link, r.issuer+"/invite/")) {
		t.Error("the log has the link")
	}
}

func TestNothingIsMailedByACommandWithoutAServer(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	p := &program{now: r.clock.Now, out: io.Discard, errs: io.Discard}
	who, err := person.New(person.Particulars{Username: "eve", Email: "eve@northwind.example"}, r.clock.Now())
	r.ok(err)
	if err := p.inviteByMail(t.Context(), r.replicas[0].conf, r.replicas[0].db, who); err == nil {
		t.Error("an invitation was promised that nobody sends")
	}
	if _, err := r.replicas[0].db.People().Find(t.Context(), who.ID); err == nil {
		t.Error("the account was made all the same")
	}
}

func TestMailsAreInThePersonsLanguage(t *testing.T) {
	r, s := newPostRig(t, "sqlite")
	ada := r.join("ada")
	r.ok(r.replicas[0].db.People().SetLanguage(t.Context(), ada.id, "de", r.clock.Now()))
	r.mails(s) // those of the enrolment
	b := r.browser(0)
	r.ok(b.Open(t.Context(), r.issuer+"/forgot"), b.Fill("username", "ada"), b.Click(t.Context(), "forgot-send"))
	got := r.mails(s)
	if len(got) != 1 || got[0].subject != "Northwind: Wählen Sie ein neues Passwort" || !strings.Contains(got[0].text, "22. November 2026, ") {
		t.Fatalf("mails: %+v", got)
	}
	if !strings.Contains(got[0].html, `<html lang="de" dir="ltr">`) {
		t.Errorf("the mail: %s", got[0].html)
	}
}
