package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// traced tells of everything that goes through a pool, and of the beginning
// and the end of its transactions: each is a round trip. Statements come
// without their arguments, which may be secret.
type traced struct {
	gorm.ConnPool
	tell func(statement string)
}

// trace puts tell between GORM and its pool.
func trace(db *gorm.DB, tell func(statement string)) {
	if tell == nil {
		return
	}
	db.ConnPool = traced{db.ConnPool, tell}
	db.Statement.ConnPool = db.ConnPool
}

// ExecContext is the pool's.
func (t traced) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	t.tell(query)
	return t.ConnPool.ExecContext(ctx, query, args...)
}

// QueryContext is the pool's.
func (t traced) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	t.tell(query)
	return t.ConnPool.QueryContext(ctx, query, args...)
}

// QueryRowContext is the pool's.
func (t traced) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	t.tell(query)
	return t.ConnPool.QueryRowContext(ctx, query, args...)
}

// BeginTx is the pool's.
func (t traced) BeginTx(ctx context.Context, opts *sql.TxOptions) (gorm.ConnPool, error) {
	pool, ok := t.ConnPool.(gorm.TxBeginner)
	if !ok {
		return nil, fmt.Errorf("begin: %T cannot", t.ConnPool)
	}
	t.tell("BEGIN")
	tx, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return &tracedTx{traced{tx, t.tell}, tx}, nil // GORM wants a pointer
}

// GetDBConn lets GORM give away the pool itself.
func (t traced) GetDBConn() (*sql.DB, error) {
	if pool, ok := t.ConnPool.(*sql.DB); ok {
		return pool, nil
	}
	return nil, errors.New("a transaction has no pool")
}

// tracedTx is a transaction of a traced pool.
type tracedTx struct {
	traced
	tx *sql.Tx
}

// Commit is the transaction's.
func (t *tracedTx) Commit() error {
	t.tell("COMMIT")
	return t.tx.Commit()
}

// Rollback is the transaction's.
func (t *tracedTx) Rollback() error {
	t.tell("ROLLBACK")
	return t.tx.Rollback()
}
