package webauthn_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
	"testing"
	"time"

	"countersign/factors/attest"
	"countersign/factors/attest/attesttest"
	"countersign/factors/webauthn"
	"countersign/factors/webauthn/webauthntest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func trusting(m *attesttest.Maker) webauthn.Trust {
	return webauthn.Trust{Rules: attest.Rules{Policy: attest.Prefer, WebAuthn: attest.Makers{Roots: m.Pool()}}, Now: noon}
}

// statements are what a maker says, by format.
func statements(m *attesttest.Maker, a *webauthntest.Authenticator) map[string]attesttest.Statement {
	return map[string]attesttest.Statement{
		"packed": m.Packed(nil), "tpm": m.TPM(a.Key, attesttest.TPMKey),
		"android-key": m.AndroidCredential(a.Key, nil), "apple": m.AppleCredential(a.Key),
	}
}

// register registers a, which must work, whatever is proved.
func register(t *testing.T, a *webauthntest.Authenticator, trust webauthn.Trust) webauthn.Credential {
	t.Helper()
	c, err := webauthn.VerifyRegistration(a.Register(challenge("reg")), challenge("reg"), rp, trust)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMakersWordProvesHardware(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	for _, format := range []string{"packed", "tpm", "android-key", "apple"} {
		a := authenticator()
		a.Attest = statements(m, a)[format]
		if c := register(t, a, trusting(m)); !c.Attested || c.Told != "hardware" {
			t.Errorf("%s: %v, %q", format, c.Attested, c.Told)
		}
	}
}

// What proves nothing costs a credential the proof, and nothing else.
func TestStatementThatProvesNothingLeavesTheCredential(t *testing.T) {
	m, elsewhere, late := attesttest.New(attesttest.FarAhead), attesttest.New(attesttest.FarAhead), attesttest.New(attesttest.FarAhead.Add(-time.Hour))
	trust := trusting(m)
	trust.Rules.WebAuthn.Roots.AddCert(late.Root)
	trust.Rules.Android.Revoked = map[string]bool{"dead": true}
	mustNot := func(name, why string, a *webauthntest.Authenticator, s attesttest.Statement) {
		t.Helper()
		a.Attest = s
		if c := register(t, a, trust); c.Attested || !strings.Contains(c.Told, why) {
			t.Errorf("%s: %v, %q, want %q", name, c.Attested, c.Told, why)
		}
	}
	for _, format := range []string{"packed", "tpm", "android-key", "apple"} {
		a, other := authenticator(), authenticator()
		mustNot(format+" by another maker", "no trusted root", a, statements(elsewhere, a)[format])
		trust.Now = attesttest.FarAhead // which the library's own clock does not see
		mustNot(format+" after its time", "no trusted root", a, statements(late, a)[format])
		trust.Now = noon
		mustNot(format+" of another registration", "", a, stale(statements(m, a)[format]))
		if format != "packed" { // which does not say whose key it is
			mustNot(format+" of another key", "", a, statements(m, other)[format])
		}
		a.BackupEligible = true
		mustNot(format+" of a key that may be copied", "several machines", a, statements(m, a)[format])
	}
	a := authenticator()
	for name, change := range map[string]func(*attesttest.Description){
		"in software":         func(d *attesttest.Description) { d.Kept = 0 },
		"of an unlocked boot": func(d *attesttest.Description) { d.Locked = false },
		"imported":            func(d *attesttest.Description) { d.Origin = 2 },
		"for every app":       func(d *attesttest.Description) { d.AllApplications = true },
	} {
		mustNot("Android's "+name, "attestation:", a, m.AndroidCredential(a.Key, change))
	}
	mustNot("Android's signed by another", "did not sign", a, signedBy(m.AndroidCredential(a.Key, nil), m.AndroidCredential(authenticator().Key, nil)))
	mustNot("Android's for another registration", "another registration", a, signedBy(stale(m.AndroidCredential(a.Key, nil)), m.AndroidCredential(a.Key, nil)))
	mustNot("TPM's that may leave it", "leave its TPM", a, m.TPM(a.Key, attesttest.TPMKey&^2))
	mustNot("TPM's that came from elsewhere", "leave its TPM", a, m.TPM(a.Key, attesttest.TPMKey&^0x20))
	mustNot("packed of another make", "does not match", a, m.Packed(func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{
			Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 45724, 1, 1, 4}, Value: append([]byte{4, 16, 1}, make([]byte, 15)...),
		})
	}))
	mustNot("packed by the key of an app on Android", "app's own", a, m.Packed(func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, attesttest.Describe("").Extension())
	}))
	mustNot("packed by the key of an app on Apple's", "app's own", a, m.Packed(func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 8, 2}, Value: []byte{48, 0}})
	}))
	mustNot("unknown", "not known", a, func([]byte, []byte) (string, map[string]any) {
		return "mine", map[string]any{"x5c": []any{[]byte{1}}}
	})
	mustNot("unknown, without certificates", "not known", a, func([]byte, []byte) (string, map[string]any) {
		return "android-safetynet", map[string]any{"ver": "1", "response": []byte("a")}
	})
	mustNot("signed for a group", "", a, func([]byte, []byte) (string, map[string]any) {
		return "packed", map[string]any{"alg": int64(-7), "sig": []byte{1}, "ecdaaKeyId": []byte{1}}
	})
	mustNot("certificates of no bytes", "no bytes", a, func([]byte, []byte) (string, map[string]any) {
		return "apple", map[string]any{"x5c": []any{"a"}}
	})
	mustNot("no certificates", "of 0", a, func([]byte, []byte) (string, map[string]any) {
		return "apple", map[string]any{"x5c": []any{}}
	})
	mustNot("none", "no attestation", a, nil)
}

// stale answers for other client data than it is asked for.
func stale(s attesttest.Statement) attesttest.Statement {
	return func(data, _ []byte) (string, map[string]any) { return s(data, make([]byte, 32)) }
}

// signedBy is a statement with the signature of another.
func signedBy(s, other attesttest.Statement) attesttest.Statement {
	return func(data, clientHash []byte) (string, map[string]any) {
		format, statement := s(data, clientHash)
		_, forged := other(data, clientHash)
		statement["sig"] = forged["sig"]
		return format, statement
	}
}

func TestRevokedAndroidCredentialProvesNothing(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	trust := trusting(m)
	trust.Rules.Android.Revoked = map[string]bool{"abc": true}
	a := authenticator()
	a.Attest = m.AndroidCredential(a.Key, nil)
	if c := register(t, a, trust); c.Attested || !strings.Contains(c.Told, "revoked") {
		t.Errorf("%v, %q", c.Attested, c.Told)
	}
	a.Attest = m.Packed(nil) // whose serial numbers are another maker's
	if c := register(t, a, trust); !c.Attested {
		t.Error(c.Told)
	}
}

func TestNobodyIsAskedWithoutRootsOrPolicy(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	for name, rules := range map[string]attest.Rules{
		"no roots": {Policy: attest.Prefer}, "off": {Policy: attest.Off, WebAuthn: attest.Makers{Roots: m.Pool()}},
	} {
		a := authenticator()
		a.Attest = m.Packed(nil)
		_, err := webauthn.VerifyRegistration(a.Register(challenge("reg")), challenge("reg"), rp, webauthn.Trust{Rules: rules, Now: noon})
		if err == nil {
			t.Errorf("%s: a statement that nobody asked for was taken", name)
		}
		c := attest.Credential{}
		for format, err := range map[string]error{"any": rules.Chain(c, noon), "android": rules.AndroidCredential(c, noon), "apple": rules.AppleCredential(c, noon)} {
			if err == nil {
				t.Errorf("%s: %s proves something", name, format)
			}
		}
	}
}

// FuzzRegistration is about a statement that a stranger makes up: it never
// proves anything, and never stops the server.
func FuzzRegistration(f *testing.F) {
	m := attesttest.New(attesttest.FarAhead)
	trust := trusting(attesttest.New(attesttest.FarAhead)) // another
	a := authenticator()
	for _, s := range statements(m, a) {
		a.Attest = s
		f.Add(a.Register(challenge("reg")))
	}
	f.Fuzz(func(t *testing.T, response []byte) {
		if c, err := webauthn.VerifyRegistration(response, challenge("reg"), rp, trust); err == nil && c.Attested {
			t.Errorf("attested by nobody: %q", response)
		}
	})
}
