package main

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"countersign/cmd/phone/authenticator"
	"countersign/config"
	"countersign/factors/attest/attesttest"
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
			AppleRootFile: path, AppleApps: []string{attesttest.AppID},
		}
	}
}

// signInWith enrols somebody's first phone by the invitation and signs in with
// it; it gives the amr of the ID token.
func (r *rig) signInWith(name string, o authenticator.Options) []string {
	r.t.Helper()
	ctx := r.t.Context()
	_, invitation := r.invite(name)
	b := r.browser(0)
	r.ok(b.Open(ctx, invitation), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
	link, err := b.Text("enroll-link")
	r.ok(err)
	o.HTTP = r.http(0)
	phone, digits, err := authenticator.Enroll(ctx, link, o)
	r.ok(err)
	r.ok(await(ctx, b, "enroll-confirm"), b.Fill("enroll-confirm", digits.Reveal()), b.Click(ctx, "enroll-confirm-submit"))
	r.finish(b, phone)
	c, secret := r.client()
	q := r.request(c, secret)
	tab := r.browser(0)
	r.toPush(tab, q, name)
	r.finish(tab, phone)
	_, got := r.redeem(0, q, r.landed(tab).Get("code"))
	return amrOf(r.t.(*testing.T), got.ID)
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
				if amr := r.signInWith(name, authenticator.Options{Attest: c.attest}); !slices.Equal(amr, c.amr) {
					t.Errorf("%s: amr %v, want %v", name, amr, c.amr)
				}
			}
		})
	}
}
