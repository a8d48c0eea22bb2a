package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/logout"
)

// Logouts keeps what applications are to hear of sessions that ended.
type Logouts struct{ db *DB }

// Logouts is what applications are to hear of sessions that ended.
func (d *DB) Logouts() Logouts { return Logouts{d} }

type logoutRow struct {
	Session string
	Client  string
	Person  string
	Created int64
	Due     int64
	Tries   int
}

// tellApplications queues a notice for each application that had a grant in a
// session that ended at this time and matches cond, and wants to hear of it.
// It comes after the session's end: who was given a code meanwhile is found.
//
// Of the metadata only the member's name is looked for: the courier reads it
// properly, and drops what was queued in vain.
func tellApplications(tx *gorm.DB, at time.Time, cond string, args ...any) error {
	given := append([]any{milli(at)}, args...)
	err := tx.Exec(`INSERT INTO logouts (session, client, person, created, due, tries)
		SELECT DISTINCT s.id, c.id, s.person, s.ended, s.ended, 0
		FROM sessions s JOIN grants g ON g.session = s.id JOIN clients c ON c.id = g.client
		WHERE s.ended = ? AND s.id IN (SELECT id FROM sessions WHERE `+cond+`) AND c.metadata LIKE '%"backchannel_logout_uri":%'
		ON CONFLICT DO NOTHING`, given...).Error
	if err != nil {
		return fmt.Errorf("queue logout notices: %w", err)
	}
	return nil
}

// Waiting says whether there is a notice whose time has come.
func (l Logouts) Waiting(ctx context.Context) (bool, error) {
	var n int
	err := l.db.read.WithContext(ctx).Raw("SELECT COUNT(*) FROM (SELECT 1 FROM logouts WHERE due <= ? LIMIT 1) AS w", milli(l.db.now())).Scan(&n).Error
	if err != nil {
		return false, fmt.Errorf("look for logout notices: %w", err)
	}
	return n > 0, nil
}

// Claim takes up to limit notices that have waited longest. Nobody else gets
// them until the lease is over.
func (l Logouts) Claim(ctx context.Context, lease time.Duration, limit int) ([]logout.Notice, error) {
	now := l.db.now()
	var rows []logoutRow
	err := l.db.write.WithContext(ctx).Raw(`UPDATE logouts SET due = ? WHERE due <= ? AND (session, client) IN
		(SELECT session, client FROM logouts WHERE due <= ? ORDER BY due LIMIT ?) RETURNING *`,
		milli(now.Add(lease)), milli(now), milli(now), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("claim logout notices: %w", err)
	}
	out := make([]logout.Notice, len(rows))
	for i, r := range rows {
		out[i] = logout.Notice{Session: r.Session, Client: client.ID(r.Client), Person: r.Person, Ended: when(r.Created), Tries: r.Tries}
	}
	return out, nil
}

// Again gives a notice back, to be tried at a later time.
func (l Logouts) Again(ctx context.Context, n logout.Notice, at time.Time) error {
	err := l.db.write.WithContext(ctx).Exec("UPDATE logouts SET due = ?, tries = ? WHERE session = ? AND client = ?",
		milli(at), n.Tries, n.Session, string(n.Client)).Error
	if err != nil {
		return fmt.Errorf("give a logout notice back: %w", err)
	}
	return nil
}

// Done forgets a notice that was taken, or that will not be.
func (l Logouts) Done(ctx context.Context, n logout.Notice, events ...audit.Event) error {
	return l.db.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("DELETE FROM logouts WHERE session = ? AND client = ?", n.Session, string(n.Client)).Error; err != nil {
			return fmt.Errorf("forget a logout notice: %w", err)
		}
		return record(tx, events...)
	})
}

// Apps are the applications that had a grant in a session.
func (l Logouts) Apps(ctx context.Context, session string) ([]client.ID, error) {
	var out []client.ID
	err := l.db.read.WithContext(ctx).Raw("SELECT DISTINCT client FROM grants WHERE session = ? ORDER BY client", session).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("look for the applications of a session: %w", err)
	}
	return out, nil
}
