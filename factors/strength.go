package factors

import (
	"slices"
	"time"
)

// ACR is an authentication context class reference (OpenID Connect Core
// section 2).
type ACR string

// Our own classes, weakest first.
const (
	// OneFactor is any one factor.
	OneFactor ACR = "urn:countersign:acr:1"
	// TwoFactors is two kinds of factor, with any match mode.
	TwoFactors ACR = "urn:countersign:acr:2"
	// OutOfBand is two factors with an out-of-band step as NIST SP 800-63B-4
	// section 3.1.3 wants it: six digits carried over, and a key whose
	// storage or whose user verification was proved.
	OutOfBand ACR = "urn:countersign:acr:2n"
)

// Known lists the classes that Countersign can yield, weakest first.
func Known() []ACR { return []ACR{OneFactor, TwoFactors, OutOfBand} }

// Assurance is what a chain of outcomes amounts to.
type Assurance struct {
	// AMR are the authentication methods (RFC 8176), first factor first,
	// "mfa" last.
	AMR []string
	// Satisfied are the classes that hold, weakest first.
	Satisfied []ACR
	// AuthTime is when the oldest outcome that counts was proved, so that
	// nothing looks fresher than its stalest part.
	AuthTime time.Time
}

// Strongest is the strongest class that holds, or "" if none does.
func (a Assurance) Strongest() ACR {
	if len(a.Satisfied) == 0 {
		return ""
	}
	return a.Satisfied[len(a.Satisfied)-1]
}

// Pick is the acr to state when a client asked for any of asked: the strongest
// of them that holds. With nothing asked it is the strongest that holds. ok is
// false if a client asked and nothing of it holds (OpenID Connect Core section
// 5.5.1.1, "unmet_authentication_requirements").
func (a Assurance) Pick(asked []ACR) (acr ACR, ok bool) {
	if len(asked) == 0 {
		acr = a.Strongest()
		return acr, acr != ""
	}
	for _, have := range slices.Backward(a.Satisfied) {
		if slices.Contains(asked, have) {
			return have, true
		}
	}
	return "", false
}

// Assess is the one place where outcomes become amr and acr.
//
//	chain                                    amr                      acr
//	password                                 pwd                      1
//	push, possession key only                swk mca user             1
//	password + push, possession key only     pwd swk mca user mfa     1 2
//	password + push, key that counts, num6   pwd pop mca mfa          1 2 2n
//	password + push, attested key, num6      pwd hwk mca user mfa     1 2 2n
//
// "rba" is inserted before "mfa" where risk or a limit changed what was asked.
// An empty chain amounts to nothing.
func Assess(chain []Outcome) Assurance {
	var a Assurance
	var know, have, forced, outOfBand bool
	add := func(v string) {
		if v != "" && !slices.Contains(a.AMR, v) {
			a.AMR = append(a.AMR, v)
		}
	}
	for _, o := range chain {
		switch o.Kind {
		case Password:
			know = true
			add("pwd")
		case Push:
			have = true
			add(string(o.Protection))
			add("mca")
			if !o.Verified {
				add("user")
			}
			attested := o.Protection == HardwareKey
			if o.Match == MatchNum6 && (attested || o.Verified) {
				outOfBand = true
			}
		}
		forced = forced || o.Forced
		if a.AuthTime.IsZero() || o.At.Before(a.AuthTime) {
			a.AuthTime = o.At
		}
	}
	if len(a.AMR) == 0 {
		return Assurance{}
	}
	a.Satisfied = append(a.Satisfied, OneFactor)
	if forced {
		add("rba")
	}
	if know && have {
		add("mfa")
		a.Satisfied = append(a.Satisfied, TwoFactors)
		if outOfBand {
			a.Satisfied = append(a.Satisfied, OutOfBand)
		}
	}
	return a
}
