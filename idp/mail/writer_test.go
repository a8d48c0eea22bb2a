package mail

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"countersign/templates/words"
)

// newWriter writes in the languages given.
func newWriter(t *testing.T, languages ...words.Language) *Writer {
	t.Helper()
	link := func(context.Context, Item) (Link, error) {
		return Link{To: "7@8.9", URL: "https://1.2/3", Code: "456", Expires: time.Unix(1_800_000_000, 0), Language: "ar"}, nil
	}
	w, err := NewWriter(WriterDeps{
		Issuer: "https://1.2", Organisation: "N12", Contact: "+44", Languages: languages,
		Device: func(context.Context, string, string) (string, error) { return "P9", nil },
		Asked: func(context.Context, string) (Sighting, error) {
			return Sighting{Browser: "B1", System: "S2", Address: "192.0.2.7", Place: "G1", App: "A2"}, nil
		},
		Digest: func(context.Context, time.Time) (Digest, error) {
			return Digest{Phones: 3, Unreachable: 1, Keys: []DigestKey{{Name: "K1", Since: time.Unix(1_700_000_000, 0)}}}, nil
		},
		Links: map[Kind]func(context.Context, Item) (Link, error){Invitation: link, Reset: link, EmailCode: link, EmailVerify: link, EmailLeft: link},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func itemOf(k Kind) Item {
	detail := "7"
	if k == AdminDigest {
		detail = "2026-11-21"
	}
	return Item{ID: "mail_1", Kind: k, Person: "per_1", To: "7@8.9", At: time.Unix(1_700_000_000, 0), Address: "192.0.2.7", Device: "dev_1", Challenge: "c", Detail: detail}
}

// TestEveryMailIsTranslated reads every mail in the pseudo-language, in which
// what comes from a catalogue has accents.
func TestEveryMailIsTranslated(t *testing.T) {
	w := newWriter(t, words.Pseudo)
	word := regexp.MustCompile(`[A-Za-z]{3,}`)
	names := regexp.MustCompile(`https://1\.2|UTC`)
	for k := range says {
		for _, address := range []string{"192.0.2.7", byHand} {
			i := itemOf(k)
			i.Address = address
			l, err := w.Write(t.Context(), i)
			if err != nil {
				t.Fatalf("%s: %v", k, err)
			}
			for _, found := range word.FindAllString(names.ReplaceAllString(l.Subject+"\n"+l.Text, ""), -1) {
				if strings.ContainsAny(found, "aeiouAEIOU") {
					t.Errorf("%s: %q is not translated, in\n%s\n%s", k, found, l.Subject, l.Text)
				}
			}
		}
	}
}

func TestMailIsInTheLanguageOfItsReader(t *testing.T) {
	for _, c := range []struct {
		name, reads string
		kind        Kind
		offered     []words.Language
		want        string
	}{
		{"the person's", "de", PasswordChanged, words.All(), "Ihr Passwort wurde geändert"},
		{"nobody chose one: the first of the settings", "", PasswordChanged, []words.Language{"fr", "en"}, "Votre mot de passe a été changé"},
		{"one that is not offered any more", "de", PasswordChanged, []words.Language{"es", "en"}, "Su contraseña ha cambiado"},
		{"of whoever the link is for, where only a name was typed", "", Reset, words.All(), "اختر كلمة مرور جديدة"},
	} {
		i := itemOf(c.kind)
		i.Language = c.reads
		l, err := newWriter(t, c.offered...).Write(t.Context(), i)
		if err != nil || !strings.Contains(l.Text, c.want) || !strings.Contains(l.HTML, c.want) {
			t.Errorf("%s: %v, want %q in\n%s", c.name, err, c.want, l.Text)
		}
	}
}

func TestMailInArabicRunsFromRightToLeft(t *testing.T) {
	i := itemOf(PasswordChanged)
	i.Language = "ar"
	l, err := newWriter(t, words.All()...).Write(t.Context(), i)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(l.HTML, `<html lang="ar" dir="rtl">`) || !strings.Contains(l.HTML, `role="article" lang="ar" dir="rtl"`) {
		t.Errorf("no direction in %s", l.HTML)
	}
	if !strings.Contains(l.Text, "نوفمبر") || !strings.HasPrefix(l.Subject, "\u2068N12\u2069: ") {
		t.Errorf("%q, %s", l.Subject, l.Text)
	}
}
