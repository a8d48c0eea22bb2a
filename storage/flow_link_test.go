package storage

import (
	"bytes"
	"testing"
	"time"

	"countersign/idp/flow"
)

// TestEnrolmentLinkIsSealedInItsRow looks at the column: the link adds a phone
// to whoever reads it.
func TestEnrolmentLinkIsSealedInItsRow(t *testing.T) {
	db := sealedDB(t)
	now := time.UnixMilli(1_800_000_000_000)
	start := func(id flow.ID) {
		t.Helper()
		err := db.Flows().Start(t.Context(), flow.Session{
			ID: id, State: flow.Open, Link: "https://id.example/a/e#secret", Started: now, Expires: now.Add(time.Hour),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	start("flow_1")
	start("flow_2")
	var kept []byte
	if err := db.read.Raw("SELECT enrolment_link FROM flows WHERE id = 'flow_1'").Row().Scan(&kept); err != nil {
		t.Fatal(err)
	}
	if len(kept) == 0 || bytes.Contains(kept, []byte("secret")) {
		t.Errorf("the column holds %q", kept)
	}
	if err := db.write.Exec("UPDATE flows SET enrolment_link = ? WHERE id = 'flow_2'", kept).Error; err != nil {
		t.Fatal(err)
	}
	if _, err := db.Flows().Find(t.Context(), "flow_2"); err == nil {
		t.Error("a link moved to another sign-in opens there")
	}
}
