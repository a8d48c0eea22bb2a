package factors_test

import (
	"testing"

	"countersign/factors"
)

// Case 47.
func TestDeviceInProbationChangesNothingOfTheAccount(t *testing.T) {
	password := factors.Outcome{Kind: factors.Password}
	old := factors.Outcome{Kind: factors.Push, Device: "dev_old"}
	fresh := factors.Outcome{Kind: factors.Push, Device: "dev_new", Probation: true}
	for name, c := range map[string]struct {
		chain []factors.Outcome
		want  bool
	}{
		"nothing":                            {nil, false},
		"password and old device":            {[]factors.Outcome{password, old}, true},
		"password and new device":            {[]factors.Outcome{password, fresh}, false},
		"stepped up with the new device":     {[]factors.Outcome{password, old, fresh}, false},
		"new device, stepped up with others": {[]factors.Outcome{password, fresh, old}, false},
	} {
		if got := factors.MayChangeAccount(c.chain); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
