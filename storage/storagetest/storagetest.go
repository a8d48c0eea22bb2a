package storagetest

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"countersign/storage"
)

// Start is when the clocks of tests begin.
var Start = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// Clock is a clock that tests move.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// NewClock is a clock that shows Start.
func NewClock() *Clock { return &Clock{t: Start} }

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// Advance moves the clock by d.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// Main runs the tests of a package and ends what they started. Call it from
// TestMain: os.Exit(storagetest.Main(m)).
func Main(m *testing.M) int {
	code := m.Run()
	server.stop()
	return code
}

// Each runs f once with each kind of database, each time with a clock of its
// own.
func Each(t *testing.T, f func(t *testing.T, db *storage.DB, clock *Clock)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		clock := NewClock()
		f(t, SQLite(t, clock), clock)
	})
	t.Run("postgres", func(t *testing.T) {
		clock := NewClock()
		f(t, Open(t, PostgresURL(t), clock), clock)
	})
}

// SQLite is a migrated database in a file of its own.
func SQLite(t testing.TB, clock *Clock) *storage.DB {
	t.Helper()
	return Open(t, SQLiteURL(t), clock)
}

// SQLiteURL is the URL of a migrated database in a file of the test's own.
func SQLiteURL(t testing.TB) string {
	t.Helper()
	content, err := migrated()
	if err != nil {
		t.Fatalf("make an embedded database to copy: %v", err)
	}
	path := filepath.Join(t.TempDir(), "countersign.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// migrated is the file of a migrated database, made once: its migrations took
// longer than most tests that they were made for.
//
//nolint:gochecknoglobals // as the tests' PostgreSQL is
var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "countersign-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + path); err != nil { // its end writes the log into the file
		return nil, err
	}
	return os.ReadFile(path)
})

// migrate makes the database at url one to copy.
func migrate(url string) error {
	vault, err := storage.NewVault(MasterKey)
	if err != nil {
		return err
	}
	db, err := storage.Open(context.Background(), storage.Options{URL: url, Vault: vault, Now: NewClock().Now, Log: quiet()})
	if err != nil {
		return err
	}
	_, err = db.Migrate(context.Background())
	return errors.Join(err, db.Close())
}

// Open opens the database at url, migrates it, and closes it after the test.
// Several may open one url: they are replicas.
func Open(t testing.TB, url string, clock *Clock) *storage.DB {
	t.Helper()
	db, err := storage.Open(context.Background(), storage.Options{
		URL: url, Vault: Vault(t), Now: clock.Now, MaxConns: 8,
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	if _, err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return db
}

// MasterKey seals the databases of tests.
const MasterKey = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

// Vault is a vault with MasterKey.
func Vault(t testing.TB) *storage.Vault {
	t.Helper()
	v, err := storage.NewVault(MasterKey)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// envURL names a PostgreSQL server to use instead of starting one.
func envURL() string { return os.Getenv("COUNTERSIGN_TEST_DATABASE_URL") }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
