package attest_test

import (
	"crypto"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"countersign/factors/attest"
	"countersign/factors/attest/attesttest"
	"countersign/factors/wire"
)

const codeHash = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func trusting(m *attesttest.Maker) attest.Rules {
	return attest.Rules{
		Policy:  attest.Prefer,
		Android: attest.Android{Makers: attest.Makers{Roots: m.Pool()}, Apps: []attest.AndroidApp{attesttest.App()}},
		Apple:   attest.Apple{Makers: attest.Makers{Roots: m.Pool()}, Apps: []string{attesttest.AppID}},
	}
}

func newKey(t *testing.T) (crypto.PublicKey, wire.Key) {
	t.Helper()
	public := attesttest.NewKey().Public()
	key, err := wire.NewKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return public, key
}

// refused is what is refused, with a part of the reason: the right check did it.
type refused struct {
	att *wire.Attestation
	why string
}

func (c refused) test(t *testing.T, name string, r attest.Rules, key wire.Key, now time.Time) {
	t.Helper()
	proof, err := r.Possession(c.att, key, codeHash, now)
	if proof != attest.Nothing || err == nil || !strings.Contains(err.Error(), c.why) {
		t.Errorf("%s: %q, %v, want %q", name, proof, err, c.why)
	}
}

func TestAndroidKeyIsInHardware(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	public, key := newKey(t)
	proof, err := trusting(m).Possession(m.Android(public, attesttest.Describe(codeHash)), key, codeHash, noon)
	if proof != attest.Hardware || err != nil {
		t.Errorf("%q, %v", proof, err)
	}
}

// Case 44.
func TestAndroidAttestationThatProvesNothing(t *testing.T) {
	m, elsewhere := attesttest.New(attesttest.FarAhead), attesttest.New(attesttest.FarAhead)
	public, key := newKey(t)
	other, _ := newKey(t)
	right := attesttest.Describe(codeHash)
	but := func(change func(*attesttest.Description)) *wire.Attestation {
		d := right
		change(&d)
		return m.Android(public, d)
	}
	short := m.Android(public, right)
	short.X5C = short.X5C[:1]
	garbled := m.Android(public, right)
	garbled.X5C[0] = "%"
	unparsed := m.Android(public, right)
	unparsed.X5C[1] = "AAAA"
	unknown := m.Android(public, right)
	unknown.Format = "mine"
	evil := attesttest.App()
	evil.Package = "com.evil"
	resigned := attesttest.App()
	resigned.Signer[0]++
	for name, c := range map[string]refused{
		"nothing":                        {nil, "no attestation"},
		"another key's":                  {m.Android(other, right), "another key"},
		"another enrolment's":            {but(func(d *attesttest.Description) { d.Challenge = make([]byte, 32) }), "another enrolment"},
		"said by software":               {but(func(d *attesttest.Description) { d.Level = 0 }), "in software"},
		"kept in software":               {but(func(d *attesttest.Description) { d.Kept = 0 }), "in software"},
		"imported":                       {but(func(d *attesttest.Description) { d.Origin = 2 }), "not made"},
		"that does not sign":             {but(func(d *attesttest.Description) { d.Purposes = []int{0, 1} }), "does not sign"},
		"of an unlocked phone":           {but(func(d *attesttest.Description) { d.Locked = false }), "locked"},
		"of a phone with another system": {but(func(d *attesttest.Description) { d.Boot = 1 }), "locked"},
		"of another app":                 {but(func(d *attesttest.Description) { d.App = evil }), "another app"},
		"of an app signed by another":    {but(func(d *attesttest.Description) { d.App = resigned }), "another app"},
		"the system's word alone":        {but(func(d *attesttest.Description) { d.SoftwareHoldsAll = true }), "not made"},
		"without a description":          {but(func(d *attesttest.Description) { d.WithoutExtension = true }), "describes no key"},
		"with something after it":        {but(func(d *attesttest.Description) { d.ExtensionTrailing = true }), "does not parse"},
		"by another maker":               {elsewhere.Android(public, right), "no trusted root"},
		"without its intermediate":       {short, "no trusted root"},
		"signed by an attested key":      {attesttest.Chain(m.Forged(public, right.Extension())...), "describes two keys"},
		"not base64":                     {garbled, "base64"},
		"with something else between":    {unparsed, "certificate 2"},
		"of an unknown form":             {unknown, "not known"},
		"of no certificates":             {attesttest.Chain(), "of 0"},
		"of too many":                    {attesttest.Chain(m.Root, m.Root, m.Root, m.Root, m.Root, m.Root, m.Root), "of 7"},
	} {
		c.test(t, name, trusting(m), key, noon)
	}
}

func TestRevokedOrExpiredChainProvesNothing(t *testing.T) {
	m := attesttest.New(noon.Add(time.Hour))
	public, key := newKey(t)
	att := m.Android(public, attesttest.Describe(codeHash))
	refused{att, "no trusted root"}.test(t, "after its time", trusting(m), key, noon.Add(2*time.Hour))
	refused{att, "no trusted root"}.test(t, "before its time", trusting(m), key, attesttest.LongAgo.Add(-time.Hour))
	r := trusting(m)
	var err error
	if r.Android.Revoked, err = attest.ParseRevoked([]byte(`{"entries": {"0ABC": {"status": "REVOKED"}}}`)); err != nil {
		t.Fatal(err)
	}
	refused{att, "revoked"}.test(t, "revoked", r, key, noon)
	if proof, err := trusting(m).Possession(att, key, codeHash, noon); proof != attest.Hardware {
		t.Errorf("in its time: %v", err)
	}
	if _, err := attest.ParseRevoked([]byte(`{}`)); err == nil {
		t.Error("a list without entries was taken")
	}
}

func TestNobodyIsBelievedWithoutRootsOrApps(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	public, key := newKey(t)
	android, apple := m.Android(public, attesttest.Describe(codeHash)), m.AppAttest(attesttest.Vouch(codeHash, key.Thumbprint()))
	for name, change := range map[string]func(*attest.Rules){
		"off":      func(r *attest.Rules) { r.Policy = attest.Off },
		"unset":    func(r *attest.Rules) { r.Policy = "" },
		"no roots": func(r *attest.Rules) { r.Android.Roots, r.Apple.Roots = nil, nil },
		"no apps":  func(r *attest.Rules) { r.Android.Apps, r.Apple.Apps = nil, nil },
	} {
		r := trusting(m)
		change(&r)
		refused{android, "no "}.test(t, name, r, key, noon)
		refused{apple, "no "}.test(t, name, r, key, noon)
		if err := r.Verification(android, key, codeHash, noon); err == nil {
			t.Errorf("%s: a second key is believed", name)
		}
	}
}

// Case 65: a second key counts only if it is attested to ask for the person.
func TestSecondKeyIsProvedOnlyIfItAsksEachTime(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	public, key := newKey(t)
	for name, c := range map[string]struct {
		change func(*attesttest.Description)
		proved bool
	}{
		"asks each time":      {func(*attesttest.Description) {}, true},
		"asks never":          {func(d *attesttest.Description) { d.Auth, d.NoAuth = false, true }, false},
		"asks and does not":   {func(d *attesttest.Description) { d.NoAuth = true }, false},
		"says nothing of it":  {func(d *attesttest.Description) { d.Auth = false }, false},
		"asks once in a time": {func(d *attesttest.Description) { d.Timeout = true }, false},
		"in software":         {func(d *attesttest.Description) { d.Kept = 0 }, false},
	} {
		d := attesttest.Describe(codeHash)
		c.change(&d)
		if err := trusting(m).Verification(m.Android(public, d), key, codeHash, noon); (err == nil) != c.proved {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := trusting(m).Verification(nil, key, codeHash, noon); err == nil {
		t.Error("nothing proves something")
	}
	renamed := m.Android(public, attesttest.Describe(codeHash))
	renamed.Format = "mine"
	if err := trusting(m).Verification(renamed, key, codeHash, noon); err == nil {
		t.Error("an unknown form proves something")
	}
	apple := m.AppAttest(attesttest.Vouch(codeHash, key.Thumbprint()))
	if err := trusting(m).Verification(apple, key, codeHash, noon); err == nil {
		t.Error("an app's word proves that a second key asks for the person")
	}
}

func TestAndroidAppIsAPackageAndADigest(t *testing.T) {
	app := attesttest.App()
	text := app.Package + ":" + hex.EncodeToString(app.Signer[:])
	if got, err := attest.ParseAndroidApp(text); err != nil || got != app {
		t.Errorf("%+v, %v", got, err)
	}
	for _, wrong := range []string{"", "com.example", ":" + hex.EncodeToString(app.Signer[:]), "com.example:00", text + "00"} {
		if _, err := attest.ParseAndroidApp(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestRulesThatCannotWorkAreRefused(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	for name, c := range map[string]struct {
		rules attest.Rules
		ready bool
	}{
		"nothing":                {attest.Rules{}, true},
		"required, nobody":       {attest.Rules{Policy: attest.Require}, false},
		"required, Android":      {attest.Rules{Policy: attest.Require, Android: trusting(m).Android}, true},
		"required, Apple":        {attest.Rules{Policy: attest.Require, Apple: trusting(m).Apple}, true},
		"required, no apps":      {attest.Rules{Policy: attest.Require, Apple: attest.Apple{Makers: attest.Makers{Roots: m.Pool()}}}, false},
		"a policy of some other": {attest.Rules{Policy: "sometimes"}, false},
	} {
		if err := c.rules.Ready(); (err == nil) != c.ready {
			t.Errorf("%s: %v", name, err)
		}
	}
}
