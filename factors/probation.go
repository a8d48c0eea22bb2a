package factors

import "slices"

// MayChangeAccount says whether a session that rests on the chain may change the
// account's factors, password, addresses or recovery data, as far as probation
// goes. A device in probation vouches for sign-ins only, and nothing that is
// proved beside it lifts that: whoever added it may hold the rest, too.
func MayChangeAccount(chain []Outcome) bool {
	for _, o := range chain {
		if o.Probation {
			return false
		}
	}
	return len(chain) > 0
}

// ProvedWithoutPush says whether the chain is two factors without what phones
// approved. After a report that is what changes a password or takes phones away
// (docs/device-protocol.md, section 9): an approval may have been a stranger's.
func ProvedWithoutPush(chain []Outcome) bool {
	rest := slices.DeleteFunc(slices.Clone(chain), func(o Outcome) bool { return o.Kind == Push })
	return slices.Contains(Assess(rest).Satisfied, TwoFactors)
}
