package storage

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrSchema means that the database is older or newer than this binary knows.
var ErrSchema = errors.New("the database's schema does not fit this version; run: countersign migrate up")

// Migration is one step of the schema and when it was applied, if it was.
type Migration struct {
	Version int64     `json:"version"`
	Name    string    `json:"name"`
	Applied bool      `json:"applied"`
	At      time.Time `json:"at,omitzero"`
}

// Migrate brings the schema up to date and says how many steps it took.
// Several replicas may call it at once: one works, the others wait for it.
func (d *DB) Migrate(ctx context.Context) (int, error) {
	p, err := d.goose()
	if err != nil {
		return 0, err
	}
	if pending, err := p.HasPending(ctx); err == nil && !pending {
		return 0, d.Events().begin(ctx) // no lock for what is done already
	}
	done, err := p.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	return len(done), d.Events().begin(ctx)
}

// Migrations lists every step, oldest first.
func (d *DB) Migrations(ctx context.Context) ([]Migration, error) {
	p, err := d.goose()
	if err != nil {
		return nil, err
	}
	all, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the state of migrations: %w", err)
	}
	out := make([]Migration, len(all))
	for i, s := range all {
		out[i] = Migration{Version: s.Source.Version, Name: s.Source.Path, Applied: s.State == goose.StateApplied, At: s.AppliedAt}
	}
	return out, nil
}

// CheckSchema returns ErrSchema unless the schema is exactly this binary's.
func (d *DB) CheckSchema(ctx context.Context) error {
	p, err := d.goose()
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	if have == 0 {
		return fmt.Errorf("%w (the database is empty; is it the one that the server uses?)", ErrSchema)
	}
	if have != want {
		return fmt.Errorf("%w (it is at %d, this binary wants %d)", ErrSchema, have, want)
	}
	return nil
}

func (d *DB) goose() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	pool, err := d.pool()
	if err != nil {
		return nil, err
	}
	dialect, opts := goose.DialectSQLite3, []goose.ProviderOption{}
	if d.postgres {
		// A table as the lock needs no session, so it works through a pooler.
		locker, err := lock.NewPostgresTableLocker(lock.WithTableLockTimeout(time.Second, 120))
		if err != nil {
			return nil, fmt.Errorf("make the migration lock: %w", err)
		}
		dialect, opts = goose.DialectPostgres, append(opts, goose.WithLocker(locker))
	}
	p, err := goose.NewProvider(dialect, pool, files, opts...)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}
