package words_test

import (
	"strings"
	"testing"
	"time"

	"countersign/templates/words"
)

// bare is text without the isolates of right-to-left languages.
func bare(s string) string {
	return strings.NewReplacer("\u2067", "", "\u2068", "", "\u2069", "").Replace(s)
}

// A list and a moment are made of values: they run from the right as a whole,
// though what is between the values is a comma or "UTC".
func TestTextsOfOursRunAsTheSentenceDoes(t *testing.T) {
	ctx := words.With(t.Context(), words.Arabic)
	list := words.AccountList(ctx, "Ada", "Bob")
	if got := words.AccountAppGets(ctx, list); !strings.Contains(got, "\u2067"+list+"\u2069") {
		t.Errorf("a list: %+q", got)
	}
	if got := words.AccountAppGets(ctx, "Ada"); !strings.Contains(got, "\u2068Ada\u2069") {
		t.Errorf("a name: %+q", got)
	}
}

func TestAgesAndMomentsAreSaidInEachLanguage(t *testing.T) {
	now := time.Date(2026, time.March, 1, 15, 4, 5, 0, time.FixedZone("there", 3600))
	for _, c := range []struct {
		before time.Duration
		want   map[words.Language]string
	}{
		{30 * time.Second, map[words.Language]string{"en": "just now", "de": "gerade eben", "fr": "à l’instant", "es": "ahora mismo", "ar": "الآن"}},
		{time.Minute, map[words.Language]string{"en": "1 minute ago", "de": "vor 1 Minute", "fr": "il y a 1 minute", "es": "hace 1 minuto", "ar": "قبل دقيقة"}},
		{2 * time.Hour, map[words.Language]string{"en": "2 hours ago", "de": "vor 2 Stunden", "fr": "il y a 2 heures", "es": "hace 2 horas", "ar": "قبل ساعتين"}},
		{3 * time.Hour, map[words.Language]string{"en": "3 hours ago", "ar": "قبل 3 ساعات"}},
		{11 * time.Hour, map[words.Language]string{"en": "11 hours ago", "ar": "قبل 11 ساعة"}},
		{28 * 24 * time.Hour, map[words.Language]string{
			"en": "1 February 2026, 14:04 UTC", "de": "1. Februar 2026, 14:04 UTC", "fr": "1er février 2026, 14:04 UTC",
			"es": "1 de febrero de 2026, 14:04 UTC", "ar": "1 فبراير 2026، 14:04 UTC",
		}},
	} {
		for l, want := range c.want {
			if got := bare(words.Ago(now.Add(-c.before), now).In(words.With(t.Context(), l))); got != want {
				t.Errorf("%s before, in %s: %q, want %q", c.before, l, got, want)
			}
		}
	}
	if got := words.Ago(time.Time{}, now).In(t.Context()); got != "never" {
		t.Errorf("a time that never was: %q", got)
	}
}
