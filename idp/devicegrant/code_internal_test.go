package devicegrant

import (
	"regexp"
	"testing"
)

func TestCodesOfPeopleHaveNoVowelsAndNoDigits(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		c := userCode()
		if !regexp.MustCompile(`^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$`).MatchString(c) || read(c) != c || seen[c] {
			t.Errorf("drew %q", c)
		}
		seen[c] = true
	}
}

func TestTypedCodeIsReadHoweverItIsWritten(t *testing.T) {
	for typed, want := range map[string]string{
		"WDJB-MJHT": "WDJB-MJHT", "wdjbmjht": "WDJB-MJHT", " wdjb mjht ": "WDJB-MJHT", "W.D.J.B.M.J.H.T": "WDJB-MJHT", "wdjb–mjht": "WDJB-MJHT",
		"": "", "WDJB": "", "WDJB-MJHTB": "", "WDJB-MJHA": "", "WDJB-MJH1": "", "<script>": "", "WDJB/MJHT": "",
	} {
		if got := read(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

func TestDeviceCodeHasOneForm(t *testing.T) {
	c := deviceCode()
	if deviceHash(c) == nil || c == deviceCode() {
		t.Errorf("made %q", c)
	}
	for _, other := range []string{"", "cs_dc_", c + "A", c[:len(c)-1], "cs_ac_" + c[6:], "CS_DC_" + c[6:], c + "="} {
		if deviceHash(other) != nil {
			t.Errorf("%q passes", other)
		}
	}
}
