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
