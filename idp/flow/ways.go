package flow

import (
	"slices"

	"countersign/factors"
)

// strength lists the ways to confirm a password, the strongest first. A
// recovery code is the last resort: it costs something to use one.
func strength() []factors.Kind {
	return []factors.Kind{factors.Passkey, factors.Push, factors.TOTP, factors.Recovery}
}

// reaches are the classes that a password and this factor can amount to at
// best.
func reaches(k factors.Kind) []factors.ACR {
	classes := []factors.ACR{factors.OneFactor, factors.TwoFactors}
	switch k {
	case factors.Push:
		classes = append(classes, factors.OutOfBand)
	case factors.Passkey:
		classes = append(classes, factors.PhishingResistant, factors.HardwareProtected)
	default:
	}
	return classes
}

// Allows says whether the operator lets a way be used.
func (p Policy) Allows(k factors.Kind) bool {
	return len(p.Methods) == 0 || slices.Contains(p.Methods, k)
}

// has says whether the account can be asked in this way now.
func (a Account) has(k factors.Kind) bool {
	switch k {
	case factors.Passkey:
		return a.Passkeys > 0
	case factors.Push:
		return a.PushDevices > 0 && !a.PushOff
	case factors.TOTP:
		return a.HasTOTP
	case factors.Recovery:
		return a.RecoveryCodes > 0
	default:
		return false
	}
}

// usable are the ways that the operator allows and the account has, the
// strongest first.
func (a Account) usable(p Policy) []factors.Kind {
	return slices.DeleteFunc(strength(), func(k factors.Kind) bool { return !p.Allows(k) || !a.has(k) })
}

// Ways are the ways to confirm that are left to s, the strongest first: those
// that the account can use, that can lead to what the client asks, and that
// this very sign-in has not been through.
func Ways(s Session, p Policy, a Account) []factors.Kind {
	return slices.DeleteFunc(a.usable(p), func(k factors.Kind) bool {
		tried := slices.ContainsFunc(s.Outcomes, func(o factors.Outcome) bool {
			return o.Kind == k && !o.At.Before(s.Started)
		})
		// A code that somebody kept in a drawer, and a link in their mail: that is
		// too little for a new password.
		lost := a.Resetting && k == factors.Recovery
		return tried || lost || !helps(k, s.Need.ACR)
	})
}

// helps says whether a way can lead to one of the classes asked for.
func helps(k factors.Kind, asked []factors.ACR) bool {
	return len(asked) == 0 || slices.ContainsFunc(reaches(k), func(c factors.ACR) bool { return slices.Contains(asked, c) })
}
