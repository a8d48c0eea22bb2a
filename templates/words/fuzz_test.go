package words_test

import (
	"slices"
	"testing"

	"countersign/templates/words"
)

// Whatever a browser wishes for, it gets a language that is offered, and the
// same again where it asks for that one.
func FuzzLanguage(f *testing.F) {
	for _, wish := range []string{"de-CH, en;q=0.8", "ar es", "x-klingon", "en-XA", "*", "de;q=0", "und-u-va-posix", "zh-Hant-TW, *;q=0.1", "en_GB"} {
		f.Add(wish)
	}
	all := words.All()
	f.Fuzz(func(t *testing.T, wish string) {
		for most := range len(all) {
			offered := all[:most+1]
			l := words.Choose(offered, wish)
			if !slices.Contains(offered, l) {
				t.Errorf("%q gets %q, which is not offered", wish, l)
			}
			if again := words.Choose(offered, string(l)); again != l {
				t.Errorf("%q gets %q, and that gets %q", wish, l, again)
			}
		}
	})
}
