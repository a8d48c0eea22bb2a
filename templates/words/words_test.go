package words_test

import (
	"bytes"
	"strings"
	"testing"

	"countersign/templates/words"
)

func TestWishesChooseALanguage(t *testing.T) {
	all := words.All()
	for _, c := range []struct {
		name    string
		offered []words.Language
		wishes  []string
		want    words.Language
	}{
		{"nothing asked", all, nil, "en"},
		{"the first offered is for whoever asks for nothing", []words.Language{"de", "en"}, []string{""}, "de"},
		{"a list of ui_locales", all, []string{"pt-BR fr-CA de"}, "fr"},
		{"a browser's weights", all, []string{"", "pt;q=1, es-MX;q=0.5, de;q=0.8"}, "de"},
		{"the earlier wish", all, []string{"ar", "de"}, "ar"},
		{"an unknown wish leaves it to the next", all, []string{"xx-unknown", "de"}, "de"},
		{"rubbish", all, []string{"\x00;;;,,", "<script>"}, "en"},
		{"too long to read", all, []string{strings.Repeat("de,", 100)}, "en"},
		{"the pseudo-language only where it is offered", all, []string{"en-XA"}, "en"},
		{"the pseudo-language", append(words.All(), words.Pseudo), []string{"en-XA"}, words.Pseudo},
		{"none offered", nil, []string{"de"}, "en"},
	} {
		if got := words.Choose(c.offered, c.wishes...); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEachLanguageHasItsPlurals(t *testing.T) {
	for language, want := range map[words.Language]map[int]string{
		words.English: {1: "Wait a minute ", 2: "Wait 2 minutes "},
		words.French:  {0: "une minute", 1: "une minute", 2: "2 minutes"},
		words.Arabic:  {2: "دقيقتين", 3: "3\u2069 دقائق", 11: "11\u2069 دقيقة", 100: "100\u2069 دقيقة"},
	} {
		for n, part := range want {
			if got := words.SignInThrottled(words.With(t.Context(), language), n); !strings.Contains(got, part) {
				t.Errorf("%s, %d: %q has no %q", language, n, got, part)
			}
		}
	}
}

func TestValuesAreNoTags(t *testing.T) {
	const name = `<script>{app}</script>"`
	for _, language := range append(words.All(), words.Pseudo) {
		var b bytes.Buffer
		if err := words.SignInHeadingTo(name).Render(words.With(t.Context(), language), &b); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); strings.Contains(got, "<script>") || !strings.Contains(got, "&lt;script&gt;{app}&lt;/script&gt;&#34;") {
			t.Errorf("%s: %s", language, got)
		}
	}
}

func TestValuesStandIsolatedInArabic(t *testing.T) {
	if got := words.PartBackTo(words.With(t.Context(), words.Arabic), "Payroll"); !strings.Contains(got, "\u2068Payroll\u2069") {
		t.Errorf("%q", got)
	}
	if got := words.PartBackTo(words.With(t.Context(), words.German), "Payroll"); got != "Zurück zu Payroll" {
		t.Errorf("%q", got)
	}
}

func TestPseudoLanguageIsLongerAndKeepsValues(t *testing.T) {
	plain := words.PartBackTo(t.Context(), "Payroll")
	got := words.PartBackTo(words.With(t.Context(), words.Pseudo), "Payroll")
	if got == plain || len(got) <= len(plain) || !strings.Contains(got, "Payroll") {
		t.Errorf("%q of %q", got, plain)
	}
}

func TestPseudoLanguageKeepsALinkWithItsAddress(t *testing.T) {
	var b bytes.Buffer
	if err := words.ResetSentAgain("/reset").Render(words.With(t.Context(), words.Pseudo), &b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, `<a id="forgot-again" href="/reset">`) || strings.Count(got, ">") != 2 {
		t.Error(got)
	}
}
