package storage

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors/device"
)

// IssueTicket exchanges a code for a ticket, once: the count of rows is the
// gate. The code is dead then; the enrolment's other one still registers.
func (s Devices) IssueTicket(ctx context.Context, t device.Ticketing, e audit.Event) error {
	var row enrolmentRow
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		row = enrolmentRow{}
		res := tx.Raw(`UPDATE enrolments SET ticket_hash = ?, opened = ?, expires = ?,
			code_hash = CASE WHEN code_hash = ? THEN 'exchanged/' || id ELSE code_hash END,
			typed_hash = CASE WHEN typed_hash = ? THEN NULL ELSE typed_hash END
			WHERE (code_hash = ? OR typed_hash = ?) AND state = 'waiting' AND ticket_hash IS NULL AND expires > ? RETURNING *`,
			t.TicketHash, milli(t.At), milli(t.Expires), t.CodeHash, t.CodeHash, t.CodeHash, t.CodeHash, milli(t.At)).Scan(&row)
		if res.Error != nil {
			return fmt.Errorf("exchange code: %w", res.Error)
		}
		if res.RowsAffected == 0 {
			return device.ErrEnded
		}
		e.Person, e.Flow = row.Account, row.Flow
		return record(tx, e)
	})
	if err != nil {
		return err
	}
	s.db.ringEnrolments([]string{row.ID})
	return nil
}
