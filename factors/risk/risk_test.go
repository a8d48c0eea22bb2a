package risk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/factors"
	"countersign/factors/place"
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
		{risk.Signals{NewNetwork: true, NewSystem: true}, "new_network 10"},
		{risk.Signals{NewSystem: true}, "new_network 10"},
		{risk.Signals{NewCountry: true}, "new_country 20"},
		{risk.Signals{Travel: true}, "impossible_travel 35"},
		{risk.Signals{Hosting: true}, "hosting_network 20"},
		{risk.Signals{Apart: true}, "phone_far_away 25"},
		{risk.Signals{Refused: true}, "refused_network 85"},
		{risk.Signals{Travel: true, Hosting: true}, "impossible_travel 35, hosting_network 20, travel_to_hosting 85"},
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
	for _, c := range []struct {
		points         int
		unknown, known risk.Answer
	}{
		{0, risk.AsUsual, risk.AsUsual},
		{29, risk.AsUsual, risk.AsUsual},
		{30, risk.SixDigits, risk.SixDigits},
		{59, risk.SixDigits, risk.SixDigits},
		{60, risk.Carried, risk.SixDigits},
		{84, risk.Carried, risk.SixDigits},
		{85, risk.Refuse, risk.SixDigits},
		{200, risk.Refuse, risk.SixDigits},
	} {
		s := risk.Score{{Signal: "x", Points: c.points - 1}, {Signal: "y", Points: 1}}
		if u, k := s.Answer(false), s.Answer(true); u != c.unknown || k != c.known {
			t.Errorf("%d points: %s, and %s where it is known; want %s and %s", c.points, u, k, c.unknown, c.known)
		}
	}
}

// Promise 3: a network that nobody of the account ever used, at an hour when
// they never sign in, in a browser of their own, changes nothing; and the most
// that geography can say refuses nobody.
func TestPlaceAndHourAloneRefuseNobody(t *testing.T) {
	s := risk.Signals{NewNetwork: true, OddHour: true, NewBrowser: true}
	if a := risk.Assess(s).Answer(false); a != risk.AsUsual {
		t.Errorf("asks for %s", a)
	}
	s.OddHour, s.NewSystem, s.NewCountry, s.Travel, s.Apart = false, true, true, true, true
	if score := risk.Assess(s); score.Answer(false) != risk.Carried || score.Total() != 80 {
		t.Errorf("from far away: %d points, %s", score.Total(), score.Answer(false))
	}
}

func TestHardRulesRefuse(t *testing.T) {
	for _, c := range []struct {
		name           string
		signals        risk.Signals
		unknown, known risk.Answer
	}{
		{"a refused network", risk.Signals{Refused: true}, risk.Refuse, risk.Refuse},
		{"impossible travel to a hosting network", risk.Signals{Travel: true, Hosting: true}, risk.Refuse, risk.SixDigits},
		{"impossible travel alone", risk.Signals{Travel: true}, risk.SixDigits, risk.SixDigits},
		{"a hosting network alone", risk.Signals{Hosting: true}, risk.AsUsual, risk.AsUsual},
	} {
		s := risk.Assess(c.signals)
		if u, k := s.Answer(false), s.Answer(true); u != c.unknown || k != c.known {
			t.Errorf("%s: %s, and %s where it is known; want %s and %s", c.name, u, k, c.unknown, c.known)
		}
	}
}

// Who does not have the password makes nobody's sign-in so unusual that only a
// scanned code or a passkey is left: of the signals, they can cause one alone.
func TestStrangerWithoutThePasswordAsksForNoScan(t *testing.T) {
	worst := risk.Signals{NewBrowser: true, Accounts: 1000}
	if a := risk.Assess(worst).Answer(false); a != risk.SixDigits {
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

// places of the addresses in these tests.
func places(address string) place.Place {
	lyon := place.Place{Country: "FR", City: "Lyon", Located: true, Latitude: 45.75, Longitude: 4.85, RadiusKM: 20, ASN: 64500}
	switch address {
	case "192.0.2.1":
		return lyon
	case "192.0.3.1": // next door, of the same provider
		return lyon
	case "192.0.4.1":
		lyon.ASN = 64501
		return lyon
	case "192.0.5.1":
		return place.Place{Country: "DE", Located: true, Latitude: 52.5, Longitude: 13.4, RadiusKM: 50, ASN: 64500} // 995 km away
	case "192.0.5.2":
		p := places("192.0.5.1")
		p.Hosting = true
		return p
	case "192.0.6.1":
		return place.Place{Refused: true}
	default:
		return place.Place{}
	}
}

func TestPlaceOfASignInIsJudgedByThoseBefore(t *testing.T) {
	from := func(address string, ago time.Duration) []risk.SignIn {
		return []risk.SignIn{{At: noon.Add(-ago), Address: address}}
	}
	home := from("192.0.2.1", time.Hour)
	for _, c := range []struct {
		name    string
		past    []risk.SignIn
		address string
		want    string
	}{
		{"at home", home, "192.0.2.1", ""},
		{"next door", home, "192.0.3.1", "new_network 3"},
		{"another provider", home, "192.0.4.1", "new_network 10"},
		{"another country, an hour later", home, "192.0.5.1", "new_network 3, new_country 20, impossible_travel 35"},
		{"another country, a day later", from("192.0.2.1", 24*time.Hour), "192.0.5.1", "new_network 3, new_country 20"},
		{"from where nobody knows", home, "198.51.100.1", "new_network 3"},
		{"after a place that nobody knows", from("198.51.100.1", time.Minute), "192.0.5.1", "new_network 3"},
		{"the first of all", nil, "192.0.5.1", ""},
		{"the first of all, from a hosting network", nil, "192.0.5.2", "hosting_network 20"},
		{"from a refused network", home, "192.0.6.1", "new_network 3, refused_network 85"},
		{"known of old, but last elsewhere", append(from("192.0.2.1", time.Hour), from("192.0.5.1", 48*time.Hour)...), "192.0.5.1", "impossible_travel 35"},
	} {
		if got := located(t, c.past, c.address); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func located(t *testing.T, past []risk.SignIn, address string) string {
	t.Helper()
	j, err := risk.New(risk.Deps{
		Past: func(context.Context, factors.Account, time.Time) (risk.Past, error) {
			return risk.Past{SignIns: past}, nil
		},
		Accounts: func(context.Context, string) (int, error) { return 0, nil }, Now: func() time.Time { return noon }, Place: places,
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := j.Score(t.Context(), "per_ada", address, risk.Signals{})
	if err != nil {
		t.Fatal(err)
	}
	return got.String()
}

func TestPhoneIsFarFromItsBrowser(t *testing.T) {
	lyon, berlin := places("192.0.2.1"), places("192.0.5.1")
	nice, nearer, mobile := lyon, lyon, lyon
	nice.Latitude, nice.Longitude = 38, 4.85 // 860 km
	nearer.Latitude = 42                     // 417 km
	mobile.Latitude, mobile.Cellular = 38, true
	away := berlin
	away.Cellular = true
	for _, c := range []struct {
		name           string
		phone, browser place.Place
		want           bool
	}{
		{"together", lyon, lyon, false},
		{"in one country, far apart", nice, lyon, true},
		{"in one country, not so far", nearer, lyon, false},
		{"in two countries", berlin, lyon, true},
		{"a mobile network of the country", mobile, lyon, false},
		{"a mobile network of another country", away, lyon, true},
		{"nobody knows where the phone is", place.Place{}, lyon, false},
		{"nobody knows where the browser is", lyon, place.Place{}, false},
	} {
		if got := risk.FarApart(c.phone, c.browser); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
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

func TestScoreIsReadAsItIsWritten(t *testing.T) {
	score := risk.Assess(risk.Signals{NewBrowser: true, Unapproved: 2, Accounts: 7, Probation: true, Unattested: true, Apart: true, OddHour: true, NewCountry: true})
	read, err := risk.Parse(score.String())
	if d := cmp.Diff(score, read); d != "" || err != nil {
		t.Error(d, err)
	}
	want := risk.Signals{NewBrowser: true, Unapproved: 2, Probation: true, Unattested: true, Apart: true}
	if d := cmp.Diff(want, read.Kept(false)); d != "" || read.TriedAccounts() != 5 {
		t.Error(d, read.TriedAccounts())
	}
	if read, err := risk.Parse(""); len(read) != 0 || err != nil || read.Kept(true) != (risk.Signals{}) || read.TriedAccounts() != 0 {
		t.Errorf("of nothing: %v, %v", read, err)
	}
	for _, text := range []string{"moon", "moon x", "moon 1,sun 2"} {
		if _, err := risk.Parse(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
