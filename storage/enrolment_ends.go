package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors/device"
)

// CountWrongDigits takes a try and ends the enrolment with the last.
func (s Devices) CountWrongDigits(ctx context.Context, id device.EnrolmentID, flow string, at time.Time, e audit.Event) (int, error) {
	left := 0
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		res := tx.Raw(`UPDATE enrolments SET tries = tries - 1
			WHERE id = ? AND flow = ? AND state = 'registered' AND tries > 0 AND expires > ? RETURNING tries`,
			string(id), flow, milli(at)).Scan(&left)
		if res.Error != nil {
			return fmt.Errorf("count wrong digits: %w", res.Error)
		}
		if res.RowsAffected == 0 {
			return device.ErrEnded
		}
		if left == 0 {
			if _, err := endEnrolments(tx, device.EndedByDigits, at, "id = ?", string(id)); err != nil {
				return err
			}
		}
		return record(tx, e)
	})
	if err != nil {
		return 0, err
	}
	s.db.ringEnrolments([]string{string(id)})
	return left, nil
}

// Activate makes the device of an enrolment active.
func (s Devices) Activate(ctx context.Context, a device.Activation, e audit.Event) error {
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		had, err := takePerson(tx, string(e.Person))
		if errors.Is(err, device.ErrNotAllowed) {
			return device.ErrEnded
		}
		if err != nil {
			return err
		}
		events := []audit.Event{e}
		if a.Challenge != "" {
			consumed, err := consumeEndorsement(tx, a, e)
			if err != nil {
				return err
			}
			events = append(events, consumed)
		}
		var row enrolmentRow
		res := tx.Raw(`UPDATE enrolments SET state = 'active' WHERE id = ? AND flow = ? AND account = ? AND expires > ?
			AND (state = 'registered' AND proof <> 'endorse' OR state = 'confirmed' AND proof = 'endorse' AND ? <> '') RETURNING *`,
			string(a.Enrolment), a.Flow, e.Person, milli(a.At), a.Challenge).Scan(&row)
		if res.Error != nil {
			return fmt.Errorf("activate device: %w", res.Error)
		}
		if res.RowsAffected == 0 {
			return device.ErrEnded
		}
		probation := milli(a.Probation)
		if row.Invitation != "" && !had {
			probation = 0
		}
		if err := activate(tx, row, a.At, probation); err != nil {
			return err
		}
		return record(tx, events...)
	})
	if err != nil {
		return err
	}
	s.db.ringEnrolments([]string{string(a.Enrolment)})
	if a.Challenge != "" {
		s.db.ringChallenges([]string{a.Challenge})
	}
	return nil
}

// consumeEndorsement takes the approval that the enrolment was asked for. The
// count of its statement is the gate: once, in time, by a device that may vouch.
func consumeEndorsement(tx *gorm.DB, a device.Activation, e audit.Event) (audit.Event, error) {
	ok, err := once(tx.Exec(`UPDATE challenges SET state = 'consumed', ended = ?
		WHERE id = ? AND account = ? AND holder = ? AND purpose = 'endorse' AND state = 'approved' AND due > ? AND probation = 0
			AND device IN (SELECT id FROM devices WHERE account = ? AND status = 'active')`,
		milli(a.At), a.Challenge, e.Person, string(a.Enrolment), milli(a.At), e.Person))
	if err != nil {
		return audit.Event{}, fmt.Errorf("consume an endorsement: %w", err)
	}
	if !ok {
		return audit.Event{}, device.ErrNotEndorsed
	}
	consumed := audit.New(tx.Statement.Context, a.At, audit.ChallengeConsumed)
	consumed.Person, consumed.Challenge, consumed.Flow, consumed.Device = e.Person, a.Challenge, a.Flow, e.Device
	return consumed, nil
}

// ConfirmDigits notes that the digits of an endorsed enrolment were right.
func (s Devices) ConfirmDigits(ctx context.Context, id device.EnrolmentID, flow string, at, expires time.Time, e audit.Event) error {
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		ok, err := once(tx.Exec(`UPDATE enrolments SET state = 'confirmed', expires = ?
			WHERE id = ? AND flow = ? AND state = 'registered' AND proof = 'endorse' AND expires > ?`,
			milli(expires), string(id), flow, milli(at)))
		if err != nil {
			return fmt.Errorf("confirm digits: %w", err)
		}
		if !ok {
			return device.ErrEnded
		}
		return record(tx, e)
	})
	if err != nil {
		return err
	}
	s.db.ringEnrolments([]string{string(id)})
	return nil
}

// activate is what else changes with an enrolment that succeeded.
func activate(tx *gorm.DB, row enrolmentRow, at time.Time, probation int64) error {
	if row.Invitation != "" {
		ok, err := once(tx.Exec("UPDATE invitations SET used = ? WHERE id = ? AND person = ? AND used = 0 AND expires > ? AND kind <> 'reset'",
			milli(at), row.Invitation, row.Account, milli(at)))
		if err != nil {
			return fmt.Errorf("use invitation: %w", err)
		}
		if !ok {
			return device.ErrEnded
		}
	}
	ok, err := once(tx.Exec("UPDATE devices SET status = 'active', activated = ?, probation = ? WHERE id = ? AND status = 'pending'",
		milli(at), probation, row.Device))
	if err != nil {
		return fmt.Errorf("activate device: %w", err)
	}
	if !ok {
		return device.ErrEnded
	}
	if err := tx.Exec("UPDATE people SET had_second_factor = TRUE WHERE id = ?", row.Account).Error; err != nil {
		return fmt.Errorf("mark the second factor: %w", err)
	}
	return nil
}

// RejectEnrolment ends a live enrolment of flow and its device. One that is
// over already stays as it is.
func (s Devices) RejectEnrolment(ctx context.Context, id device.EnrolmentID, flow, why string, at time.Time) error {
	var ended []string
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		var err error
		ended, err = endEnrolments(tx, why, at, "id = ? AND flow = ?", string(id), flow)
		return err
	})
	if err != nil {
		return err
	}
	s.db.ringEnrolments(ended)
	return nil
}

// endEnrolments ends the live enrolments that match cond, with an event each,
// and the devices that wait for them, which are told as revoked ones are.
func endEnrolments(tx *gorm.DB, why string, at time.Time, cond string, args ...any) ([]string, error) {
	var rows []struct{ ID, Device, Account, Flow string }
	err := tx.Raw("UPDATE enrolments SET state = 'ended', ended_by = ? WHERE state IN ('waiting', 'registered', 'confirmed') AND "+cond+
		" RETURNING id, device, account, flow", append([]any{why}, args...)...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("end enrolments: %w", err)
	}
	ids := make([]string, len(rows))
	events := make([]audit.Event, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		events[i] = audit.New(tx.Statement.Context, at, audit.EnrolmentEnded)
		events[i].Person, events[i].Flow, events[i].Device, events[i].Reason = r.Account, r.Flow, r.Device, why
		if r.Device == "" {
			continue
		}
		err := tx.Exec("UPDATE devices SET status = 'revoked', ended = ?, ended_by = ? WHERE id = ? AND status = 'pending'",
			milli(at), why, r.Device).Error
		if err != nil {
			return nil, fmt.Errorf("end the device of an enrolment: %w", err)
		}
		if _, err := cancelWhere(tx, at, "the enrolment ended", "account = ? AND holder = ?", r.Account, r.ID); err != nil {
			return nil, err
		}
	}
	return ids, record(tx, events...)
}

func (d *DB) ringEnrolments(ids []string) {
	for _, id := range ids {
		d.bell.Ring("enrolment:" + id)
	}
}

// Enrolments is the housekeeping of enrolments.
type Enrolments struct{ db *DB }

// Enrolments is every try to add a device.
func (d *DB) Enrolments() Enrolments { return Enrolments{d} }

// ExpireOld ends enrolments whose time is up, with their pending devices.
func (s Enrolments) ExpireOld(ctx context.Context, limit int) (int, error) {
	now := s.db.now()
	var ended []string
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		var err error
		ended, err = endEnrolments(tx, device.EndedByTime, now, `id IN (SELECT id FROM enrolments
			WHERE state IN ('waiting', 'registered', 'confirmed') AND expires <= ? ORDER BY expires LIMIT ?)`, milli(now), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	s.db.ringEnrolments(ended)
	return len(ended), nil
}

// DeleteExpired deletes enrolments from before the time given.
func (s Enrolments) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(s.db.write.WithContext(ctx), `DELETE FROM enrolments WHERE id IN
		(SELECT id FROM enrolments WHERE created < ? AND state IN ('active', 'ended') ORDER BY created LIMIT ?)`, before, limit)
}
