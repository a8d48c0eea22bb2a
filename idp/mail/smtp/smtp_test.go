package smtp_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"countersign/idp/mail"
	"countersign/idp/mail/smtp"
	"countersign/idp/mail/smtptest"
)

func letter() mail.Letter {
	return mail.Letter{
		To: "ada@northwind.example", Subject: "Nörthwind: a phone was added", Text: "Plain – text\n", HTML: "<p>Rich – text</p>",
		ID: "mail_1", At: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
	}
}

func sender(t *testing.T, s *smtptest.Server, change func(*smtp.Config)) *smtp.Server {
	t.Helper()
	c := smtp.Config{URL: s.URL(), From: "Northwind <id@northwind.example>", Host: "id.northwind.example"}
	if s.Mode != smtptest.Plain {
		c.TLS = &tls.Config{RootCAs: s.Roots}
	}
	if change != nil {
		change(&c)
	}
	out, err := smtp.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// parts are the types and texts of a multipart mail.
func parts(t *testing.T, m *netmail.Message) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("content type %q: %v", m.Header.Get("Content-Type"), err)
	}
	out := map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		out[kind] = string(text)
	}
}

func TestLetterArrivesWithBothPartsAndPlainHeaders(t *testing.T) {
	for _, mode := range []smtptest.Mode{smtptest.Plain, smtptest.StartTLS, smtptest.TLS} {
		t.Run(string(mode), func(t *testing.T) {
			s := smtptest.New(t, smtptest.Options{Mode: mode})
			if err := sender(t, s, nil).Send(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
			got := s.Mails()
			if len(got) != 1 || got[0].From != "id@northwind.example" || got[0].To != "ada@northwind.example" || got[0].Encrypted != (mode != smtptest.Plain) {
				t.Fatalf("taken: %+v", got)
			}
			m, err := netmail.ReadMessage(strings.NewReader(got[0].Data))
			if err != nil {
				t.Fatal(err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
			if err != nil || subject != letter().Subject {
				t.Errorf("subject %q, %v", subject, err)
			}
			for name, want := range map[string]string{
				"Message-Id": "<mail_1@id.northwind.example>", "Date": "Sun, 22 Nov 2026 12:00:00 +0000",
				"From": `"Northwind" <id@northwind.example>`, "To": "<ada@northwind.example>", "Auto-Submitted": "auto-generated",
				"User-Agent": "", "X-Mailer": "",
			} {
				if got := m.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if p := parts(t, m); strings.TrimSpace(p["text/plain"]) != "Plain – text" || strings.TrimSpace(p["text/html"]) != "<p>Rich – text</p>" {
				t.Errorf("parts: %q", p)
			}
		})
	}
}

func TestServerWithoutEncryptionGetsNothing(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{Mode: smtptest.Plain})
	strict := sender(t, s, func(c *smtp.Config) { c.TLS = &tls.Config{RootCAs: s.Roots} })
	if err := strict.Send(t.Context(), letter()); err == nil || errors.Is(err, mail.ErrRefused) {
		t.Errorf("sent without encryption: %v", err)
	}
	if got := s.Mails(); len(got) != 0 {
		t.Errorf("taken: %+v", got)
	}
}

func TestServerOfAnotherNameGetsNothing(t *testing.T) {
	for _, mode := range []smtptest.Mode{smtptest.StartTLS, smtptest.TLS} {
		s := smtptest.New(t, smtptest.Options{Mode: mode})
		stranger := smtptest.New(t, smtptest.Options{Mode: mode})
		if err := sender(t, s, func(c *smtp.Config) { c.TLS = &tls.Config{RootCAs: stranger.Roots} }).Send(t.Context(), letter()); err == nil {
			t.Errorf("%s: a certificate of nobody was believed", mode)
		}
		if got := s.Mails(); len(got) != 0 {
			t.Errorf("taken: %+v", got)
		}
	}
}

func TestServerThatWantsAPasswordGetsIt(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{Mode: smtptest.StartTLS, Username: "id", Password: "sesame and more"})
	with := func(password string) error {
		return sender(t, s, func(c *smtp.Config) { c.Username, c.Password = "id", password }).Send(t.Context(), letter())
	}
	if err := with("sesame and more"); err != nil {
		t.Fatal(err)
	}
	if got := s.Take(); len(got) != 1 || got[0].User != "id" {
		t.Errorf("taken: %+v", got)
	}
	if err := with("wrong"); err == nil || errors.Is(err, mail.ErrRefused) || strings.Contains(err.Error(), "wrong") && strings.Contains(err.Error(), "sesame") {
		t.Errorf("a wrong password: %v", err)
	}
}

func TestRefusalForGoodIsToldFromOneForNow(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{Mode: smtptest.Plain})
	to := sender(t, s, nil)
	for reply, final := range map[string]bool{"550 5.1.1 no such user": true, "451 4.7.1 come back later": false} {
		s.Refuse(reply)
		if err := to.Send(t.Context(), letter()); err == nil || errors.Is(err, mail.ErrRefused) != final {
			t.Errorf("%s: %v", reply, err)
		} else if strings.Contains(err.Error(), letter().To) {
			t.Errorf("%s: the log would name the address: %v", reply, err)
		}
	}
	s.Refuse("")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := to.Send(ctx, letter()); err == nil || errors.Is(err, mail.ErrRefused) {
		t.Errorf("after the end: %v", err)
	}
}

func TestAddressCannotAddHeaders(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{Mode: smtptest.Plain})
	to := sender(t, s, nil)
	l := letter()
	l.To = "ada@northwind.example\r\nBcc: eve@example.com"
	if err := to.Send(t.Context(), l); !errors.Is(err, mail.ErrRefused) {
		t.Errorf("two lines in an address: %v", err)
	}
	l = letter()
	l.Subject = "hello\r\nBcc: eve@example.com"
	if err := to.Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	for _, m := range s.Mails() {
		parsed, err := netmail.ReadMessage(strings.NewReader(m.Data))
		if err != nil || parsed.Header.Get("Bcc") != "" {
			t.Errorf("a subject added a header: %v", err)
		}
	}
}

func TestSettingsThatCannotWorkAreRefused(t *testing.T) {
	good := smtp.Config{URL: "smtps://mail.example", From: "id@northwind.example", Host: "id.northwind.example"}
	if _, err := smtp.New(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*smtp.Config){
		"scheme": func(c *smtp.Config) { c.URL = "https://mail.example" },
		"path":   func(c *smtp.Config) { c.URL = "smtp://mail.example/x" },
		"user":   func(c *smtp.Config) { c.URL = "smtp://u:p@mail.example" },
		"host":   func(c *smtp.Config) { c.URL = "smtp://:25" },
		"from":   func(c *smtp.Config) { c.From = "Northwind" },
		"self":   func(c *smtp.Config) { c.Host = "" },
	} {
		c := good
		change(&c)
		if _, err := smtp.New(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
