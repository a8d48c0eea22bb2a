package storage

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/account"
	"countersign/idp/mail"
	"countersign/idp/person"
)

type emailChangeRow struct {
	ID          string
	Person      string
	Email       string
	Code        []byte
	Tries       int
	Was         string
	WasVerified bool
	Undo        []byte
	Created     int64
	Done        int64
	Undone      int64
	Expires     int64
	Verifies    bool
}

func (emailChangeRow) TableName() string { return "email_changes" }

// EmailChanges keeps changes of people's addresses.
type EmailChanges struct{ db *DB }

// EmailChanges is the changes of people's addresses.
func (d *DB) EmailChanges() EmailChanges { return EmailChanges{d} }

// Ask begins a change, in place of one that waits, and queues the mail with the
// code.
func (c EmailChanges) Ask(ctx context.Context, ch account.EmailChange, i mail.Item, events ...audit.Event) error {
	return c.db.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("DELETE FROM email_changes WHERE person = ? AND done = 0", ch.Person).Error; err != nil {
			return fmt.Errorf("end an earlier change: %w", err)
		}
		row := emailChangeRow{
			ID: ch.ID, Person: ch.Person, Email: ch.Email, Code: []byte{}, Undo: []byte{}, Tries: account.EmailTries,
			Created: milli(ch.Created), Expires: milli(ch.Expires), Verifies: ch.Verifies,
		}
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("write change of an address: %w", err)
		}
		if err := c.db.queue(tx, i); err != nil {
			return err
		}
		return record(tx, events...)
	})
}

// Waiting is the address that waits for its code, or "".
func (c EmailChanges) Waiting(ctx context.Context, who string, at time.Time) (string, error) {
	var found []string
	err := c.db.read.WithContext(ctx).Raw("SELECT email FROM email_changes WHERE person = ? AND done = 0 AND expires > ? AND tries > 0",
		who, milli(at)).Scan(&found).Error
	if err != nil {
		return "", fmt.Errorf("look for a change of the address: %w", err)
	}
	if len(found) == 0 {
		return "", nil
	}
	return found[0], nil
}

// SetCode gives a change that waits the code that is being mailed to its
// address: account.ErrNoChange if none waits.
func (c EmailChanges) SetCode(ctx context.Context, id, code string) (to string, expires time.Time, err error) {
	var rows []emailChangeRow
	err = c.db.write.WithContext(ctx).Raw("UPDATE email_changes SET code = ? WHERE id = ? AND done = 0 AND expires > ? RETURNING email, expires",
		c.db.vault.seal([]byte(code), codePlace(id)), id, milli(c.db.now())).Scan(&rows).Error
	if err != nil {
		return "", time.Time{}, fmt.Errorf("keep the code of an address: %w", err)
	}
	if len(rows) == 0 {
		return "", time.Time{}, account.ErrNoChange
	}
	return rows[0].Email, when(rows[0].Expires), nil
}

func codePlace(id string) string { return "email_changes.code/" + id }

// Confirm makes the address that waits the person's, or proves the one they
// have, which it says, with its code, once: account.ErrNoChange,
// account.ErrWrongCode, which costs a try, or person.ErrTaken. Until undo a change
// can be taken back; left is the mail about that.
func (c EmailChanges) Confirm(ctx context.Context, who, code string, at, undo time.Time, left mail.Item, told account.Told) (bool, error) {
	var rows []emailChangeRow
	err := c.db.write.WithContext(ctx).Raw(`UPDATE email_changes SET tries = tries - 1
		WHERE person = ? AND done = 0 AND expires > ? AND tries > 0 RETURNING *`, who, milli(at)).Scan(&rows).Error
	if err != nil {
		return false, fmt.Errorf("take a try at the code of an address: %w", err)
	}
	if len(rows) == 0 {
		return false, account.ErrNoChange
	}
	row := rows[0]
	if !c.isCode(row, code) {
		return false, errors.Join(account.ErrWrongCode, c.db.Events().Append(ctx, told.Wrong))
	}
	if row.Verifies {
		return true, c.db.tx(ctx, func(tx *gorm.DB) error { return verify(tx, row, at, told.Verified) })
	}
	return false, c.db.tx(ctx, func(tx *gorm.DB) error { return c.confirm(tx, row, at, undo, left, told.Changed) })
}

// verify notes that the address is the person's, once, if it is still the
// account's.
func verify(tx *gorm.DB, row emailChangeRow, at time.Time, verified audit.Event) error {
	done, err := once(tx.Exec("UPDATE email_changes SET done = ?, was = email, expires = ?, code = ? WHERE id = ? AND done = 0",
		milli(at), milli(at), []byte{}, row.ID))
	if err != nil {
		return fmt.Errorf("end the proof of an address: %w", err)
	}
	if !done {
		return account.ErrNoChange
	}
	proved, err := once(tx.Exec("UPDATE people SET email_verified = ?, updated = ? WHERE id = ? AND email = ? AND status = ?",
		true, milli(at), row.Person, row.Email, string(person.Active)))
	if err != nil {
		return fmt.Errorf("note an address as proved: %w", err)
	}
	if !proved {
		return account.ErrNoChange
	}
	return record(tx, verified)
}

// isCode compares with the code that was mailed; before that none is right.
func (c EmailChanges) isCode(row emailChangeRow, typed string) bool {
	if len(row.Code) == 0 {
		return false
	}
	code, err := c.db.vault.open(row.Code, codePlace(row.ID))
	return err == nil && subtle.ConstantTimeCompare(code, []byte(typed)) == 1
}

func (c EmailChanges) confirm(tx *gorm.DB, row emailChangeRow, at, undo time.Time, left mail.Item, changed audit.Event) error {
	var olds []personRow
	// The row is locked by a write before it is read: two changes at once would
	// otherwise both keep the same old address.
	err := tx.Raw("UPDATE people SET updated = ? WHERE id = ? AND status = ? RETURNING *", milli(at), row.Person, string(person.Active)).Scan(&olds).Error
	if err != nil {
		return fmt.Errorf("hold the person: %w", err)
	}
	if len(olds) == 0 {
		return account.ErrNoChange
	}
	done, err := once(tx.Exec("UPDATE email_changes SET done = ?, was = ?, was_verified = ?, expires = ?, code = ? WHERE id = ? AND done = 0",
		milli(at), olds[0].Email, olds[0].EmailVerified, milli(undo), []byte{}, row.ID))
	if err != nil {
		return fmt.Errorf("end the change of an address: %w", err)
	}
	if !done {
		return account.ErrNoChange
	}
	if err := setEmail(tx, row.Person, row.Email, true); err != nil {
		return err
	}
	if olds[0].Email != "" {
		left.To, left.Detail = olds[0].Email, row.ID
		if err := c.db.queue(tx, left); err != nil {
			return err
		}
	}
	return record(tx, changed)
}

// setEmail is person.ErrTaken if the address is another's.
func setEmail(tx *gorm.DB, who, email string, verified bool) error {
	err := tx.Exec("UPDATE people SET email = ?, email_verified = ? WHERE id = ?", email, verified, who).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return person.ErrTaken
	}
	if err != nil {
		return fmt.Errorf("change an address: %w", err)
	}
	return nil
}

// SetUndo gives a change that is done the link that is being mailed to the old
// address: account.ErrNoChange if it cannot be taken back any more.
func (c EmailChanges) SetUndo(ctx context.Context, id string, hash []byte) (to string, expires time.Time, err error) {
	var rows []emailChangeRow
	err = c.db.write.WithContext(ctx).Raw(`UPDATE email_changes SET undo = ? WHERE id = ? AND done > 0 AND undone = 0 AND expires > ?
		RETURNING was, expires`, hash, id, milli(c.db.now())).Scan(&rows).Error
	if err != nil {
		return "", time.Time{}, fmt.Errorf("keep the way back of an address: %w", err)
	}
	if len(rows) == 0 {
		return "", time.Time{}, account.ErrNoChange
	}
	return rows[0].Was, when(rows[0].Expires), nil
}

// Undoable says whether a link can still take a change back.
func (c EmailChanges) Undoable(ctx context.Context, hash []byte) (bool, error) {
	var n int
	err := c.db.read.WithContext(ctx).Raw("SELECT count(*) FROM email_changes WHERE undo = ? AND done > 0 AND undone = 0 AND expires > ?",
		hash, milli(c.db.now())).Scan(&n).Error
	if err != nil {
		return false, fmt.Errorf("look for a change to take back: %w", err)
	}
	return n == 1, nil
}

// Undo takes a change back, once, and with it every later one: whoever made it
// had the mails of the address between. It ends all that the person has open.
// account.ErrNoChange, or person.ErrTaken if the address is another's by now.
func (c EmailChanges) Undo(ctx context.Context, hash []byte, e audit.Event) error {
	var cancelled []string
	err := c.db.tx(ctx, func(tx *gorm.DB) error {
		var rows []emailChangeRow
		err := tx.Raw("UPDATE email_changes SET undone = ? WHERE undo = ? AND done > 0 AND undone = 0 AND expires > ? RETURNING *",
			milli(e.At), hash, milli(e.At)).Scan(&rows).Error
		if err != nil {
			return fmt.Errorf("take a change back: %w", err)
		}
		if len(rows) == 0 {
			return account.ErrNoChange
		}
		row := rows[0]
		err = tx.Exec("UPDATE email_changes SET undone = ? WHERE person = ? AND done >= ? AND undone = 0", milli(e.At), row.Person, row.Done).Error
		if err == nil {
			err = tx.Exec("DELETE FROM email_changes WHERE person = ? AND done = 0", row.Person).Error
		}
		if err != nil {
			return fmt.Errorf("end later changes: %w", err)
		}
		if err := setEmail(tx, row.Person, row.Was, row.WasVerified); err != nil {
			return err
		}
		if err := endAllOf(tx, person.ID(row.Person), e.At); err != nil {
			return err
		}
		if cancelled, err = cancelChallenges(tx, row.Person, e.At, "the change of the address was taken back"); err != nil {
			return err
		}
		e.Person = row.Person
		return record(tx, e)
	})
	if err != nil {
		return err
	}
	c.db.ringChallenges(cancelled)
	return nil
}

// DeleteExpired deletes up to limit changes whose code or link ended before a
// time.
func (c EmailChanges) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(c.db.write.WithContext(ctx), `DELETE FROM email_changes WHERE id IN
		(SELECT id FROM email_changes WHERE expires < ? ORDER BY expires LIMIT ?)`, before, limit)
}
