package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/person"
)

// erased are the statements that take a person out of what is not kept for the
// record. Each takes the person. What the record and its evidence need stays: the
// person's and the phones' numbers and public keys, and for the time of evidence
// what phones signed.
//
//nolint:gochecknoglobals // a table, never written
var erased = []string{
	`UPDATE people SET username = 'erased ' || id, key = 'erased ' || id, name = '', email = '', email_verified = FALSE, password = '',
		password_reset = FALSE, reported = 0, language = '' WHERE id = ?`,
	"DELETE FROM totp WHERE account = ?",
	"DELETE FROM recovery_codes WHERE account = ?",
	"DELETE FROM passkeys WHERE account = ?",
	"DELETE FROM known_browsers WHERE person = ?",
	"DELETE FROM invitations WHERE person = ?",
	"DELETE FROM app_asks WHERE person = ?",
	"UPDATE people SET request_code = NULL WHERE id = ?",
	"DELETE FROM email_changes WHERE person = ?",
	"DELETE FROM subjects WHERE person = ?",
	"DELETE FROM consents WHERE person = ?",
	"UPDATE sessions SET agent = '', address = '' WHERE person = ?",
	`UPDATE devices SET name = 'Removed', os = '', model = '', app = '', app_version = '', lang = '', provider = 'none', token = NULL
		WHERE account = ?`,
}

// Erase deletes what is known of an active person, for good: the account stays
// as a number that can do nothing, so that nobody else ever gets it. It ends all
// that is open. A mail of the events still goes to the address.
func (p People) Erase(ctx context.Context, id person.ID, at time.Time, events ...audit.Event) error {
	var cancelled []string
	err := p.db.tx(ctx, func(tx *gorm.DB) error {
		changed, err := once(tx.Exec("UPDATE people SET status = ?, updated = ? WHERE id = ? AND status = ?",
			string(person.Disabled), milli(at), string(id), string(person.Active)))
		if err != nil {
			return fmt.Errorf("erase person: %w", err)
		}
		if !changed {
			return person.ErrNotFound
		}
		if err := tx.Exec("DELETE FROM outbox WHERE person = ? AND sent = 0", string(id)).Error; err != nil {
			return fmt.Errorf("drop mails of the person: %w", err)
		}
		// While the address is there, for the last mail.
		if err := record(tx, events...); err != nil {
			return err
		}
		if err := endAllOf(tx, id, at); err != nil {
			return err
		}
		if cancelled, err = cancelChallenges(tx, string(id), at, "account deleted"); err != nil {
			return err
		}
		err = tx.Exec("UPDATE devices SET status = 'revoked', ended = ?, ended_by = 'account deleted' WHERE account = ? AND status <> 'revoked'",
			milli(at), string(id)).Error
		if err != nil {
			return fmt.Errorf("end the person's devices: %w", err)
		}
		for _, statement := range erased {
			if err := tx.Exec(statement, string(id)).Error; err != nil {
				return fmt.Errorf("erase person: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.db.ringChallenges(cancelled)
	return nil
}

// Rename changes how a person is called.
func (p People) Rename(ctx context.Context, id person.ID, name string, at time.Time, events ...audit.Event) error {
	return p.db.tx(ctx, func(tx *gorm.DB) error {
		changed, err := once(tx.Exec("UPDATE people SET name = ?, updated = ? WHERE id = ? AND status = ?",
			name, milli(at), string(id), string(person.Active)))
		if err != nil {
			return fmt.Errorf("rename person: %w", err)
		}
		if !changed {
			return person.ErrNotFound
		}
		return record(tx, events...)
	})
}

// SetLanguage keeps in which language a person reads, a tag of BCP 47; "" forgets
// it. person.ErrNotFound if there is nobody who may sign in.
func (p People) SetLanguage(ctx context.Context, id person.ID, language string, at time.Time) error {
	changed, err := once(p.db.write.WithContext(ctx).Exec("UPDATE people SET language = ?, updated = ? WHERE id = ? AND status = ?",
		language, milli(at), string(id), string(person.Active)))
	if err != nil {
		return fmt.Errorf("keep a person's language: %w", err)
	}
	if !changed {
		return person.ErrNotFound
	}
	return nil
}
