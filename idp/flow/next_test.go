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

func proof(k factors.Kind, at time.Time) factors.Outcome { return factors.Outcome{Kind: k, At: at} }

func passkey(at time.Time, verified bool) factors.Outcome {
	return factors.Outcome{Kind: factors.Passkey, At: at, Protection: factors.PossessedKey, Verified: verified}
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

// wanting is s of an application that asks for the person's consent.
func wanting(s flow.Session, c flow.Consent) flow.Session {
	s.Need.Consent = &c
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

	byItsPage := open(password(later), push(later))
	byItsPage.Origin = "https://app.example"
	remembers := one
	remembers.SecondFactor, remembers.Remember = true, true
	lenient := policy
	lenient.Usual = true
	noRecovery := policy
	noRecovery.Methods = []factors.Kind{factors.Push, factors.TOTP}
	all := but(usual(), func(a *flow.Account) { a.HasTOTP, a.RecoveryCodes, a.Passkeys = true, 9, 1 })
	without := func(k factors.Kind) flow.Account {
		return but(all, func(a *flow.Account) {
			switch k {
			case factors.Passkey:
				a.Passkeys = 0
			case factors.Push:
				a.Passkeys, a.PushOff = 0, true
			default:
				a.Passkeys, a.PushDevices, a.HasTOTP = 0, 0, false
			}
		})
	}
	chose := func(k factors.Kind) flow.Session {
		s := open(password(later))
		s.Method = k
		return s
	}
	joined := open(password(later), push(later))
	joined.Invitation, joined.Enrolment = "inv", "enr"
	looking := joined
	looking.Codes = []string{"c"}
	said := open(password(later), push(later))
	said.Remembering = flow.AskAgain
	rebound := but(usual(), func(a *flow.Account) { a.Bound = later })

	both := open(password(later), push(later))
	email := flow.Consent{Scope: []string{"openid", "email"}}
	consented := wanting(both, email)
	consented.Consented = true
	allowed := func(scope ...string) flow.Account {
		return but(usual(), func(a *flow.Account) { a.Allowed = flow.Allowed{Known: true, Scope: scope} })
	}

	for _, c := range []struct {
		name    string
		session flow.Session
		policy  flow.Policy
		account flow.Account
		want    flow.Step
	}{
		{"the app asks for consent", wanting(both, email), policy, usual(), flow.AskConsent},
		{"the app asks for consent, and less is proved", wanting(open(password(later)), email), policy, usual(), flow.AskPush},
		{"the app asks for consent, one factor suffices", wanting(open(password(later)), email), one, usual(), flow.AskConsent},
		{"the app asks for consent, in a trusted browser", wanting(open(password(later), proof(factors.Remembered, later)), email), remembers, usual(), flow.AskConsent},
		{"the app asks for consent, and more than was proved", asking(wanting(both, email), factors.OutOfBand), policy, usual(), flow.Unmet},
		{"the app asks for consent, invited anew", wanting(open(password(later)), email), one, but(usual(), func(a *flow.Account) { a.Invited = true }), flow.Enrol},
		{"the app asks for consent, may trust the browser", wanting(both, email), remembers, usual(), flow.AskRemember},
		{"the app asks for consent, brought by the session", wanting(open(password(before), push(before)), email), policy, usual(), flow.AskConsent},
		{"consented", consented, policy, usual(), flow.Finish},
		{"consented before", wanting(both, email), policy, allowed("email", "openid", "profile"), flow.Finish},
		{"consented before to less", wanting(both, email), policy, allowed("openid", "profile"), flow.AskConsent},
		{"consented before, and is to be asked", wanting(both, flow.Consent{Always: true, Scope: email.Scope}), policy, allowed("openid", "email"), flow.AskConsent},
		{"consented before, to nothing in particular", wanting(both, flow.Consent{}), policy, allowed(), flow.Finish},
		{"never consented, to nothing in particular", wanting(both, flow.Consent{}), policy, usual(), flow.AskConsent},
		{"consented before, but to no server", wanting(both, flow.Consent{Resource: []string{"https://api.example"}}), policy, allowed("openid"), flow.AskConsent},
		{"consented before, to another server", wanting(both, flow.Consent{Resource: []string{"https://api.example"}}), policy,
			but(usual(), func(a *flow.Account) { a.Allowed = flow.Allowed{Known: true, Resource: []string{"https://b.example"}} }), flow.AskConsent},
		{"consented before, to this server", wanting(both, flow.Consent{Resource: []string{"https://api.example"}}), policy,
			but(usual(), func(a *flow.Account) {
				a.Allowed = flow.Allowed{Known: true, Resource: []string{"https://api.example"}}
			}), flow.Finish},
		{"consented before, and asks in detail", wanting(both, flow.Consent{Scope: email.Scope, Details: []byte(`[{"type":"payment"}]`)}), policy, allowed("openid", "email"), flow.AskConsent},
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
		{"a passkey that made sure of its user", open(passkey(later, true)), policy, all, flow.Finish},
		{"a passkey that made sure of its user, the password to be changed", open(passkey(later, true)), policy, but(all, func(a *flow.Account) { a.PasswordReset = true }), flow.Finish},
		{"a passkey that did not", open(passkey(later, false)), policy, all, flow.AskPassword},
		{"a password and a passkey that did not", open(password(later), passkey(later, false)), policy, all, flow.Finish},
		{"the strongest of all", open(password(later)), policy, all, flow.AskPasskey},
		{"the strongest without a passkey", open(password(later)), policy, without(factors.Passkey), flow.AskPush},
		{"the strongest with push off", open(password(later)), policy, without(factors.Push), flow.AskCode},
		{"recovery codes alone", open(password(later)), policy, without(factors.TOTP), flow.AskRecovery},
		{"the one that was chosen", chose(factors.TOTP), policy, all, flow.AskCode},
		{"a weaker one that was chosen", chose(factors.Recovery), policy, all, flow.AskRecovery},
		{"the one that was chosen is gone, two are left", chose(factors.Push), policy, without(factors.Push), flow.Choose},
		{"the one that was chosen is gone, one is left", chose(factors.Push), policy, without(factors.TOTP), flow.AskRecovery},
		{"one that the operator does not allow", open(password(later)), noRecovery, without(factors.TOTP), flow.Stuck},
		{"a code of an app", open(password(later), proof(factors.TOTP, later)), policy, all, flow.Finish},
		{"a code, and the app wants a passkey", asking(open(password(later), proof(factors.TOTP, later)), factors.PhishingResistant), policy, all, flow.AskPasskey},
		{"the app wants a passkey, a phone was chosen", asking(chose(factors.Push), factors.PhishingResistant), policy, all, flow.AskPasskey},
		{"the app wants a passkey and there is none", asking(open(password(later)), factors.PhishingResistant), policy, usual(), flow.Unmet},
		{"the app wants a passkey and got one", asking(open(password(later), passkey(later, false)), factors.PhishingResistant), policy, all, flow.Finish},
		{"the app wants a push out of band, an app was chosen", asking(chose(factors.TOTP), factors.OutOfBand), policy, all, flow.AskPush},
		{"a recovery code, nothing added since", open(password(later), proof(factors.Recovery, later)), policy, all, flow.Enrol},
		{"a recovery code, and a phone since", open(password(later), proof(factors.Recovery, later)), policy, rebound, flow.Finish},
		{"a recovery code of the session before", open(password(before), proof(factors.Recovery, before)), policy, all, flow.Finish},
		{"invited, and a phone was added", joined, policy, usual(), flow.KeepCodes},
		{"invited, and has codes", joined, policy, all, flow.Finish},
		{"invited, and is looking at codes", looking, policy, all, flow.KeepCodes},
		{"invited, where there are no codes", joined, noRecovery, usual(), flow.Finish},
		{"may trust the browser", open(password(later), push(later)), remembers, usual(), flow.AskRemember},
		{"of a page that no browser is known by", byItsPage, remembers, usual(), flow.Finish},
		{"was asked about the browser", said, remembers, usual(), flow.Finish},
		{"brought by the session, nothing to ask", open(password(before), push(before)), remembers, usual(), flow.Finish},
		{"in a trusted browser", open(password(later), proof(factors.Remembered, later)), remembers, usual(), flow.Finish},
		{"in a browser that is trusted no more", open(password(later), proof(factors.Remembered, later)), policy, usual(), flow.AskPush},
		{"a usual sign-in", open(password(later), proof(factors.Usual, later)), lenient, usual(), flow.Finish},
		{"a usual sign-in, where that is no excuse", open(password(later), proof(factors.Usual, later)), remembers, usual(), flow.AskPush},
		{"a trusted browser, where that is no excuse", open(password(later), proof(factors.Remembered, later)), lenient, usual(), flow.AskPush},
		{"a usual sign-in, two factors wanted", asking(open(password(later), proof(factors.Usual, later)), factors.TwoFactors), lenient, usual(), flow.AskPush},
		{"a usual sign-in, without the password", open(proof(factors.Usual, later)), lenient, usual(), flow.AskPassword},
		{"a usual sign-in, invited anew", open(password(later), proof(factors.Usual, later)), lenient, but(usual(), func(a *flow.Account) { a.Invited = true }), flow.Enrol},
		{"in a trusted browser, two factors wanted", asking(open(password(later), proof(factors.Remembered, later)), factors.TwoFactors), remembers, usual(), flow.AskPush},
		{"in a trusted browser, without the password", open(proof(factors.Remembered, later)), remembers, usual(), flow.AskPassword},
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

// chains are those that the combinations are made of.
func chains() [][]factors.Outcome {
	all := [][]factors.Outcome{nil}
	before, here, stale := noon.Add(-time.Hour), noon.Add(11*time.Minute), noon.Add(time.Minute)
	for _, pw := range []time.Time{{}, before, stale, here} {
		var start []factors.Outcome
		if !pw.IsZero() {
			start = append(start, password(pw))
		}
		seconds := []factors.Outcome{push(before), push(here)}
		if pw.IsZero() || pw == here {
			seconds = append(seconds, strong(here), proof(factors.TOTP, here), proof(factors.Recovery, before), proof(factors.Recovery, here),
				proof(factors.Remembered, here), passkey(before, true), passkey(here, false), passkey(here, true))
		}
		for _, second := range seconds {
			all = append(all, append(slices.Clone(start), second))
		}
		all = append(all, start, append(slices.Clone(start), push(before), proof(factors.TOTP, here)))
	}
	return all
}

// means are what accounts have beside a phone, and what was chosen of it.
func means() []func(*flow.Session, *flow.Account) {
	app := func(a *flow.Account) { a.HasTOTP = true }
	everything := func(a *flow.Account) { a.HasTOTP, a.RecoveryCodes, a.Passkeys = true, 3, 2 }
	return []func(*flow.Session, *flow.Account){
		func(*flow.Session, *flow.Account) {},
		func(_ *flow.Session, a *flow.Account) { app(a) },
		func(_ *flow.Session, a *flow.Account) { a.RecoveryCodes = 1 },
		func(s *flow.Session, a *flow.Account) { everything(a); s.Remembering = flow.AskAgain },
		func(s *flow.Session, a *flow.Account) {
			everything(a)
			s.Method, s.Remembering = factors.Push, flow.Remember
		},
		func(s *flow.Session, a *flow.Account) { app(a); a.RecoveryCodes = 1; s.Method = factors.Push },
		func(_ *flow.Session, a *flow.Account) { app(a); a.RecoveryCodes, a.Resetting = 1, true },
		func(s *flow.Session, a *flow.Account) {
			a.Bound = noon.Add(11 * time.Minute)
			s.Invitation, s.Enrolment = "i", "e"
		},
		func(s *flow.Session, a *flow.Account) { a.Bound = noon.Add(11 * time.Minute); s.Codes = []string{"c"} },
		func(s *flow.Session, a *flow.Account) {
			everything(a)
			s.Remembering, s.Need.Consent = flow.AskAgain, &flow.Consent{Scope: []string{"openid"}}
		},
		func(s *flow.Session, a *flow.Account) {
			s.Need.Consent, s.Consented = &flow.Consent{Always: true}, true
		},
	}
}

// combinations calls f with every combination of the conditions that Next
// looks at. What is over is decided first, so it needs few.
func combinations(f func(s flow.Session, p flow.Policy, a flow.Account, now time.Time)) {
	needs := [][]factors.ACR{nil, {factors.TwoFactors}, {factors.OutOfBand}, {factors.PhishingResistant}, {"urn:of:others"}}
	now := noon.Add(12 * time.Minute)
	for _, chain := range chains() {
		for _, need := range needs {
			for _, has := range means() {
				for bits := range 1 << 10 {
					on := func(n int) bool { return bits>>n&1 == 1 }
					s := open(chain...)
					s.Need.ACR = need
					if on(0) {
						s.Need.Since = noon
					}
					a := flow.Account{
						Known: !on(1) || !on(2), Disabled: on(1), HadSecondFactor: on(3), HasPassword: !on(4) || on(5),
						PasswordReset: on(4), PushOff: on(6), Invited: on(7),
					}
					if on(2) {
						a.PushDevices = 2
					}
					p := flow.Policy{SecondFactor: on(8), EnrolWithPassword: on(5), PasswordValid: 10 * time.Minute, Remember: on(9)}
					if on(9) && on(3) {
						p.Methods = []factors.Kind{factors.Push, factors.TOTP}
					}
					has(&s, &a)
					f(s, p, a, now)
				}
			}
			for _, state := range []flow.State{flow.Open, flow.Done, flow.Consumed, flow.Ended} {
				s := open(chain...)
				s.State, s.Need.ACR, s.Expires = state, need, now
				f(s, policy, usual(), now)
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
		var fresh []factors.Outcome
		for _, o := range s.Outcomes {
			tooOld := o.At.Before(s.Need.Since) || o.Kind == factors.Password && !o.At.Before(s.Started) && now.Sub(o.At) >= p.PasswordValid
			if !tooOld {
				fresh = append(fresh, o)
			}
		}
		counts := func(is func(factors.Outcome) bool) bool { return slices.ContainsFunc(fresh, is) }
		kind := func(k factors.Kind) func(factors.Outcome) bool {
			return func(o factors.Outcome) bool { return o.Kind == k }
		}
		alone := counts(func(o factors.Outcome) bool { return o.Kind == factors.Passkey && o.Verified })
		second := counts(func(o factors.Outcome) bool { return o.Kind != factors.Password && !o.Kind.Excuses() })
		recovered := counts(func(o factors.Outcome) bool {
			return o.Kind == factors.Recovery && !o.At.Before(s.Started) && a.Bound.Before(o.At)
		})
		must(s.State == flow.Open && now.Before(s.Expires), "the sign-in is open")
		must(a.Known && !a.Disabled, "the account may sign in")
		must(counts(kind(factors.Password)) || alone, "a password counts, or a passkey that made sure of its user")
		must(!a.PasswordReset || alone, "the password need not be changed, or none was used")
		must(second || !p.SecondFactor || p.Remember && counts(kind(factors.Remembered)), "a second factor counts where policy wants it")
		must(!recovered || !p.Allows(factors.Push), "a recovery code led to a phone")
		must(!a.Resetting, "no mailed link led here")
		must(s.Need.Consent == nil || s.Consented, "the person allowed what the app asks")
		must(len(s.Codes) == 0 || !second, "new recovery codes were kept")
		got := factors.Assess(fresh)
		_, met := got.Pick(s.Need.ACR)
		must(met, "what the app asks is met")
		must(!slices.Contains(got.Satisfied, factors.PhishingResistant) || counts(kind(factors.Passkey)), "phr is by a passkey")
		must(!slices.Contains(got.Satisfied, factors.TwoFactors) || second, "two factors were proved if it says so")
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
			ok = ok && a.Known && a.PushDevices > 0 && !a.PushOff && p.Allows(factors.Push)
		case flow.AskCode:
			ok = ok && a.Known && a.HasTOTP && p.Allows(factors.TOTP)
		case flow.AskRecovery:
			ok = ok && a.Known && a.RecoveryCodes > 0 && !a.Resetting && p.Allows(factors.Recovery)
		case flow.AskPasskey:
			ok = ok && a.Known && a.Passkeys > 0 && p.Allows(factors.Passkey)
		case flow.Choose:
			ok = ok && a.Known && len(flow.Ways(s, p, a)) > 1
		case flow.KeepCodes:
			ok = ok && a.Known && (len(s.Codes) > 0 || p.Allows(factors.Recovery))
		case flow.AskRemember:
			ok = ok && p.Remember && s.Remembering == flow.Unasked
		case flow.AskConsent:
			_, met := factors.Assess(s.Fresh(p, now)).Pick(s.Need.ACR)
			ok = ok && s.Need.Consent != nil && !s.Consented && s.Person != "" && met && !a.Resetting
		case flow.Enrol:
			recovered := slices.ContainsFunc(s.Outcomes, func(o factors.Outcome) bool { return o.Kind == factors.Recovery })
			ok = ok && a.Known && (a.Invited || recovered || p.EnrolWithPassword && a.PushDevices == 0 && !a.HadSecondFactor)
		case flow.NewPassword:
			ok = ok && a.Known && (a.Invited && !a.HasPassword || a.Resetting)
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
		flow.AskPassword, flow.NewPassword, flow.Enrol, flow.AskPush, flow.AskCode, flow.AskRecovery, flow.AskPasskey,
		flow.Choose, flow.KeepCodes, flow.AskRemember, flow.AskConsent, flow.Stuck, flow.Finish, flow.Unmet, flow.Refuse, flow.Gone,
	} {
		if seen[step] == 0 {
			t.Errorf("no combination leads to %s", step)
		}
	}
	t.Log(fmt.Sprint(seen))
}
