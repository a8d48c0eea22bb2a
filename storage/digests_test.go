package storage_test

import (
	"strings"
	"testing"

	"countersign/storage"
	"countersign/storage/storagetest"
)

// TestDigestIsCountedByItsIndex keeps a day from costing a look at the whole
// record, which is never deleted.
func TestDigestIsCountedByItsIndex(t *testing.T) {
	plan, err := storage.PlanOfCount(t.Context(), storagetest.SQLite(t, storagetest.NewClock()))
	if err != nil || !strings.Contains(plan, "COVERING INDEX audit_events_told (kind=? AND at>? AND at<?)") {
		t.Errorf("%s, %v", plan, err)
	}
}
