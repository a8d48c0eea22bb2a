package storage_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestTraceHearsStatementsAndTransactionsWithoutArguments(t *testing.T) {
	for name, url := range map[string]string{
		"sqlite":   "sqlite:" + filepath.Join(t.TempDir(), "test.db"),
		"postgres": storagetest.PostgresURL(t),
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			var heard []string
			db, err := storage.Open(context.Background(), storage.Options{
				URL: url, Vault: storagetest.Vault(t), Now: storagetest.NewClock().Now, Log: slog.New(slog.DiscardHandler),
				Trace: func(s string) {
					mu.Lock()
					defer mu.Unlock()
					heard = append(heard, s)
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			mu.Lock()
			heard = nil
			mu.Unlock()
			if err := db.Sessions().End(t.Context(), "ses_secret", time.UnixMilli(1)); err != nil {
				t.Fatal(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if len(heard) != 3 || heard[0] != "BEGIN" || !strings.HasPrefix(heard[1], "SELECT") || heard[2] != "COMMIT" {
				t.Errorf("heard %q", heard)
			}
			if slices.ContainsFunc(heard, func(s string) bool { return strings.Contains(s, "ses_secret") }) {
				t.Error("an argument was told")
			}
		})
	}
}
