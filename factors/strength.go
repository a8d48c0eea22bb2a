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
	// PhishingResistant is two factors of which WebAuthn, in the browser that
	// signs in, is the one of possession (OpenID EAP ACR Values 1.0 section 2).
	PhishingResistant ACR = "phr"
	// HardwareProtected is the same with a key whose hardware was attested.
	HardwareProtected ACR = "phrh"
)

// Known lists the classes that Countersign can yield, weakest first; attested is
// true where it asks makers of passkeys about their hardware.
func Known(attested bool) []ACR {
	known := []ACR{OneFactor, TwoFactors, OutOfBand, PhishingResistant}
	if attested {
		known = append(known, HardwareProtected)
	}
	return known
}

// Assurance is what a chain of outcomes amounts to.
type Assurance struct {
	// AMR are the authentication methods (RFC 8176), first factor first,
	// "mfa" last.
	AMR []string
	// Satisfied are the classes that hold, weakest first.
	Satisfied []ACR
	// Rebind is true if a recovery code stood in for a factor that is lost: the
	// person has to add one anew.
	Rebind bool
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

// Proved is a chain without what stood in for a second factor, where one was
// proved all the same.
func Proved(chain []Outcome) []Outcome {
	second := slices.ContainsFunc(chain, func(o Outcome) bool { return o.Kind != Password && !o.Kind.Excuses() })
	if !second {
		return chain
	}
	return slices.DeleteFunc(slices.Clone(chain), func(o Outcome) bool { return o.Kind.Excuses() })
}

// Assess is the one place where outcomes become amr and acr.
//
//	chain                                    amr                      acr
//	password                                 pwd                      1
//	password, browser remembered             pwd rba                  1
//	password, a usual sign-in                pwd rba                  1
//	password + push, possession key only     pwd swk mca user mfa     1 2
//	password + push, key that counts, num6   pwd pop mca mfa          1 2 2n
//	password + push, attested key, num6      pwd hwk mca user mfa     1 2 2n
//	password + push on the same device       pwd swk user mfa         1 2
//	push alone, possession key only          swk mca user             1
//	push alone, key that counts, num6        pop mca mfa              1 2 2n
//	password + TOTP                          pwd otp mfa              1 2
//	password + recovery code                 pwd (recovery) mfa       1 2
//	passkey, user verified                   pop user mfa             1 2 phr
//	passkey, attested                        hwk user mfa             1 2 phr phrh
//	password + passkey, user not verified    pwd pop user mfa         1 2 phr
//
// "scan" counts as num6 does, every other match mode as num2. A gesture (pin,
// fpt, face) stands behind the key's value. "rba" is inserted before "mfa"
// where risk or a limit changed what was asked. An empty chain amounts to nothing.
func Assess(chain []Outcome) Assurance {
	var t tally
	for _, o := range chain {
		t.count(o)
	}
	if len(t.amr) == 0 {
		return Assurance{}
	}
	if t.forced {
		t.say("rba")
	}
	a := Assurance{Satisfied: []ACR{OneFactor}, Rebind: t.recovery, AuthTime: t.oldest}
	if t.two() {
		t.say("mfa")
		a.Satisfied = append(a.Satisfied, TwoFactors)
		for _, c := range []struct {
			acr   ACR
			holds bool
		}{{OutOfBand, t.outOfBand}, {PhishingResistant, t.passkey}, {HardwareProtected, t.hardware}} {
			if c.holds {
				a.Satisfied = append(a.Satisfied, c.acr)
			}
		}
	}
	a.AMR = t.amr
	return a
}

// tally is what a chain has shown so far.
type tally struct {
	amr []string
	// know and have are the kinds of factor, and verified is true if the
	// device that is had also made sure of who holds it: two kinds in one.
	know, have, verified bool
	forced, recovery     bool
	outOfBand            bool
	passkey, hardware    bool
	oldest               time.Time
}

func (t *tally) two() bool { return t.have && (t.know || t.verified) }

// say adds a method once.
func (t *tally) say(v string) {
	if v != "" && !slices.Contains(t.amr, v) {
		t.amr = append(t.amr, v)
	}
}

func (t *tally) count(o Outcome) {
	if t.oldest.IsZero() || o.At.Before(t.oldest) {
		t.oldest = o.At
	}
	t.forced = t.forced || o.Forced
	switch o.Kind {
	case Password:
		t.know = true
		t.say("pwd")
	case Push:
		t.countPush(o)
	case TOTP:
		t.have = true
		t.say("otp")
	case Recovery:
		t.have, t.recovery = true, true
		t.say(AMRRecovery)
	case Passkey:
		t.have, t.passkey = true, true
		t.verified = t.verified || o.Verified
		t.hardware = t.hardware || o.Attested && o.Protection == HardwareKey
		t.say(string(o.Protection))
		t.say("user")
	case Remembered, Usual:
		t.forced = true
	}
}

func (t *tally) countPush(o Outcome) {
	t.have = true
	t.verified = t.verified || o.Verified
	t.say(string(o.Protection))
	if o.Verified && o.Attested {
		t.say(string(o.Gesture))
	}
	if o.Match != MatchReturn {
		t.say("mca")
	}
	if !o.Verified {
		t.say("user")
	}
	carried := o.Match == MatchNum6 || o.Match == MatchScan
	if carried && (o.Protection == HardwareKey || o.Verified) {
		t.outOfBand = true
	}
}

// AMRRecovery is the one method that no registry has: a recovery code.
const AMRRecovery = "urn:countersign:amr:recovery"
