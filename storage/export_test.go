package storage

import "context"

// Tamper runs a statement as somebody with the database's password could.
func (d *DB) Tamper(ctx context.Context, sql string, args ...any) error {
	return d.write.WithContext(ctx).Exec(sql, args...).Error
}
