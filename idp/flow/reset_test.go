package flow_test

import (
	"testing"
	"time"

	"countersign/factors"
	"countersign/idp/flow"
)

// TestMailedLinkLeadsToANewPasswordAndNowhereElse states what a link for a new
// password may do, over every account that can have one.
func TestMailedLinkLeadsToANewPasswordAndNowhereElse(t *testing.T) {
	now := noon.Add(12 * time.Minute)
	here := noon.Add(11 * time.Minute)
	tooNew := push(here)
	tooNew.Probation = true
	seen := map[flow.Step]int{}
	for bits := range 1 << 9 {
		on := func(n int) bool { return bits>>n&1 == 1 }
		for _, chain := range [][]factors.Outcome{nil, {push(here)}, {strong(here)}, {tooNew}} {
			s := open(chain...)
			a := flow.Account{
				Known: true, Resetting: true, HasPassword: true, HadSecondFactor: on(0), PasswordReset: on(1),
				Reported: on(2), PushOff: on(2) || on(3),
			}
			if on(4) {
				a.PushDevices = 2
			}
			if on(5) {
				s.Need.ACR = []factors.ACR{factors.OneFactor}
			}
			p := flow.Policy{SecondFactor: on(6), EnrolWithPassword: on(7), PasswordValid: 10 * time.Minute}
			step := flow.Next(s, p, a, now)
			seen[step]++
			proved := len(chain) > 0 && !chain[0].Probation
			var want flow.Step
			switch {
			case a.PushDevices == 0, a.Reported, proved:
				want = flow.NewPassword
			case a.PushOff, len(chain) > 0: // asked, and it may not vouch
				want = flow.Stuck
			default:
				want = flow.AskPush
			}
			if step != want {
				t.Fatalf("step %s, want %s\n%+v\n%+v\n%+v", step, want, s, p, a)
			}
		}
	}
	for _, step := range []flow.Step{flow.NewPassword, flow.AskPush, flow.Stuck} {
		if seen[step] == 0 {
			t.Errorf("nothing leads to %s", step)
		}
	}
	if step := flow.Next(open(), flow.Policy{}, flow.Account{Known: true, Resetting: true, Disabled: true}, now); step != flow.Refuse {
		t.Errorf("a disabled account: %s", step)
	}
	old := open(push(noon.Add(-time.Hour)))
	if step := flow.Next(old, flow.Policy{}, flow.Account{Known: true, Resetting: true, PushDevices: 1}, now); step != flow.AskPush {
		t.Errorf("a push of another sign-in: %s", step)
	}
}
