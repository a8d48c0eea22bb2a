package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"countersign/factors/push"
)

// ErrURL means that the database URL is of no form that Open knows.
var ErrURL = errors.New("database URL must be sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE")

// Options say what Open needs.
type Options struct {
	// URL is sqlite:PATH or a postgres:// URL.
	URL string
	// Vault seals what must not be readable in a stolen copy of the database.
	Vault *Vault
	// MaxConns bounds the connections to PostgreSQL; 0 means 16.
	MaxConns int
	// ListenURL is a direct URL to the same PostgreSQL for LISTEN, where URL
	// leads through a pooler in transaction mode; empty means URL.
	ListenURL string
	// Mail says that people are told by mail what happens to their accounts:
	// events queue mails.
	Mail bool
	// Admins are told of some events, too.
	Admins []string
	Now    func() time.Time
	Log    *slog.Logger
	// Trace, where it is not nil, hears every statement, without arguments,
	// and BEGIN, COMMIT and ROLLBACK. It is for measuring.
	Trace func(statement string)
}

// DB is an open database. Its nouns (People, Clients, ...) are cheap values.
type DB struct {
	write *gorm.DB // on SQLite the one writer
	read  *gorm.DB // on PostgreSQL the same pool as write
	vault *Vault
	bell  *Bell
	kept  kept
	now   func() time.Time
	log   *slog.Logger

	postgres bool
	mail     bool
	admins   []string
	trace    func(statement string)
	tellEnds func(ctx context.Context, ends []push.End)
	close    []func() error
}

// Open connects to the database that o names. It does not migrate: see
// Migrate. Close ends it.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Vault == nil || o.Now == nil || o.Log == nil {
		return nil, errors.New("storage: Vault, Now and Log are needed")
	}
	d := &DB{vault: o.Vault, now: o.Now, log: o.Log, trace: o.Trace, mail: o.Mail, admins: o.Admins}
	var err error
	switch {
	case strings.HasPrefix(o.URL, "sqlite:"):
		err = d.openSQLite(strings.TrimPrefix(o.URL, "sqlite:"))
	case strings.HasPrefix(o.URL, "postgres://"), strings.HasPrefix(o.URL, "postgresql://"):
		err = d.openPostgres(o)
	default:
		err = ErrURL
	}
	if err != nil {
		return nil, err
	}
	if err := d.Ping(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	d.startBell(ctx, o)
	return d, nil
}

// Close ends the listeners and closes the connections.
func (d *DB) Close() error {
	var errs []error
	for i := len(d.close) - 1; i >= 0; i-- {
		errs = append(errs, d.close[i]())
	}
	d.close = nil
	return errors.Join(errs...)
}

// Ping says whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	pool, err := d.read.DB()
	if err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	if err := pool.PingContext(ctx); err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return nil
}

// Bell is where rows are heard to change.
func (d *DB) Bell() *Bell { return d.bell }

// pool is the writer as database/sql, for what speaks no GORM.
func (d *DB) pool() (*sql.DB, error) { return d.write.DB() }

// tx runs f in one transaction. An error of f rolls back and is returned as it
// is, so that rooms can compare it.
func (d *DB) tx(ctx context.Context, f func(tx *gorm.DB) error) error {
	inside, committed := d.collecting(d.posting(ctx))
	if err := d.write.WithContext(inside).Transaction(f); err != nil {
		return err
	}
	committed()
	return nil
}

// alone is tx for what is one statement.
func (d *DB) alone(ctx context.Context, f func(tx *gorm.DB) error) error {
	return f(d.write.WithContext(d.posting(ctx)))
}

// once turns the result of a conditional statement into the gate it is: true
// if it changed exactly the row it was meant for.
func once(res *gorm.DB) (bool, error) {
	if res.Error != nil {
		return false, res.Error
	}
	return res.RowsAffected == 1, nil
}

// milli is t as the database keeps it; the zero time is 0.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// when is what milli stored.
func when(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func gormConfig(now func() time.Time) *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		NowFunc:                now,
		// Errors come back as values; GORM's own logger would print
		// statements with their parameters, and so secrets.
		Logger: logger.Discard,
	}
}
