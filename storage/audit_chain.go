package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"countersign/audit"
)

// headPlace is where the sealed head stands, for the vault.
const headPlace = "audit_chain.head/1"

// noLinks is the head of a chain that has none. It is sealed like any other:
// else whoever can write to the database could begin the chain anew.
const noLinks = "0"

// errSealedElsewhere means that another replica moved the head meanwhile.
var errSealedElsewhere = errors.New("another replica sealed at the same time")

// Waiting is how many events are not in the chain yet.
func (e Events) Waiting(ctx context.Context) (int, error) {
	var n int
	err := e.db.read.WithContext(ctx).Raw("SELECT count(*) FROM audit_events WHERE seq IS NULL").Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count waiting events: %w", err)
	}
	return n, nil
}

// Head is the chain's head, opened with the master key.
func (e Events) Head(ctx context.Context) (audit.Head, error) {
	return e.head(e.db.read.WithContext(ctx))
}

func (e Events) head(tx *gorm.DB) (audit.Head, error) {
	var row struct {
		Seq  int64
		Head []byte
	}
	if err := tx.Raw("SELECT seq, head FROM audit_chain WHERE id = 1").Scan(&row).Error; err != nil {
		return audit.Head{}, fmt.Errorf("read the chain's head: %w", err)
	}
	plain, err := e.db.vault.open(row.Head, headPlace)
	if err != nil {
		return audit.Head{}, fmt.Errorf("open the chain's head: %w", err)
	}
	if row.Seq == 0 && string(plain) == noLinks {
		return audit.Head{}, nil
	}
	var h audit.Head
	if _, err := fmt.Sscanf(string(plain), "%d %s", &h.Seq, &h.Hash); err != nil || h.Seq != row.Seq {
		return audit.Head{}, fmt.Errorf("read the chain's head: %w (%s)", ErrSealed, headPlace)
	}
	return h, nil
}

// begin seals the head in a database that is as the migrations left it. In any
// other an empty head is not what we wrote.
func (e Events) begin(ctx context.Context) error {
	err := e.db.write.WithContext(ctx).Exec(`UPDATE audit_chain SET head = ? WHERE id = 1 AND seq = 0 AND length(head) = 0
		AND NOT EXISTS (SELECT 1 FROM audit_events) AND NOT EXISTS (SELECT 1 FROM people) AND NOT EXISTS (SELECT 1 FROM keys)`, e.db.vault.seal([]byte(noLinks), headPlace)).Error
	if err != nil {
		return fmt.Errorf("begin the audit chain: %w", err)
	}
	return nil
}

// Seal links up to limit waiting events to the head, oldest first.
func (e Events) Seal(ctx context.Context, limit int) (int, error) {
	sealed := 0
	err := e.db.tx(ctx, func(tx *gorm.DB) error {
		head, err := e.head(tx)
		if err != nil {
			return err
		}
		rows, err := unsealed(ctx, tx, limit)
		if err != nil || len(rows) == 0 {
			return err
		}
		links := make([]audit.Link, len(rows))
		last := head
		for i, r := range rows {
			event, err := r.event()
			if err != nil {
				return err
			}
			links[i] = last.Next(event)
			last = links[i].Head()
		}
		if err := e.moveHead(tx, head, last); err != nil {
			return err
		}
		sealed = len(links)
		return e.writeLinks(tx, links)
	})
	if errors.Is(err, errSealedElsewhere) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("seal events: %w", err)
	}
	return sealed, nil
}

// moveHead is the gate: whoever comes second moves nothing and links nothing.
func (e Events) moveHead(tx *gorm.DB, from, to audit.Head) error {
	box := e.db.vault.seal(fmt.Appendf(nil, "%d %s", to.Seq, to.Hash), headPlace)
	moved, err := once(tx.Exec("UPDATE audit_chain SET seq = ?, head = ? WHERE id = 1 AND seq = ?", to.Seq, box, from.Seq))
	if err != nil {
		return fmt.Errorf("move the chain's head: %w", err)
	}
	if !moved {
		return errSealedElsewhere
	}
	return nil
}

// unsealed is up to limit events that wait for their place, oldest first.
func unsealed(ctx context.Context, tx *gorm.DB, limit int) ([]auditRow, error) {
	var rows []auditRow
	var r auditRow
	columns := r.columns()
	err := many(ctx, tx, columns, func() { rows = append(rows, r) },
		"SELECT "+selects(columns)+" FROM audit_events WHERE seq IS NULL ORDER BY at, id LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("read waiting events: %w", err)
	}
	return rows, nil
}

// writeLinks writes all places in one statement. On PostgreSQL it has one text
// for any number of them, so that it stays prepared; and it says that an event
// has no place yet in a way that leads through the ids, one by one, rather than
// through all that wait, for each.
func (e Events) writeLinks(tx *gorm.DB, links []audit.Link) error {
	var res *gorm.DB
	if e.db.postgres {
		res = tx.Exec(`UPDATE audit_events SET seq = links.seq, hash = links.hash
			FROM json_to_recordset(CAST(? AS JSON)) AS links (id TEXT, seq BIGINT, hash TEXT)
			WHERE audit_events.id = links.id AND COALESCE(audit_events.seq, 0) = 0`, placesOf(links))
	} else {
		values := make([]string, len(links))
		args := make([]any, 0, 3*len(links))
		for i, l := range links {
			values[i] = "(?, ?, ?)"
			args = append(args, l.ID, l.Seq, l.Hash)
		}
		res = tx.Exec(`WITH links (id, seq, hash) AS (VALUES `+strings.Join(values, ", ")+`)
			UPDATE audit_events SET seq = links.seq, hash = links.hash FROM links
			WHERE audit_events.id = links.id AND audit_events.seq IS NULL`, args...)
	}
	if res.Error != nil {
		return fmt.Errorf("write links: %w", res.Error)
	}
	if res.RowsAffected != int64(len(links)) {
		return fmt.Errorf("write links: %d of %d events were there: %w", res.RowsAffected, len(links), errSealedElsewhere)
	}
	return nil
}

// placesOf is links as JSON.
func placesOf(links []audit.Link) string {
	type place struct {
		ID   string `json:"id"`
		Seq  int64  `json:"seq"`
		Hash string `json:"hash"`
	}
	places := make([]place, len(links))
	for i, l := range links {
		places[i] = place{l.ID, l.Seq, l.Hash}
	}
	return text(places)
}

// Links is up to limit links after a place, in order.
func (e Events) Links(ctx context.Context, after int64, limit int) ([]audit.Link, error) {
	var rows []auditRow
	err := e.db.read.WithContext(ctx).
		Raw("SELECT * FROM audit_events WHERE seq > ? ORDER BY seq LIMIT ?", after, limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the chain: %w", err)
	}
	links := make([]audit.Link, len(rows))
	for i, r := range rows {
		event, err := r.event()
		if err != nil {
			return nil, err
		}
		links[i] = audit.Link{Event: event, Seq: *r.Seq}
		if r.Hash != nil { // a place without a hash is a forger's: Verify says so
			links[i].Hash = *r.Hash
		}
	}
	return links, nil
}

// Query picks events for an operator to read.
type Query struct {
	Person string
	Kind   audit.Kind
	Limit  int
}

// Find is the newest events that fit, newest first, with their place in the
// chain (0 if they wait for it).
func (e Events) Find(ctx context.Context, q Query) ([]audit.Link, error) {
	tx := e.db.read.WithContext(ctx).Table("audit_events")
	if q.Person != "" {
		tx = tx.Where("person = ?", q.Person)
	}
	if q.Kind != "" {
		tx = tx.Where("kind = ?", string(q.Kind))
	}
	var rows []auditRow
	if err := tx.Order("seq DESC NULLS FIRST, at DESC, id DESC").Limit(q.Limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	links := make([]audit.Link, len(rows))
	for i, r := range rows {
		event, err := r.event()
		if err != nil {
			return nil, err
		}
		links[i] = audit.Link{Event: event}
		if r.Seq != nil && r.Hash != nil {
			links[i].Seq, links[i].Hash = *r.Seq, *r.Hash
		}
	}
	return links, nil
}
