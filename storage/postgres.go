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
	db, err := gorm.Open(postgres.New(postgres.Config{DSN: o.URL}), gormConfig(d.now))
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
