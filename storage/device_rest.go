package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors/device"
	"countersign/factors/wire"
)

// PauseDevice carries out a device's signed act, once.
func (s Devices) PauseDevice(ctx context.Context, p device.Pause, e audit.Event) error {
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		if err := insertAct(tx, p.Device, p.Act, wire.ActPause, p.At); err != nil {
			return err
		}
		ok, err := once(tx.Exec("UPDATE devices SET paused_until = ? WHERE id = ? AND status = 'active'",
			milli(p.Until), string(p.Device)))
		if err != nil {
			return fmt.Errorf("pause device: %w", err)
		}
		if !ok {
			return device.ErrNotFound
		}
		return record(tx, e)
	})
}

// TouchDevice notes that a device called. One that became dormant meanwhile
// stays so.
func (s Devices) TouchDevice(ctx context.Context, id device.ID, at time.Time) error {
	err := s.db.write.WithContext(ctx).Exec("UPDATE devices SET used = ? WHERE id = ? AND used < ? AND (used > ? OR activated > ?)",
		milli(at), string(id), milli(at), milli(at.Add(-device.DormantAfter)), milli(at.Add(-device.DormantAfter))).Error
	if err != nil {
		return fmt.Errorf("note that a device called: %w", err)
	}
	return nil
}

// WakeDevice lets a dormant device approve again.
func (s Devices) WakeDevice(ctx context.Context, id device.ID, at time.Time, e audit.Event) error {
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		old := milli(at.Add(-device.DormantAfter))
		ok, err := once(tx.Exec("UPDATE devices SET used = ? WHERE id = ? AND status = 'active' AND used <= ? AND activated <= ?",
			milli(at), string(id), old, old))
		if err != nil {
			return fmt.Errorf("wake device: %w", err)
		}
		if !ok {
			return nil // somebody else was first
		}
		return record(tx, e)
	})
}
