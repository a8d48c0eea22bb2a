package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors"
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

// Last is the mark of the person in the browser whose cookie has this hash: how
// they confirmed last and when, and until when it is remembered. The zero Mark if
// the browser is not known to the person.
func (b Browsers) Last(ctx context.Context, hash []byte, person string) (sso.Mark, error) {
	var rows []struct {
		Method     string
		Remembered int64
		Confirmed  int64
		Expires    int64
	}
	err := b.db.read.WithContext(ctx).Raw(`SELECT method, remembered, confirmed, expires FROM known_browsers
		WHERE hash = ? AND person = ? AND expires > ?`, blob(hash), person, milli(b.db.now())).Scan(&rows).Error
	if err != nil {
		return sso.Mark{}, fmt.Errorf("look for known browser: %w", err)
	}
	if len(rows) == 0 {
		return sso.Mark{}, nil
	}
	r := rows[0]
	return sso.Mark{
		Hash: hash, Method: factors.Kind(r.Method), Remembered: when(r.Remembered), Confirmed: when(r.Confirmed), Expires: when(r.Expires),
	}, nil
}

// Remembered is in how many browsers the person is not asked for more than the
// password.
func (b Browsers) Remembered(ctx context.Context, person string) (int, error) {
	var n int
	now := milli(b.db.now())
	err := b.db.read.WithContext(ctx).Raw("SELECT count(*) FROM known_browsers WHERE person = ? AND remembered > ? AND expires > ?",
		person, now, now).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count remembered browsers: %w", err)
	}
	return n, nil
}

// AskAgain ends that: every browser of the person is asked again. They stay
// known.
func (b Browsers) AskAgain(ctx context.Context, person string, events ...audit.Event) error {
	return b.db.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE known_browsers SET remembered = 0, confirmed = 0 WHERE person = ?", person).Error; err != nil {
			return fmt.Errorf("forget remembered browsers: %w", err)
		}
		return record(tx, events...)
	})
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
	// What is remembered stays so until its time, whatever is confirmed meanwhile.
	err := tx.Exec(`INSERT INTO known_browsers (person, hash, created, expires, method, remembered, confirmed) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (hash, person) DO UPDATE SET expires = excluded.expires, method = excluded.method, confirmed = excluded.confirmed,
			remembered = CASE WHEN excluded.remembered > 0 THEN excluded.remembered ELSE known_browsers.remembered END`,
		person, m.Hash, milli(now), milli(m.Expires), string(m.Method), milli(m.Remembered), milli(now)).Error
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
