package factors_test

import (
	"strings"
	"testing"
	"time"

	"countersign/factors"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func password() factors.Outcome { return factors.Outcome{Kind: factors.Password, At: noon} }

func push(m factors.Match, p factors.Protection, verified bool) factors.Outcome {
	return factors.Outcome{Kind: factors.Push, At: noon.Add(time.Minute), Match: m, Protection: p, Verified: verified}
}

// passkey is an assertion of a passkey in the browser that signs in.
func passkey(p factors.Protection, verified, attested bool) factors.Outcome {
	return factors.Outcome{Kind: factors.Passkey, At: noon, Protection: p, Verified: verified, Attested: attested}
}

// gesture is an approval whose attested key named how the person unlocked it.
func gesture(m factors.Match, g factors.Gesture, attested bool) factors.Outcome {
	o := push(m, factors.HardwareKey, true)
	o.Gesture, o.Attested = g, attested
	return o
}

func TestChainYieldsItsAMRAndACR(t *testing.T) {
	forced := push(factors.MatchNum6, factors.SoftwareKey, false)
	forced.Forced = true
	for _, c := range []struct {
		name  string
		chain []factors.Outcome
		amr   string
		acr   factors.ACR
	}{
		{"nothing", nil, "", ""},
		{"password", []factors.Outcome{password()}, "pwd", factors.OneFactor},
		{"push alone", []factors.Outcome{push(factors.MatchNum2, factors.SoftwareKey, false)}, "swk mca user", factors.OneFactor},
		{"push twice is one factor", []factors.Outcome{push(factors.MatchNum2, factors.SoftwareKey, false), push(factors.MatchNum6, factors.SoftwareKey, false)}, "swk mca user", factors.OneFactor},
		{"two digits", []factors.Outcome{password(), push(factors.MatchNum2, factors.SoftwareKey, false)}, "pwd swk mca user mfa", factors.TwoFactors},
		{"no number", []factors.Outcome{password(), push(factors.MatchNone, factors.SoftwareKey, false)}, "pwd swk mca user mfa", factors.TwoFactors},
		{"six digits on an unproved key", []factors.Outcome{password(), push(factors.MatchNum6, factors.SoftwareKey, false)}, "pwd swk mca user mfa", factors.TwoFactors},
		{"six digits and user verification", []factors.Outcome{password(), push(factors.MatchNum6, factors.PossessedKey, true)}, "pwd pop mca mfa", factors.OutOfBand},
		{"six digits on attested hardware", []factors.Outcome{password(), push(factors.MatchNum6, factors.HardwareKey, false)}, "pwd hwk mca user mfa", factors.OutOfBand},
		{"two digits on attested hardware", []factors.Outcome{password(), push(factors.MatchNum2, factors.HardwareKey, true)}, "pwd hwk mca mfa", factors.TwoFactors},
		{"the browser is remembered", []factors.Outcome{password(), {Kind: factors.Remembered, At: noon}}, "pwd rba", factors.OneFactor},
		{"a usual sign-in", []factors.Outcome{password(), {Kind: factors.Usual, At: noon}}, "pwd rba", factors.OneFactor},
		{"a usual sign-in alone", []factors.Outcome{{Kind: factors.Usual, At: noon}}, "", ""},
		{"a remembered browser alone", []factors.Outcome{{Kind: factors.Remembered, At: noon}}, "", ""},
		{"one of three", []factors.Outcome{password(), push(factors.MatchChoice, factors.SoftwareKey, false)}, "pwd swk mca user mfa", factors.TwoFactors},
		{"one of three and user verification", []factors.Outcome{password(), push(factors.MatchChoice, factors.PossessedKey, true)}, "pwd pop mca mfa", factors.TwoFactors},
		{"scanned by an unproved key", []factors.Outcome{password(), push(factors.MatchScan, factors.SoftwareKey, false)}, "pwd swk mca user mfa", factors.TwoFactors},
		{"scanned with user verification", []factors.Outcome{password(), push(factors.MatchScan, factors.PossessedKey, true)}, "pwd pop mca mfa", factors.OutOfBand},
		{"scanned by attested hardware", []factors.Outcome{password(), push(factors.MatchScan, factors.HardwareKey, false)}, "pwd hwk mca user mfa", factors.OutOfBand},
		{"on the device that signs in", []factors.Outcome{password(), push(factors.MatchReturn, factors.SoftwareKey, false)}, "pwd swk user mfa", factors.TwoFactors},
		{"on the device that signs in, user verified", []factors.Outcome{password(), push(factors.MatchReturn, factors.PossessedKey, true)}, "pwd pop mfa", factors.TwoFactors},
		{"fingerprint", []factors.Outcome{password(), gesture(factors.MatchNum2, factors.Fingerprint, true)}, "pwd hwk fpt mca mfa", factors.TwoFactors},
		{"face and six digits", []factors.Outcome{password(), gesture(factors.MatchNum6, factors.Face, true)}, "pwd hwk face mca mfa", factors.OutOfBand},
		{"a fingerprint that nobody attested", []factors.Outcome{password(), gesture(factors.MatchNum2, factors.Fingerprint, false)}, "pwd hwk mca mfa", factors.TwoFactors},
		{"push alone, fingerprint and six digits", []factors.Outcome{gesture(factors.MatchNum6, factors.Fingerprint, true)}, "hwk fpt mca mfa", factors.OutOfBand},
		{"push alone, PIN and two digits", []factors.Outcome{gesture(factors.MatchNum2, factors.PIN, true)}, "hwk pin mca mfa", factors.TwoFactors},
		{"TOTP", []factors.Outcome{password(), {Kind: factors.TOTP, At: noon}}, "pwd otp mfa", factors.TwoFactors},
		{"TOTP alone", []factors.Outcome{{Kind: factors.TOTP, At: noon}}, "otp", factors.OneFactor},
		{"TOTP and a recovery code are both had", []factors.Outcome{{Kind: factors.TOTP, At: noon}, {Kind: factors.Recovery, At: noon}}, "otp urn:countersign:amr:recovery", factors.OneFactor},
		{"recovery code", []factors.Outcome{password(), {Kind: factors.Recovery, At: noon}}, "pwd urn:countersign:amr:recovery mfa", factors.TwoFactors},
		{"passkey", []factors.Outcome{passkey(factors.PossessedKey, true, false)}, "pop user mfa", factors.PhishingResistant},
		{"passkey that is backed up", []factors.Outcome{passkey(factors.SoftwareKey, true, false)}, "swk user mfa", factors.PhishingResistant},
		{"passkey in attested hardware", []factors.Outcome{passkey(factors.HardwareKey, true, true)}, "hwk user mfa", factors.HardwareProtected},
		{"passkey that says it is in hardware", []factors.Outcome{passkey(factors.HardwareKey, true, false)}, "hwk user mfa", factors.PhishingResistant},
		{"passkey without user verification", []factors.Outcome{passkey(factors.PossessedKey, false, false)}, "pop user", factors.OneFactor},
		{"password and security key", []factors.Outcome{password(), passkey(factors.HardwareKey, false, false)}, "pwd hwk user mfa", factors.PhishingResistant},
		{"attested push is no passkey", []factors.Outcome{password(), gesture(factors.MatchScan, factors.Face, true)}, "pwd hwk face mca mfa", factors.OutOfBand},
		{"a stronger mode was forced", []factors.Outcome{password(), forced}, "pwd swk mca user rba mfa", factors.TwoFactors},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := factors.Assess(c.chain)
			if amr := strings.Join(got.AMR, " "); amr != c.amr {
				t.Errorf("amr %q, want %q", amr, c.amr)
			}
			if got.Strongest() != c.acr {
				t.Errorf("acr %q, want %q", got.Strongest(), c.acr)
			}
			for _, v := range got.AMR {
				if v == "phr" || v == "phrh" {
					t.Errorf("amr claims %s, which no push may", v)
				}
			}
		})
	}
}

// TestPushIsNeverPhishingResistant walks every chain of password, push, TOTP
// and recovery code: none of them earns a class that only WebAuthn may.
func TestPushIsNeverPhishingResistant(t *testing.T) {
	others := []factors.Outcome{password(), {Kind: factors.TOTP, At: noon}, {Kind: factors.Recovery, At: noon}, {Kind: factors.Remembered, At: noon}}
	walked := 0
	for _, m := range []factors.Match{factors.MatchNone, factors.MatchChoice, factors.MatchNum2, factors.MatchNum6, factors.MatchScan, factors.MatchReturn} {
		for _, p := range []factors.Protection{factors.SoftwareKey, factors.PossessedKey, factors.HardwareKey} {
			for bits := range 1 << 6 {
				o := gesture(m, factors.Fingerprint, bits&1 != 0)
				o.Protection, o.Verified = p, bits&2 != 0
				chain := []factors.Outcome{o}
				for i, other := range others {
					if bits>>(i+2)&1 == 1 {
						chain = append(chain, other)
					}
				}
				walked++
				for _, acr := range factors.Assess(chain).Satisfied {
					if acr == factors.PhishingResistant || acr == factors.HardwareProtected {
						t.Fatalf("%s for %+v", acr, chain)
					}
				}
			}
		}
	}
	if walked != 6*3*64 {
		t.Fatalf("walked %d chains", walked)
	}
}

func TestRecoveryCodeAsksForAnotherFactor(t *testing.T) {
	if !factors.Assess([]factors.Outcome{password(), {Kind: factors.Recovery, At: noon}}).Rebind {
		t.Error("a recovery code was used and nothing has to be added anew")
	}
	if factors.Assess([]factors.Outcome{password(), {Kind: factors.TOTP, At: noon}}).Rebind {
		t.Error("a TOTP asks for another factor")
	}
}

func TestAuthTimeIsThatOfTheOldestOutcome(t *testing.T) {
	late := push(factors.MatchNum2, factors.SoftwareKey, false)
	if got := factors.Assess([]factors.Outcome{late, password()}).AuthTime; !got.Equal(noon) {
		t.Errorf("auth time %v, want that of the password, %v", got, noon)
	}
}

func TestPickStatesOnlyWhatHolds(t *testing.T) {
	two := factors.Assess([]factors.Outcome{password(), push(factors.MatchNum2, factors.SoftwareKey, false)})
	for _, c := range []struct {
		asked []factors.ACR
		want  factors.ACR
		ok    bool
	}{
		{nil, factors.TwoFactors, true},
		{[]factors.ACR{factors.OneFactor}, factors.OneFactor, true},
		{[]factors.ACR{factors.OutOfBand, factors.TwoFactors, factors.OneFactor}, factors.TwoFactors, true},
		{[]factors.ACR{factors.OutOfBand}, "", false},
		{[]factors.ACR{"phr"}, "", false},
	} {
		got, ok := two.Pick(c.asked)
		if got != c.want || ok != c.ok {
			t.Errorf("Pick(%v) = %q, %v; want %q, %v", c.asked, got, ok, c.want, c.ok)
		}
	}
	if _, ok := factors.Assess(nil).Pick(nil); ok {
		t.Error("an empty chain satisfies something")
	}
}
