package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors/wire"
	"countersign/idp/ciba"
)

// cibaReady is a request of which there is something to tell: answered and not
// tried yet, or due.
const cibaReady = `SELECT r.id FROM ciba_requests r LEFT JOIN challenges c ON c.id = r.challenge
	WHERE r.due > 0 AND (r.due <= ? OR r.tries = 0 AND c.state <> 'pending')`

// Waiting says whether there is anything to tell now, by the index
// ciba_requests_due.
func (s CIBA) Waiting(ctx context.Context) (bool, error) {
	var n int
	err := s.db.read.WithContext(ctx).Raw("SELECT COUNT(*) FROM ("+cibaReady+" LIMIT 1) AS w", milli(s.db.now())).Scan(&n).Error
	if err != nil {
		return false, fmt.Errorf("look for clients to be told: %w", err)
	}
	return n > 0, nil
}

// Claim takes what there is to tell, each for one. One that cannot be read is an
// error and holds up no other.
func (s CIBA) Claim(ctx context.Context, lease time.Duration, limit int) ([]ciba.Request, error) {
	now := s.db.now()
	var rows []cibaRow
	err := s.db.write.WithContext(ctx).Raw(`UPDATE ciba_requests SET due = ?, tries = tries + 1
		WHERE due > 0 AND (due <= ? OR tries = 0) AND id IN (`+cibaReady+` ORDER BY r.due LIMIT ?) RETURNING *`,
		milli(now.Add(lease)), milli(now), milli(now), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("claim clients to be told: %w", err)
	}
	var out []ciba.Request
	var unread error
	for _, row := range rows {
		r, err := s.requestOf(row)
		if err != nil {
			unread = errors.Join(unread, fmt.Errorf("request %s: %w", row.ID, err))
			continue
		}
		out = append(out, r)
	}
	return out, unread
}

// Again has a request told at a later time.
func (s CIBA) Again(ctx context.Context, id string, at time.Time) error {
	if err := s.db.write.WithContext(ctx).Exec("UPDATE ciba_requests SET due = ? WHERE id = ?", milli(at), id).Error; err != nil {
		return fmt.Errorf("put off telling a client: %w", err)
	}
	return nil
}

// KeepTokens keeps what is pushed to a client, sealed.
func (s CIBA) KeepTokens(ctx context.Context, id string, tokens wire.Secret) error {
	err := s.db.write.WithContext(ctx).Exec("UPDATE ciba_requests SET tokens = ? WHERE id = ?",
		s.db.vault.seal([]byte(tokens.Reveal()), cibaTokensPlace(id)), id).Error
	if err != nil {
		return fmt.Errorf("keep what is pushed to a client: %w", err)
	}
	return nil
}

// Done forgets what is to be told, with its secrets.
func (s CIBA) Done(ctx context.Context, id string, events ...audit.Event) error {
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE ciba_requests SET due = 0, sealed = NULL, tokens = NULL WHERE id = ?", id).Error; err != nil {
			return fmt.Errorf("forget to tell a client: %w", err)
		}
		return record(tx, events...)
	})
}
