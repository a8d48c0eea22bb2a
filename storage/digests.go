package storage

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/mail"
)

// Digest queues the digest of the day before at, for each address, and says
// whether it did: of all replicas, and however often they try, one does.
func (o Outbox) Digest(ctx context.Context, to []string, at time.Time) (bool, error) {
	const day = 24 * time.Hour
	today := at.UTC().Truncate(day)
	number := today.Unix() / int64(day/time.Second)
	queued := false
	err := o.db.tx(ctx, func(tx *gorm.DB) error {
		first, err := once(tx.Exec("UPDATE digests SET day = ? WHERE id = 1 AND day < ?", number, number))
		if err != nil || !first {
			return err
		}
		queued = true
		for _, address := range to {
			err := o.db.queue(tx, mail.Item{
				Kind: mail.AdminDigest, To: address, At: at, Expires: at.Add(mail.Keep), Detail: today.Add(-day).Format(time.DateOnly),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("queue the digest: %w", err)
	}
	return queued, nil
}

// Count counts the events of a digest in a time that ends before to.
func (e Events) Count(ctx context.Context, from, to time.Time) (map[audit.Kind]int, error) {
	var rows []struct {
		Kind string
		N    int
	}
	err := e.db.read.WithContext(ctx).Raw(countText(), milli(from), milli(to)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count events: %w", err)
	}
	out := map[audit.Kind]int{}
	for _, r := range rows {
		out[audit.Kind(r.Kind)] = r.N
	}
	return out, nil
}

// countText has the kinds as they stand in the index audit_events_told, in its
// order: SQLite does not use it otherwise.
func countText() string {
	var kinds []string
	for _, k := range mail.Counted() {
		kinds = append(kinds, "'"+string(k)+"'")
	}
	return "SELECT kind, count(*) AS n FROM audit_events WHERE kind IN (" + strings.Join(kinds, ", ") + ") AND at >= ? AND at < ? GROUP BY kind"
}

// Reach is how many phones are active, and how many of them no push reaches any
// more, though one did.
func (d Devices) Reach(ctx context.Context) (active, dead int, err error) {
	var row struct{ Active, Dead int }
	err = d.db.read.WithContext(ctx).Raw(`SELECT count(*) AS active, count(CASE WHEN channel_dead > 0 THEN 1 END) AS dead
		FROM devices WHERE status = 'active'`).Scan(&row).Error
	if err != nil {
		return 0, 0, fmt.Errorf("count phones: %w", err)
	}
	return row.Active, row.Dead, nil
}

// alertsOf are the statements that queue an event's mails to administrators. A
// condition is to follow each.
func alertsOf(ctx context.Context, admins []string, e audit.Event) []statement {
	kind, ok := mail.AlertOf(e)
	if !ok {
		return nil
	}
	at := milli(e.At)
	since := at - mail.AlertQuiet.Milliseconds()
	var out []statement
	for _, to := range admins {
		// The mails of one event come at one moment and do not silence each other.
		out = append(out, does("INSERT INTO outbox "+outboxColumns+` SELECT ?, ?, p.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, p.username, '' FROM people p
			WHERE p.id = ?
			AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person = p.id AND o.kind = ? AND o.created > ? AND o.created < ?)
			AND (SELECT count(*) FROM outbox o WHERE o.kind = ? AND o.created > ? AND o.created < ?) < ? AND `,
			"mail_"+rand.Text(), string(kind), to, []byte{}, at, storable(e.Address), agentText(audit.RequestOf(ctx).Agent),
			storable(e.Device), storable(e.Challenge), at, at+mail.Keep.Milliseconds(), at,
			storable(e.Person), string(kind), since, at, string(kind), since, at, mail.AlertMost*len(admins)))
	}
	return out
}
