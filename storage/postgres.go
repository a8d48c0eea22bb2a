package storage

import (
	"fmt"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// postgresConns is how many connections a replica opens if nothing else is
// configured: enough that commits share their flushes.
const postgresConns = 16

// openPostgres opens a pool. pgx prepares statements by itself; an operator
// behind an old pooler adds default_query_exec_mode to the URL.
func (d *DB) openPostgres(o Options) error {
	dialect, ok := postgres.New(postgres.Config{DSN: o.URL}).(*postgres.Dialector)
	if !ok {
		panic("storage: internal error: the PostgreSQL dialect has another type")
	}
	db, err := gorm.Open(postgresDialector{dialect}, gormConfig(d.now))
	if err != nil {
		return fmt.Errorf("open PostgreSQL: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("open PostgreSQL: %w", err)
	}
	conns := o.MaxConns
	if conns == 0 {
		conns = postgresConns
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	d.close = append(d.close, pool.Close)
	trace(db, d.trace)
	d.write, d.read, d.postgres = db, db, true
	return nil
}

// postgresDialector is PostgreSQL without GORM's prose.
type postgresDialector struct{ *postgres.Dialector }

// Explain is asked for each statement that is scanned, for a log that does not
// exist: with the arguments written into the text it cost a tenth of all that
// a device's decision allocated, and arguments may be secret.
func (postgresDialector) Explain(text string, _ ...any) string { return text }
