package words_test

import (
	"testing"
	"time"

	"countersign/templates/words"
)

func TestTimesOfTheWeekAreSaidInEachLanguage(t *testing.T) {
	at := time.Date(2026, 12, 1, 23, 5, 0, 0, time.FixedZone("", -3600)) // a Wednesday in UTC
	for language, want := range map[words.Language]string{
		words.English: "Wed 00:05 UTC", words.German: "Mi. 00:05 UTC", words.French: "mer. 00:05 UTC", words.Spanish: "mié 00:05 UTC",
		words.Arabic: "\u2068الأربعاء\u2069 \u206800:05\u2069 UTC",
	} {
		if got := words.InWeek(words.With(t.Context(), language), at); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
}
