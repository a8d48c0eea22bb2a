package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"countersign/audit"
)

type auditRow struct {
	ID        string
	At        int64
	Kind      string
	Request   string
	Person    string
	Client    string
	Device    string
	Challenge string
	Flow      string
	Session   string
	GrantID   string
	Address   string
	Reason    string
	Evidence  string
	Detail    string
	Seq       *int64
	Hash      *string
}

func (auditRow) TableName() string { return "audit_events" }

// columns is all of an event that waits for its place.
func (r *auditRow) columns() []column {
	return []column{
		{"id", &r.ID}, {"at", &r.At}, {"kind", &r.Kind}, {"request", &r.Request}, {"person", &r.Person}, {"client", &r.Client},
		{"device", &r.Device}, {"challenge", &r.Challenge}, {"flow", &r.Flow}, {"session", &r.Session}, {"grant_id", &r.GrantID},
		{"address", &r.Address}, {"reason", &r.Reason}, {"evidence", &r.Evidence}, {"detail", &r.Detail},
	}
}

// Events keeps the audit record.
type Events struct{ db *DB }

// Events is the audit record.
func (d *DB) Events() Events { return Events{d} }

// Append writes events that belong to no other change.
func (e Events) Append(ctx context.Context, events ...audit.Event) error {
	if !e.db.mail {
		return record(e.db.write.WithContext(ctx), events...)
	}
	return e.db.tx(ctx, func(tx *gorm.DB) error { return record(tx, events...) })
}

// record writes events in the transaction of the act they tell of, and the
// mails that they cause.
func record(tx *gorm.DB, events ...audit.Event) error {
	if len(events) == 0 {
		return nil
	}
	rows := make([]auditRow, len(events))
	for i, e := range events {
		rows[i] = rowOfEvent(e)
	}
	if err := tx.Create(&rows).Error; err != nil {
		return fmt.Errorf("write audit events: %w", err)
	}
	return notify(tx, events)
}

func rowOfEvent(e audit.Event) auditRow {
	row := auditRow{
		ID: e.ID, At: milli(e.At), Kind: string(e.Kind), Request: storable(e.Request),
		Person: storable(e.Person), Client: storable(e.Client), Device: storable(e.Device),
		Challenge: storable(e.Challenge), Flow: storable(e.Flow), Session: storable(e.Session),
		GrantID: storable(e.Grant), Address: storable(e.Address),
		Reason: storable(e.Reason), Evidence: e.Evidence, Detail: "{}",
	}
	if len(e.Detail) > 0 {
		detail, err := json.Marshal(e.Detail)
		if err != nil {
			panic("storage: internal error: audit detail: " + err.Error())
		}
		row.Detail = string(detail)
	}
	return row
}

func (r auditRow) event() (audit.Event, error) {
	e := audit.Event{
		ID: r.ID, At: when(r.At), Kind: audit.Kind(r.Kind), Request: r.Request,
		Person: r.Person, Client: r.Client, Device: r.Device, Challenge: r.Challenge,
		Flow: r.Flow, Session: r.Session, Grant: r.GrantID, Address: r.Address,
		Reason: r.Reason, Evidence: r.Evidence,
	}
	if r.Detail == "{}" {
		return e, nil
	}
	if err := json.Unmarshal([]byte(r.Detail), &e.Detail); err != nil {
		return audit.Event{}, fmt.Errorf("read the detail of event %s: %w", r.ID, err)
	}
	return e, nil
}

// storable is s as both databases take it: an event may quote what a stranger
// sent, and PostgreSQL refuses a text with a NUL or with broken UTF-8.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
