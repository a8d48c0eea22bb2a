package storage

import (
	"context"
	"fmt"
	"time"
)

// Tamper runs a statement as somebody with the database's password could.
func (d *DB) Tamper(ctx context.Context, sql string, args ...any) error {
	return d.write.WithContext(ctx).Exec(sql, args...).Error
}

// RowsOfOutbox are the outbox's rows as whoever reads the database sees them.
func RowsOfOutbox(ctx context.Context, d *DB) ([]string, error) {
	var rows []outboxRow
	if err := d.read.WithContext(ctx).Raw("SELECT * FROM outbox").Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = fmt.Sprintf("%+v %s", r, r.Typed)
	}
	return out, nil
}

// RowsOfClients is RowsOfOutbox of clients.
func RowsOfClients(ctx context.Context, d *DB) ([]string, error) {
	var rows []clientRow
	if err := d.read.WithContext(ctx).Raw("SELECT * FROM clients").Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = fmt.Sprintf("%+v %s", r, r.SecretSealed)
	}
	return out, nil
}

// PlanOfCount is how SQLite finds what Events.Count counts.
func PlanOfCount(ctx context.Context, d *DB) (string, error) {
	var steps []struct{ Detail string }
	err := d.read.WithContext(ctx).Raw("EXPLAIN QUERY PLAN "+countText(), 0, 1).Scan(&steps).Error
	return fmt.Sprint(steps), err
}

// Alone is alone.
func (b *Bell) Alone() bool { return b.alone() }

// QuietFor has the bell heard nobody else for d.
func (b *Bell) QuietFor(d time.Duration) { b.quiet.Store(time.Now().Add(-d).UnixNano()) }

// Deafen has it heard nothing for long.
func (b *Bell) Deafen() { b.heard.Store(0) }

// NewBell is a bell that has just heard itself, with nobody behind it.
func NewBell(name string) *Bell {
	b := &Bell{waiting: map[string][]*listener{}, queue: make(chan string, 8), name: name}
	b.heard.Store(time.Now().UnixNano())
	b.QuietFor(0)
	return b
}

// Meet is meet.
func (b *Bell) Meet() { b.meet() }

// Sent is what it sends to others.
func (b *Bell) Sent() (sent []string) {
	for len(b.queue) > 0 {
		sent = append(sent, <-b.queue)
	}
	return sent
}
