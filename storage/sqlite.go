package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	msqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteReaders is how many connections read beside the one that writes.
const sqliteReaders = 4

// sqliteDialector is GORM's dialect over the driver without cgo, whose errors
// the dialect does not know by itself.
type sqliteDialector struct{ *sqlite.Dialector }

// Translate makes GORM's own errors of the driver's.
func (sqliteDialector) Translate(err error) error {
	var e *msqlite.Error
	if errors.As(err, &e) {
		switch e.Code() {
		case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			return gorm.ErrDuplicatedKey
		case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
			return gorm.ErrForeignKeyViolated
		case sqlite3.SQLITE_CONSTRAINT_CHECK:
			return gorm.ErrCheckConstraintViolated
		}
	}
	return err
}

// openSQLite opens the file at path, made with tight permissions if new. One
// connection writes, in immediate transactions: with deferred ones, two
// writers that both read first fail with "database is locked" whatever the
// busy timeout. synchronous=FULL, since a consumed code must not come back
// after a power cut.
func (d *DB) openSQLite(path string) error {
	if path == "" {
		return ErrURL
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the database's folder: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("open the embedded database: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("open the embedded database: %w", err)
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_txlock=immediate"
	open := func(conns int) (*gorm.DB, error) {
		pool, err := sql.Open("sqlite", dsn)
		if err != nil {
			return nil, fmt.Errorf("open the embedded database: %w", err)
		}
		pool.SetMaxOpenConns(conns)
		pool.SetMaxIdleConns(conns)
		d.close = append(d.close, pool.Close)
		dialect, ok := sqlite.New(sqlite.Config{Conn: pool}).(*sqlite.Dialector)
		if !ok {
			panic("storage: internal error: the SQLite dialect has another type")
		}
		db, err := gorm.Open(sqliteDialector{dialect}, gormConfig(d.now))
		if err != nil {
			return nil, fmt.Errorf("open the embedded database %s: %w", path, err)
		}
		trace(db, d.trace)
		return db, nil
	}
	if d.write, err = open(1); err != nil {
		return err
	}
	d.read, err = open(sqliteReaders)
	return err
}

// Explain is as in postgresDialector.
func (sqliteDialector) Explain(text string, _ ...any) string { return text }
