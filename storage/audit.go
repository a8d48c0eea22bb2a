package storage

import (
	"context"
	"encoding/json"
	"fmt"

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

// Events keeps the audit record.
type Events struct{ db *DB }

// Events is the audit record.
func (d *DB) Events() Events { return Events{d} }

// Append writes events that belong to no other change.
func (e Events) Append(ctx context.Context, events ...audit.Event) error {
	return record(e.db.write.WithContext(ctx), events...)
}

// record writes events in the transaction of the act they tell of.
func record(tx *gorm.DB, events ...audit.Event) error {
	if len(events) == 0 {
		return nil
	}
	rows := make([]auditRow, len(events))
	for i, e := range events {
		detail, err := json.Marshal(e.Detail)
		if err != nil {
			panic("storage: internal error: audit detail: " + err.Error())
		}
		if e.Detail == nil {
			detail = []byte("{}")
		}
		rows[i] = auditRow{
			ID: e.ID, At: milli(e.At), Kind: string(e.Kind), Request: e.Request,
			Person: e.Person, Client: e.Client, Device: e.Device, Challenge: e.Challenge,
			Flow: e.Flow, Session: e.Session, GrantID: e.Grant, Address: e.Address,
			Reason: e.Reason, Evidence: e.Evidence, Detail: string(detail),
		}
	}
	if err := tx.Create(&rows).Error; err != nil {
		return fmt.Errorf("write audit events: %w", err)
	}
	return nil
}
