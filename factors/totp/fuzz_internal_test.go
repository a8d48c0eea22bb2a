package totp

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// What is taken has the six digits of a step that is near, and nothing but
// blanks and dashes between them.
func FuzzMatch(f *testing.F) {
	c := Credential{Secret: Secret("twenty bytes of it..")}
	now := time.Unix(1_790_000_000, 0)
	good, err := totp.GenerateCode(c.Secret.Text(), now)
	if err != nil {
		f.Fatal(err)
	}
	for _, typed := range []string{good, good[:3] + " " + good[3:], good + "0", "+" + good, "", "000000"} {
		f.Add(typed, int64(0))
	}
	f.Add(good, int64(90))
	f.Fuzz(func(t *testing.T, typed string, late int64) {
		late %= 1 << 30
		step, ok := match(c, typed, now.Add(time.Duration(late)*time.Second))
		if !ok {
			return
		}
		want, err := totp.GenerateCode(c.Secret.Text(), time.Unix(step*30, 0))
		bare := strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(typed)
		if away := step - (now.Unix()+late)/30; err != nil || bare != want || away < -skew || away > skew {
			t.Errorf("%q is taken as the code of step %d, %d away, which is %s: %v", typed, step, away, want, err)
		}
	})
}
