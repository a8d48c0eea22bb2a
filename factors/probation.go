package factors

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
