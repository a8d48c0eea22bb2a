package main

import (
	"crypto/x509"
	"fmt"
	"os"

	"countersign/config"
	"countersign/factors/device"
)

// attestationOf reads what proofs of where keys are kept are measured by.
func attestationOf(c config.Attestation) (device.Attestation, error) {
	a := device.Attestation{Policy: device.AttestPolicy(c.Policy)}
	if c.AndroidRootsFile != "" {
		text, err := os.ReadFile(c.AndroidRootsFile)
		if err != nil {
			return a, fmt.Errorf("attestation.android_roots_file: %w", err)
		}
		a.Roots = x509.NewCertPool()
		if !a.Roots.AppendCertsFromPEM(text) {
			return a, fmt.Errorf("attestation.android_roots_file: %s has no certificate in PEM", c.AndroidRootsFile)
		}
	}
	if c.AndroidRevokedFile != "" {
		text, err := os.ReadFile(c.AndroidRevokedFile)
		if err != nil {
			return a, fmt.Errorf("attestation.android_revoked_file: %w", err)
		}
		if a.Revoked, err = device.ParseRevoked(text); err != nil {
			return a, fmt.Errorf("attestation.android_revoked_file: %w", err)
		}
	}
	for _, text := range c.AndroidApps {
		app, err := device.ParseAndroidApp(text)
		if err != nil {
			return a, fmt.Errorf("attestation.android_apps: %w", err)
		}
		a.Apps = append(a.Apps, app)
	}
	return a, nil
}
