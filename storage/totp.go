package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/totp"
)

type totpRow struct {
	ID        string
	Account   string
	Secret    []byte
	LastStep  int64
	Created   int64
	Confirmed int64
}

// TOTP keeps the secrets of authenticator apps.
type TOTP struct{ db *DB }

// TOTP is the secrets of authenticator apps.
func (d *DB) TOTP() TOTP { return TOTP{d} }

// Begin writes a secret that waits, in place of another that did.
func (t TOTP) Begin(ctx context.Context, c totp.Credential) error {
	err := t.db.write.WithContext(ctx).Exec(`INSERT INTO totp (id, account, secret, state, last_step, created)
		VALUES (?, ?, ?, 'waiting', 0, ?)
		ON CONFLICT (account, state) DO UPDATE SET id = excluded.id, secret = excluded.secret, created = excluded.created`,
		c.ID, string(c.Account), t.db.vault.seal(c.Secret, totpPlace(c.ID)), milli(c.Created)).Error
	if err != nil {
		return fmt.Errorf("write authenticator app: %w", err)
	}
	return nil
}

// Waiting is the secret that waits since a time or later; totp.ErrNone.
func (t TOTP) Waiting(ctx context.Context, account factors.Account, since time.Time) (totp.Credential, error) {
	return t.find(ctx, "account = ? AND state = 'waiting' AND created > ?", string(account), milli(since))
}

// Active is the secret that counts; totp.ErrNone.
func (t TOTP) Active(ctx context.Context, account factors.Account) (totp.Credential, error) {
	return t.find(ctx, "account = ? AND state = 'active'", string(account))
}

func (t TOTP) find(ctx context.Context, where string, args ...any) (totp.Credential, error) {
	var rows []totpRow
	err := t.db.read.WithContext(ctx).
		Raw("SELECT id, account, secret, last_step, created, confirmed FROM totp WHERE "+where, args...).Scan(&rows).Error
	if err != nil {
		return totp.Credential{}, fmt.Errorf("read authenticator app: %w", err)
	}
	if len(rows) == 0 {
		return totp.Credential{}, totp.ErrNone
	}
	r := rows[0]
	secret, err := t.db.vault.open(r.Secret, totpPlace(r.ID))
	if err != nil {
		return totp.Credential{}, fmt.Errorf("read authenticator app: %w", err)
	}
	return totp.Credential{
		ID: r.ID, Account: factors.Account(r.Account), Secret: secret, LastStep: r.LastStep,
		Created: when(r.Created), Confirmed: when(r.Confirmed),
	}, nil
}

// Confirm makes c the secret that counts, in place of another, once. The step
// that confirmed it is spent.
func (t TOTP) Confirm(ctx context.Context, c totp.Credential, step int64, at time.Time, events ...audit.Event) (bool, error) {
	done := false
	err := t.db.tx(ctx, func(tx *gorm.DB) error {
		err := tx.Exec("DELETE FROM totp WHERE account = ? AND state = 'active' AND EXISTS "+
			"(SELECT 1 FROM totp AS next WHERE next.id = ? AND next.state = 'waiting')", string(c.Account), c.ID).Error
		if err != nil {
			return fmt.Errorf("replace authenticator app: %w", err)
		}
		done, err = once(tx.Exec("UPDATE totp SET state = 'active', last_step = ?, confirmed = ? WHERE id = ? AND state = 'waiting'",
			step, milli(at), c.ID))
		if err != nil {
			return fmt.Errorf("confirm authenticator app: %w", err)
		}
		if !done {
			return nil
		}
		if err := hadSecondFactor(tx, string(c.Account)); err != nil {
			return err
		}
		return record(tx, events...)
	})
	return done, err
}

// Use spends a step and all before it, once: false if it was spent.
func (t TOTP) Use(ctx context.Context, c totp.Credential, step int64, events ...audit.Event) (bool, error) {
	gate := does("UPDATE totp SET last_step = ? WHERE id = ? AND state = 'active' AND last_step < ? RETURNING id", step, c.ID, step)
	ok, err := t.db.act(ctx, gate, recordsInChain(events)...)
	if err != nil {
		return false, fmt.Errorf("spend a step: %w", err)
	}
	return ok, nil
}

// Remove deletes all that the account has; totp.ErrNone if no secret counted,
// factors.ErrLast if nothing of the floor would stay.
func (t TOTP) Remove(ctx context.Context, account factors.Account, floor factors.Floor, at time.Time, events ...audit.Event) error {
	return t.db.tx(ctx, func(tx *gorm.DB) error {
		stays, args, err := keepFloor(tx, floor, account, "", at, factors.TOTP)
		if err != nil {
			return err
		}
		if err := tx.Exec("DELETE FROM totp WHERE account = ? AND state = 'waiting'", string(account)).Error; err != nil {
			return fmt.Errorf("delete authenticator app: %w", err)
		}
		gone, err := once(tx.Exec("DELETE FROM totp WHERE account = ? AND state = 'active' AND "+stays,
			append([]any{string(account)}, args...)...))
		if err != nil {
			return fmt.Errorf("delete authenticator app: %w", err)
		}
		if !gone {
			return lastOr(tx, totp.ErrNone, "SELECT count(*) FROM totp WHERE account = ? AND state = 'active'", string(account))
		}
		return record(tx, events...)
	})
}

// DeleteExpired deletes up to limit secrets that waited since before a time.
func (t TOTP) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(t.db.write.WithContext(ctx), `DELETE FROM totp WHERE id IN
		(SELECT id FROM totp WHERE state = 'waiting' AND created < ? ORDER BY created LIMIT ?)`, before, limit)
}

func totpPlace(id string) string { return "totp.secret/" + id }

// hadSecondFactor notes, for good, that a person has had a second factor: from
// now on a password alone adds none.
func hadSecondFactor(tx *gorm.DB, account string) error {
	if err := tx.Exec("UPDATE people SET had_second_factor = TRUE WHERE id = ?", account).Error; err != nil {
		return fmt.Errorf("note the second factor: %w", err)
	}
	return nil
}
