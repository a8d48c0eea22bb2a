package main

import (
	"crypto/x509"
	"fmt"
	"os"

	"countersign/config"
	"countersign/factors/attest"
	"countersign/factors/push"
)

// attestationOf reads what proofs of where keys are kept are measured by.
func attestationOf(conf config.Config) (attest.Rules, error) {
	c := conf.Attestation
	r := attest.Rules{Policy: attest.Policy(c.Policy)}
	var err error
	if r.Android.Roots, err = roots("attestation.android_roots_file", c.AndroidRootsFile); err != nil {
		return r, err
	}
	if c.AndroidRevokedFile != "" {
		text, err := os.ReadFile(c.AndroidRevokedFile)
		if err != nil {
			return r, fmt.Errorf("attestation.android_revoked_file: %w", err)
		}
		if r.Android.Revoked, err = attest.ParseRevoked(text); err != nil {
			return r, fmt.Errorf("attestation.android_revoked_file: %w", err)
		}
	}
	for _, text := range c.AndroidApps {
		app, err := attest.ParseAndroidApp(text)
		if err != nil {
			return r, fmt.Errorf("attestation.android_apps: %w", err)
		}
		r.Android.Apps = append(r.Android.Apps, app)
	}
	r.Apple.Apps, r.Apple.Development = c.AppleApps, c.AppleDevelopment
	if r.Apple.Roots, err = roots("attestation.apple_root_file", c.AppleRootFile); err != nil {
		return r, err
	}
	r.WebAuthn.Roots, err = roots("attestation.webauthn_roots_file", c.WebAuthnRootsFile)
	return r, err
}

// phoneRules are those for phones. Where no approval asks for the phone's lock,
// its credential signs nothing, and where that is kept proves nothing.
func phoneRules(conf config.Config, r attest.Rules) attest.Rules {
	if push.Keys(conf.Policy.Approval) == push.KeysDevice {
		r.WebAuthn.Roots = nil
	}
	return r
}

// roots reads certificates, if the setting names a file.
func roots(setting, path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // nobody is believed
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s: %s has no certificate in PEM", setting, path)
	}
	return pool, nil
}
