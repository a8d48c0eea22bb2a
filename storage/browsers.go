package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/idp/sso"
)

// Browsers keeps in which browsers an account completed a second factor.
type Browsers struct{ db *DB }

// Browsers is the known browsers.
func (d *DB) Browsers() Browsers { return Browsers{d} }

// Knows says whether the browser whose cookie has this hash is known to the
// person.
func (b Browsers) Knows(ctx context.Context, hash []byte, person string) (bool, error) {
	var n int64
	err := b.db.read.WithContext(ctx).Raw("SELECT count(*) FROM known_browsers WHERE hash = ? AND person = ? AND expires > ?",
		blob(hash), person, milli(b.db.now())).Scan(&n).Error
	if err != nil {
		return false, fmt.Errorf("look for known browser: %w", err)
	}
	return n > 0, nil
}

// DeleteExpired deletes up to limit marks that expired before a time.
func (b Browsers) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(b.db.write.WithContext(ctx), `DELETE FROM known_browsers WHERE (hash, person) IN
		(SELECT hash, person FROM known_browsers WHERE expires < ? ORDER BY expires LIMIT ?)`, before, limit)
}

// markBrowser moves every mark of the cookie that m replaces to the new one,
// and adds the person's.
func markBrowser(tx *gorm.DB, person string, m sso.Mark, now time.Time) error {
	if len(m.Hash) == 0 {
		return nil
	}
	if len(m.Before) > 0 {
		if err := tx.Exec("UPDATE known_browsers SET hash = ? WHERE hash = ?", m.Hash, m.Before).Error; err != nil {
			return fmt.Errorf("move browser marks: %w", err)
		}
	}
	// Not hash first: GORM takes bytes right after "(" for a list of values.
	err := tx.Exec(`INSERT INTO known_browsers (person, hash, created, expires) VALUES (?, ?, ?, ?)
		ON CONFLICT (hash, person) DO UPDATE SET expires = excluded.expires`,
		person, m.Hash, milli(now), milli(m.Expires)).Error
	if err != nil {
		return fmt.Errorf("mark browser: %w", err)
	}
	return nil
}

// forgetBrowsers drops every mark of a person: after a report, or a password
// reset, no browser is known.
func forgetBrowsers(tx *gorm.DB, person string) error {
	if err := tx.Exec("DELETE FROM known_browsers WHERE person = ?", person).Error; err != nil {
		return fmt.Errorf("forget known browsers: %w", err)
	}
	return nil
}
