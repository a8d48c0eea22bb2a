package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"countersign/config"
)

func TestAttestationSettingsThatCannotBeReadAreNamed(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	for field, c := range map[string]config.Attestation{
		"attestation.android_roots_file":   {AndroidRootsFile: empty},
		"attestation.android_revoked_file": {AndroidRevokedFile: empty},
		"attestation.android_apps":         {AndroidApps: []string{"com.example"}},
		"attestation.apple_root_file":      {AppleRootFile: empty},
		"attestation.webauthn_roots_file":  {WebAuthnRootsFile: empty},
	} {
		if _, err := attestationOf(config.Config{Attestation: c}); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, c := range []config.Attestation{{AndroidRootsFile: filepath.Join(dir, "none")}, {AndroidRevokedFile: filepath.Join(dir, "none")}, {AppleRootFile: filepath.Join(dir, "none")}} {
		if _, err := attestationOf(config.Config{Attestation: c}); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
	if a, err := attestationOf(config.Default()); err != nil || a.Policy != "prefer" || a.Android.Roots != nil || a.Apple.Roots != nil {
		t.Errorf("by default %+v, %v", a, err)
	}
}
