package main

import (
	"strings"
	"testing"

	"countersign/audit"
	"countersign/factors/attest/attesttest"
	"countersign/storage"
)

// A real browser is asked for the word of its lock's maker, and passes it on; its
// maker is none of the operator's, so that the lock counts as possession.
func TestBrowserAppPassesOnWhatTheMakerSays(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1, preferring(t, attesttest.New(attesttest.FarAhead)))
	desk, phone := r.chromium(true), r.appPhone()
	phone.platformLock()
	r.joinByApp("ada", desk, phone)
	found, err := r.replicas[0].db.Events().Find(t.Context(), storage.Query{Kind: audit.DeviceRegistered, Limit: 9})
	r.ok(err)
	if len(found) != 1 || !strings.Contains(found[0].Detail["uv_attestation"], "no trusted root") {
		t.Errorf("the record says %+v", found)
	}
}
