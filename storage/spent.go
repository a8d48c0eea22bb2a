package storage

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"
)

// Spent keeps what may be used once, and was.
type Spent struct{ db *DB }

// Spent is what was used.
func (d *DB) Spent() Spent { return Spent{d} }

// Spend uses up what, of a kind, and says whether it is the first to do so on
// any replica. until is when what expires by itself: from then on nobody asks.
// It must name whose it is, too, where two may choose the same.
func (s Spent) Spend(ctx context.Context, kind, what string, until time.Time) (bool, error) {
	hash := sha256.Sum256([]byte(what))
	first, err := once(s.db.write.WithContext(ctx).Exec(`INSERT INTO spent (kind, hash, expires) VALUES (?, ?, ?)
		ON CONFLICT (kind, hash) DO UPDATE SET expires = excluded.expires WHERE spent.expires <= ?`,
		kind, hash[:], milli(until), milli(s.db.now())))
	if err != nil {
		return false, fmt.Errorf("spend %s: %w", kind, err)
	}
	return first, nil
}

// DeleteExpired deletes up to limit that expired before a time.
func (s Spent) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	// Asked twice, as of counters: one may be used anew in between.
	res := s.db.write.WithContext(ctx).Exec(`DELETE FROM spent WHERE expires < ? AND (kind, hash) IN
		(SELECT kind, hash FROM spent WHERE expires < ? ORDER BY expires LIMIT ?)`, milli(before), milli(before), limit)
	if res.Error != nil {
		return 0, fmt.Errorf("delete what was spent: %w", res.Error)
	}
	return int(res.RowsAffected), nil
}
