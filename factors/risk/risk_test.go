package risk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/factors"
	"countersign/factors/risk"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestEverySignalHasItsPoints(t *testing.T) {
	for _, c := range []struct {
		signals risk.Signals
		want    string
	}{
		{risk.Signals{}, ""},
		{risk.Signals{NewBrowser: true}, "new_browser 15"},
		{risk.Signals{NewNetwork: true}, "new_network 3"},
		{risk.Signals{OddHour: true}, "odd_hour 5"},
		{risk.Signals{Passwords: 3}, ""},
		{risk.Signals{Passwords: 4}, "passwords_without_approval 20"},
		{risk.Signals{Accounts: 4}, ""},
		{risk.Signals{Accounts: 5}, "network_tries_accounts 30"},
		{risk.Signals{Unapproved: 1}, "not_approved 10"},
		{risk.Signals{Unapproved: 2}, "not_approved 20"},
		{risk.Signals{Unapproved: 9}, "not_approved 30"},
		{risk.Signals{Probation: true}, "phone_in_probation 10"},
		{risk.Signals{Unattested: true}, "phone_unattested 10"},
		{risk.Signals{Changed: true}, "changed_lately 20"},
		{risk.Signals{NewBrowser: true, Unapproved: 1, Changed: true}, "new_browser 15, not_approved 10, changed_lately 20"},
	} {
		if got := risk.Assess(c.signals).String(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.signals, got, c.want)
		}
	}
}

func TestPointsHaveTheirAnswers(t *testing.T) {
	for n, want := range map[int]risk.Answer{
		0: risk.AsUsual, 29: risk.AsUsual, 30: risk.SixDigits, 59: risk.SixDigits,
		60: risk.Verified, 84: risk.Verified, 85: risk.Refuse, 200: risk.Refuse,
	} {
		if got := (risk.Score{{Signal: "x", Points: n - 1}, {Signal: "y", Points: 1}}).Answer(); got != want {
			t.Errorf("%d points: %s, want %s", n, got, want)
		}
	}
}

// Promise 3: a network that nobody of the account ever used, at an hour when
// they never sign in, in a browser of their own, changes nothing.
func TestPlaceAndHourAloneChangeNothing(t *testing.T) {
	if a := risk.Assess(risk.Signals{NewNetwork: true, OddHour: true, NewBrowser: true}).Answer(); a != risk.AsUsual {
		t.Errorf("asks for %s", a)
	}
}

func score(t *testing.T, past risk.Past, accounts int, address string, s risk.Signals) string {
	t.Helper()
	j, err := risk.New(risk.Deps{
		Past:     func(context.Context, factors.Account, time.Time) (risk.Past, error) { return past, nil },
		Accounts: func(context.Context, string) (int, error) { return accounts, nil }, Now: func() time.Time { return noon },
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := j.Score(t.Context(), "per_ada", address, s)
	if err != nil {
		t.Fatal(err)
	}
	return got.String()
}

func TestJudgeCompletesTheSignals(t *testing.T) {
	once := []risk.SignIn{{At: noon.Add(-24 * time.Hour), Address: "192.0.2.1"}, {At: noon, Address: "2001:db8:1:2::3"}}
	for _, c := range []struct {
		name     string
		past     risk.Past
		accounts int
		address  string
		want     string
	}{
		{"nothing on record", risk.Past{}, 0, "192.0.2.1", ""},
		{"the same network", risk.Past{SignIns: once}, 0, "192.0.2.200", ""},
		{"the same, written as IPv6", risk.Past{SignIns: once}, 0, "::ffff:192.0.2.9", ""},
		{"the same IPv6 site", risk.Past{SignIns: once}, 0, "2001:db8:1:ffff::1", ""},
		{"another network", risk.Past{SignIns: once}, 0, "192.0.3.1", "new_network 3"},
		{"another IPv6 site", risk.Past{SignIns: once}, 0, "2001:db8:2::1", "new_network 3"},
		{"no address", risk.Past{SignIns: once}, 0, "", ""},
		{"a network that tries accounts", risk.Past{}, 5, "192.0.2.1", "network_tries_accounts 30"},
		{"passwords", risk.Past{Passwords: 4}, 0, "192.0.2.1", "passwords_without_approval 20"},
		{"a change", risk.Past{Changed: true}, 0, "192.0.2.1", "changed_lately 20"},
	} {
		if d := cmp.Diff(c.want, score(t, c.past, c.accounts, c.address, risk.Signals{})); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
	if got := score(t, risk.Past{}, 0, "", risk.Signals{NewBrowser: true}); got != "new_browser 15" {
		t.Errorf("what the caller knew is lost: %q", got)
	}
}

func TestOddHourIsOneWithoutAnySignInNearIt(t *testing.T) {
	for _, c := range []struct {
		n    int
		from time.Duration // of the sign-ins, before noon
		odd  bool
	}{
		{29, 6 * time.Hour, false}, // too few to tell
		{30, 6 * time.Hour, true},
		{30, 61 * time.Minute, true},
		{30, 60 * time.Minute, false},
		{30, -60 * time.Minute, false}, // an hour later in the day
		{30, 23 * time.Hour, false},    // the same, told the other way round
	} {
		t.Run(fmt.Sprint(c.n, c.from), func(t *testing.T) {
			var past risk.Past
			for i := range c.n {
				past.SignIns = append(past.SignIns, risk.SignIn{At: noon.Add(-c.from).Add(-time.Duration(i+1) * risk.Day)})
			}
			if got := score(t, past, 0, "", risk.Signals{}); (got == "odd_hour 5") != c.odd {
				t.Errorf("got %q", got)
			}
		})
	}
}
