package storage

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"countersign/audit"
)

// TestWriterWithoutTheMasterKeyCannotForgeTheRecord does to the tables what
// somebody with a database password could.
func TestWriterWithoutTheMasterKeyCannotForgeTheRecord(t *testing.T) {
	for _, c := range []struct {
		name string
		sql  string
		seq  int64 // of the break; 0 if the head does not open
	}{
		{"an event is changed", "UPDATE audit_events SET reason = 'x' WHERE seq = 2", 2},
		{"an event is deleted", "DELETE FROM audit_events WHERE seq = 2", 2},
		{"the last is deleted", "DELETE FROM audit_events WHERE seq = 4", 4},
		{"two change places", "UPDATE audit_events SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3)", 2},
		{"the head is set back", "UPDATE audit_chain SET seq = 3", 0},
		{"the head is emptied", "UPDATE audit_chain SET head = ''", 0},
		{"the chain is begun anew", "UPDATE audit_events SET seq = NULL, hash = NULL, reason = 'x'; UPDATE audit_chain SET seq = 0, head = ''", 0},
		{"everything is deleted", "DELETE FROM audit_events; UPDATE audit_chain SET seq = 0, head = ''", 0},
		{"a place has no hash", "UPDATE audit_events SET hash = NULL WHERE seq = 2", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := sealedDB(t)
			if err := db.write.Exec(c.sql).Error; err != nil {
				t.Fatal(err)
			}
			if err := db.write.Exec("UPDATE audit_events SET seq = -seq WHERE seq < 0").Error; err != nil {
				t.Fatal(err)
			}
			r, err := audit.Verify(t.Context(), db.Events(), nil)
			if c.seq == 0 {
				if !errors.Is(err, ErrSealed) {
					t.Errorf("%+v, %v; want ErrSealed", r, err)
				}
				return
			}
			if err != nil || r.Break == nil || r.Break.Seq != c.seq {
				t.Errorf("%+v, %v; want a break at %d", r, err, c.seq)
			}
		})
	}
}

func sealedDB(t *testing.T) *DB {
	t.Helper()
	vault, err := NewVault(NewMasterKey("k"))
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.UnixMilli(1_800_000_000_000) }
	db, err := Open(context.Background(), Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "t.db"), Vault: vault, Now: now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		if err := db.Events().Append(t.Context(), audit.New(t.Context(), now(), audit.PasswordWrong)); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := db.Events().Seal(t.Context(), 10); err != nil || n != 4 {
		t.Fatal(n, err)
	}
	return db
}
