package attest_test

import (
	"crypto"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"countersign/factors/attest"
	"countersign/factors/attest/attesttest"
)

// credential is what s says of a credential with the key.
func credential(key crypto.PublicKey, s attesttest.Statement) attest.Credential {
	c := attest.Credential{Key: key, Data: []byte("data"), ClientHash: make([]byte, 32)}
	_, statement := s(c.Data, c.ClientHash)
	chain, _ := statement["x5c"].([]any)
	for _, v := range chain {
		der, _ := v.([]byte)
		c.X5C = append(c.X5C, der)
	}
	c.Signature, _ = statement["sig"].([]byte)
	return c
}

func TestCredentialsAreBelievedOnlyWhereThePolicyLooks(t *testing.T) {
	m, key := attesttest.New(attesttest.FarAhead), attesttest.NewKey()
	for policy, believed := range map[attest.Policy]bool{attest.Prefer: true, attest.Require: true, attest.Off: false, "": false} {
		r := attest.Rules{Policy: policy, WebAuthn: attest.Makers{Roots: m.Pool()}}
		for format, err := range map[string]error{
			"packed":  r.Chain(credential(nil, m.Packed(nil)), noon),
			"android": r.AndroidCredential(credential(key.Public(), m.AndroidCredential(key, nil)), noon),
			"apple":   r.AppleCredential(credential(key.Public(), m.AppleCredential(key)), noon),
		} {
			if (err == nil) != believed {
				t.Errorf("%s under %q: %v", format, policy, err)
			}
		}
	}
}

func TestAndroidCredentialForEveryAppProvesNothingWhoeverSaysSo(t *testing.T) {
	m, key := attesttest.New(attesttest.FarAhead), attesttest.NewKey()
	r := attest.Rules{Policy: attest.Prefer, WebAuthn: attest.Makers{Roots: m.Pool()}}
	for name, change := range map[string]func(*attesttest.Description){
		"the hardware": func(d *attesttest.Description) { d.AllApplications = true },
		"the system":   func(d *attesttest.Description) { d.AllBySoftware = true },
	} {
		err := r.AndroidCredential(credential(key.Public(), m.AndroidCredential(key, change)), noon)
		if err == nil || !strings.Contains(err.Error(), "every app") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeyThatAMakerAttestedSpeaksForNoOther(t *testing.T) {
	m, key := attesttest.New(attesttest.FarAhead), attesttest.NewKey()
	r := attest.Rules{Policy: attest.Prefer, WebAuthn: attest.Makers{Roots: m.Pool()}}
	for format, c := range map[string]struct {
		says   attesttest.Statement
		verify func(attest.Credential, time.Time) error
	}{
		"android-key": {m.AndroidCredential(key, nil), r.AndroidCredential},
		"apple":       {m.AppleCredential(key), r.AppleCredential},
	} {
		right := credential(key.Public(), c.says)
		if err := c.verify(right, noon); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		leaf, err := x509.ParseCertificate(right.X5C[0])
		if err != nil {
			t.Fatal(err)
		}
		forged := right
		forged.X5C = nil
		for _, c := range m.Forged(key.Public(), leaf.Extensions[len(leaf.Extensions)-1]) {
			forged.X5C = append(forged.X5C, c.Raw)
		}
		if err := c.verify(forged, noon); err == nil || !strings.Contains(err.Error(), "describes two keys") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestKeyStaysInItsTPMOnlyIfAllSaysSo(t *testing.T) {
	area := func(attributes byte) []byte { return []byte{0, 0x23, 0, 0xb, 0, 6, 4, attributes} }
	for name, c := range map[string]struct {
		area []byte
		want bool
	}{
		"fixed, by its parent, too, and made there": {area(0x72), true},
		"not fixed":           {area(0x70), false},
		"not by its parent":   {area(0x62), false},
		"made elsewhere":      {area(0x52), false},
		"nothing":             {nil, false},
		"cut in what it says": {area(0x72)[:7], false},
		"no attribute":        {area(0), false},
	} {
		if got := attest.StaysInTPM(c.area); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
