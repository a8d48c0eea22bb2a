package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Topics whose versions replicas watch.
const (
	TopicClients = "clients"
	TopicKeys    = "keys"
)

// bump says, in the transaction of the change, that what replicas keep of
// topic in memory is old. Ring the bell of the same name after the commit.
func bump(tx *gorm.DB, topic string) error {
	err := tx.Exec(`INSERT INTO versions (topic, n) VALUES (?, 1)
		ON CONFLICT (topic) DO UPDATE SET n = versions.n + 1`, topic).Error
	if err != nil {
		return fmt.Errorf("bump version of %s: %w", topic, err)
	}
	return nil
}

// Watch rings the bell of each topic whose version moved, looking every
// period, until ctx ends. It is how a server sees what a command beside it
// changed, and the net under a lost notification.
func (d *DB) Watch(ctx context.Context, period time.Duration) error {
	tick := time.NewTicker(period)
	defer tick.Stop()
	seen := map[string]int64{}
	for {
		var rows []struct {
			Topic string
			N     int64
		}
		if err := d.read.WithContext(ctx).Raw("SELECT topic, n FROM versions").Scan(&rows).Error; err != nil && ctx.Err() == nil {
			d.log.WarnContext(ctx, "could not read versions; caches may be a little old", "error", err)
		}
		for _, r := range rows {
			if seen[r.Topic] != r.N {
				seen[r.Topic] = r.N
				d.bell.ringHere(r.Topic)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Leases decides which replica does a job.
type Leases struct{ db *DB }

// Leases is who does which job.
func (d *DB) Leases() Leases { return Leases{d} }

// Take makes or keeps holder the one who does job, for the time given. Another
// holder's lease must have run out first.
func (l Leases) Take(ctx context.Context, job, holder string, term time.Duration) (bool, error) {
	now := l.db.now()
	return once(l.db.write.WithContext(ctx).Exec(`INSERT INTO leases (job, holder, expires) VALUES (?, ?, ?)
		ON CONFLICT (job) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
		WHERE leases.holder = excluded.holder OR leases.expires <= ?`,
		job, holder, milli(now.Add(term)), milli(now)))
}

// Counters counts failures in windows, for every replica together.
type Counters struct{ db *DB }

// Counters is the shared count of failures.
func (d *DB) Counters() Counters { return Counters{d} }

// Add counts one more of name in a window that starts with its first, and
// says how many there are in it.
func (c Counters) Add(ctx context.Context, name string, window time.Duration) (int, error) {
	n, _, err := c.Take(ctx, name, 1, window)
	return n, err
}

// Take counts n more of name in a window that starts with its first, and says
// how many there are in it and when it ends.
func (c Counters) Take(ctx context.Context, name string, n int, window time.Duration) (total int, ends time.Time, err error) {
	now := c.db.now()
	var row struct {
		N       int
		Expires int64
	}
	err = c.db.write.WithContext(ctx).Raw(`INSERT INTO counters (name, n, expires) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET
			n = CASE WHEN counters.expires <= ? THEN excluded.n ELSE counters.n + excluded.n END,
			expires = CASE WHEN counters.expires <= ? THEN excluded.expires ELSE counters.expires END
		RETURNING n, expires`, name, n, milli(now.Add(window)), milli(now), milli(now)).Scan(&row).Error
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count %s: %w", name, err)
	}
	return row.N, when(row.Expires), nil
}

// GiveBack counts one less of name, in a window that is not over.
func (c Counters) GiveBack(ctx context.Context, name string) error {
	err := c.db.write.WithContext(ctx).Exec("UPDATE counters SET n = n - 1 WHERE name = ? AND n > 0 AND expires > ?", name, milli(c.db.now())).Error
	if err != nil {
		return fmt.Errorf("give back one of %s: %w", name, err)
	}
	return nil
}

// Read says how many of name there are, and when its window ends.
func (c Counters) Read(ctx context.Context, name string) (n int, ends time.Time, err error) {
	var row struct {
		N       int
		Expires int64
	}
	err = c.db.read.WithContext(ctx).Raw("SELECT n, expires FROM counters WHERE name = ? AND expires > ?",
		name, milli(c.db.now())).Scan(&row).Error
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("read count of %s: %w", name, err)
	}
	return row.N, when(row.Expires), nil
}

// Reset forgets name.
func (c Counters) Reset(ctx context.Context, name string) error {
	if err := c.db.write.WithContext(ctx).Exec("DELETE FROM counters WHERE name = ?", name).Error; err != nil {
		return fmt.Errorf("reset count of %s: %w", name, err)
	}
	return nil
}

// DeleteExpired deletes up to limit counts whose window ended before a time.
func (c Counters) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	// Asked twice: a window may start anew between the look and the delete.
	res := c.db.write.WithContext(ctx).Exec(`DELETE FROM counters WHERE expires < ? AND name IN
		(SELECT name FROM counters WHERE expires < ? ORDER BY expires LIMIT ?)`, milli(before), milli(before), limit)
	if res.Error != nil {
		return 0, fmt.Errorf("delete expired counts: %w", res.Error)
	}
	return int(res.RowsAffected), nil
}
