package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors"
)

// Recovery keeps the hashes of recovery codes.
type Recovery struct{ db *DB }

// Recovery is the recovery codes.
func (d *DB) Recovery() Recovery { return Recovery{d} }

// Replace writes a new set, after which no code of another counts. Two sets at
// once wait for each other at the person's row: one of them is the set.
func (r Recovery) Replace(ctx context.Context, account factors.Account, hashes [][]byte, at, probation time.Time, events ...audit.Event) error {
	return r.db.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE people SET updated = updated WHERE id = ?", string(account)).Error; err != nil {
			return fmt.Errorf("replace recovery codes: %w", err)
		}
		if err := tx.Exec("DELETE FROM recovery_codes WHERE account = ?", string(account)).Error; err != nil {
			return fmt.Errorf("delete recovery codes: %w", err)
		}
		for _, h := range hashes {
			err := tx.Exec("INSERT INTO recovery_codes (account, hash, created, probation) VALUES (?, ?, ?, ?)",
				string(account), h, milli(at), milli(probation)).Error
			if err != nil {
				return fmt.Errorf("write recovery codes: %w", err)
			}
		}
		return record(tx, events...)
	})
}

// Use spends the code with this hash, once, and says until when it is in
// probation: false if there is none to spend.
func (r Recovery) Use(ctx context.Context, account factors.Account, hash []byte, at time.Time, events ...audit.Event) (time.Time, bool, error) {
	gate := does("UPDATE recovery_codes SET used = ? WHERE account = ? AND hash = ? AND used = 0 RETURNING account",
		milli(at), string(account), hash)
	var probation int64
	ok, err := r.db.chain(ctx, gate, recordsInChain(events),
		does("SELECT c.probation FROM gate JOIN recovery_codes c ON c.account = gate.id AND c.hash = ?", hash), []column{{"probation", &probation}})
	if err != nil {
		return time.Time{}, false, fmt.Errorf("spend a recovery code: %w", err)
	}
	return when(probation), ok, nil
}

// Left is how many codes can still be used.
func (r Recovery) Left(ctx context.Context, account factors.Account) (int, error) {
	var n int
	err := r.db.read.WithContext(ctx).
		Raw("SELECT count(*) FROM recovery_codes WHERE account = ? AND used = 0", string(account)).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count recovery codes: %w", err)
	}
	return n, nil
}
