package flow_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"countersign/factors"
	"countersign/idp/flow"
)

var (
	noon   = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	policy = flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute}
)

func password(at time.Time) factors.Outcome { return factors.Outcome{Kind: factors.Password, At: at} }

func push(at time.Time) factors.Outcome {
	return factors.Outcome{Kind: factors.Push, At: at, Protection: factors.SoftwareKey, Match: factors.MatchNum2}
}

// strong is a push that is good for OutOfBand.
func strong(at time.Time) factors.Outcome {
	o := push(at)
	o.Match, o.Verified = factors.MatchNum6, true
	return o
}

// open is a sign-in of ann's that began at noon.
func open(outcomes ...factors.Outcome) flow.Session {
	return flow.Session{
		ID: "f", State: flow.Open, Person: "ann", Outcomes: outcomes,
		Started: noon, Expires: noon.Add(30 * time.Minute),
	}
}

func asking(s flow.Session, acr ...factors.ACR) flow.Session {
	s.Need.ACR = acr
	return s
}

func adding(s flow.Session) flow.Session {
	s.Need.Phone = true
	return s
}

// usual is an account with a password and a phone.
func usual() flow.Account {
	return flow.Account{Known: true, HasPassword: true, HadSecondFactor: true, PushDevices: 1}
}

func but(a flow.Account, change func(*flow.Account)) flow.Account {
	change(&a)
	return a
}

func TestEveryRuleDecides(t *testing.T) {
	later, before := noon.Add(time.Minute), noon.Add(-time.Hour)
	one := flow.Policy{PasswordValid: 10 * time.Minute}
	firstByPassword := policy
	firstByPassword.EnrolWithPassword = true
	nobody := open()
	nobody.Person = ""
	ended, done, expired := open(password(later), push(later)), open(password(later), push(later)), open(password(later), push(later))
	ended.State, done.State, expired.Expires = flow.Ended, flow.Done, later
	anew := open(password(before), push(before))
	anew.Need.Since = noon

	for _, c := range []struct {
		name    string
		session flow.Session
		policy  flow.Policy
		account flow.Account
		want    flow.Step
	}{
		{"ended", ended, policy, usual(), flow.Gone},
		{"done already", done, policy, usual(), flow.Gone},
		{"expired to the moment", expired, policy, usual(), flow.Gone},
		{"disabled, whatever was proved", open(password(later), push(later)), policy, but(usual(), func(a *flow.Account) { a.Disabled = true }), flow.Refuse},
		{"deleted, whatever was proved", open(password(later), push(later)), policy, flow.Account{}, flow.Refuse},
		{"a phone to add, whatever else is proved", adding(open(password(later), push(later))), policy, usual(), flow.Enrol},
		{"a phone to add, disabled", adding(open()), policy, but(usual(), func(a *flow.Account) { a.Disabled = true }), flow.Refuse},
		{"invited without a password", open(), policy, flow.Account{Known: true, Invited: true}, flow.NewPassword},
		{"no password and no invitation", open(), policy, flow.Account{Known: true}, flow.AskPassword},
		{"nobody yet", nobody, policy, flow.Account{}, flow.AskPassword},
		{"a push without a password", open(push(later)), policy, usual(), flow.AskPassword},
		{"a password that must be changed", open(password(later)), policy, but(usual(), func(a *flow.Account) { a.PasswordReset = true }), flow.Stuck},
		{"one factor where one suffices", open(password(later)), one, usual(), flow.Finish},
		{"one factor where the app wants one", asking(open(password(later)), factors.OneFactor), one, usual(), flow.Finish},
		{"one factor where the app wants two", asking(open(password(later)), factors.TwoFactors), one, usual(), flow.AskPush},
		{"one factor, but a phone is to be added", open(password(later)), one, but(usual(), func(a *flow.Account) { a.Invited = true }), flow.Enrol},
		{"both", open(password(later), push(later)), policy, usual(), flow.Finish},
		{"both, from the browser session", open(password(before), push(before)), policy, usual(), flow.Finish},
		{"both, but older than the app allows", anew, policy, usual(), flow.AskPassword},
		{"both, and push was turned off since", open(password(later), push(later)), policy, but(usual(), func(a *flow.Account) { a.PushOff = true }), flow.Finish},
		{"both, and more was wanted", asking(open(password(later), push(later)), factors.OutOfBand), policy, usual(), flow.Unmet},
		{"both, and as much was wanted", asking(open(password(later), strong(later)), factors.OutOfBand), policy, usual(), flow.Finish},
		{"step-up from a session that has less", asking(open(password(before), push(before)), factors.OutOfBand), policy, usual(), flow.AskPush},
		{"step-up that brought too little", asking(open(password(before), push(before), push(later)), factors.OutOfBand), policy, usual(), flow.Unmet},
		{"invited, no phone yet", open(password(later)), policy, flow.Account{Known: true, HasPassword: true, Invited: true}, flow.Enrol},
		{"invited anew, the old phone lost", open(password(later)), policy, but(usual(), func(a *flow.Account) { a.Invited = true }), flow.Enrol},
		{"a phone to ask", open(password(later)), policy, usual(), flow.AskPush},
		{"push off", open(password(later)), policy, but(usual(), func(a *flow.Account) { a.PushOff = true }), flow.Stuck},
		{"no phone, the operator lets a password enrol", open(password(later)), firstByPassword, flow.Account{Known: true, HasPassword: true}, flow.Enrol},
		{"no phone any more, the operator lets a password enrol the first", open(password(later)), firstByPassword, but(usual(), func(a *flow.Account) { a.PushDevices = 0 }), flow.Stuck},
		{"no phone", open(password(later)), policy, flow.Account{Known: true, HasPassword: true}, flow.Stuck},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := flow.Next(c.session, c.policy, c.account, later); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestPasswordStepRunsOutAndTheSessionsDoesNot(t *testing.T) {
	here, brought := open(password(noon)), open(password(noon.Add(-time.Hour)))
	for _, c := range []struct {
		name string
		s    flow.Session
		at   time.Duration
		want flow.Step
	}{
		{"just before", here, 10*time.Minute - 1, flow.AskPush},
		{"to the moment", here, 10 * time.Minute, flow.AskPassword},
		{"brought by the session", brought, 20 * time.Minute, flow.AskPush},
	} {
		if got := flow.Next(c.s, policy, usual(), noon.Add(c.at)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// combination calls f with every combination of the conditions that Next
// looks at.
func combinations(f func(s flow.Session, p flow.Policy, a flow.Account, now time.Time)) {
	chains := [][]factors.Outcome{nil}
	before, here, stale := noon.Add(-time.Hour), noon.Add(11*time.Minute), noon.Add(time.Minute)
	for _, pw := range []time.Time{{}, before, stale, here} {
		for _, pu := range []time.Time{{}, before, here} {
			for _, make := range []func(time.Time) factors.Outcome{push, strong} {
				var chain []factors.Outcome
				if !pw.IsZero() {
					chain = append(chain, password(pw))
				}
				if !pu.IsZero() {
					chain = append(chain, make(pu))
				}
				chains = append(chains, chain)
			}
		}
	}
	needs := [][]factors.ACR{nil, {factors.OneFactor}, {factors.TwoFactors}, {factors.OutOfBand}, {"urn:of:others"}, {factors.TwoFactors, factors.OutOfBand}}
	for _, chain := range chains {
		for _, need := range needs {
			for _, state := range []flow.State{flow.Open, flow.Done, flow.Consumed, flow.Ended} {
				for bits := range 1 << 12 {
					on := func(n int) bool { return bits>>n&1 == 1 }
					s := open(chain...)
					s.State, s.Need.ACR = state, need
					if on(0) {
						s.Need.Since = noon
					}
					if on(1) {
						s.Expires = noon
					}
					a := flow.Account{
						Known: on(2), Disabled: on(3), HasPassword: on(4), HadSecondFactor: on(5),
						PasswordReset: on(6), PushOff: on(7), Invited: on(8),
					}
					if on(9) {
						a.PushDevices = 2
					}
					f(s, flow.Policy{SecondFactor: on(10), EnrolWithPassword: on(11), PasswordValid: 10 * time.Minute}, a, noon.Add(12*time.Minute))
				}
			}
		}
	}
}

// TestFinishOnlyIfSatisfied states what Finish promises without looking at how
// Next comes to it.
func TestFinishOnlyIfSatisfied(t *testing.T) {
	finished := 0
	combinations(func(s flow.Session, p flow.Policy, a flow.Account, now time.Time) {
		if flow.Next(s, p, a, now) != flow.Finish {
			return
		}
		finished++
		var broken []string
		must := func(ok bool, what string) {
			if !ok {
				broken = append(broken, what)
			}
		}
		counts := func(kind factors.Kind) bool {
			return slices.ContainsFunc(s.Outcomes, func(o factors.Outcome) bool {
				tooOld := o.At.Before(s.Need.Since) || kind == factors.Password && !o.At.Before(s.Started) && now.Sub(o.At) >= p.PasswordValid
				return o.Kind == kind && !tooOld
			})
		}
		must(s.State == flow.Open && now.Before(s.Expires), "the sign-in is open")
		must(a.Known && !a.Disabled, "the account may sign in")
		must(counts(factors.Password), "a password counts")
		must(!a.PasswordReset, "the password need not be changed")
		must(counts(factors.Push) || !p.SecondFactor, "a second factor counts where policy wants it")
		var fresh []factors.Outcome
		for _, o := range s.Outcomes {
			if counts(o.Kind) {
				fresh = append(fresh, o)
			}
		}
		_, met := factors.Assess(fresh).Pick(s.Need.ACR)
		must(met, "what the app asks is met")
		if broken != nil {
			t.Fatalf("finished although not: %v\n%+v\n%+v\n%+v", broken, s, p, a)
		}
	})
	if finished == 0 {
		t.Fatal("nothing ever finishes")
	}
}

// TestStepsAreOnlyTakenWhereTheyCan says of every other step what must be so.
func TestStepsAreOnlyTakenWhereTheyCan(t *testing.T) {
	seen := map[flow.Step]int{}
	combinations(func(s flow.Session, p flow.Policy, a flow.Account, now time.Time) {
		step := flow.Next(s, p, a, now)
		seen[step]++
		over := s.State != flow.Open || !now.Before(s.Expires)
		ok := over == (step == flow.Gone)
		switch step {
		case flow.AskPush:
			ok = ok && a.Known && a.PushDevices > 0 && !a.PushOff && !a.PasswordReset
		case flow.Enrol:
			ok = ok && a.Known && (a.Invited || p.EnrolWithPassword && a.PushDevices == 0 && !a.HadSecondFactor)
		case flow.NewPassword:
			ok = ok && a.Known && a.Invited && !a.HasPassword
		case flow.Refuse:
			ok = ok && (!a.Known || a.Disabled)
		case flow.AskPassword, flow.Stuck, flow.Finish, flow.Unmet, flow.Gone:
		default:
			ok = false
		}
		if !ok {
			t.Fatalf("step %s\n%+v\n%+v\n%+v", step, s, p, a)
		}
	})
	for _, step := range []flow.Step{
		flow.AskPassword, flow.NewPassword, flow.Enrol, flow.AskPush, flow.Stuck, flow.Finish, flow.Unmet, flow.Refuse, flow.Gone,
	} {
		if seen[step] == 0 {
			t.Errorf("no combination leads to %s", step)
		}
	}
	t.Log(fmt.Sprint(seen))
}
