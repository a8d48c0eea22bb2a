package main

import (
	"crypto"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"countersign/cmd/demo/browser"
	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/factors/attest/attesttest"
	"countersign/factors/webauthn"
	"countersign/factors/webauthn/webauthntest"
	"countersign/factors/wire"
)

// believing are settings under which a maker's word is required.
func believing(t *testing.T, m *attesttest.Maker) func(*config.Config) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(path, m.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	app := attesttest.App()
	return func(c *config.Config) {
		c.Attestation = config.Attestation{
			Policy: "require", AndroidRootsFile: path, AndroidApps: []string{app.Package + ":" + hex.EncodeToString(app.Signer[:])},
			AppleRootFile: path, AppleApps: []string{attesttest.AppID}, WebAuthnRootsFile: path,
		}
	}
}

// preferring are the same settings, under which nothing is required.
func preferring(t *testing.T, m *attesttest.Maker) func(*config.Config) {
	t.Helper()
	settle := believing(t, m)
	return func(c *config.Config) {
		settle(c)
		c.Attestation.Policy = "prefer"
	}
}

// The person sees what a phone's key is, on the page of the phones.
func TestPersonSeesThatAKeyIsInHardware(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	r := newRig(t, "sqlite", 1, believing(t, m))
	ctx := t.Context()
	phone, _ := r.signInWith("ada", authenticator.Options{Attest: func(key wire.Key, codeHash string) (*wire.Attestation, error) {
		return m.Android(key.Public(), attesttest.Describe(codeHash)), nil
	}})
	b := r.atAccount(member{name: "ada", phone: phone})
	r.ok(b.Open(ctx, r.issuer+"/me/methods"))
	shows(t, b, "Hardware key")
}

// signInWith enrols somebody's first phone by the invitation and signs in with
// it; it gives the phone, and the amr of the ID token.
func (r *rig) signInWith(name string, o authenticator.Options) (*authenticator.Phone, []string) {
	r.t.Helper()
	who, err := r.joinWith(o, name)
	r.ok(err)
	phone := who.phone
	c, secret := r.client()
	q := r.request(c, secret)
	tab := r.browser(0)
	r.toPush(tab, q, name)
	r.finish(tab, phone)
	_, got := r.redeem(0, q, r.landed(tab).Get("code"))
	return phone, amrOf(r.t.(*testing.T), got.ID)
}

// Where proof is required, a phone whose maker describes its key signs in with
// hwk; one whose app is genuine signs in, and its key stays a software key.
func TestIDTokenSaysWhatTheMakerProved(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r := newRig(t, database, 1, believing(t, m))
			for name, c := range map[string]struct {
				attest func(key wire.Key, codeHash string) (*wire.Attestation, error)
				amr    []string
			}{
				"android": {func(key wire.Key, codeHash string) (*wire.Attestation, error) {
					return m.Android(key.Public(), attesttest.Describe(codeHash)), nil
				}, []string{"pwd", "hwk", "mca", "user", "mfa"}},
				"apple": {func(key wire.Key, codeHash string) (*wire.Attestation, error) {
					return m.AppAttest(attesttest.Vouch(codeHash, key.Thumbprint())), nil
				}, []string{"pwd", "swk", "mca", "user", "mfa"}},
			} {
				if _, amr := r.signInWith(name, authenticator.Options{Attest: c.attest}); !slices.Equal(amr, c.amr) {
					t.Errorf("%s: amr %v, want %v", name, amr, c.amr)
				}
			}
		})
	}
}

// lock is the lock of a web authenticator whose maker says what said makes of
// its key.
func (r *rig) lock(said func(key crypto.Signer) attesttest.Statement) authenticator.Options {
	r.t.Helper()
	rp, err := webauthn.NewRP(r.issuer)
	r.ok(err)
	key := webauthntest.New(rp.ID, rp.Origin)
	key.Attest = said(key.Key)
	return authenticator.Options{Verifier: platformKey{key}}
}

// formats are what the maker says of a credential's key, by format.
func formats(m *attesttest.Maker) map[string]func(key crypto.Signer) attesttest.Statement {
	return map[string]func(key crypto.Signer) attesttest.Statement{
		"packed":      func(crypto.Signer) attesttest.Statement { return m.Packed(nil) },
		"tpm":         func(key crypto.Signer) attesttest.Statement { return m.TPM(key, attesttest.TPMKey) },
		"android-key": func(key crypto.Signer) attesttest.Statement { return m.AndroidCredential(key, nil) },
		"apple":       func(key crypto.Signer) attesttest.Statement { return m.AppleCredential(key) },
	}
}

// A web authenticator whose lock is in hardware counts as such, by every format,
// and is let in where proof is required. What its possession key is does not
// matter then: the lock signs every approval.
func TestLockInHardwareCounts(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r := newRig(t, database, 1, believing(t, m))
			for format, said := range formats(m) {
				if _, amr := r.signInWith(format, r.lock(said)); !slices.Equal(amr, []string{"pwd", "hwk", "mca", "mfa"}) {
					t.Errorf("%s: amr %v", format, amr)
				}
			}
		})
	}
}

// An unattested lock, and one attested by a maker that nobody trusts, is
// possession: under prefer it says pop.
func TestLockOfAnUnknownMakerIsPossession(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	r := newRig(t, "sqlite", 1, preferring(t, m))
	stranger := attesttest.New(attesttest.FarAhead)
	if _, amr := r.signInWith("ada", r.lock(formats(stranger)["packed"])); !slices.Equal(amr, []string{"pwd", "pop", "mca", "mfa"}) {
		t.Errorf("amr %v", amr)
	}
	if _, amr := r.signInWith("bob", r.lock(func(crypto.Signer) attesttest.Statement { return nil })); !slices.Equal(amr, []string{"pwd", "pop", "mca", "mfa"}) {
		t.Errorf("without a word: amr %v", amr)
	}
}

// Where proof is required, what proves nothing is refused; and so is every lock
// where no approval asks for it.
func TestPhoneThatProvesNothingIsRefusedWhereProofIsRequired(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	byDeviceKey := func(c *config.Config) { c.Policy.Approval = "device_key" }
	lock := func(said func(key crypto.Signer) attesttest.Statement) func(*rig) authenticator.Options {
		return func(r *rig) authenticator.Options { return r.lock(said) }
	}
	attests := func(f func(key wire.Key, codeHash string) *wire.Attestation) func(*rig) authenticator.Options {
		return func(*rig) authenticator.Options {
			return authenticator.Options{Attest: func(key wire.Key, codeHash string) (*wire.Attestation, error) { return f(key, codeHash), nil }}
		}
	}
	for name, c := range map[string]struct {
		settle []func(*config.Config)
		phone  func(*rig) authenticator.Options
	}{
		"the terminal phone":          {nil, attests(func(wire.Key, string) *wire.Attestation { return nil })},
		"a lock of which nobody says": {nil, lock(func(crypto.Signer) attesttest.Statement { return nil })},
		"by an unknown maker":         {nil, lock(formats(attesttest.New(attesttest.FarAhead))["packed"])},
		"never asked for":             {[]func(*config.Config){byDeviceKey}, lock(formats(m)["packed"])},
		"Android in software": {nil, attests(func(key wire.Key, codeHash string) *wire.Attestation {
			d := attesttest.Describe(codeHash)
			d.Kept = 0
			return m.Android(key.Public(), d)
		})},
		"Apple's development": {nil, attests(func(key wire.Key, codeHash string) *wire.Attestation {
			a := attesttest.Vouch(codeHash, key.Thumbprint())
			a.Environment = attesttest.Development
			return m.AppAttest(a)
		})},
	} {
		r := newRig(t, "sqlite", 1, append([]func(*config.Config){believing(t, m)}, c.settle...)...)
		ctx := t.Context()
		_, invitation := r.invite("ada")
		b := r.browser(0)
		r.ok(b.Open(ctx, invitation), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
		link, err := b.Text("enroll-link")
		r.ok(err)
		o := c.phone(r)
		o.HTTP = r.http(0)
		if _, _, err := authenticator.Enroll(ctx, link, o); err == nil {
			t.Errorf("%s: it is registered", name)
		}
	}
}

// options is the challenge in the options for a browser that b's page has.
func (r *rig) options(b *browser.Tab) (challenge []byte, attestation string) {
	r.t.Helper()
	_, rest, _ := strings.Cut(b.Body(), `data-options="`)
	text, _, _ := strings.Cut(rest, `"`)
	var options struct{ Challenge, Attestation string }
	r.ok(json.Unmarshal([]byte(html.UnescapeString(text)), &options))
	challenge, err := base64.RawURLEncoding.DecodeString(options.Challenge)
	r.ok(err)
	return challenge, options.Attestation
}

// A passkey in attested hardware reaches phrh, through the front door; one whose
// maker nobody trusts does not.
func TestPasskeyInAttestedHardwareReachesPhrh(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r := newRig(t, database, 1, preferring(t, m))
			ctx := t.Context()
			rp, err := webauthn.NewRP(r.issuer)
			r.ok(err)
			c, secret := r.client()
			for name, maker := range map[string]*attesttest.Maker{"ada": m, "eve": attesttest.New(attesttest.FarAhead)} {
				b := r.atAccount(r.join(name))
				key := webauthntest.New(rp.ID, rp.Origin)
				key.Attest = maker.Packed(nil)
				r.ok(b.Open(ctx, r.issuer+"/me/methods/new-passkey"))
				challenge, attestation := r.options(b)
				if attestation != "direct" {
					t.Errorf("the browser is asked for %q", attestation)
				}
				r.ok(b.Put("credential", string(key.Register(challenge))), b.Click(ctx, "passkey-new"))

				tab := r.browser(0)
				q := r.request(c, secret, asksACR("phrh"))
				r.toPush(tab, q, name)
				challenge, _ = r.options(tab)
				r.ok(tab.Put("credential", string(key.Assert(challenge))), tab.Click(ctx, "passkey"))
				landed := r.landed(tab)
				if maker != m {
					if landed.Get("error") != "unmet_authentication_requirements" {
						t.Errorf("%s: %v", name, landed)
					}
					continue
				}
				_, got := r.redeem(0, q, landed.Get("code"))
				if id := claims(t, got.ID); id["acr"] != "phrh" || !slices.Equal(amrOf(t, got.ID), []string{"pwd", "hwk", "user", "mfa"}) {
					t.Errorf("%s: acr %v, amr %v", name, id["acr"], id["amr"])
				}
			}
		})
	}
}
